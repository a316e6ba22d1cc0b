"""Complaints of anybody to an authority, and what became of each."""

from alembic import op

from migrations.columns import belongs_to, binary, check, integer, moment, one_of, text, uuid

revision = "oversight"
down_revision = "statistics"


def upgrade() -> None:
    op.create_table(
        "complaint",
        uuid("complaint_id", key=True),
        text("authority_code", of="authority.authority_code"),
        text("about", "The institution or class as the complainant names it"),
        binary("text_sealed", "What is complained of; it may tell who complains"),
        binary("contact_sealed", "How to reach the complainant; empty: they wish to be unknown", optional=True),
        binary("receipt_hash", "Keyed hash of the receipt number", unique=True),
        moment("filed_at"),
        comment="Complaints (投诉举报) of anybody to an authority, append-only",
    )
    op.create_index("complaint_authority_idx", "complaint", ["authority_code", "complaint_id"])
    op.create_table(
        "complaint_step",
        uuid("complaint_id", key=True),
        integer("ordinal", key=True),
        text("state"),
        text("words", "What the complainant is told", optional=True),
        uuid("taken_by"),
        moment("taken_at"),
        belongs_to("complaint", "complaint_id"),
        one_of("state", "received accepted answered rejected"),
        check("answer_has_words", "state = 'accepted' OR words IS NOT NULL"),
        comment="What an authority did about each complaint, append-only; the latest step is its state",
    )
