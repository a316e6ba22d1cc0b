"""Authorities and institutions state their telephone and counter, for the people whom a text sends to them."""

from alembic import op

from migrations.columns import check, integer, moment, text, uuid

revision = "contacts"
down_revision = "class_instructors"


def upgrade() -> None:
    op.create_table(
        "contact",
        text("tenant", "authority:code or institution:id", key=True),
        integer("ordinal", "The latest one holds", key=True),
        text("telephone"),
        text("place", "The counter where people are received"),
        text("hours", "When somebody is there", optional=True),
        uuid("stated_by"),
        moment("stated_at"),
        check("of_an_office", "tenant ~ '^(authority|institution):'"),
        comment="Telephone and counter of authorities and institutions, as they state them themselves, append-only",
    )
