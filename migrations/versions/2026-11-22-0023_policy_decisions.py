"""Values of policy that authorities decide themselves: proposals and rulings, both announced to the log."""

from alembic import op

from migrations.columns import belongs_to, big, boolean, check, day, json, moment, text, unique, uuid
from migrations.log import announce

revision = "policy_decisions"
down_revision = "transparency"


def upgrade() -> None:
    op.create_table(
        "policy_decision",
        text("authority_code", key=True, of="authority.authority_code"),
        uuid("decision_id", key=True),
        text("key", "Which value of policy"),
        text("voucher_kind", "Empty: for all kinds", optional=True),
        json("value"),
        text("document_number", "文号"),
        text("document_title"),
        day("published_on"),
        day("effective_from"),
        day("effective_to", "The last day it applies; empty: open", optional=True),
        text("quote", "The words of the document it stands on"),
        text("reason"),
        uuid("proposed_by"),
        moment("proposed_at"),
        uuid("repeals", "An earlier decision that applies no more from effective_from on", optional=True),
        check("voucher_kind_known", "voucher_kind IN ('general', 'targeted')"),
        check("days_in_order", "effective_to >= effective_from"),
        comment="Values of policy as authorities propose them, append-only; reference data",
    )
    op.create_index("policy_decision_id_idx", "policy_decision", ["decision_id"], unique=True)
    op.create_index(
        "policy_decision_repeals_idx", "policy_decision", ["repeals"], postgresql_where="repeals IS NOT NULL"
    )
    op.create_table(
        "policy_ruling",
        text("authority_code", key=True),
        uuid("decision_id", key=True),
        big("ordinal", "From 1 without gaps: the highest is the version nodes compare"),
        boolean("approved"),
        text("reason", optional=True),
        uuid("ruled_by", "Another person than who proposed"),
        moment("ruled_at"),
        belongs_to("policy_decision", "authority_code", "decision_id"),
        unique("ordinal"),
        check("ordinal_positive", "ordinal > 0"),
        check("refusal_has_reason", "approved OR reason IS NOT NULL"),
        comment="What a second person said to each proposal, append-only; reference data",
    )
    for table in ("policy_decision", "policy_ruling"):
        announce(table, "authority_code, decision_id, 0")
