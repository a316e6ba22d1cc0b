"""The table of references to recordings of lessons."""

from sqlalchemy import CheckConstraint, Column, DateTime, ForeignKey, Index, SmallInteger, Text, Uuid

from checkin_service.kit.database import table

lesson_recording = table(
    "lesson_recording",
    Column("session_id", ForeignKey("class_session.session_id"), primary_key=True),
    Column("ordinal", SmallInteger, primary_key=True, comment="Of two at once one finds it taken"),
    Column("class_id", Uuid, nullable=False),
    Column("link", Text, comment="Where the recording is kept; never fetched"),
    Column("starts_at", DateTime(timezone=True)),
    Column("ends_at", DateTime(timezone=True)),
    Column("sha256", Text, comment="Of the recording, where the system that keeps it tells it"),
    Column("absent_because", Text, comment="Why there is none"),
    Column("reason", Text, comment="Why an earlier reference was wrong"),
    Column("recorded_by", Uuid, nullable=False),
    Column("recorded_at", DateTime(timezone=True), nullable=False),
    CheckConstraint("(link IS NULL) <> (absent_because IS NULL)", name="link_or_why_not"),
    CheckConstraint(
        "(link IS NULL) = (starts_at IS NULL) AND (link IS NULL) = (ends_at IS NULL) AND starts_at < ends_at",
        name="link_has_time",
    ),
    CheckConstraint("(ordinal = 1) = (reason IS NULL)", name="correction_has_reason"),
    # The lessons of a class are shown, and counted for its determinations, together.
    Index("lesson_recording_class_idx", "class_id"),
    comment="References to video of lessons (AH-14), or why there is none, append-only; the latest ordinal holds",
)
