"""Determinations: immutable documents; a later one supersedes, nothing is overwritten; appeals and decisions."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Index,
    Integer,
    LargeBinary,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY

from checkin_service.eligibility.model.facts import DeterminationOutcome
from checkin_service.kit.database import one_of, refers_to, table

determination = table(
    "determination",
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
    one_of("outcome", DeterminationOutcome),
    CheckConstraint("eligible = (outcome = 'eligible')", name="eligible_is_the_outcome"),
    CheckConstraint("octet_length(document_sha256) = 32", name="sha256_whole"),
    refers_to("registration", "trainee_id", "class_id"),
    # One event leads to one determination, however often it is delivered.
    Index("determination_cause_key", "trainee_id", "cause", unique=True),
    # One determination by its id, and lists in the order of their making.
    Index("determination_id_idx", "determination_id"),
    # Whoever holds a paper asks whether it was issued here.
    Index("determination_sha256_idx", "document_sha256"),
    # Regulators ask class by class, and by voucher.
    Index("determination_class_idx", "class_id"),
    Index("determination_voucher_idx", "voucher_id"),
    # The decision desk pages through what is in doubt.
    Index("determination_doubtful_idx", "determination_id", postgresql_where=text("outcome = 'doubtful'")),
    comment="Eligibility determinations (补贴资格审核), append-only",
)

determination_appeal = table(
    "determination_appeal",
    Column("trainee_id", Uuid, primary_key=True),
    Column("appeal_id", Uuid, primary_key=True),
    Column("class_id", Uuid, nullable=False),
    Column("determination_id", Uuid, nullable=False),
    Column("reason", Text, nullable=False),
    Column("raised_by", Text, nullable=False),
    Column("raised_at", DateTime(timezone=True), nullable=False),
    # A denial is appealed against once; the determination that follows may be again.
    UniqueConstraint("trainee_id", "determination_id"),
    refers_to("registration", "trainee_id", "class_id"),
    Index("determination_appeal_class_idx", "class_id"),
    Index("determination_appeal_id_idx", "appeal_id"),
    comment="Appeals against denials (申诉), append-only",
)

appeal_decision = table(
    "appeal_decision",
    Column("trainee_id", Uuid, primary_key=True),
    Column("appeal_id", Uuid, primary_key=True),
    Column("upheld", Boolean, nullable=False),
    Column("criteria", ARRAY(Text), nullable=False, comment="Criteria that count as met by this decision"),
    Column("reason", Text, nullable=False),
    Column("decided_by", Uuid, nullable=False),
    Column("decided_at", DateTime(timezone=True), nullable=False),
    CheckConstraint("upheld OR cardinality(criteria) = 0", name="only_upheld_names_criteria"),
    refers_to("determination_appeal", "trainee_id", "appeal_id"),
    comment="Decisions on appeals by somebody who did not decide before, one each, append-only",
)

doubt_decision = table(
    "doubt_decision",
    Column("trainee_id", Uuid, primary_key=True),
    Column("decision_id", Uuid, primary_key=True),
    Column("class_id", Uuid, nullable=False),
    Column("determination_id", Uuid, nullable=False),
    Column("criterion", Text, nullable=False, comment="Which finding of the determination"),
    Column("ordinal", Integer, nullable=False, comment="From 1 for each doubt: two decided at once collide"),
    Column("doubt", Text, nullable=False, comment="The reason of that finding: what was doubtful"),
    Column("measured", Text, comment="What was measured then: another doubt needs another decision"),
    Column("met", Boolean, nullable=False),
    Column("reason", Text, nullable=False),
    Column("document", Text, nullable=False, comment="What it rests on"),
    Column("decided_by", Uuid, nullable=False),
    Column("decided_at", DateTime(timezone=True), nullable=False),
    refers_to("registration", "trainee_id", "class_id"),
    UniqueConstraint("trainee_id", "determination_id", "criterion", "ordinal"),
    Index("doubt_decision_id_idx", "decision_id"),
    Index("doubt_decision_determination_idx", "determination_id"),
    comment="Decisions on doubts of determinations, append-only; one in the person's favour waits for another's word",
)

doubt_confirmation = table(
    "doubt_confirmation",
    Column("trainee_id", Uuid, primary_key=True),
    Column("decision_id", Uuid, primary_key=True),
    Column("confirmed", Boolean, nullable=False),
    Column("reason", Text),
    Column("confirmed_by", Uuid, nullable=False, comment="Another person than who decided"),
    Column("confirmed_at", DateTime(timezone=True), nullable=False),
    CheckConstraint("confirmed OR reason IS NOT NULL", name="refusal_has_reason"),
    refers_to("doubt_decision", "trainee_id", "decision_id"),
    comment="What a second person said to each decision that moves money, append-only",
)
