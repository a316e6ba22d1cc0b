"""Leave (请假) and moves to another class (转班)."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    Text,
    UniqueConstraint,
    Uuid,
)

from checkin_service.attendance.model.credits import AppealOrigin
from checkin_service.kit.database import one_of, refers_to, table

leave_request = table(
    "leave_request",
    Column("trainee_id", Uuid, primary_key=True),
    Column("leave_id", Uuid, primary_key=True),
    Column("class_id", Uuid, nullable=False),
    Column("institution_id", Uuid, nullable=False),
    Column("authority_code", Text, nullable=False, comment="The supervising authority"),
    Column("origin", Text, nullable=False, comment="Who says so: the trainee or the institution"),
    Column("starts_at", DateTime(timezone=True), nullable=False),
    Column("ends_at", DateTime(timezone=True), nullable=False),
    Column("reason", Text, nullable=False),
    Column("evidence_sealed", LargeBinary, comment="What it is proved with; purged when law says so"),
    Column("filed_by", Uuid, nullable=False),
    Column("filed_at", DateTime(timezone=True), nullable=False),
    one_of("origin", AppealOrigin),
    CheckConstraint("ends_at > starts_at", name="ends_after_start"),
    refers_to("registration", "trainee_id", "class_id"),
    # The leaves of a class, on its board.
    Index("leave_request_class_idx", "class_id", "leave_id"),
    comment="Requests for leave (请假); leave explains an absence and credits nothing, append-only",
)

leave_decision = table(
    "leave_decision",
    Column("trainee_id", Uuid, primary_key=True),
    Column("leave_id", Uuid, primary_key=True),
    Column("granted", Boolean, nullable=False),
    Column("reason", Text, nullable=False),
    Column("decided_by", Uuid, nullable=False, comment="Another person than who asked for it"),
    Column("decided_at", DateTime(timezone=True), nullable=False),
    refers_to("leave_request", "trainee_id", "leave_id"),
    comment="Decisions on leave, one each, append-only",
)

registration_transfer = table(
    "registration_transfer",
    Column("trainee_id", Uuid, primary_key=True),
    Column("transfer_id", Uuid, primary_key=True, comment="What transferred credits rest on"),
    Column("class_id", Uuid, nullable=False, comment="The class that was left"),
    Column("to_class_id", Uuid, nullable=False),
    Column("voucher_id", Uuid, comment="Put to use in the one, in use in the other from now on"),
    Column("hours", Integer, nullable=False, comment="Class hours taken along"),
    Column("reason", Text, nullable=False),
    Column("approved_by", Uuid, nullable=False),
    Column("approved_at", DateTime(timezone=True), nullable=False),
    CheckConstraint("hours >= 0", name="hours_not_negative"),
    CheckConstraint("class_id <> to_class_id", name="another_class"),
    refers_to("registration", "trainee_id", "class_id"),
    ForeignKeyConstraint(["to_class_id"], ["training_class.class_id"]),
    # A class is left once.
    UniqueConstraint("trainee_id", "class_id"),
    comment="Registrations moved to another class (转班) by the authority, append-only",
)
