"""What the national platform said of people's vouchers elsewhere."""

from alembic import op

from migrations.columns import integer, moment, one_of, text, uuid

revision = "voucher_elsewhere"
down_revision = "inspection_photo"


def upgrade() -> None:
    op.create_table(
        "voucher_elsewhere",
        uuid("trainee_id", key=True),
        text("authority_code", "Who was about to issue", key=True),
        integer("ordinal", "The latest counts", key=True),
        text("said"),
        moment("asked_at"),
        one_of("said", "none live silent"),
        comment="What the national platform said of people's vouchers elsewhere (MP-19), append-only",
    )
