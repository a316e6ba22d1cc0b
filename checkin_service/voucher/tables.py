"""Vouchers with their history, and the transfers of money they cause."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKeyConstraint,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
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
    Column("obtained_on", Date, nullable=False, comment="取得: the periods count from here"),
    Column("activate_by", Date, nullable=False, comment="Last day to activate, that day included"),
    Column("use_by", Date, nullable=False, comment="Last day to use, that day included"),
    CheckConstraint("kind IN ('general', 'targeted')", name="kind_known"),
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

transfer = Table(
    "transfer",
    metadata,
    Column("trainee_id", Uuid, primary_key=True),
    Column("transfer_id", Uuid, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("debit_account", Text, nullable=False),
    Column("credit_account", Text, nullable=False),
    Column("amount_fen", BigInteger, nullable=False),
    Column("voucher_id", Uuid, nullable=False),
    Column("cause", Uuid, nullable=False, comment="The event or determination that moved the money"),
    Column("at", DateTime(timezone=True), nullable=False),
    CheckConstraint("amount_fen > 0", name="amount_positive"),
    CheckConstraint("debit_account <> credit_account", name="two_accounts"),
    CheckConstraint("kind IN ('reserve', 'post', 'release')", name="kind_known"),
    UniqueConstraint("trainee_id", "voucher_id", "kind", name="transfer_once_per_kind"),
    ForeignKeyConstraint(["trainee_id", "voucher_id"], ["voucher.trainee_id", "voucher.voucher_id"]),
    Index("transfer_debit_idx", "debit_account"),
    Index("transfer_credit_idx", "credit_account"),
    comment="Money moved, append-only; one row holds both legs, so that every posting is balanced by construction",
)

# A reservation ends once: posted or released, never both.
Index(
    "transfer_resolved_once",
    transfer.c.trainee_id,
    transfer.c.voucher_id,
    unique=True,
    postgresql_where=transfer.c.kind.in_(["post", "release"]),
)
