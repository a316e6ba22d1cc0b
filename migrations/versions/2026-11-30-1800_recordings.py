"""References to video of lessons, and why a lesson has none."""

from alembic import op

from migrations.columns import check, moment, small, text, uuid

revision = "recordings"
down_revision = "reporting"


def upgrade() -> None:
    op.create_table(
        "lesson_recording",
        uuid("session_id", key=True, of="class_session.session_id"),
        small("ordinal", "Of two at once one finds it taken", key=True),
        uuid("class_id"),
        text("link", "Where the recording is kept; never fetched", optional=True),
        moment("starts_at", optional=True),
        moment("ends_at", optional=True),
        text("sha256", "Of the recording, where the system that keeps it tells it", optional=True),
        text("absent_because", "Why there is none", optional=True),
        text("reason", "Why an earlier reference was wrong", optional=True),
        uuid("recorded_by"),
        moment("recorded_at"),
        check("link_or_why_not", "(link IS NULL) <> (absent_because IS NULL)"),
        check(
            "link_has_time",
            "(link IS NULL) = (starts_at IS NULL) AND (link IS NULL) = (ends_at IS NULL) AND starts_at < ends_at",
        ),
        check("correction_has_reason", "(ordinal = 1) = (reason IS NULL)"),
        comment="References to video of lessons (AH-14), or why there is none, append-only; the latest ordinal holds",
    )
    op.create_index("lesson_recording_class_idx", "lesson_recording", ["class_id"])
