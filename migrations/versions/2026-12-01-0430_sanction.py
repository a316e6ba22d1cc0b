"""Sanctions of institutions, and appeals against them."""

from alembic import op

from migrations.columns import belongs_to, boolean, check, day, moment, one_of, text, uuid

revision = "sanction"
down_revision = "project_step"


def upgrade() -> None:
    op.create_table(
        "sanction",
        uuid("sanction_id", key=True),
        uuid("institution_id", of="institution.institution_id"),
        text("authority_code"),
        text("kind"),
        text("party", "Whose deeds they are; names nobody"),
        day("until", "The last day on which it holds; empty: it takes nothing away", optional=True),
        text("referred_to", "移交: the office that receives the case", optional=True),
        text("law", "Which law it rests on"),
        text("document_number", "文号"),
        text("reason"),
        uuid("proposed_by"),
        uuid("decided_by", "Another person than who proposed"),
        moment("decided_at"),
        one_of("kind", "warning vouchers delisting disqualification referral"),
        one_of("party", "institution platform trainer trainee"),
        check("limits_until_a_day", "(kind IN ('vouchers', 'delisting', 'disqualification')) = (until IS NOT NULL)"),
        check("referred_to_somebody", "(kind = 'referral') = (referred_to IS NOT NULL)"),
        check("decided_by_another", "decided_by <> proposed_by"),
        comment="Sanctions of institutions (处理) as two people decided them, append-only",
    )
    op.create_index("sanction_institution_idx", "sanction", ["institution_id"])
    op.create_table(
        "sanction_appeal",
        uuid("sanction_id", key=True, of="sanction.sanction_id"),
        text("words"),
        uuid("filed_by"),
        moment("filed_at"),
        comment="What institutions say against sanctions, append-only",
    )
    op.create_table(
        "sanction_appeal_decision",
        uuid("sanction_id", key=True),
        boolean("upheld"),
        text("reason"),
        uuid("decided_by", "Neither who proposed the sanction nor who decided it"),
        moment("decided_at"),
        belongs_to("sanction_appeal", "sanction_id"),
        comment="Decisions on such appeals, append-only; an upheld one ends the sanction at once",
    )
