"""The message bus: the one subscriber that no authority owns."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0007"
branch_labels = None
depends_on = None

_BUS_ID = "00000000-0000-7000-8000-000000000b05"


def upgrade() -> None:
    op.alter_column(
        "subscriber",
        "authority_code",
        existing_type=sa.Text(),
        nullable=True,
        comment="It hears of the classes this authority supervises, pays or counts; empty for the operator's bus",
        existing_comment="It hears of the classes this authority supervises, pays or counts, and of no others",
    )
    op.create_check_constraint(
        op.f("subscriber_only_the_bus_hears_all_check"),
        "subscriber",
        f"(authority_code IS NULL) = (subscriber_id = '{_BUS_ID}')",
    )
