"""A scanned QR brings the phone's own fix and the room's code: its claim serves once, what it denies stays."""

from alembic import op

from migrations.columns import double, uuid

revision = "scan_proofs"
down_revision = "room_devices"


def upgrade() -> None:
    op.add_column("scan", uuid("claim_id", "The claim of a classroom code that it brought and used up", optional=True))
    op.add_column(
        "scan",
        double("contrary_m", "Accuracy of the phone's own fix that spoke against the place", optional=True),
    )
    op.create_check_constraint("contrary_positive", "scan", "contrary_m > 0")
    op.create_index(
        "scan_claim_key", "scan", ["trainee_id", "claim_id"], unique=True, postgresql_where="claim_id IS NOT NULL"
    )
    op.create_index(
        "scan_contrary_idx", "scan", ["trainee_id", "session_id"], postgresql_where="contrary_m IS NOT NULL"
    )
