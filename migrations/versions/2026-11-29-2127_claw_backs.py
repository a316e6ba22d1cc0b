"""Claw-backs proposed by one person and approved by another."""

from alembic import op

from migrations.columns import belongs_to, boolean, check, moment, text, uuid

revision = "claw_backs"
down_revision = "payee_index"


def upgrade() -> None:
    op.create_table(
        "claw_back_proposal",
        text("authority_code", key=True, of="authority.authority_code"),
        uuid("claw_back_id", key=True),
        uuid("trainee_id"),
        uuid("voucher_id"),
        text("decision_number", "文号 of the decision"),
        text("liability", "Who answers for it (责任认定)"),
        text("reason"),
        uuid("proposed_by"),
        moment("proposed_at"),
        comment="Claw-backs (追回) as one person proposes them, append-only; distributed by authority",
    )
    op.create_table(
        "claw_back_ruling",
        text("authority_code", key=True),
        uuid("claw_back_id", key=True),
        boolean("approved"),
        text("reason"),
        uuid("proposed_by"),
        uuid("ruled_by", "Another person than who proposed"),
        moment("ruled_at"),
        belongs_to("claw_back_proposal", "authority_code", "claw_back_id"),
        check("ruled_by_another", "ruled_by <> proposed_by"),
        comment="What a second person said to each claw-back, append-only; distributed by authority",
    )
