"""Unannounced checks of a whole room: who was asked at the same moment as everybody else."""

from alembic import op

from migrations.columns import text

revision = "room_checks"
down_revision = "voucher_elsewhere"


def upgrade() -> None:
    op.add_column(
        "person_check",
        text("together", "With whom the person was asked at the same moment; empty when alone", optional=True),
    )
    op.create_check_constraint(op.f("person_check_together_known_check"), "person_check", "together IN ('room')")
