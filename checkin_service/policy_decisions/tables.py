"""Tables of decisions on policy: the proposals, and the rulings that put them in force."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from checkin_service.kit.database import one_of, table
from checkin_service.policy.model import VoucherKind

policy_decision = table(
    "policy_decision",
    Column("authority_code", Text, ForeignKey("authority.authority_code"), primary_key=True),
    Column("decision_id", Uuid, primary_key=True),
    Column("key", Text, nullable=False, comment="Which value of policy"),
    Column("voucher_kind", Text, comment="Empty: for all kinds"),
    Column("value", JSONB, nullable=False),
    Column("document_number", Text, nullable=False, comment="文号"),
    Column("document_title", Text, nullable=False),
    Column("published_on", Date, nullable=False),
    Column("effective_from", Date, nullable=False),
    Column("effective_to", Date, comment="The last day it applies; empty: open"),
    Column("repeals", Uuid, comment="An earlier decision that applies no more from effective_from on"),
    Column("quote", Text, nullable=False, comment="The words of the document it stands on"),
    Column("reason", Text, nullable=False),
    Column("proposed_by", Uuid, nullable=False),
    Column("proposed_at", DateTime(timezone=True), nullable=False),
    # Rulings and addresses name the decision alone.
    Index("policy_decision_id_idx", "decision_id", unique=True),
    # Whoever repeals asks whether somebody has before.
    Index("policy_decision_repeals_idx", "repeals", postgresql_where=text("repeals IS NOT NULL")),
    one_of("voucher_kind", VoucherKind),
    CheckConstraint("effective_to >= effective_from", name="days_in_order"),
    comment="Values of policy as authorities propose them, append-only; reference data",
)

policy_ruling = table(
    "policy_ruling",
    Column("authority_code", Text, primary_key=True),
    Column("decision_id", Uuid, primary_key=True),
    Column(
        "ordinal", BigInteger, nullable=False, comment="From 1 without gaps: the highest is the version nodes compare"
    ),
    Column("approved", Boolean, nullable=False),
    Column("reason", Text),
    Column("ruled_by", Uuid, nullable=False, comment="Another person than who proposed"),
    Column("ruled_at", DateTime(timezone=True), nullable=False),
    ForeignKeyConstraint(
        ["authority_code", "decision_id"], ["policy_decision.authority_code", "policy_decision.decision_id"]
    ),
    # Of two at once the second finds its number taken: whoever has seen a number has seen all before it.
    UniqueConstraint("ordinal"),
    CheckConstraint("ordinal > 0", name="ordinal_positive"),
    CheckConstraint("approved OR reason IS NOT NULL", name="refusal_has_reason"),
    comment="What a second person said to each proposal, append-only; reference data",
)
