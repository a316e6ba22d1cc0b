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
        big("began", "The minute since 1970 in which the time of the limit began"),
        integer("requests", "Of all processes since then"),
        comment="How much those who ask much have asked of late; not logged, empty after a crash",
        prefixes=["UNLOGGED"],
    )
