"""Papers are found by the hash that is printed on them."""

from alembic import op

revision = "verified_papers"
down_revision = "voucher_claims"


def upgrade() -> None:
    op.create_index("determination_sha256_idx", "determination", ["document_sha256"])
    op.create_index("payment_table_sha256_idx", "payment_table", ["manifest_sha256"])
