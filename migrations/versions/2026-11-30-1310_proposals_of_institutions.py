"""Proposals may concern an institution as well; nothing but the words about the column changes."""

from alembic import op

revision = "proposals_of_institutions"
down_revision = "complaints"


def upgrade() -> None:
    op.alter_column("proposal", "about", comment="The class, platform or institution that it concerns")
