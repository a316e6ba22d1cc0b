"""Suspected groups that are asked at once."""

from alembic import op

from migrations.columns import belongs_to, moment, text, uuid, uuids

revision = "group_checks"
down_revision = "room_checks"


def upgrade() -> None:
    op.create_table(
        "group_check",
        uuid("draw_id", "Also the id of the proposal that two people agreed on", key=True),
        uuid("class_id", of="training_class.class_id"),
        text("authority_code"),
        uuids("trainee_ids", "Whom two people of the authority named"),
        moment("planned_at"),
        belongs_to("draw", "authority_code", "draw_id"),
        comment="Suspected groups to be asked at once in a lesson, append-only; when stands in the sealed seed alone",
    )
    op.create_index("group_check_class_idx", "group_check", ["class_id"])
    _words("draw", "purpose", "inspection", "checks", "group_check", "second_look")
    _words("person_check", "together", "group", "room")
    _words("risk_step", "kind", "inspection", "group_check", "closed")


def _words(table: str, column: str, *words: str) -> None:
    """A column that may hold these words from now on."""
    name = op.f(f"{table}_{column}_known_check")
    op.drop_constraint(name, table)
    op.create_check_constraint(name, table, f"{column} IN ({', '.join(map(repr, words))})")
