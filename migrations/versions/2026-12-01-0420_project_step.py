"""Names, suspensions, closures and returns of projects."""

from alembic import op

from migrations.columns import check, integer, moment, one_of, text, uuid

revision = "project_step"
down_revision = "saved_query"


def upgrade() -> None:
    op.create_table(
        "project_step",
        uuid("project_id", key=True, of="project.project_id"),
        integer("ordinal", "The latest one holds", key=True),
        text("standing"),
        text("name"),
        text("former_name"),
        text("document_number", "文号"),
        text("reason"),
        uuid("proposed_by"),
        uuid("decided_by", "Another person than who proposed"),
        moment("decided_at"),
        one_of("standing", "active suspended closed"),
        check("decided_by_another", "decided_by <> proposed_by"),
        comment="Names, suspensions, closures and returns of projects, append-only; without any a project is active",
    )
