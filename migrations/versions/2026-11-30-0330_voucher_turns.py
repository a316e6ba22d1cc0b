"""Vouchers of a person take turns, so that two issues at the same instant cannot both have been the first."""

from alembic import op

from migrations.columns import belongs_to, integer, uuid

revision = "voucher_turns"
down_revision = "desk_in_the_log"


def upgrade() -> None:
    op.create_table(
        "voucher_turn",
        uuid("trainee_id", key=True),
        integer("turn", "One more than the person had: two issues at once collide", key=True),
        uuid("voucher_id"),
        belongs_to("voucher", "trainee_id", "voucher_id"),
        comment="Which voucher of the person each is, append-only; those issued before it was kept are counted along",
    )
