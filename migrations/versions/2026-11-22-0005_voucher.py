"""Vouchers with the templates they come from and their histories."""

import sqlalchemy as sa
from alembic import op

from migrations.columns import (
    belongs_to,
    big,
    binary,
    boolean,
    check,
    day,
    integer,
    moment,
    one_of,
    text,
    texts,
    unique,
    uuid,
    uuids,
)

revision = "voucher"
down_revision = "identity"

_FUNDS = "skills_action_fund unemployment_insurance_fund employment_subsidy_fund"
_PURPOSES = (
    "certificate project special_ability pre_job golden_blue_collar new_apprenticeship post_upgrading "
    "graduate_skills_programme"
)
# Moves of a voucher: "state before, event, state after". These exist in every graph, those in one.
_EVERYWHERE = (
    "used completed completed, completed made_payable payable, completed released released, "
    "payable retracted completed, released reserved_again completed, payable requested requested, "
    "requested request_refused payable, requested approved approved, approved payment_refused payable, "
    "approved disbursed disbursed, disbursed written_off written_off, written_off clawed_back clawed_back, "
    "used voided voided"
)
_IN_GRAPH = {
    "000000": (
        "made issued issued, issued claimed claimed, claimed activated activated, activated used used, "
        "issued expired expired, claimed expired expired, activated expired expired, issued voided voided, "
        "claimed voided voided, activated voided voided, issued returned returned, claimed returned returned, "
        "issued exchanged exchanged, claimed exchanged exchanged"
    ),
    "330600": (
        "issued activated activated, activated used used, issued expired expired, activated expired expired, "
        "issued voided voided, activated voided voided, issued returned returned, issued exchanged exchanged"
    ),
    "340000": (
        "issued claimed claimed, claimed held held, held hold_ended claimed, held used used, issued expired expired, "
        "claimed expired expired, held expired expired, issued voided voided, claimed voided voided, "
        "held voided voided, issued returned returned, claimed returned returned, issued exchanged exchanged, "
        "claimed exchanged exchanged"
    ),
    "350000": (
        "made issued issued, issued claimed claimed, claimed used used, issued expired expired, "
        "claimed expired expired, used expired expired, issued voided voided, claimed voided voided, "
        "issued returned returned, claimed returned returned, issued exchanged exchanged, claimed exchanged exchanged"
    ),
    "370000": (
        "made issued issued, issued claimed claimed, claimed activated activated, activated used used, "
        "issued expired expired, claimed expired expired, activated expired expired, issued voided voided, "
        "claimed voided voided, activated voided voided, issued returned returned, claimed returned returned, "
        "issued exchanged exchanged, claimed exchanged exchanged"
    ),
}
_MOVE = "COALESCE(previous_state, '') || ' ' || event || ' ' || state"


def _move_exists() -> str:
    everywhere = [" made made", " issued issued", *_EVERYWHERE.split(", ")]
    in_graph = [f"{graph} {move}" for graph, moves in _IN_GRAPH.items() for move in moves.split(", ")]
    return f"{_MOVE} IN ({_quoted(everywhere)}) OR graph || ' ' || {_MOVE} IN ({_quoted(in_graph)})"


def _quoted(words: list[str]) -> str:
    return ", ".join(f"'{word}'" for word in words)


def upgrade() -> None:
    _templates()
    _vouchers()
    _histories()


def _templates() -> None:
    op.create_table(
        "voucher_template",
        uuid("template_id", key=True),
        integer("version", key=True),
        text("authority_code", of="authority.authority_code"),
        text("name"),
        text("content", "What is trained (培训内容)"),
        text("kind", "通用券 general, 定向券 targeted"),
        text("form", "面值券 face_value, 抵用券 credit"),
        text("delivery"),
        text("purpose", "Certificate, project or special ability"),
        text("fund"),
        big("face_value_fen", optional=True),
        text("occupation", "Optional for general vouchers (SX-06)", optional=True),
        text("level", optional=True),
        text("group_name", "人群, as the subsidy table names it", optional=True),
        text("training_type", optional=True),
        uuids("institutions", "可用机构; empty: any"),
        text("people", "可用人群, shown to applicants (MP-11)"),
        integer("valid_months", "Where the pack leaves it to the template; never beyond the pack", optional=True),
        integer("quantity", "发放数量"),
        uuid("published_by"),
        moment("published_at"),
        uuids("projects", "可用培训项目; empty: any that fits the rest", default="'{}'"),
        texts(
            "holders",
            "可用人群 as facts of which one has to hold of the holder; empty: anybody who meets the rest",
            default="'{}'",
        ),
        check("version_positive", "version > 0"),
        one_of("kind", "general targeted"),
        one_of("form", "face_value credit"),
        one_of("delivery", "offline online mixed"),
        one_of("purpose", _PURPOSES),
        one_of("fund", _FUNDS),
        check("face_value_stated", "(form = 'face_value') = (face_value_fen IS NOT NULL)"),
        check("face_value_positive", "face_value_fen > 0"),
        check("months_sane", "valid_months BETWEEN 1 AND 60"),
        check("quantity_positive", "quantity > 0"),
        comment="Voucher templates (MP-05), append-only: a change is a new version, vouchers keep the one they came from",
    )
    op.create_index("voucher_template_authority_idx", "voucher_template", ["authority_code"])
    op.create_table(
        "template_quota",
        uuid("template_id", key=True),
        integer("version", "The latest"),
        integer("quantity"),
        integer("issued"),
        check("issued_not_negative", "issued >= 0"),
        check("within_quantity", "issued <= quantity"),
        comment="How many vouchers of a template there may be and are",
    )
    op.create_table(
        "subsidy_rate",
        text("authority_code", key=True, of="authority.authority_code"),
        uuid("rate_id", key=True),
        text("occupation"),
        text("level"),
        text("group_name"),
        text("training_type"),
        text("kind", "Training, assessment or living (MP-27)"),
        big("amount_fen"),
        day("effective_from"),
        day("effective_to", "The last day, that day included", optional=True),
        day("published_on"),
        text("document", "The decision that sets it"),
        one_of("kind", "training assessment living"),
        check("amount_positive", "amount_fen > 0"),
        check("period_in_order", "effective_to >= effective_from"),
        unique(
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


def _vouchers() -> None:
    op.create_table(
        "voucher",
        uuid("trainee_id", key=True, of="trainee.trainee_id"),
        uuid("voucher_id", key=True),
        text("voucher_code", "唯一码"),
        text("kind", "通用券 general, 定向券 targeted"),
        text("authority_code", "The issuing authority, which pays"),
        text("graph", "The pack whose transition graph it lives by"),
        uuid("template_id", optional=True),
        integer("template_version", optional=True),
        text("fund", "Which fund pays; empty while nobody has named one", optional=True),
        text("state", "Follows the last event; kept for queries"),
        integer("ordinal", "Of the last event"),
        uuid("class_id", "Where it is put to use", optional=True),
        uuid("institution_id", "Who verified it at arrival (验券)", optional=True),
        day("obtained_on", "取得: the periods count from here"),
        day("activate_by", "Last day to activate, that day included"),
        day("use_by", "Last day to use, that day included"),
        one_of("kind", "general targeted"),
        one_of(
            "state",
            "made issued claimed activated held used completed payable released requested approved disbursed written_off "
            "returned exchanged expired voided clawed_back",
        ),
        one_of("fund", _FUNDS),
        one_of("graph", "000000 330600 340000 350000 370000"),
        check("periods_in_order", "activate_by <= use_by"),
        sa.ForeignKeyConstraint(
            ["template_id", "template_version"], ["voucher_template.template_id", "voucher_template.version"]
        ),
        comment="Vouchers (职业培训券)",
    )
    op.create_index("voucher_class_idx", "voucher", ["class_id"])
    op.create_index(
        "voucher_waiting_idx",
        "voucher",
        ["use_by"],
        postgresql_where="state IN ('issued', 'claimed', 'activated', 'held')",
    )
    op.create_index("voucher_authority_idx", "voucher", ["authority_code", "voucher_id"])


def _histories() -> None:
    op.create_table(
        "voucher_code",
        text("voucher_code", key=True),
        uuid("trainee_id"),
        uuid("voucher_id"),
        comment="Whose voucher a code names; distributed by code",
    )
    op.create_table(
        "voucher_event",
        uuid("trainee_id", key=True),
        uuid("voucher_id", key=True),
        integer("ordinal", key=True),
        text("event"),
        text("graph"),
        text("previous_state", "Empty for the first move only", optional=True),
        text("state", "The state it leads to"),
        moment("at"),
        text("actor"),
        text("reason", optional=True),
        check("first_has_no_past", "(ordinal = 1) = (previous_state IS NULL)"),
        check("move_exists", _move_exists()),
        belongs_to("voucher", "trainee_id", "voucher_id"),
        comment="The history of a voucher, append-only; two moves at once collide on the ordinal",
    )
    op.create_table(
        "voucher_activation",
        uuid("trainee_id", key=True),
        integer("year", "Calendar year of the activation, in China", key=True),
        integer("number", "Which activation of that year, from 1", key=True),
        uuid("voucher_id"),
        belongs_to("voucher", "trainee_id", "voucher_id"),
        comment="Activations counted per person and year (每人每年): two at once collide on the number",
    )
    op.create_table(
        "voucher_turn",
        uuid("trainee_id", key=True),
        integer("turn", "One more than the person had: two issues at once collide", key=True),
        uuid("voucher_id"),
        belongs_to("voucher", "trainee_id", "voucher_id"),
        comment="Which voucher of the person each is, append-only; those issued before it was kept are counted along",
    )
    op.create_table(
        "verification",
        uuid("trainee_id", key=True),
        uuid("verification_id", "UUIDv7: sorts by time", key=True),
        uuid("voucher_id"),
        text("way", "How it was shown: a typed code, a live QR, or from afar"),
        text("purpose"),
        boolean("is_valid"),
        text("reason", "Why it was not accepted", optional=True),
        text("tenant", "Who verified: institution:<id> or authority:<code>"),
        text("subject"),
        moment("at"),
        one_of("way", "code live_qr e_card"),
        one_of("purpose", "look hold activate"),
        check("refusal_has_reason", "is_valid = (reason IS NULL)"),
        belongs_to("voucher", "trainee_id", "voucher_id"),
        comment="Every verification of a voucher (验券), accepted or not, append-only",
    )
    op.create_index("verification_tenant_idx", "verification", ["tenant", "verification_id"])
    op.create_table(
        "unknown_verification",
        uuid("verification_id", "UUIDv7: sorts by time", key=True),
        binary("shown_hash", "Keyed hash of what was shown, to find the same again"),
        text("way", "How it was shown: a typed code or a live QR"),
        text("purpose"),
        text("reason", "Why it was not accepted"),
        text("tenant", "Who verified: institution:<id> or authority:<code>"),
        text("subject"),
        moment("at"),
        one_of("way", "code live_qr"),
        one_of("purpose", "look hold activate"),
        comment="Verifications of what is no voucher (伪造、不存在的券), append-only",
    )
    op.create_index("unknown_verification_tenant_idx", "unknown_verification", ["tenant", "verification_id"])
