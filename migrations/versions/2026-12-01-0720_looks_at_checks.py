"""A look at a class may be of its unannounced checks too."""

from alembic import op

revision = "looks_at_checks"
down_revision = "sanction_of_whom"


def upgrade() -> None:
    op.alter_column("class_look", "people", comment="Whom it is of: who signed in, or who was checked")
