"""The people of a class that is still planned: sealed, apart from what else was typed, and gone once it is sent."""

from alembic import op

from migrations.columns import binary, integer, moment, uuid

revision = "planned_rosters"
down_revision = "readers_from_above"


def upgrade() -> None:
    op.create_table(
        "planned_roster",
        uuid("draft_id", key=True, of="class_draft.draft_id"),
        uuid("institution_id", of="institution.institution_id"),
        binary("sealed", "Names and documents, sealed under the draft's own key"),
        integer("people"),
        moment("kept_at"),
        comment="People of classes that are still planned, gone once the class is applied for",
    )
    op.create_index("planned_roster_kept_idx", "planned_roster", ["kept_at"])
