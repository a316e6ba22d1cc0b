"""Determinations are found by their id."""

from alembic import op

revision = "0005"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("determination_id_idx", "determination", ["determination_id"])
