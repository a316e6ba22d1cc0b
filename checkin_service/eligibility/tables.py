"""Determinations: immutable documents; a later one supersedes, nothing is overwritten."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.dialects.postgresql import ARRAY

from checkin_service.kit.database import metadata

determination = Table(
    "determination",
    metadata,
    Column("trainee_id", Uuid, primary_key=True),
    Column("class_id", Uuid, primary_key=True),
    Column("ordinal", Integer, primary_key=True, comment="The highest counts"),
    Column("determination_id", Uuid, nullable=False),
    Column("voucher_id", Uuid, comment="Absent when no voucher was put to use in the class"),
    Column("outcome", Text, nullable=False, comment="eligible, not_eligible or doubtful"),
    Column("eligible", Boolean, nullable=False),
    Column("document", LargeBinary, nullable=False, comment="Canonical JSON (RFC 8785 order), byte for byte"),
    Column("document_sha256", LargeBinary, nullable=False),
    Column("cause", Uuid, nullable=False, comment="The event that asked for it"),
    Column("determined_at", DateTime(timezone=True), nullable=False),
    Column("amount_fen", BigInteger, nullable=False, comment="As in the document; lists and sums need no parsing"),
    Column("credited_hours", Integer, nullable=False),
    Column("total_hours", Integer, nullable=False),
    Column("known_on", Date, nullable=False, comment="Rules published later were not applied"),
    CheckConstraint("outcome IN ('eligible', 'not_eligible', 'doubtful')", name="outcome_known"),
    CheckConstraint("eligible = (outcome = 'eligible')", name="eligible_is_the_outcome"),
    CheckConstraint("octet_length(document_sha256) = 32", name="sha256_whole"),
    ForeignKeyConstraint(["trainee_id", "class_id"], ["registration.trainee_id", "registration.class_id"]),
    # One event leads to one determination, however often it is delivered.
    Index("determination_cause_key", "trainee_id", "cause", unique=True),
    # One determination by its id, and lists in the order of their making.
    Index("determination_id_idx", "determination_id"),
    # Regulators ask class by class, and by voucher.
    Index("determination_class_idx", "class_id"),
    Index("determination_voucher_idx", "voucher_id"),
    comment="Eligibility determinations (补贴资格审核), append-only",
)

determination_appeal = Table(
    "determination_appeal",
    metadata,
    Column("trainee_id", Uuid, primary_key=True),
    Column("appeal_id", Uuid, primary_key=True),
    Column("class_id", Uuid, nullable=False),
    Column("determination_id", Uuid, nullable=False),
    Column("reason", Text, nullable=False),
    Column("raised_by", Text, nullable=False),
    Column("raised_at", DateTime(timezone=True), nullable=False),
    # A denial is appealed against once; the determination that follows may be again.
    UniqueConstraint("trainee_id", "determination_id"),
    ForeignKeyConstraint(["trainee_id", "class_id"], ["registration.trainee_id", "registration.class_id"]),
    Index("determination_appeal_class_idx", "class_id"),
    Index("determination_appeal_id_idx", "appeal_id"),
    comment="Appeals against denials (申诉), append-only",
)

appeal_decision = Table(
    "appeal_decision",
    metadata,
    Column("trainee_id", Uuid, primary_key=True),
    Column("appeal_id", Uuid, primary_key=True),
    Column("upheld", Boolean, nullable=False),
    Column("criteria", ARRAY(Text), nullable=False, comment="Criteria that count as met by this decision"),
    Column("reason", Text, nullable=False),
    Column("decided_by", Uuid, nullable=False),
    Column("decided_at", DateTime(timezone=True), nullable=False),
    CheckConstraint("upheld OR cardinality(criteria) = 0", name="only_upheld_names_criteria"),
    ForeignKeyConstraint(
        ["trainee_id", "appeal_id"], ["determination_appeal.trainee_id", "determination_appeal.appeal_id"]
    ),
    comment="Decisions on appeals by somebody who did not decide before, one each, append-only",
)
