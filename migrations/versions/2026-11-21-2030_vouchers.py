"""Vouchers by graphs and templates, money by funds and legs, settlement, and scans at sessions."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_VOUCHER_STATE_KNOWN = (
    "state IN ('made', 'issued', 'claimed', 'activated', 'held', 'used', 'completed', 'payable', "
    "'released', 'requested', 'approved', 'disbursed', 'written_off', 'returned', 'exchanged', "
    "'expired', 'voided', 'clawed_back')"
)
_VOUCHER_FUND_KNOWN = "fund IN ('skills_action_fund', 'unemployment_insurance_fund', 'employment_subsidy_fund')"
_VOUCHER_GRAPH_KNOWN = "graph IN ('000000', '330600', '340000', '350000', '370000')"
_VOUCHER_EVENT_FIRST_HAS_NO_PAST = "(ordinal = 1) = (previous_state IS NULL)"
_VOUCHER_EVENT_MOVE_EXISTS = (
    "COALESCE(previous_state, '') || ' ' || event || ' ' || state IN (' made made', ' issued issued', "
    "'used completed completed', 'completed made_payable payable', 'completed released released', "
    "'payable retracted completed', 'released reserved_again completed', 'payable requested requested', "
    "'requested request_refused payable', 'requested approved approved', "
    "'approved payment_refused payable', 'approved disbursed disbursed', "
    "'disbursed written_off written_off', 'written_off clawed_back clawed_back', "
    "'used voided voided') OR graph || ' ' || COALESCE(previous_state, '') || ' ' || event || ' ' || state IN ('000000 made issued issued', "
    "'000000 issued claimed claimed', '000000 claimed activated activated', "
    "'000000 activated used used', '000000 issued expired expired', '000000 claimed expired expired', "
    "'000000 activated expired expired', '000000 issued voided voided', '000000 claimed voided voided', "
    "'000000 activated voided voided', '000000 issued returned returned', "
    "'000000 claimed returned returned', '000000 issued exchanged exchanged', "
    "'000000 claimed exchanged exchanged', '330600 issued activated activated', "
    "'330600 activated used used', '330600 issued expired expired', '330600 activated expired expired', "
    "'330600 issued voided voided', '330600 activated voided voided', '330600 issued returned returned', "
    "'330600 issued exchanged exchanged', '340000 issued claimed claimed', '340000 claimed held held', "
    "'340000 held hold_ended claimed', '340000 held used used', '340000 issued expired expired', "
    "'340000 claimed expired expired', '340000 held expired expired', '340000 issued voided voided', "
    "'340000 claimed voided voided', '340000 held voided voided', '340000 issued returned returned', "
    "'340000 claimed returned returned', '340000 issued exchanged exchanged', "
    "'340000 claimed exchanged exchanged', '350000 made issued issued', '350000 issued claimed claimed', "
    "'350000 claimed used used', '350000 issued expired expired', '350000 claimed expired expired', "
    "'350000 used expired expired', '350000 issued voided voided', '350000 claimed voided voided', "
    "'350000 issued returned returned', '350000 claimed returned returned', "
    "'350000 issued exchanged exchanged', '350000 claimed exchanged exchanged', "
    "'370000 made issued issued', '370000 issued claimed claimed', '370000 claimed activated activated', "
    "'370000 activated used used', '370000 issued expired expired', '370000 claimed expired expired', "
    "'370000 activated expired expired', '370000 issued voided voided', '370000 claimed voided voided', "
    "'370000 activated voided voided', '370000 issued returned returned', "
    "'370000 claimed returned returned', '370000 issued exchanged exchanged', "
    "'370000 claimed exchanged exchanged')"
)
_TRANSFER_KIND_KNOWN = "kind IN ('reserve', 'post', 'release', 'retract', 'disburse', 'bounce', 'claw_back')"
_TRANSFER_FUND_KNOWN = "fund IN ('skills_action_fund', 'unemployment_insurance_fund', 'employment_subsidy_fund')"
_TRANSFER_FIRST_HAS_NO_PAST = "(ordinal = 1) = (previous_ordinal IS NULL)"
_TRANSFER_FIRST_FOLLOWS_NOTHING = "(ordinal = 1) = (previous_kind IS NULL)"
_TRANSFER_WITHOUT_GAPS = "previous_ordinal = ordinal - 1"
_TRANSFER_IN_ORDER = (
    "COALESCE(previous_kind, '') || ' ' || kind IN (' reserve', 'bounce disburse', 'bounce retract', "
    "'disburse bounce', 'disburse claw_back', 'post disburse', 'post retract', 'release reserve', "
    "'reserve post', 'reserve release', 'retract post', 'retract release')"
)


def upgrade() -> None:
    op.create_table(
        "payee_account",
        sa.Column("payee", sa.Text(), nullable=False, comment="institution:<id> or trainee:<id>"),
        sa.Column("account_id", sa.Uuid(), nullable=False, comment="UUIDv7: the latest counts"),
        sa.Column(
            "sealed",
            sa.LargeBinary(),
            nullable=False,
            comment="Holder, bank and number, sealed under the payee's own key",
        ),
        sa.Column("stated_by", sa.Text(), nullable=False),
        sa.Column("stated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("payee", "account_id", name=op.f("payee_account_pkey")),
        comment="Accounts that payees have stated (填报的账户, SX-26), append-only; distributed by payee",
    )
    op.create_table(
        "payment_freeze",
        sa.Column("authority_code", sa.Text(), nullable=False),
        sa.Column("freeze_id", sa.Uuid(), nullable=False),
        sa.Column("object", sa.Text(), nullable=False, comment="class:<id>, institution:<id> or trainee:<id>"),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("frozen_by", sa.Uuid(), nullable=False),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lifted_by", sa.Uuid(), nullable=True),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lift_reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(lifted_at IS NULL) = (lifted_by IS NULL)", name=op.f("payment_freeze_lifted_by_somebody_check")
        ),
        sa.CheckConstraint("lifted_by <> frozen_by", name=op.f("payment_freeze_lifted_by_another_check")),
        sa.PrimaryKeyConstraint("authority_code", "freeze_id", name=op.f("payment_freeze_pkey")),
        comment="No money moves to these while an investigation lasts; lifted by another person than froze it",
    )
    op.create_index("payment_freeze_object_idx", "payment_freeze", ["object"], unique=False)
    op.create_table(
        "template_quota",
        sa.Column("template_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False, comment="The latest"),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("issued", sa.Integer(), nullable=False),
        sa.CheckConstraint("issued <= quantity", name=op.f("template_quota_within_quantity_check")),
        sa.CheckConstraint("issued >= 0", name=op.f("template_quota_issued_not_negative_check")),
        sa.PrimaryKeyConstraint("template_id", name=op.f("template_quota_pkey")),
        comment="How many vouchers of a template there may be and are",
    )
    op.create_table(
        "fund_budget",
        sa.Column("authority_code", sa.Text(), nullable=False),
        sa.Column("fund", sa.Text(), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("granted_fen", sa.BigInteger(), nullable=False),
        sa.Column("committed_fen", sa.BigInteger(), nullable=False, comment="Set aside in batches"),
        sa.CheckConstraint(
            "fund IN ('skills_action_fund', 'unemployment_insurance_fund', 'employment_subsidy_fund')",
            name=op.f("fund_budget_fund_known_check"),
        ),
        sa.CheckConstraint("committed_fen <= granted_fen", name=op.f("fund_budget_within_budget_check")),
        sa.CheckConstraint("committed_fen >= 0", name=op.f("fund_budget_commitment_not_negative_check")),
        sa.ForeignKeyConstraint(
            ["authority_code"], ["authority.authority_code"], name=op.f("fund_budget_authority_code_fkey")
        ),
        sa.PrimaryKeyConstraint("authority_code", "fund", "fiscal_year", name=op.f("fund_budget_pkey")),
        comment="What an authority may spend from a fund in a fiscal year (FJ-11): a summary of its entries and batches",
    )
    op.create_table(
        "payment_table",
        sa.Column("table_id", sa.Uuid(), nullable=False),
        sa.Column("authority_code", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column("total_fen", sa.BigInteger(), nullable=False),
        sa.Column(
            "manifest",
            sa.LargeBinary(),
            nullable=False,
            comment="Every line in canonical JSON: ids and amounts, no names",
        ),
        sa.Column("manifest_sha256", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority_code"], ["authority.authority_code"], name=op.f("payment_table_authority_code_fkey")
        ),
        sa.PrimaryKeyConstraint("table_id", name=op.f("payment_table_pkey")),
        comment="Payment tables (资金拨付表), never changed once made",
    )
    op.create_index("payment_table_authority_idx", "payment_table", ["authority_code", "table_id"], unique=False)
    op.create_table(
        "settlement_application",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("authority_code", sa.Text(), nullable=False),
        sa.Column("mode", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("applicant", sa.Text(), nullable=False, comment="institution:<id> or authority:<code>"),
        sa.Column("vouchers", sa.Integer(), nullable=False),
        sa.Column("total_fen", sa.BigInteger(), nullable=False),
        sa.Column("submitted_by", sa.Uuid(), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reviewed_by", sa.Uuid(), nullable=True),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_by", sa.Uuid(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "mode = 'real_time' OR state NOT IN ('approved', 'ordered') OR (reviewed_by IS NOT NULL AND approved_by IS NOT NULL)",
            name=op.f("settlement_application_approved_by_two_check"),
        ),
        sa.CheckConstraint("mode IN ('real_time', 'batch')", name=op.f("settlement_application_mode_known_check")),
        sa.CheckConstraint(
            "state IN ('submitted', 'reviewed', 'refused', 'approved', 'ordered')",
            name=op.f("settlement_application_state_known_check"),
        ),
        sa.CheckConstraint("approved_by <> reviewed_by", name=op.f("settlement_application_approved_by_another_check")),
        sa.CheckConstraint("total_fen > 0", name=op.f("settlement_application_total_positive_check")),
        sa.CheckConstraint("vouchers > 0", name=op.f("settlement_application_vouchers_positive_check")),
        sa.ForeignKeyConstraint(
            ["authority_code"], ["authority.authority_code"], name=op.f("settlement_application_authority_code_fkey")
        ),
        sa.PrimaryKeyConstraint("application_id", name=op.f("settlement_application_pkey")),
        comment="Applications to settle vouchers (结算申请)",
    )
    op.create_index(
        "settlement_application_applicant_idx", "settlement_application", ["applicant", "application_id"], unique=False
    )
    op.create_index(
        "settlement_application_authority_idx",
        "settlement_application",
        ["authority_code", "application_id"],
        unique=False,
    )
    op.create_table(
        "subsidy_rate",
        sa.Column("authority_code", sa.Text(), nullable=False),
        sa.Column("rate_id", sa.Uuid(), nullable=False),
        sa.Column("occupation", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("group_name", sa.Text(), nullable=False),
        sa.Column("training_type", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False, comment="Training, assessment or living (MP-27)"),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("effective_to", sa.Date(), nullable=True, comment="The last day, that day included"),
        sa.Column("published_on", sa.Date(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False, comment="The decision that sets it"),
        sa.CheckConstraint("kind IN ('training', 'assessment', 'living')", name=op.f("subsidy_rate_kind_known_check")),
        sa.CheckConstraint("amount_fen > 0", name=op.f("subsidy_rate_amount_positive_check")),
        sa.CheckConstraint("effective_to >= effective_from", name=op.f("subsidy_rate_period_in_order_check")),
        sa.ForeignKeyConstraint(
            ["authority_code"], ["authority.authority_code"], name=op.f("subsidy_rate_authority_code_fkey")
        ),
        sa.PrimaryKeyConstraint("authority_code", "rate_id", name=op.f("subsidy_rate_pkey")),
        sa.UniqueConstraint(
            "authority_code",
            "occupation",
            "level",
            "group_name",
            "training_type",
            "kind",
            "effective_from",
            "published_on",
            name="subsidy_rate_row_key",
        ),
        comment="The published subsidy table (SX-24), dated, append-only: a later publication outranks an earlier one",
    )
    op.create_table(
        "voucher_template",
        sa.Column("template_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("authority_code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False, comment="What is trained (培训内容)"),
        sa.Column("kind", sa.Text(), nullable=False, comment="通用券 general, 定向券 targeted"),
        sa.Column("form", sa.Text(), nullable=False, comment="面值券 face_value, 抵用券 credit"),
        sa.Column("delivery", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False, comment="Certificate, project or special ability"),
        sa.Column("fund", sa.Text(), nullable=False),
        sa.Column("face_value_fen", sa.BigInteger(), nullable=True),
        sa.Column("occupation", sa.Text(), nullable=True, comment="Optional for general vouchers (SX-06)"),
        sa.Column("level", sa.Text(), nullable=True),
        sa.Column("group_name", sa.Text(), nullable=True, comment="人群, as the subsidy table names it"),
        sa.Column("training_type", sa.Text(), nullable=True),
        sa.Column("institutions", postgresql.ARRAY(sa.Uuid()), nullable=False, comment="可用机构; empty: any"),
        sa.Column("people", sa.Text(), nullable=False, comment="可用人群, shown to applicants (MP-11)"),
        sa.Column(
            "valid_months",
            sa.Integer(),
            nullable=True,
            comment="Where the pack leaves it to the template; never beyond the pack",
        ),
        sa.Column("quantity", sa.Integer(), nullable=False, comment="发放数量"),
        sa.Column("published_by", sa.Uuid(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(form = 'face_value') = (face_value_fen IS NOT NULL)",
            name=op.f("voucher_template_face_value_stated_check"),
        ),
        sa.CheckConstraint(
            "delivery IN ('offline', 'online', 'mixed')", name=op.f("voucher_template_delivery_known_check")
        ),
        sa.CheckConstraint("form IN ('face_value', 'credit')", name=op.f("voucher_template_form_known_check")),
        sa.CheckConstraint(
            "fund IN ('skills_action_fund', 'unemployment_insurance_fund', 'employment_subsidy_fund')",
            name=op.f("voucher_template_fund_known_check"),
        ),
        sa.CheckConstraint("kind IN ('general', 'targeted')", name=op.f("voucher_template_kind_known_check")),
        sa.CheckConstraint(
            "purpose IN ('certificate', 'project', 'special_ability')",
            name=op.f("voucher_template_purpose_known_check"),
        ),
        sa.CheckConstraint("face_value_fen > 0", name=op.f("voucher_template_face_value_positive_check")),
        sa.CheckConstraint("quantity > 0", name=op.f("voucher_template_quantity_positive_check")),
        sa.CheckConstraint("valid_months BETWEEN 1 AND 60", name=op.f("voucher_template_months_sane_check")),
        sa.CheckConstraint("version > 0", name=op.f("voucher_template_version_positive_check")),
        sa.ForeignKeyConstraint(
            ["authority_code"], ["authority.authority_code"], name=op.f("voucher_template_authority_code_fkey")
        ),
        sa.PrimaryKeyConstraint("template_id", "version", name=op.f("voucher_template_pkey")),
        comment="Voucher templates (MP-05), append-only: a change is a new version, vouchers keep the one they came from",
    )
    op.create_index("voucher_template_authority_idx", "voucher_template", ["authority_code"], unique=False)
    op.create_table(
        "budget_batch",
        sa.Column("authority_code", sa.Text(), nullable=False),
        sa.Column("fund", sa.Text(), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column(
            "batch_id", sa.Uuid(), nullable=False, comment="The class, or the template while there is no class yet"
        ),
        sa.Column("committed_fen", sa.BigInteger(), nullable=False),
        sa.Column("drawn_fen", sa.BigInteger(), nullable=False, comment="Taken by vouchers of the class"),
        sa.CheckConstraint("drawn_fen <= committed_fen", name=op.f("budget_batch_within_batch_check")),
        sa.CheckConstraint("drawn_fen >= 0", name=op.f("budget_batch_draw_not_negative_check")),
        sa.ForeignKeyConstraint(
            ["authority_code", "fund", "fiscal_year"],
            ["fund_budget.authority_code", "fund_budget.fund", "fund_budget.fiscal_year"],
            name=op.f("budget_batch_authority_code_fund_fiscal_year_fkey"),
        ),
        sa.PrimaryKeyConstraint("authority_code", "fund", "fiscal_year", "batch_id", name=op.f("budget_batch_pkey")),
        comment="Budget set aside for a class, so that arrivals of one class do not wait for those of another",
    )
    op.create_table(
        "budget_entry",
        sa.Column("authority_code", sa.Text(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("fund", sa.Text(), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False, comment="The decision it rests on"),
        sa.Column("entered_by", sa.Uuid(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('grant', 'cut', 'carried_in', 'carried_out')", name=op.f("budget_entry_kind_known_check")
        ),
        sa.CheckConstraint("amount_fen > 0", name=op.f("budget_entry_amount_positive_check")),
        sa.ForeignKeyConstraint(
            ["authority_code", "fund", "fiscal_year"],
            ["fund_budget.authority_code", "fund_budget.fund", "fund_budget.fiscal_year"],
            name=op.f("budget_entry_authority_code_fund_fiscal_year_fkey"),
        ),
        sa.PrimaryKeyConstraint("authority_code", "entry_id", name=op.f("budget_entry_pkey")),
        comment="How a budget came about, append-only; what is left of a year is carried over by two entries",
    )
    op.create_table(
        "payment_order",
        sa.Column("trainee_id", sa.Uuid(), nullable=False),
        sa.Column("voucher_id", sa.Uuid(), nullable=False),
        sa.Column("leg", sa.Text(), nullable=False),
        sa.Column("table_id", sa.Uuid(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False, comment="Its number in the table, from 1"),
        sa.Column("payee", sa.Text(), nullable=False),
        sa.Column("fund", sa.Text(), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("route", sa.Text(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("result_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reference", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(state = 'ordered') = (result_at IS NULL)", name=op.f("payment_order_result_has_moment_check")
        ),
        sa.CheckConstraint("route IN ('advance_to_agency', 'treasury')", name=op.f("payment_order_route_known_check")),
        sa.CheckConstraint(
            "state IN ('ordered', 'paid') OR reason IS NOT NULL", name=op.f("payment_order_failure_has_reason_check")
        ),
        sa.CheckConstraint(
            "state IN ('ordered', 'paid', 'refused', 'bounced')", name=op.f("payment_order_state_known_check")
        ),
        sa.CheckConstraint("amount_fen > 0", name=op.f("payment_order_amount_positive_check")),
        sa.ForeignKeyConstraint(["table_id"], ["payment_table.table_id"], name=op.f("payment_order_table_id_fkey")),
        sa.ForeignKeyConstraint(
            ["trainee_id", "voucher_id"],
            ["voucher.trainee_id", "voucher.voucher_id"],
            name=op.f("payment_order_trainee_id_voucher_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("trainee_id", "voucher_id", "leg", "table_id", name=op.f("payment_order_pkey")),
        comment="The lines of a payment table with what became of each",
    )
    op.create_index("payment_order_table_idx", "payment_order", ["table_id", "line"], unique=False)
    op.create_table(
        "settlement_line",
        sa.Column("trainee_id", sa.Uuid(), nullable=False),
        sa.Column("voucher_id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("class_id", sa.Uuid(), nullable=True),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("amount_fen > 0", name=op.f("settlement_line_amount_positive_check")),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["settlement_application.application_id"],
            name=op.f("settlement_line_application_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["trainee_id", "voucher_id"],
            ["voucher.trainee_id", "voucher.voucher_id"],
            name=op.f("settlement_line_trainee_id_voucher_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("trainee_id", "voucher_id", "application_id", name=op.f("settlement_line_pkey")),
        comment="The vouchers of an application, append-only; where each stands is the voucher's own state",
    )
    op.create_index("settlement_line_application_idx", "settlement_line", ["application_id"], unique=False)
    op.create_table(
        "verification",
        sa.Column("trainee_id", sa.Uuid(), nullable=False),
        sa.Column("verification_id", sa.Uuid(), nullable=False, comment="UUIDv7: sorts by time"),
        sa.Column("voucher_id", sa.Uuid(), nullable=False),
        sa.Column("way", sa.Text(), nullable=False, comment="How it was shown: a typed code or a live QR"),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("is_valid", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True, comment="Why it was not accepted"),
        sa.Column("tenant", sa.Text(), nullable=False, comment="Who verified: institution:<id> or authority:<code>"),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("purpose IN ('look', 'hold', 'activate')", name=op.f("verification_purpose_known_check")),
        sa.CheckConstraint("way IN ('code', 'live_qr')", name=op.f("verification_way_known_check")),
        sa.CheckConstraint("is_valid = (reason IS NULL)", name=op.f("verification_refusal_has_reason_check")),
        sa.ForeignKeyConstraint(
            ["trainee_id", "voucher_id"],
            ["voucher.trainee_id", "voucher.voucher_id"],
            name=op.f("verification_trainee_id_voucher_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("trainee_id", "verification_id", name=op.f("verification_pkey")),
        comment="Every verification of a voucher (验券), accepted or not, append-only",
    )
    op.create_index("verification_tenant_idx", "verification", ["tenant", "verification_id"], unique=False)
    op.create_table(
        "voucher_leg",
        sa.Column("trainee_id", sa.Uuid(), nullable=False),
        sa.Column("voucher_id", sa.Uuid(), nullable=False),
        sa.Column("leg", sa.Text(), nullable=False),
        sa.Column(
            "batch_id", sa.Uuid(), nullable=True, comment="The batch of the budget that it is drawn from, if any"
        ),
        sa.Column("fund", sa.Text(), nullable=True),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("payee", sa.Text(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "fund IN ('skills_action_fund', 'unemployment_insurance_fund', 'employment_subsidy_fund')",
            name=op.f("voucher_leg_fund_known_check"),
        ),
        sa.CheckConstraint(
            "leg IN ('training', 'online', 'assessment', 'living')", name=op.f("voucher_leg_leg_known_check")
        ),
        sa.CheckConstraint("amount_fen > 0", name=op.f("voucher_leg_amount_positive_check")),
        sa.ForeignKeyConstraint(
            ["trainee_id", "voucher_id"],
            ["voucher.trainee_id", "voucher.voucher_id"],
            name=op.f("voucher_leg_trainee_id_voucher_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("trainee_id", "voucher_id", "leg", name=op.f("voucher_leg_pkey")),
        comment="What a voucher will pay, to whom and from which fund; settled when the budget is committed",
    )
    op.create_table(
        "scan",
        sa.Column("trainee_id", sa.Uuid(), nullable=False),
        sa.Column("scan_id", sa.Uuid(), nullable=False),
        sa.Column("class_id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("scanned_by", sa.Uuid(), nullable=False, comment="The identified administrator of the institution"),
        sa.Column("qr_id", sa.Uuid(), nullable=False, comment="The trainee's device made it; it serves once"),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("body_digest", sa.LargeBinary(), nullable=False),
        sa.Column(
            "answer", sa.LargeBinary(), nullable=False, comment="The first answer with every finding, byte for byte"
        ),
        sa.Column(
            "evidence_sealed",
            sa.LargeBinary(),
            nullable=True,
            comment="What was measured; purged when law says so, the verdict stands",
        ),
        sa.Column("evidence_commitment", sa.LargeBinary(), nullable=False, comment="Salted SHA-256 of the evidence"),
        sa.CheckConstraint("decision IN ('accepted', 'doubtful', 'refused')", name=op.f("scan_decision_known_check")),
        sa.ForeignKeyConstraint(
            ["trainee_id", "class_id"],
            ["registration.trainee_id", "registration.class_id"],
            name=op.f("scan_trainee_id_class_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("trainee_id", "scan_id", name=op.f("scan_pkey")),
        comment="Vouchers scanned at sessions (扫码验券), as they were judged, append-only",
    )
    op.create_index(
        "scan_qr_key", "scan", ["trainee_id", "qr_id"], unique=True, postgresql_where=sa.text("decision = 'accepted'")
    )
    _voucher()
    _voucher_event()
    _transfer()


def _voucher() -> None:
    """Vouchers issued before live by the graph of their province, or of Shaoxing where that is theirs."""
    op.add_column("voucher", sa.Column("graph", sa.Text(), comment="The pack whose transition graph it lives by"))
    op.add_column("voucher", sa.Column("template_id", sa.Uuid()))
    op.add_column("voucher", sa.Column("template_version", sa.Integer()))
    op.add_column("voucher", sa.Column("fund", sa.Text(), comment="Which fund pays; empty while nobody has named one"))
    op.execute(
        "UPDATE voucher SET graph = CASE WHEN authority_code LIKE '3306%' THEN '330600'"
        " WHEN left(authority_code, 2) IN ('34', '35', '37') THEN left(authority_code, 2) || '0000'"
        " ELSE '000000' END"
    )
    op.alter_column("voucher", "graph", nullable=False)
    op.drop_constraint(op.f("voucher_state_known_check"), "voucher", type_="check")
    op.create_check_constraint(op.f("voucher_state_known_check"), "voucher", _VOUCHER_STATE_KNOWN)
    op.create_check_constraint(op.f("voucher_fund_known_check"), "voucher", _VOUCHER_FUND_KNOWN)
    op.create_check_constraint(op.f("voucher_graph_known_check"), "voucher", _VOUCHER_GRAPH_KNOWN)
    op.create_index(
        "voucher_waiting_idx",
        "voucher",
        ["use_by"],
        postgresql_where=sa.text("state IN ('issued', 'claimed', 'activated', 'held')"),
    )
    op.create_foreign_key(
        op.f("voucher_template_id_template_version_fkey"),
        "voucher",
        "voucher_template",
        ["template_id", "template_version"],
        ["template_id", "version"],
    )


def _voucher_event() -> None:
    """Every move says where it comes from. Before, a determination was one move; its first half is put in its place."""
    op.add_column("voucher_event", sa.Column("graph", sa.Text()))
    op.add_column("voucher_event", sa.Column("previous_state", sa.Text(), comment="Empty for the first move only"))
    op.execute(
        "UPDATE voucher_event e SET graph = v.graph FROM voucher v"
        " WHERE v.trainee_id = e.trainee_id AND v.voucher_id = e.voucher_id"
    )
    op.execute(
        "UPDATE voucher_event e SET previous_state = CASE"
        " WHEN e.event IN ('made_payable', 'released') THEN 'completed' ELSE b.state END"
        " FROM voucher_event b WHERE b.trainee_id = e.trainee_id AND b.voucher_id = e.voucher_id"
        " AND b.ordinal = e.ordinal - 1"
    )
    op.execute("UPDATE voucher_event SET state = 'completed' WHERE event IN ('retracted', 'reserved_again')")
    op.execute(
        "UPDATE voucher v SET state = e.state FROM voucher_event e WHERE e.trainee_id = v.trainee_id"
        " AND e.voucher_id = v.voucher_id AND e.ordinal = v.ordinal"
    )
    op.alter_column("voucher_event", "graph", nullable=False)
    op.create_check_constraint(
        op.f("voucher_event_first_has_no_past_check"), "voucher_event", _VOUCHER_EVENT_FIRST_HAS_NO_PAST
    )
    op.create_check_constraint(op.f("voucher_event_move_exists_check"), "voucher_event", _VOUCHER_EVENT_MOVE_EXISTS)


def _transfer() -> None:
    """What was moved before was the training subsidy, by no fund that anybody had named."""
    op.add_column(
        "transfer",
        sa.Column("leg", sa.Text(), comment="Which part of the subsidy: training, online, assessment, living"),
    )
    op.add_column(
        "transfer",
        sa.Column("previous_ordinal", sa.Integer(), comment="Of the transfer it follows; empty for the first only"),
    )
    op.add_column("transfer", sa.Column("previous_kind", sa.Text()))
    op.add_column("transfer", sa.Column("authority_code", sa.Text(), comment="Whose money"))
    op.add_column(
        "transfer",
        sa.Column("fund", sa.Text(), comment="The fund it comes from and returns to; empty while nobody has named one"),
    )
    op.add_column("transfer", sa.Column("fiscal_year", sa.Integer()))
    op.add_column(
        "transfer", sa.Column("payee", sa.Text(), comment="institution:<id>, enterprise:<code> or trainee:<id>")
    )
    op.execute(
        "UPDATE transfer t SET leg = 'training', authority_code = v.authority_code,"
        " fiscal_year = extract(year FROM t.at AT TIME ZONE 'Asia/Shanghai'),"
        " payee = coalesce(substring(t.credit_account FROM '^(institution:.*|trainee:.*)/payable$'),"
        " substring(t.debit_account FROM '^(institution:.*|trainee:.*)/payable$'), 'trainee:' || t.trainee_id)"
        " FROM voucher v WHERE v.trainee_id = t.trainee_id AND v.voucher_id = t.voucher_id"
    )
    op.execute(
        "UPDATE transfer t SET previous_ordinal = b.ordinal, previous_kind = b.kind FROM transfer b"
        " WHERE b.trainee_id = t.trainee_id AND b.voucher_id = t.voucher_id AND b.ordinal = t.ordinal - 1"
    )
    op.execute(
        "INSERT INTO voucher_leg (trainee_id, voucher_id, leg, fiscal_year, payee, amount_fen)"
        " SELECT DISTINCT ON (trainee_id, voucher_id) trainee_id, voucher_id, leg, fiscal_year, payee, amount_fen"
        " FROM transfer ORDER BY trainee_id, voucher_id, (kind = 'post') DESC, ordinal"
    )
    for column in ("leg", "authority_code", "fiscal_year", "payee"):
        op.alter_column("transfer", column, nullable=False)
    for name in ("kind_known", "in_and_out_alternate"):
        op.drop_constraint(op.f(f"transfer_{name}_check"), "transfer", type_="check")
    op.drop_constraint(op.f("transfer_pkey"), "transfer", type_="primary")
    op.create_primary_key(op.f("transfer_pkey"), "transfer", ["trainee_id", "voucher_id", "leg", "ordinal"])
    op.create_check_constraint(op.f("transfer_kind_known_check"), "transfer", _TRANSFER_KIND_KNOWN)
    op.create_check_constraint(op.f("transfer_fund_known_check"), "transfer", _TRANSFER_FUND_KNOWN)
    op.create_check_constraint(op.f("transfer_first_has_no_past_check"), "transfer", _TRANSFER_FIRST_HAS_NO_PAST)
    op.create_check_constraint(
        op.f("transfer_first_follows_nothing_check"), "transfer", _TRANSFER_FIRST_FOLLOWS_NOTHING
    )
    op.create_check_constraint(op.f("transfer_without_gaps_check"), "transfer", _TRANSFER_WITHOUT_GAPS)
    op.create_check_constraint(op.f("transfer_in_order_check"), "transfer", _TRANSFER_IN_ORDER)
    op.drop_index("transfer_credit_idx", table_name="transfer")
    op.drop_index("transfer_debit_idx", table_name="transfer")
    op.create_index("transfer_authority_idx", "transfer", ["authority_code", "fund", "fiscal_year"])
    step = ["trainee_id", "voucher_id", "leg", "ordinal", "kind", "amount_fen"]
    op.create_unique_constraint("transfer_step_key", "transfer", step)
    before = ["trainee_id", "voucher_id", "leg", "previous_ordinal", "previous_kind", "amount_fen"]
    op.create_foreign_key("transfer_previous_fkey", "transfer", "transfer", before, step)
