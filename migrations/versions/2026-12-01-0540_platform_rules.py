"""Rules of online platforms, and which institutions accepted them."""

from alembic import op

from migrations.columns import day, moment, one_of, text, uuid

revision = "platform_rules"
down_revision = "log_of_checkpoints"


def upgrade() -> None:
    op.create_table(
        "platform_rules",
        uuid("rules_id", key=True),
        text("authority_code", "For its place and those below it", of="authority.authority_code"),
        text("kind"),
        text("title"),
        text("text"),
        day("effective_from", "Holds until the next one's"),
        text("document_number", "文号"),
        uuid("published_by"),
        moment("published_at"),
        one_of("kind", "admission quality"),
        comment="入驻规则 and 品质控制方案 of online platforms by version (FJ-31), append-only",
    )
    op.create_index("platform_rules_authority_idx", "platform_rules", ["authority_code", "effective_from"])
    op.create_table(
        "rules_acceptance",
        uuid("institution_id", key=True, of="institution.institution_id"),
        uuid("rules_id", key=True, of="platform_rules.rules_id"),
        uuid("accepted_by"),
        moment("accepted_at"),
        comment="Institutions' word that they are bound by a version, once each, append-only",
    )
    op.create_index("rules_acceptance_rules_idx", "rules_acceptance", ["rules_id"])
