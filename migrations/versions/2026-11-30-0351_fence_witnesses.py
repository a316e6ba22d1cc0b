"""A moving fence is borne out by several trainees' own phones, or carried by a device of the site."""

from alembic import op

from migrations.columns import boolean, double, uuid

revision = "fence_witnesses"
down_revision = "kiosk"


def upgrade() -> None:
    op.add_column("moving_fence", boolean("by_device", "A device entered for the site", default="false"))
    op.add_column("moving_fence", double("distance_m", "From the site's point; none before it was kept", optional=True))
    op.alter_column("moving_fence", "placed_by", comment="The instructor, or the device that went along")
    op.execute(
        "COMMENT ON TABLE moving_fence IS "
        "'Fences of classes approved to be held away from the site, by device or instructor, append-only'"
    )
    op.create_table(
        "fence_witness",
        uuid("session_id", key=True),
        uuid("fence_id", key=True),
        uuid("trainee_id", "Whose own phone measured that it lay inside", key=True),
        comment="Who of the class bears an instructor's moving fence out, append-only; distributed by session",
    )
