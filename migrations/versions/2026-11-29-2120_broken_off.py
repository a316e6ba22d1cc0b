"""Sessions that were broken off half way: a further kind of change of a plan."""

from alembic import op

revision = "broken_off"
down_revision = "class_steps"


def upgrade() -> None:
    op.drop_constraint("kind_known", "plan_change", type_="check")
    op.create_check_constraint(
        "kind_known", "plan_change", "kind IN ('cancelled', 'moved', 'made_up', 'added', 'broken_off')"
    )
