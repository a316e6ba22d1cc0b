"""Enterprises that are subsidised, both legs of a mixed training, and whose money a voucher's leg is."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_BEFORE = {
    ("payee_account", "payee"): "institution:<id> or trainee:<id>",
    ("payment_freeze", "object"): "class:<id>, institution:<id> or trainee:<id>",
    ("transfer", "payee"): "institution:<id>, enterprise:<code> or trainee:<id>",
}
_AFTER = {
    ("payee_account", "payee"): "institution:<id>, enterprise:<id> or trainee:<id>",
    ("payment_freeze", "object"): "class:<id>, institution:<id>, enterprise:<id> or trainee:<id>",
    ("transfer", "payee"): "institution:<id>, enterprise:<id> or trainee:<id>",
}


def upgrade() -> None:
    op.create_table(
        "enterprise",
        sa.Column("enterprise_id", sa.Uuid(), nullable=False),
        sa.Column("authority_code", sa.Text(), nullable=False, comment="Whose officer entered it"),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("credit_code", sa.Text(), nullable=False, comment="统一社会信用代码, GB 32100-2015"),
        sa.Column("approved_by", sa.Uuid(), nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority_code"], ["authority.authority_code"], name=op.f("enterprise_authority_code_fkey")
        ),
        sa.PrimaryKeyConstraint("enterprise_id", name=op.f("enterprise_pkey")),
        sa.UniqueConstraint("authority_code", "credit_code", name=op.f("enterprise_authority_code_credit_code_key")),
        comment="Enterprises whose workers are trained and that are subsidised for it (SX-21), entered by an authority",
    )
    _classes()
    _legs()
    for (table, column), comment in _AFTER.items():
        op.alter_column(
            table,
            column,
            existing_type=sa.Text(),
            existing_nullable=False,
            comment=comment,
            existing_comment=_BEFORE[table, column],
        )


def _classes() -> None:
    op.add_column(
        "training_class",
        sa.Column(
            "enterprise_id",
            sa.Uuid(),
            sa.ForeignKey("enterprise.enterprise_id", name=op.f("training_class_enterprise_id_fkey")),
            nullable=True,
            comment="Whose workers are trained, where the enterprise is subsidised (SX-21)",
        ),
    )
    op.add_column(
        "training_class",
        sa.Column(
            "teaching",
            postgresql.JSONB(),
            nullable=False,
            server_default=sa.text("'[]'"),
            comment="Both legs of a mixed training: delivery, institution, share in percent; approved with the opening",
        ),
    )
    op.create_check_constraint(
        op.f("training_class_both_legs_or_none_check"), "training_class", "jsonb_array_length(teaching) IN (0, 2)"
    )


def _legs() -> None:
    op.add_column(
        "voucher_leg",
        sa.Column(
            "authority_code", sa.Text(), nullable=True, comment="Whose money: the issuer's, or by the order of SX-20"
        ),
    )
    op.execute("""
        UPDATE voucher_leg SET authority_code = voucher.authority_code FROM voucher
        WHERE voucher.trainee_id = voucher_leg.trainee_id AND voucher.voucher_id = voucher_leg.voucher_id
    """)
    op.alter_column("voucher_leg", "authority_code", existing_type=sa.Text(), nullable=False)
    op.create_table_comment(
        "voucher_leg",
        "What a voucher will pay, to whom and from which fund; settled when it is put to use at the latest",
        existing_comment="What a voucher will pay, to whom and from which fund; settled when the budget is committed",
    )
