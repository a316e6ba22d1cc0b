"""People without a phone have a PIN for the door; beacons serve once like codes; lessons are found by their site."""

from alembic import op

from migrations.columns import binary, moment, unique, uuid

revision = "kiosk"
down_revision = "admission"


def upgrade() -> None:
    op.create_table(
        "door_pin",
        uuid("trainee_id", key=True),
        moment("set_at", "The latest counts", key=True),
        binary("pin_hash", "HMAC under a server secret, salted by the person's id"),
        binary("invitation_hash"),
        uuid("terminal_id", "The device at the door at which it was set"),
        unique("trainee_id", "invitation_hash"),
        comment="PINs of people who sign in at the door and bind no phone, append-only",
    )
    op.drop_constraint("source_known", "code_use", type_="check")
    op.create_check_constraint("source_known", "code_use", "source IN ('display', 'remote_display', 'beacon')")
    op.alter_column("code_use", "code_window", comment="Its number; a beacon's minute below zero")
    op.create_index("class_session_site_idx", "class_session", ["site_id", "starts_at"])
