"""A leg of a voucher is ordered in one payment table at a time."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "payment_order_once_idx",
        "payment_order",
        ["trainee_id", "voucher_id", "leg"],
        unique=True,
        postgresql_where=sa.text("state IN ('ordered', 'paid')"),
    )
