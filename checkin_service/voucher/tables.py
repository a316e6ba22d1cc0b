"""Vouchers with their history, and the transfers of money they cause."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKeyConstraint,
    Index,
    Integer,
    Table,
    Text,
    Uuid,
)

from checkin_service.kit.database import metadata

voucher = Table(
    "voucher",
    metadata,
    Column("trainee_id", Uuid, primary_key=True),
    Column("voucher_id", Uuid, primary_key=True),
    Column("voucher_code", Text, nullable=False, comment="唯一码"),
    Column("kind", Text, nullable=False, comment="通用券 general, 定向券 targeted"),
    Column("authority_code", Text, nullable=False, comment="The issuing authority, which pays"),
    Column("state", Text, nullable=False, comment="Follows the last event; kept for queries"),
    Column("ordinal", Integer, nullable=False, comment="Of the last event"),
    Column("class_id", Uuid, comment="Where it is put to use"),
    Column("institution_id", Uuid, comment="Who verified it at arrival (验券)"),
    Column("obtained_on", Date, nullable=False, comment="取得: the periods count from here"),
    Column("activate_by", Date, nullable=False, comment="Last day to activate, that day included"),
    Column("use_by", Date, nullable=False, comment="Last day to use, that day included"),
    CheckConstraint("kind IN ('general', 'targeted')", name="kind_known"),
    CheckConstraint("state IN ('issued', 'activated', 'used', 'payable', 'released', 'expired')", name="state_known"),
    CheckConstraint("activate_by <= use_by", name="periods_in_order"),
    ForeignKeyConstraint(["trainee_id"], ["trainee.trainee_id"]),
    Index("voucher_class_idx", "class_id"),
    comment="Vouchers (职业培训券)",
)

voucher_code = Table(
    "voucher_code",
    metadata,
    Column("voucher_code", Text, primary_key=True),
    Column("trainee_id", Uuid, nullable=False),
    Column("voucher_id", Uuid, nullable=False),
    comment="Whose voucher a code names; distributed by code",
)

voucher_event = Table(
    "voucher_event",
    metadata,
    Column("trainee_id", Uuid, primary_key=True),
    Column("voucher_id", Uuid, primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("event", Text, nullable=False),
    Column("state", Text, nullable=False, comment="The state it leads to"),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("actor", Text, nullable=False),
    Column("reason", Text),
    ForeignKeyConstraint(["trainee_id", "voucher_id"], ["voucher.trainee_id", "voucher.voucher_id"]),
    comment="The history of a voucher, append-only; two moves at once collide on the ordinal",
)

voucher_activation = Table(
    "voucher_activation",
    metadata,
    Column("trainee_id", Uuid, primary_key=True),
    Column("year", Integer, primary_key=True, comment="Calendar year of the activation, in China"),
    Column("number", Integer, primary_key=True, comment="Which activation of that year, from 1"),
    Column("voucher_id", Uuid, nullable=False),
    ForeignKeyConstraint(["trainee_id", "voucher_id"], ["voucher.trainee_id", "voucher.voucher_id"]),
    comment="Activations counted per person and year (每人每年): two at once collide on the number",
)

transfer = Table(
    "transfer",
    metadata,
    Column("trainee_id", Uuid, primary_key=True),
    Column("voucher_id", Uuid, primary_key=True),
    Column("ordinal", Integer, primary_key=True, comment="Two transfers at once collide here"),
    Column("kind", Text, nullable=False),
    Column("debit_account", Text, nullable=False),
    Column("credit_account", Text, nullable=False),
    Column("amount_fen", BigInteger, nullable=False),
    Column("cause", Uuid, nullable=False, comment="The event that moved the money"),
    Column("at", DateTime(timezone=True), nullable=False),
    CheckConstraint("amount_fen > 0", name="amount_positive"),
    CheckConstraint("debit_account <> credit_account", name="two_accounts"),
    CheckConstraint("kind IN ('reserve', 'post', 'release', 'retract')", name="kind_known"),
    CheckConstraint("ordinal > 0", name="ordinal_positive"),
    # Odd transfers bring money into the reservation, even ones take it out: it is never posted or released twice.
    CheckConstraint("(mod(ordinal, 2) = 1) = (kind IN ('reserve', 'retract'))", name="in_and_out_alternate"),
    ForeignKeyConstraint(["trainee_id", "voucher_id"], ["voucher.trainee_id", "voucher.voucher_id"]),
    # The totals of an authority are sums over its accounts.
    Index("transfer_debit_idx", "debit_account"),
    Index("transfer_credit_idx", "credit_account"),
    comment="Money moved, append-only; one row holds both legs, so that every posting is balanced by construction",
)

person_fact = Table(
    "person_fact",
    metadata,
    Column("trainee_id", Uuid, primary_key=True),
    Column("fact_id", Uuid, primary_key=True, comment="Made from what it says: the same statement is kept once"),
    Column("kind", Text, nullable=False),
    Column("holds", Boolean, nullable=False, comment="False: the source was asked and says it is not so"),
    Column("since", Date, nullable=False),
    Column("until", Date, comment="The last day it holds; still so when absent"),
    Column("place", Text, comment="Division code; a fact without one holds everywhere"),
    Column("source", Text, nullable=False),
    Column("authority_code", Text, nullable=False, comment="Whose data matching brought it"),
    Column("batch_id", Uuid, nullable=False),
    Column("recorded_by", Text, nullable=False),
    Column("recorded_at", DateTime(timezone=True), nullable=False),
    CheckConstraint("until IS NULL OR since <= until", name="period_in_order"),
    CheckConstraint("place IS NULL OR place ~ '^[0-9]{6}$'", name="place_is_a_division"),
    ForeignKeyConstraint(["trainee_id"], ["trainee.trainee_id"]),
    comment="What authorities' data say of a person, dated and with source, append-only",
)

fact_withdrawal = Table(
    "fact_withdrawal",
    metadata,
    Column("trainee_id", Uuid, primary_key=True),
    Column("fact_id", Uuid, primary_key=True),
    Column("withdrawn_by", Text, nullable=False),
    Column("withdrawn_at", DateTime(timezone=True), nullable=False),
    ForeignKeyConstraint(["trainee_id", "fact_id"], ["person_fact.trainee_id", "person_fact.fact_id"]),
    comment="Facts that their source has taken back, append-only",
)

person_declaration = Table(
    "person_declaration",
    metadata,
    Column("trainee_id", Uuid, primary_key=True),
    Column("condition", Text, primary_key=True),
    Column("ordinal", Integer, primary_key=True, comment="The highest counts"),
    Column("given", Boolean, nullable=False, comment="False takes it back"),
    Column("at", DateTime(timezone=True), nullable=False),
    ForeignKeyConstraint(["trainee_id"], ["trainee.trainee_id"]),
    comment="What a person declares to meet where nothing can check it (个人线上承诺), append-only",
)
