"""By which channel each voucher was obtained, and wrong PINs at claims."""

from alembic import op

from migrations.columns import belongs_to, moment, one_of, text, uuid

revision = "voucher_claims"
down_revision = "person_matches"


def upgrade() -> None:
    op.create_table(
        "voucher_claim",
        uuid("trainee_id", key=True),
        uuid("voucher_id", key=True),
        text("authority_code"),
        uuid("channel_id", "Empty: our own phone page", optional=True, of="claim_channel.channel_id"),
        text("proof", "By what the person was shown: PIN, e-card, or a channel's way"),
        moment("claimed_at"),
        one_of("proof", "pin e_card face password real_name"),
        belongs_to("trainee", "trainee_id"),
        comment="By which channel each voucher was obtained (领券), append-only",
    )
    op.create_index("voucher_claim_authority_idx", "voucher_claim", ["authority_code", "channel_id"])
    op.create_table(
        "claim_failure",
        uuid("trainee_id", key=True),
        uuid("failure_id", key=True),
        moment("failed_at"),
        belongs_to("trainee", "trainee_id"),
        comment="Wrong PINs at claims: guessing is bounded, append-only",
    )
