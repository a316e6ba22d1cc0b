"""Looks at codes and live QRs that name no voucher: who showed what to whom is kept, the code itself only hashed."""

from alembic import op

from migrations.columns import binary, moment, one_of, text, uuid

revision = "unknown_codes"
down_revision = "occupations"


def upgrade() -> None:
    op.create_table(
        "unknown_verification",
        uuid("verification_id", "UUIDv7: sorts by time", key=True),
        binary("shown_hash", "Keyed hash of what was shown, to find the same again"),
        text("way", "How it was shown: a typed code or a live QR"),
        text("purpose"),
        text("reason", "Why it was not accepted"),
        text("tenant", "Who verified: institution:<id> or authority:<code>"),
        text("subject"),
        moment("at"),
        one_of("way", "code live_qr"),
        one_of("purpose", "look hold activate"),
        comment="Verifications of what is no voucher (伪造、不存在的券), append-only",
    )
    op.create_index("unknown_verification_tenant_idx", "unknown_verification", ["tenant", "verification_id"])
