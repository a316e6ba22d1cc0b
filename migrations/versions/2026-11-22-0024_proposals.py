"""Proposals that one person of an authority makes and another approves, both announced to the log."""

from alembic import op

from migrations.columns import belongs_to, boolean, check, json, moment, text, uuid
from migrations.log import announce

# Databases made before the foundation was laid stand at this name, and go on from here.
revision = "proposals_of_institutions"
down_revision = "policy_decisions"


def upgrade() -> None:
    op.create_table(
        "proposal",
        text("authority_code", key=True, of="authority.authority_code"),
        uuid("proposal_id", key=True),
        text("kind"),
        uuid("about", "The class, platform or institution that it concerns"),
        json("content", "The request as it came: ids, no names of people"),
        text("document_number", "文号"),
        text("reason"),
        uuid("proposed_by"),
        moment("proposed_at"),
        comment="What one person of an authority proposes and another approves, append-only; distributed by authority",
    )
    op.create_table(
        "proposal_ruling",
        text("authority_code", key=True),
        uuid("proposal_id", key=True),
        boolean("approved"),
        text("reason", optional=True),
        uuid("proposed_by"),
        uuid("ruled_by", "Another person than who proposed"),
        moment("ruled_at"),
        belongs_to("proposal", "authority_code", "proposal_id"),
        check("ruled_by_another", "ruled_by <> proposed_by"),
        check("refusal_has_reason", "approved OR reason IS NOT NULL"),
        comment="What a second person said to each proposal, append-only; distributed by authority",
    )
    for table in ("proposal", "proposal_ruling"):
        announce(table, "authority_code, proposal_id, 0")
