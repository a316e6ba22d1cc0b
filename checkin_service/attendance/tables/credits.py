"""Credits are facts, one row per class hour; the counter beside them can be recomputed from them."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    Table,
    Text,
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
    Column("attempt_id", Uuid, nullable=False, comment="What it rests on: a check-in, an appeal, a record, a transfer"),
    Column("credited_at", DateTime(timezone=True), nullable=False),
    CheckConstraint(
        "mode IN ('located', 'scanned', 'online', 'self_paced', 'corrected', 'imported', 'transferred')",
        name="mode_known",
    ),
    CheckConstraint("hour > 0", name="hour_positive"),
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
    Column("outlook", Text, comment="As last told: a change for the worse is news, once"),
    Column("version", Integer, nullable=False, comment="Every change raises it: parallel writers notice each other"),
    Column("changed_at", DateTime(timezone=True), nullable=False),
    CheckConstraint("credited_hours >= 0", name="hours_not_negative"),
    CheckConstraint(
        "outlook IN ('not_required', 'reached', 'on_track', 'at_risk', 'out_of_reach')", name="outlook_known"
    ),
    CheckConstraint("corrected_hours + imported_hours <= credited_hours", name="parts_within_whole"),
    ForeignKeyConstraint(["trainee_id", "class_id"], ["registration.trainee_id", "registration.class_id"]),
    # The dashboard of a class.
    Index("attendance_class_idx", "class_id"),
    comment="Credited class hours per trainee and class, kept in the transaction that credits",
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
