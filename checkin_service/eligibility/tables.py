"""Determinations: immutable documents; a later one supersedes, nothing is overwritten."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    Uuid,
)

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
    CheckConstraint("outcome IN ('eligible', 'not_eligible', 'doubtful')", name="outcome_known"),
    CheckConstraint("eligible = (outcome = 'eligible')", name="eligible_is_the_outcome"),
    CheckConstraint("octet_length(document_sha256) = 32", name="sha256_whole"),
    ForeignKeyConstraint(["trainee_id", "class_id"], ["registration.trainee_id", "registration.class_id"]),
    # One event leads to one determination, however often it is delivered.
    Index("determination_cause_key", "trainee_id", "cause", unique=True),
    # Regulators ask class by class, and by voucher.
    Index("determination_class_idx", "class_id"),
    Index("determination_voucher_idx", "voucher_id"),
    comment="Eligibility determinations (补贴资格审核), append-only",
)
