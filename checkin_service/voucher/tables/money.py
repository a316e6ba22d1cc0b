"""Transfers of money, the budgets they are held to, and what stops them."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    Text,
    UniqueConstraint,
    Uuid,
)

from checkin_service.kit.database import one_of, refers_to, table
from checkin_service.voucher.model.ledger import SUCCESSIONS, TransferKind
from checkin_service.voucher.model.vouchers import Fund

_FOLLOWS = ", ".join(f"'{before} {kind}'" for before, kind in sorted(SUCCESSIONS))

transfer = table(
    "transfer",
    Column("trainee_id", Uuid, primary_key=True),
    Column("voucher_id", Uuid, primary_key=True),
    Column("leg", Text, primary_key=True, comment="Which part of the subsidy: training, online, assessment, living"),
    Column("ordinal", Integer, primary_key=True, comment="Two transfers at once collide here"),
    Column("kind", Text, nullable=False),
    Column("previous_ordinal", Integer, comment="Of the transfer it follows; empty for the first only"),
    Column("previous_kind", Text),
    Column("authority_code", Text, nullable=False, comment="Whose money"),
    Column("fund", Text, comment="The fund it comes from and returns to; empty while nobody has named one"),
    Column("fiscal_year", Integer, nullable=False),
    Column("payee", Text, nullable=False, comment="institution:<id>, enterprise:<id> or trainee:<id>"),
    Column("debit_account", Text, nullable=False),
    Column("credit_account", Text, nullable=False),
    Column("amount_fen", BigInteger, nullable=False),
    Column("cause", Uuid, nullable=False, comment="The event that moved the money"),
    Column("at", DateTime(timezone=True), nullable=False),
    CheckConstraint("amount_fen > 0", name="amount_positive"),
    CheckConstraint("debit_account <> credit_account", name="two_accounts"),
    one_of("kind", TransferKind),
    one_of("fund", Fund),
    CheckConstraint("ordinal > 0", name="ordinal_positive"),
    CheckConstraint("(ordinal = 1) = (previous_ordinal IS NULL)", name="first_has_no_past"),
    CheckConstraint("(ordinal = 1) = (previous_kind IS NULL)", name="first_follows_nothing"),
    CheckConstraint("previous_ordinal = ordinal - 1", name="without_gaps"),
    # Reserved before it is posted, posted before it is paid, paid at most once: every other order is impossible.
    CheckConstraint(f"COALESCE(previous_kind, '') || ' ' || kind IN (' reserve', {_FOLLOWS})", name="in_order"),
    UniqueConstraint("trainee_id", "voucher_id", "leg", "ordinal", "kind", "amount_fen", name="transfer_step_key"),
    # Each transfer follows the one before with its kind and amount: what is paid is what was reserved.
    ForeignKeyConstraint(
        ["trainee_id", "voucher_id", "leg", "previous_ordinal", "previous_kind", "amount_fen"],
        [
            "transfer.trainee_id",
            "transfer.voucher_id",
            "transfer.leg",
            "transfer.ordinal",
            "transfer.kind",
            "transfer.amount_fen",
        ],
        name="transfer_previous_fkey",
    ),
    refers_to("voucher", "trainee_id", "voucher_id"),
    # The totals of an authority are sums over its transfers.
    Index("transfer_authority_idx", "authority_code", "fund", "fiscal_year"),
    comment="Money moved, append-only; one row holds both legs, so that every posting is balanced by construction",
)

fund_budget = table(
    "fund_budget",
    Column("authority_code", ForeignKey("authority.authority_code"), primary_key=True),
    Column("fund", Text, primary_key=True),
    Column("fiscal_year", Integer, primary_key=True),
    Column("granted_fen", BigInteger, nullable=False),
    Column("committed_fen", BigInteger, nullable=False, comment="Set aside in batches"),
    one_of("fund", Fund),
    CheckConstraint("committed_fen >= 0", name="commitment_not_negative"),
    CheckConstraint("committed_fen <= granted_fen", name="within_budget"),
    comment="What an authority may spend from a fund in a fiscal year (FJ-11): a summary of its entries and batches",
)

budget_entry = table(
    "budget_entry",
    Column("authority_code", Text, primary_key=True),
    Column("entry_id", Uuid, primary_key=True),
    Column("fund", Text, nullable=False),
    Column("fiscal_year", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("amount_fen", BigInteger, nullable=False),
    Column("document", Text, nullable=False, comment="The decision it rests on"),
    Column("entered_by", Uuid, nullable=False),
    Column("entered_at", DateTime(timezone=True), nullable=False),
    one_of("kind", ("grant", "cut", "carried_in", "carried_out")),
    CheckConstraint("amount_fen > 0", name="amount_positive"),
    refers_to("fund_budget", "authority_code", "fund", "fiscal_year"),
    comment="How a budget came about, append-only; what is left of a year is carried over by two entries",
)

budget_batch = table(
    "budget_batch",
    Column("authority_code", Text, primary_key=True),
    Column("fund", Text, primary_key=True),
    Column("fiscal_year", Integer, primary_key=True),
    Column("batch_id", Uuid, primary_key=True, comment="The class, or the template while there is no class yet"),
    Column("committed_fen", BigInteger, nullable=False),
    Column("drawn_fen", BigInteger, nullable=False, comment="Taken by vouchers of the class"),
    CheckConstraint("drawn_fen >= 0", name="draw_not_negative"),
    CheckConstraint("drawn_fen <= committed_fen", name="within_batch"),
    refers_to("fund_budget", "authority_code", "fund", "fiscal_year"),
    comment="Budget set aside for a class, so that arrivals of one class do not wait for those of another",
)

voucher_leg = table(
    "voucher_leg",
    Column("trainee_id", Uuid, primary_key=True),
    Column("voucher_id", Uuid, primary_key=True),
    Column("leg", Text, primary_key=True),
    Column("authority_code", Text, nullable=False, comment="Whose money: the issuer's, or by the order of SX-20"),
    Column("batch_id", Uuid, comment="The batch of the budget that it is drawn from, if any"),
    Column("fund", Text),
    Column("fiscal_year", Integer, nullable=False),
    Column("payee", Text, nullable=False),
    Column("amount_fen", BigInteger, nullable=False),
    one_of("leg", ("training", "online", "assessment", "living")),
    one_of("fund", Fund),
    CheckConstraint("amount_fen > 0", name="amount_positive"),
    refers_to("voucher", "trainee_id", "voucher_id"),
    # What waits for a payee's account is found when that is stated.
    Index("voucher_leg_payee_idx", "payee"),
    comment="What a voucher will pay, to whom and from which fund; settled when it is put to use at the latest",
)

payment_freeze = table(
    "payment_freeze",
    Column("authority_code", Text, primary_key=True),
    Column("freeze_id", Uuid, primary_key=True),
    Column("object", Text, nullable=False, comment="class:<id>, institution:<id>, enterprise:<id> or trainee:<id>"),
    Column("reason", Text, nullable=False),
    Column("frozen_by", Uuid, nullable=False),
    Column("frozen_at", DateTime(timezone=True), nullable=False),
    Column("lifted_by", Uuid),
    Column("lifted_at", DateTime(timezone=True)),
    Column("lift_reason", Text),
    CheckConstraint("(lifted_at IS NULL) = (lifted_by IS NULL)", name="lifted_by_somebody"),
    CheckConstraint("lifted_by <> frozen_by", name="lifted_by_another"),
    Index("payment_freeze_object_idx", "object"),
    comment="No money moves to these while an investigation lasts; lifted by another person than froze it",
)
