"""Queries over facts, the lists that came of them, and what became of the people on them."""

from alembic import op

from migrations.columns import belongs_to, boolean, check, json, moment, one_of, text, uuid

revision = "person_matches"
down_revision = "ended_devices"


def upgrade() -> None:
    op.create_table(
        "person_match",
        uuid("match_id", key=True),
        text("authority_code", of="authority.authority_code"),
        text("name"),
        json("query", "What was asked of the facts"),
        text("voucher_kind"),
        uuid("template_id", optional=True),
        uuid("proposed_by"),
        moment("proposed_at"),
        one_of("voucher_kind", "general targeted"),
        comment="Queries over facts whose lists are to be given vouchers (大数据比对), append-only; reference data",
    )
    op.create_index("person_match_authority_idx", "person_match", ["authority_code", "match_id"])
    op.create_table(
        "person_match_ruling",
        uuid("match_id", key=True, of="person_match.match_id"),
        boolean("approved"),
        text("reason", optional=True),
        uuid("ruled_by", "Another person than who proposed"),
        moment("ruled_at"),
        check("refusal_has_reason", "approved OR reason IS NOT NULL"),
        comment="What a second person said to each list, append-only; reference data",
    )
    op.create_table(
        "person_match_member",
        uuid("trainee_id", key=True),
        uuid("match_id", key=True, of="person_match.match_id"),
        text("outcome", default="'waiting'"),
        text("reason", "Of one refused", optional=True),
        moment("done_at", optional=True),
        one_of("outcome", "waiting pushed refused"),
        check("refusal_has_reason", "(outcome = 'refused') = (reason IS NOT NULL)"),
        belongs_to("trainee", "trainee_id"),
        comment="Who stands on a list, and what became of them: vouchers go to the list that two people saw",
    )
    op.create_index("person_match_member_match_idx", "person_match_member", ["match_id", "outcome", "trainee_id"])
