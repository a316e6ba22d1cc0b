"""A lost phone is signed out: its refresh tokens are found by the device."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "refresh_token_device_idx",
        "refresh_token",
        [sa.text("(subject ->> 'device')")],
        postgresql_where=sa.text("revoked_at IS NULL AND (subject ->> 'device') IS NOT NULL"),
    )
