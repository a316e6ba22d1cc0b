"""Transfers, the budgets they are held to, and what stops them."""

import sqlalchemy as sa
from alembic import op

from migrations.columns import belongs_to, big, check, integer, moment, one_of, text, unique, uuid

revision = "money"
down_revision = "persons"

_FUNDS = "skills_action_fund unemployment_insurance_fund employment_subsidy_fund"
_STEP = ("trainee_id", "voucher_id", "leg", "ordinal", "kind", "amount_fen")
_FOLLOWS = (
    "'bounce disburse', 'bounce retract', 'disburse bounce', 'disburse claw_back', 'post disburse', 'post retract', "
    "'release reserve', 'reserve post', 'reserve release', 'retract post', 'retract release'"
)


def upgrade() -> None:
    _transfers()
    _budgets()


def _transfers() -> None:
    op.create_table(
        "transfer",
        uuid("trainee_id", key=True),
        uuid("voucher_id", key=True),
        text("leg", "Which part of the subsidy: training, online, assessment, living", key=True),
        integer("ordinal", "Two transfers at once collide here", key=True),
        text("kind"),
        integer("previous_ordinal", "Of the transfer it follows; empty for the first only", optional=True),
        text("previous_kind", optional=True),
        text("authority_code", "Whose money"),
        text("fund", "The fund it comes from and returns to; empty while nobody has named one", optional=True),
        integer("fiscal_year"),
        text("payee", "institution:<id>, enterprise:<id> or trainee:<id>"),
        text("debit_account"),
        text("credit_account"),
        big("amount_fen"),
        uuid("cause", "The event that moved the money"),
        moment("at"),
        check("amount_positive", "amount_fen > 0"),
        check("two_accounts", "debit_account <> credit_account"),
        one_of("kind", "reserve post release retract disburse bounce claw_back"),
        one_of("fund", _FUNDS),
        check("ordinal_positive", "ordinal > 0"),
        check("first_has_no_past", "(ordinal = 1) = (previous_ordinal IS NULL)"),
        check("first_follows_nothing", "(ordinal = 1) = (previous_kind IS NULL)"),
        check("without_gaps", "previous_ordinal = ordinal - 1"),
        check("in_order", f"COALESCE(previous_kind, '') || ' ' || kind IN (' reserve', {_FOLLOWS})"),
        unique(*_STEP, name="transfer_step_key"),
        sa.ForeignKeyConstraint(
            ["trainee_id", "voucher_id", "leg", "previous_ordinal", "previous_kind", "amount_fen"],
            [f"transfer.{column}" for column in _STEP],
            name="transfer_previous_fkey",
        ),
        belongs_to("voucher", "trainee_id", "voucher_id"),
        comment="Money moved, append-only; one row holds both legs, so that every posting is balanced by construction",
    )
    op.create_index("transfer_authority_idx", "transfer", ["authority_code", "fund", "fiscal_year"])
    op.create_table(
        "voucher_leg",
        uuid("trainee_id", key=True),
        uuid("voucher_id", key=True),
        text("leg", key=True),
        text("authority_code", "Whose money: the issuer's, or by the order of SX-20"),
        uuid("batch_id", "The batch of the budget that it is drawn from, if any", optional=True),
        text("fund", optional=True),
        integer("fiscal_year"),
        text("payee"),
        big("amount_fen"),
        one_of("leg", "training online assessment living"),
        one_of("fund", _FUNDS),
        check("amount_positive", "amount_fen > 0"),
        belongs_to("voucher", "trainee_id", "voucher_id"),
        comment="What a voucher will pay, to whom and from which fund; settled when it is put to use at the latest",
    )
    op.create_index("voucher_leg_payee_idx", "voucher_leg", ["payee"])
    op.create_table(
        "payment_freeze",
        text("authority_code", key=True),
        uuid("freeze_id", key=True),
        text("object", "class:<id>, institution:<id>, enterprise:<id> or trainee:<id>"),
        text("reason"),
        uuid("frozen_by"),
        moment("frozen_at"),
        uuid("lifted_by", optional=True),
        moment("lifted_at", optional=True),
        text("lift_reason", optional=True),
        check("lifted_by_somebody", "(lifted_at IS NULL) = (lifted_by IS NULL)"),
        check("lifted_by_another", "lifted_by <> frozen_by"),
        comment="No money moves to these while an investigation lasts; lifted by another person than froze it",
    )
    op.create_index("payment_freeze_object_idx", "payment_freeze", ["object"])


def _budgets() -> None:
    op.create_table(
        "fund_budget",
        text("authority_code", key=True, of="authority.authority_code"),
        text("fund", key=True),
        integer("fiscal_year", key=True),
        big("granted_fen"),
        big("committed_fen", "Set aside in batches"),
        one_of("fund", _FUNDS),
        check("commitment_not_negative", "committed_fen >= 0"),
        check("within_budget", "committed_fen <= granted_fen"),
        comment="What an authority may spend from a fund in a fiscal year (FJ-11): a summary of its entries and batches",
    )
    op.create_table(
        "budget_entry",
        text("authority_code", key=True),
        uuid("entry_id", key=True),
        text("fund"),
        integer("fiscal_year"),
        text("kind"),
        big("amount_fen"),
        text("document", "The decision it rests on"),
        uuid("entered_by"),
        moment("entered_at"),
        one_of("kind", "grant cut carried_in carried_out"),
        check("amount_positive", "amount_fen > 0"),
        belongs_to("fund_budget", "authority_code", "fund", "fiscal_year"),
        comment="How a budget came about, append-only; what is left of a year is carried over by two entries",
    )
    op.create_table(
        "budget_batch",
        text("authority_code", key=True),
        text("fund", key=True),
        integer("fiscal_year", key=True),
        uuid("batch_id", "The class, or the template while there is no class yet", key=True),
        big("committed_fen"),
        big("drawn_fen", "Taken by vouchers of the class"),
        check("draw_not_negative", "drawn_fen >= 0"),
        check("within_batch", "drawn_fen <= committed_fen"),
        belongs_to("fund_budget", "authority_code", "fund", "fiscal_year"),
        comment="Budget set aside for a class, so that arrivals of one class do not wait for those of another",
    )
