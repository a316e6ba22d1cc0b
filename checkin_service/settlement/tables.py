"""Applications, their vouchers, payment tables with their orders, and the accounts money is paid into."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Text,
    Uuid,
    text,
)

from checkin_service.kit.database import one_of, refers_to, table
from checkin_service.settlement.model import ApplicationState, Mode, OrderState
from checkin_service.voucher.rules.payer import Route

settlement_application = table(
    "settlement_application",
    Column("application_id", Uuid, primary_key=True),
    Column("authority_code", ForeignKey("authority.authority_code"), nullable=False),
    Column("mode", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("applicant", Text, nullable=False, comment="institution:<id> or authority:<code>"),
    Column("vouchers", Integer, nullable=False),
    Column("total_fen", BigInteger, nullable=False),
    Column("submitted_by", Uuid),
    Column("submitted_at", DateTime(timezone=True), nullable=False),
    Column("reviewed_by", Uuid),
    Column("reviewed_at", DateTime(timezone=True)),
    Column("approved_by", Uuid),
    Column("approved_at", DateTime(timezone=True)),
    Column("reason", Text),
    one_of("mode", Mode),
    one_of("state", ApplicationState),
    CheckConstraint("vouchers > 0", name="vouchers_positive"),
    CheckConstraint("total_fen > 0", name="total_positive"),
    # Two people on the authority's side, whatever program writes this row.
    CheckConstraint("approved_by <> reviewed_by", name="approved_by_another"),
    CheckConstraint(
        "mode = 'real_time' OR state NOT IN ('approved', 'ordered')"
        " OR (reviewed_by IS NOT NULL AND approved_by IS NOT NULL)",
        name="approved_by_two",
    ),
    Index("settlement_application_authority_idx", "authority_code", "application_id"),
    Index("settlement_application_applicant_idx", "applicant", "application_id"),
    comment="Applications to settle vouchers (结算申请)",
)

settlement_line = table(
    "settlement_line",
    Column("trainee_id", Uuid, primary_key=True),
    Column("voucher_id", Uuid, primary_key=True),
    Column("application_id", ForeignKey(settlement_application.c.application_id), primary_key=True),
    Column("class_id", Uuid),
    Column("amount_fen", BigInteger, nullable=False),
    CheckConstraint("amount_fen > 0", name="amount_positive"),
    refers_to("voucher", "trainee_id", "voucher_id"),
    Index("settlement_line_application_idx", "application_id"),
    comment="The vouchers of an application, append-only; where each stands is the voucher's own state",
)

payment_table = table(
    "payment_table",
    Column("table_id", Uuid, primary_key=True),
    Column("authority_code", ForeignKey("authority.authority_code"), nullable=False),
    Column("made_by", Uuid),
    Column("made_at", DateTime(timezone=True), nullable=False),
    Column("lines", Integer, nullable=False),
    Column("total_fen", BigInteger, nullable=False),
    Column("manifest", LargeBinary, nullable=False, comment="Every line in canonical JSON: ids and amounts, no names"),
    Column("manifest_sha256", LargeBinary, nullable=False),
    Index("payment_table_authority_idx", "authority_code", "table_id"),
    # Whoever holds a paper asks whether it was issued here.
    Index("payment_table_sha256_idx", "manifest_sha256"),
    comment="Payment tables (资金拨付表), never changed once made",
)

payment_order = table(
    "payment_order",
    Column("trainee_id", Uuid, primary_key=True),
    Column("voucher_id", Uuid, primary_key=True),
    Column("leg", Text, primary_key=True),
    Column("table_id", ForeignKey(payment_table.c.table_id), primary_key=True),
    Column("line", Integer, nullable=False, comment="Its number in the table, from 1"),
    Column("payee", Text, nullable=False),
    Column("fund", Text, nullable=False),
    Column("fiscal_year", Integer, nullable=False),
    Column("route", Text, nullable=False),
    Column("amount_fen", BigInteger, nullable=False),
    Column("state", Text, nullable=False),
    Column("result_at", DateTime(timezone=True)),
    Column("reference", Text),
    Column("reason", Text),
    CheckConstraint("amount_fen > 0", name="amount_positive"),
    one_of("route", Route),
    one_of("state", OrderState),
    CheckConstraint("(state = 'ordered') = (result_at IS NULL)", name="result_has_moment"),
    CheckConstraint("state IN ('ordered', 'paid') OR reason IS NOT NULL", name="failure_has_reason"),
    refers_to("voucher", "trainee_id", "voucher_id"),
    Index("payment_order_table_idx", "table_id", "line"),
    # A leg is under way to its payee, or has reached them, in one payment table only: nobody is paid twice.
    Index(
        "payment_order_once_idx",
        "trainee_id",
        "voucher_id",
        "leg",
        unique=True,
        postgresql_where=text("state IN ('ordered', 'paid')"),
    ),
    comment="The lines of a payment table with what became of each",
)

claw_back_proposal = table(
    "claw_back_proposal",
    Column("authority_code", ForeignKey("authority.authority_code"), primary_key=True),
    Column("claw_back_id", Uuid, primary_key=True),
    Column("trainee_id", Uuid, nullable=False),
    Column("voucher_id", Uuid, nullable=False),
    Column("decision_number", Text, nullable=False, comment="文号 of the decision"),
    Column("liability", Text, nullable=False, comment="Who answers for it (责任认定)"),
    Column("reason", Text, nullable=False),
    Column("proposed_by", Uuid, nullable=False),
    Column("proposed_at", DateTime(timezone=True), nullable=False),
    comment="Claw-backs (追回) as one person proposes them, append-only; distributed by authority",
)

claw_back_ruling = table(
    "claw_back_ruling",
    Column("authority_code", Text, primary_key=True),
    Column("claw_back_id", Uuid, primary_key=True),
    Column("approved", Boolean, nullable=False),
    Column("reason", Text, nullable=False),
    Column("proposed_by", Uuid, nullable=False),
    Column("ruled_by", Uuid, nullable=False, comment="Another person than who proposed"),
    Column("ruled_at", DateTime(timezone=True), nullable=False),
    CheckConstraint("ruled_by <> proposed_by", name="ruled_by_another"),
    refers_to("claw_back_proposal", "authority_code", "claw_back_id"),
    comment="What a second person said to each claw-back, append-only; distributed by authority",
)

payee_account = table(
    "payee_account",
    Column("payee", Text, primary_key=True, comment="institution:<id>, enterprise:<id> or trainee:<id>"),
    Column("account_id", Uuid, primary_key=True, comment="UUIDv7: the latest counts"),
    Column("sealed", LargeBinary, nullable=False, comment="Holder, bank and number, sealed under the payee's own key"),
    Column("stated_by", Text, nullable=False),
    Column("stated_at", DateTime(timezone=True), nullable=False),
    comment="Accounts that payees have stated (填报的账户, SX-26), append-only; distributed by payee",
)
