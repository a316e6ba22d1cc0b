"""People ask who looked at what is theirs; a voucher is also deducted from afar, by the e-card."""

from alembic import op

revision = "looks"
down_revision = "typed_balances"

_LOOKS = (
    "'checkin:photo:read', 'checkin:plan:read', 'eligibility:determination:read', 'oversight:person:find', "
    "'platform:trainee:read', 'platform:voucher:list', 'platform:voucher:verify'"
)


def upgrade() -> None:
    op.create_index(
        "audit_entry_look_idx", "audit_entry", ["object_id", "entry_id"], postgresql_where=f"action IN ({_LOOKS})"
    )
    op.drop_constraint("way_known", "verification", type_="check")
    op.create_check_constraint("way_known", "verification", "way IN ('code', 'live_qr', 'e_card')")
    op.alter_column("verification", "way", comment="How it was shown: a typed code, a live QR, or from afar")
