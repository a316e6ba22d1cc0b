"""Events of long ago are found by when they occurred, to be removed at night once everybody has taken them."""

from alembic import op

revision = "outbox_occurred"
down_revision = "platform_rules"


def upgrade() -> None:
    op.create_index("outbox_occurred_idx", "outbox", ["occurred_at"], postgresql_using="brin")
