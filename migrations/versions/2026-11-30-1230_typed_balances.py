"""Hours from paper may be typed at the office: two accounts answer for them, with or without a program's signature."""

from alembic import op

revision = "typed_balances"
down_revision = "person_index"


def upgrade() -> None:
    op.alter_column("opening_balance", "public_key", nullable=True)
    op.alter_column("opening_balance", "signature", nullable=True)
    op.create_check_constraint("signed_with_a_key", "opening_balance", "(public_key IS NULL) = (signature IS NULL)")
    op.create_table_comment(
        "opening_balance",
        "Class hours from paper at the cut-over, read by one person of the authority and approved by another",
        existing_comment="Class hours from paper at the cut-over, signed by an officer of the authority, append-only",
    )
