"""How much those who ask much have asked in the last minute, over all nodes."""

from alembic import op

from migrations.columns import big, binary, integer

revision = "request_count"
down_revision = "key_fingerprint"


def upgrade() -> None:
    op.create_table(
        "request_count",
        binary(
            "bucket",
            "Keyed hash of a limit and of whom it counts: no address and no person can be read from it",
            key=True,
        ),
        big("minute", "Since 1970"),
        integer("requests", "Of all processes in that minute"),
        comment="How much those who ask much have asked in the last minute; not logged, empty after a crash",
        prefixes=["UNLOGGED"],
    )
