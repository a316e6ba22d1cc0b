"""Appeals about class hours, the decisions on them, and confirmations."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    Text,
    UniqueConstraint,
    Uuid,
)

from checkin_service.attendance.model.credits import AppealOrigin
from checkin_service.kit.database import one_of, refers_to, table

appeal = table(
    "appeal",
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
    one_of("origin", AppealOrigin),
    CheckConstraint("hours > 0", name="hours_positive"),
    refers_to("registration", "trainee_id", "class_id"),
    UniqueConstraint("trainee_id", "session_id", "ordinal"),
    # The queue of an authority, the appeals of an institution.
    Index("appeal_authority_idx", "authority_code", "appeal_id"),
    Index("appeal_institution_idx", "institution_id", "appeal_id"),
    comment="Claims that class hours are missing (更正申请), append-only",
)

correction_decision = table(
    "correction_decision",
    Column("trainee_id", Uuid, primary_key=True),
    Column("appeal_id", Uuid, primary_key=True),
    Column("accepted", Boolean, nullable=False),
    Column("reason", Text, nullable=False),
    Column("decided_by", Uuid, nullable=False, comment="Another person than who filed it, on the authority's side"),
    Column("decided_at", DateTime(timezone=True), nullable=False),
    refers_to("appeal", "trainee_id", "appeal_id"),
    comment="Decisions of the authority on appeals, one each, append-only",
)

correction_confirmation = table(
    "correction_confirmation",
    Column("trainee_id", Uuid, primary_key=True),
    Column("class_id", Uuid, primary_key=True),
    Column("ordinal", SmallInteger, primary_key=True),
    Column("corrected_hours", Integer, nullable=False, comment="The corrected hours that were confirmed"),
    Column("reason", Text, nullable=False),
    Column("confirmed_by", Uuid, nullable=False, comment="A second person, who decided none of the corrections"),
    Column("confirmed_at", DateTime(timezone=True), nullable=False),
    CheckConstraint("corrected_hours > 0", name="hours_positive"),
    refers_to("registration", "trainee_id", "class_id"),
    comment="A second person's word where many hours were corrected, append-only",
)
