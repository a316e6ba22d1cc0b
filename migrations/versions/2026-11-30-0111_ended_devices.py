"""Phones that serve nobody any more, so that an access token of theirs opens nothing for the minutes it has left."""

from alembic import op

from migrations.columns import moment, uuid

revision = "ended_devices"
down_revision = "scan_proofs"


def upgrade() -> None:
    op.create_table(
        "ended_device",
        uuid("device_id", key=True),
        moment("ended_at"),
        comment="Phones that serve nobody any more: their access tokens end at once; distributed by device",
    )
