"""A decision on policy can repeal an earlier one."""

import sqlalchemy as sa
from alembic import op

from migrations.columns import uuid

revision = "repeals"
down_revision = "voucher_turns"


def upgrade() -> None:
    comment = "An earlier decision that applies no more from effective_from on"
    op.add_column("policy_decision", uuid("repeals", comment, optional=True))
    op.create_index(
        "policy_decision_repeals_idx", "policy_decision", ["repeals"], postgresql_where=sa.text("repeals IS NOT NULL")
    )
