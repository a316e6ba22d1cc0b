"""Saved queries of the regulators' search."""

from alembic import op

from migrations.columns import json, moment, text, unique, uuid

revision = "saved_query"
down_revision = "looked"


def upgrade() -> None:
    op.create_table(
        "saved_query",
        uuid("staff_id", key=True),
        uuid("query_id", key=True),
        text("name", "Its owner's word for it"),
        json("filters", "As the search takes them; never a purpose nor a document number"),
        moment("saved_at"),
        unique("staff_id", "name"),
        comment="Searches that somebody of the staff asks again and again; distributed by account",
    )
