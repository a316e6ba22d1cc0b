"""Fees that people paid for a class, and what was given back to them."""

from alembic import op

from migrations.columns import belongs_to, big, check, day, moment, one_of, text, unique, uuid

revision = "fees"
down_revision = "admission"


def upgrade() -> None:
    op.create_table(
        "fee_entry",
        uuid("trainee_id", key=True),
        uuid("entry_id", key=True),
        uuid("class_id"),
        text("move", "Paid by the person, or given back"),
        big("amount_fen", "Nothing only where it corrects another entry"),
        text("receipt_number", "票据号"),
        day("moved_on"),
        uuid("corrects", "The entry whose place it takes", optional=True),
        text("reason", "Why it corrects another", optional=True),
        uuid("recorded_by"),
        moment("recorded_at"),
        one_of("move", "paid returned"),
        check("amount_of_something", "amount_fen > 0 OR (amount_fen = 0 AND corrects IS NOT NULL)"),
        check("correction_has_reason", "(corrects IS NULL) = (reason IS NULL)"),
        unique("trainee_id", "corrects"),
        belongs_to("registration", "trainee_id", "class_id"),
        comment="What people paid of the fee of a class and what was given back (MP-26), append-only",
    )
    op.create_index("fee_entry_class_idx", "fee_entry", ["class_id", "trainee_id"])
