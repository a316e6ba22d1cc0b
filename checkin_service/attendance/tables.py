"""Credits are facts, one row per class hour; the counter beside them can be recomputed from them."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from checkin_service.kit.database import metadata

credit = Table(
    "credit",
    metadata,
    Column("trainee_id", Uuid, primary_key=True),
    Column("session_id", Uuid, primary_key=True),
    Column("hour", SmallInteger, primary_key=True, comment="Which class hour of the session, from 1: it counts once"),
    Column("class_id", Uuid, nullable=False),
    Column("mode", Text, nullable=False),
    Column("attempt_id", Uuid, nullable=False, comment="What it rests on: a check-in, an appeal, a paper record"),
    Column("credited_at", DateTime(timezone=True), nullable=False),
    CheckConstraint(
        "mode IN ('located', 'scanned', 'online', 'corrected', 'imported', 'asserted_by_platform')", name="mode_known"
    ),
    CheckConstraint("hour > 0", name="hour_positive"),
    # A determination lists the credited sessions of one class.
    Index("credit_class_idx", "trainee_id", "class_id"),
    comment="Class hours credited, append-only",
)

attendance = Table(
    "attendance",
    metadata,
    Column("trainee_id", Uuid, primary_key=True),
    Column("class_id", Uuid, primary_key=True),
    Column("credited_hours", Integer, nullable=False),
    Column("corrected_hours", Integer, nullable=False, server_default=text("0"), comment="Of these, by decision"),
    Column("imported_hours", Integer, nullable=False, server_default=text("0"), comment="Of these, from paper"),
    Column(
        "asserted_hours", Integer, nullable=False, server_default=text("0"), comment="Of these, on the platform's word"
    ),
    Column("outlook", Text, comment="As last told: a change for the worse is news, once"),
    Column("version", Integer, nullable=False, comment="Every change raises it: parallel writers notice each other"),
    Column("changed_at", DateTime(timezone=True), nullable=False),
    CheckConstraint("credited_hours >= 0", name="hours_not_negative"),
    CheckConstraint(
        "outlook IN ('not_required', 'reached', 'on_track', 'at_risk', 'out_of_reach')", name="outlook_known"
    ),
    CheckConstraint("corrected_hours + imported_hours + asserted_hours <= credited_hours", name="parts_within_whole"),
    ForeignKeyConstraint(["trainee_id", "class_id"], ["registration.trainee_id", "registration.class_id"]),
    # The dashboard of a class.
    Index("attendance_class_idx", "class_id"),
    comment="Credited class hours per trainee and class, kept in the transaction that credits",
)

appeal = Table(
    "appeal",
    metadata,
    Column("trainee_id", Uuid, primary_key=True),
    Column("appeal_id", Uuid, primary_key=True),
    Column("class_id", Uuid, nullable=False),
    Column("session_id", Uuid, nullable=False),
    Column("ordinal", SmallInteger, nullable=False, comment="Which appeal about this session: two at once collide"),
    Column("institution_id", Uuid, nullable=False),
    Column("authority_code", Text, nullable=False, comment="The supervising authority, which decides"),
    Column("origin", Text, nullable=False, comment="Who says so: the trainee or the institution"),
    Column("hours", SmallInteger, nullable=False, comment="Class hours said to be missing"),
    Column("reason", Text, nullable=False),
    Column("evidence_sealed", LargeBinary, comment="What the claim is proved with; purged when law says so"),
    Column("filed_by", Uuid, nullable=False),
    Column("filed_at", DateTime(timezone=True), nullable=False),
    Column("due_on", Date, nullable=False, comment="Last day for the decision, in working days"),
    CheckConstraint("origin IN ('trainee', 'institution')", name="origin_known"),
    CheckConstraint("hours > 0", name="hours_positive"),
    ForeignKeyConstraint(["trainee_id", "class_id"], ["registration.trainee_id", "registration.class_id"]),
    UniqueConstraint("trainee_id", "session_id", "ordinal"),
    # The queue of an authority, the appeals of an institution.
    Index("appeal_authority_idx", "authority_code", "appeal_id"),
    Index("appeal_institution_idx", "institution_id", "appeal_id"),
    comment="Claims that class hours are missing (更正申请), append-only",
)

correction_decision = Table(
    "correction_decision",
    metadata,
    Column("trainee_id", Uuid, primary_key=True),
    Column("appeal_id", Uuid, primary_key=True),
    Column("accepted", Boolean, nullable=False),
    Column("reason", Text, nullable=False),
    Column("decided_by", Uuid, nullable=False, comment="Another person than who filed it, on the authority's side"),
    Column("decided_at", DateTime(timezone=True), nullable=False),
    ForeignKeyConstraint(["trainee_id", "appeal_id"], ["appeal.trainee_id", "appeal.appeal_id"]),
    comment="Decisions of the authority on appeals, one each, append-only",
)

correction_confirmation = Table(
    "correction_confirmation",
    metadata,
    Column("trainee_id", Uuid, primary_key=True),
    Column("class_id", Uuid, primary_key=True),
    Column("ordinal", SmallInteger, primary_key=True),
    Column("corrected_hours", Integer, nullable=False, comment="The corrected hours that were confirmed"),
    Column("reason", Text, nullable=False),
    Column("confirmed_by", Uuid, nullable=False, comment="A second person, who decided none of the corrections"),
    Column("confirmed_at", DateTime(timezone=True), nullable=False),
    CheckConstraint("corrected_hours > 0", name="hours_positive"),
    ForeignKeyConstraint(["trainee_id", "class_id"], ["registration.trainee_id", "registration.class_id"]),
    comment="A second person's word where many hours were corrected, append-only",
)

opening_balance = Table(
    "opening_balance",
    metadata,
    Column("balance_id", Uuid, primary_key=True, comment="What imported credits rest on"),
    Column("class_id", ForeignKey("training_class.class_id"), nullable=False),
    Column("source", Text, nullable=False, comment="Which paper it was read from"),
    Column("lines", JSONB, nullable=False, comment="Trainee, session, class hours: ids and numbers only"),
    Column("public_key", LargeBinary, nullable=False, comment="The officer's; anyone can check the signature by it"),
    Column("signature", LargeBinary, nullable=False, comment="Over the hex SHA-256 of the canonical list"),
    Column("imported_by", Uuid, nullable=False),
    Column("imported_at", DateTime(timezone=True), nullable=False),
    Index("opening_balance_class_idx", "class_id"),
    comment="Class hours from paper at the cut-over, signed by an officer of the authority, append-only",
)
