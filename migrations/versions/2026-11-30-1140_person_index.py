"""People are found by name and by the end of their document's number; those already here are entered by night."""

from alembic import op

from migrations.columns import binary, uuid

revision = "person_index"
down_revision = "statistics"


def upgrade() -> None:
    op.create_table(
        "person_index",
        binary("key_hash", "HMAC of a name or of a number's end, under a server secret", key=True),
        uuid("trainee_id", key=True),
        comment="Who is found by a name or by the end of a document's number; distributed by the hash",
    )
    op.create_index("invitation_trainee_idx", "invitation", ["trainee_id"])
