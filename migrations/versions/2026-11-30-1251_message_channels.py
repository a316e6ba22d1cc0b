"""Messages are shown in a channel's app too, by the person's own choice."""

from alembic import op

from migrations.columns import uuid

revision = "message_channels"
down_revision = "institution_standing"


def upgrade() -> None:
    op.add_column(
        "message_contact",
        uuid("channel_id", "A channel's app that shows them too, by the person's own choice", optional=True),
    )
