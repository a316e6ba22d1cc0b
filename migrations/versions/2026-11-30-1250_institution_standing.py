"""Institutions are suspended, closed and let return, each by two people; those that stand here are active."""

from alembic import op

from migrations.columns import check, integer, moment, one_of, text, uuid

revision = "institution_standing"
down_revision = "looks"


def upgrade() -> None:
    op.create_table(
        "institution_standing",
        uuid("institution_id", key=True, of="institution.institution_id"),
        integer("ordinal", "The latest one holds", key=True),
        text("standing"),
        text("document_number", "文号"),
        text("reason"),
        uuid("proposed_by"),
        uuid("decided_by", "Another person than who proposed"),
        moment("decided_at"),
        one_of("standing", "active suspended closed"),
        check("decided_by_another", "decided_by <> proposed_by"),
        comment="Suspensions, closures and returns of institutions, append-only; without any an institution is active",
    )
