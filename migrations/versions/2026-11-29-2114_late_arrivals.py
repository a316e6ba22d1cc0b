"""Class hours that a late arrival has cost, remembered with its phase until the session is complete."""

import sqlalchemy as sa
from alembic import op

revision = "late_arrivals"
down_revision = "device_proofs"


def upgrade() -> None:
    op.add_column(
        "presence",
        sa.Column(
            "missed_hours",
            sa.SmallInteger(),
            nullable=False,
            server_default=sa.text("0"),
            comment="Class hours that a late arrival has cost, where they are credited by the hour",
        ),
    )
    op.create_check_constraint("missed_hours_counted", "presence", "missed_hours >= 0")
