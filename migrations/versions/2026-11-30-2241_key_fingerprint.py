"""The fingerprint of the keys that a database was written with."""

from alembic import op

from migrations.columns import binary, boolean, check, moment

revision = "key_fingerprint"
down_revision = "privacy"


def upgrade() -> None:
    op.create_table(
        "key_fingerprint",
        boolean("is_the_one", key=True, default="true"),
        binary("fingerprint", "HMAC under the look-up secret; it tells nothing else"),
        moment("noted_at"),
        check("only_one", "is_the_one"),
        comment="Which key folder belongs to this database, append-only: another one is refused at the start",
    )
