"""Credits are facts, one row per class hour; the counter beside them can be recomputed from them."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    DateTime,
    ForeignKeyConstraint,
    Index,
    Integer,
    SmallInteger,
    Table,
    Text,
    Uuid,
)

from checkin_service.kit.database import metadata

credit = Table(
    "credit",
    metadata,
    Column("trainee_id", Uuid, primary_key=True),
    Column("session_id", Uuid, primary_key=True),
    Column("hour", SmallInteger, primary_key=True, comment="Which class hour of the session, from 1: it counts once"),
    Column("class_id", Uuid, nullable=False),
    Column("mode", Text, nullable=False),
    Column("attempt_id", Uuid, nullable=False, comment="The evidence it rests on"),
    Column("credited_at", DateTime(timezone=True), nullable=False),
    CheckConstraint("mode IN ('located', 'scanned', 'online', 'corrected')", name="mode_known"),
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
    Column("version", Integer, nullable=False, comment="Every change raises it: parallel writers notice each other"),
    Column("changed_at", DateTime(timezone=True), nullable=False),
    CheckConstraint("credited_hours >= 0", name="hours_not_negative"),
    ForeignKeyConstraint(["trainee_id", "class_id"], ["registration.trainee_id", "registration.class_id"]),
    # The dashboard of a class.
    Index("attendance_class_idx", "class_id"),
    comment="Credited class hours per trainee and class, kept in the transaction that credits",
)
