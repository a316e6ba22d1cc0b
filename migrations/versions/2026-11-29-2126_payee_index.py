"""The legs of vouchers by payee, for what waits until an account is stated."""

from alembic import op

revision = "payee_index"
down_revision = "person_corrections"


def upgrade() -> None:
    op.create_index("voucher_leg_payee_idx", "voucher_leg", ["payee"])
