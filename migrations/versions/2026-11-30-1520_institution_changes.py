"""Institutions have an address and ask to be registered otherwise; what they were stays on record."""

from alembic import op

from migrations.columns import boolean, check, moment, text, uuid

revision = "institution_changes"
down_revision = "inspections"


def upgrade() -> None:
    op.add_column(
        "institution", text("address", "Where it is registered; empty while it has never said", optional=True)
    )
    op.create_table(
        "institution_change",
        uuid("change_id", key=True),
        uuid("institution_id", of="institution.institution_id"),
        text("authority_code"),
        text("former_name"),
        text("former_address", optional=True),
        text("name"),
        text("address"),
        text("evidence", "What the authority can look at"),
        uuid("asked_by"),
        moment("asked_at"),
        comment="What institutions ask to be registered as, append-only",
    )
    op.create_index("institution_change_institution_idx", "institution_change", ["institution_id"])
    op.create_index("institution_change_authority_idx", "institution_change", ["authority_code"])
    op.create_table(
        "institution_change_decision",
        uuid("change_id", key=True, of="institution_change.change_id"),
        boolean("approved"),
        text("reason", optional=True),
        uuid("decided_by"),
        moment("decided_at"),
        check("refusal_has_reason", "approved OR reason IS NOT NULL"),
        comment="What authorities said to changes of institutions, append-only; an approved one is in the register",
    )
