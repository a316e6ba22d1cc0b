"""Classes that institutions are still planning."""

from alembic import op

from migrations.columns import json, moment, uuid

revision = "class_drafts"
down_revision = "staff_accounts"


def upgrade() -> None:
    op.create_table(
        "class_draft",
        uuid("draft_id", "The class's id once it is applied for", key=True),
        uuid("institution_id", of="institution.institution_id"),
        json("content", "What was typed so far; never people"),
        moment("changed_at"),
        moment("sent_at", "The opening was applied for", optional=True),
        comment="Classes that institutions are still planning",
    )
    op.create_index("class_draft_institution_idx", "class_draft", ["institution_id", "changed_at"])
