"""Applications for payment, payment tables with their orders, accounts of payees, and claw-backs."""

from alembic import op

from migrations.columns import belongs_to, big, binary, boolean, check, integer, moment, one_of, text, uuid

revision = "settlement"
down_revision = "eligibility"


def upgrade() -> None:
    _applications()
    _payments()
    _claw_backs()


def _applications() -> None:
    op.create_table(
        "settlement_application",
        uuid("application_id", key=True),
        text("authority_code", of="authority.authority_code"),
        text("mode"),
        text("state"),
        text("applicant", "institution:<id> or authority:<code>"),
        integer("vouchers"),
        big("total_fen"),
        uuid("submitted_by", optional=True),
        moment("submitted_at"),
        uuid("reviewed_by", optional=True),
        moment("reviewed_at", optional=True),
        uuid("approved_by", optional=True),
        moment("approved_at", optional=True),
        text("reason", optional=True),
        one_of("mode", "real_time batch"),
        one_of("state", "submitted reviewed refused approved ordered"),
        check("vouchers_positive", "vouchers > 0"),
        check("total_positive", "total_fen > 0"),
        check("approved_by_another", "approved_by <> reviewed_by"),
        check(
            "approved_by_two",
            "mode = 'real_time' OR state NOT IN ('approved', 'ordered')"
            " OR (reviewed_by IS NOT NULL AND approved_by IS NOT NULL)",
        ),
        comment="Applications to settle vouchers (结算申请)",
    )
    op.create_index("settlement_application_applicant_idx", "settlement_application", ["applicant", "application_id"])
    op.create_index(
        "settlement_application_authority_idx", "settlement_application", ["authority_code", "application_id"]
    )
    op.create_table(
        "settlement_line",
        uuid("trainee_id", key=True),
        uuid("voucher_id", key=True),
        uuid("application_id", key=True, of="settlement_application.application_id"),
        uuid("class_id", optional=True),
        big("amount_fen"),
        check("amount_positive", "amount_fen > 0"),
        belongs_to("voucher", "trainee_id", "voucher_id"),
        comment="The vouchers of an application, append-only; where each stands is the voucher's own state",
    )
    op.create_index("settlement_line_application_idx", "settlement_line", ["application_id"])


def _payments() -> None:
    op.create_table(
        "payment_table",
        uuid("table_id", key=True),
        text("authority_code", of="authority.authority_code"),
        uuid("made_by", optional=True),
        moment("made_at"),
        integer("lines"),
        big("total_fen"),
        binary("manifest", "Every line in canonical JSON: ids and amounts, no names"),
        binary("manifest_sha256"),
        comment="Payment tables (资金拨付表), never changed once made",
    )
    op.create_index("payment_table_authority_idx", "payment_table", ["authority_code", "table_id"])
    op.create_index("payment_table_sha256_idx", "payment_table", ["manifest_sha256"])
    op.create_table(
        "payment_order",
        uuid("trainee_id", key=True),
        uuid("voucher_id", key=True),
        text("leg", key=True),
        uuid("table_id", key=True, of="payment_table.table_id"),
        integer("line", "Its number in the table, from 1"),
        text("payee"),
        text("fund"),
        integer("fiscal_year"),
        text("route"),
        big("amount_fen"),
        text("state"),
        moment("result_at", optional=True),
        text("reference", optional=True),
        text("reason", optional=True),
        check("amount_positive", "amount_fen > 0"),
        one_of("route", "advance_to_agency treasury"),
        one_of("state", "ordered paid refused bounced"),
        check("result_has_moment", "(state = 'ordered') = (result_at IS NULL)"),
        check("failure_has_reason", "state IN ('ordered', 'paid') OR reason IS NOT NULL"),
        belongs_to("voucher", "trainee_id", "voucher_id"),
        comment="The lines of a payment table with what became of each",
    )
    op.create_index(
        "payment_order_once_idx",
        "payment_order",
        ["trainee_id", "voucher_id", "leg"],
        unique=True,
        postgresql_where="state IN ('ordered', 'paid')",
    )
    op.create_index("payment_order_table_idx", "payment_order", ["table_id", "line"])
    op.create_table(
        "payee_account",
        text("payee", "institution:<id>, enterprise:<id> or trainee:<id>", key=True),
        uuid("account_id", "UUIDv7: the latest counts", key=True),
        binary("sealed", "Holder, bank and number, sealed under the payee's own key"),
        text("stated_by"),
        moment("stated_at"),
        comment="Accounts that payees have stated (填报的账户, SX-26), append-only; distributed by payee",
    )


def _claw_backs() -> None:
    op.create_table(
        "claw_back_proposal",
        text("authority_code", key=True, of="authority.authority_code"),
        uuid("claw_back_id", key=True),
        uuid("trainee_id"),
        uuid("voucher_id"),
        text("decision_number", "文号 of the decision"),
        text("liability", "Who answers for it (责任认定)"),
        text("reason"),
        uuid("proposed_by"),
        moment("proposed_at"),
        comment="Claw-backs (追回) as one person proposes them, append-only; distributed by authority",
    )
    op.create_table(
        "claw_back_ruling",
        text("authority_code", key=True),
        uuid("claw_back_id", key=True),
        boolean("approved"),
        text("reason"),
        uuid("proposed_by"),
        uuid("ruled_by", "Another person than who proposed"),
        moment("ruled_at"),
        belongs_to("claw_back_proposal", "authority_code", "claw_back_id"),
        check("ruled_by_another", "ruled_by <> proposed_by"),
        comment="What a second person said to each claw-back, append-only; distributed by authority",
    )
