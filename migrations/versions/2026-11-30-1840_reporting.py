"""Reports to the national platform: decisions, what is owed, what became of it, and how both sides compare."""

import sqlalchemy as sa
from alembic import op

from migrations.columns import belongs_to, boolean, check, counted, day, integer, moment, one_of, text, uuid

revision = "reporting"
down_revision = "keyed_digests"

_KINDS = (
    "template institution training_class person voucher_issued voucher_claimed voucher_used voucher_voided sign_in"
    " certificate settlement"
)


def upgrade() -> None:
    _decisions()
    _reports()
    _comparisons()


def _decisions() -> None:
    op.create_table(
        "report_switch",
        text("authority_code", key=True, of="authority.authority_code"),
        uuid("switch_id", key=True),
        boolean("is_on"),
        text("document_number", "文号"),
        text("reason"),
        uuid("asked_by"),
        moment("asked_at"),
        comment="Decisions that facts go up to the national platform or stop, append-only; distributed by authority",
    )
    op.create_table(
        "report_switch_ruling",
        text("authority_code", key=True),
        uuid("switch_id", key=True),
        boolean("approved"),
        text("reason", optional=True),
        uuid("asked_by"),
        uuid("ruled_by", "Another person than who asked"),
        moment("ruled_at"),
        check("ruled_by_another", "ruled_by <> asked_by"),
        check("refusal_has_reason", "approved OR reason IS NOT NULL"),
        belongs_to("report_switch", "authority_code", "switch_id"),
        comment="What a second person said to each such decision, append-only; distributed by authority",
    )


def _reports() -> None:
    op.create_table(
        "report_noted",
        uuid("trainee_id", key=True),
        uuid("event_id", "What was delivered; gone once the person's facts were noted", key=True),
        comment="People of whom there is news that no report has followed yet",
    )
    op.create_table(
        "report",
        text("authority_code", key=True, of="authority.authority_code"),
        uuid("report_id", "Made from the fact: sent twice it counts once", key=True),
        text("kind"),
        uuid("trainee_id", "Whose fact it is; none of registers", optional=True),
        uuid("object_id", "Template, site, class, voucher or attempt"),
        text("part", "Version, event or certificate, where one object has several facts"),
        text("value", "What both sides must agree on; no name, no document"),
        day("day", "The civil day of the fact"),
        moment("noted_at"),
        one_of("kind", _KINDS),
        comment="Facts that authorities owe to the national platform (上报), append-only; distributed by authority",
    )
    op.create_index("report_day_idx", "report", ["authority_code", "day", "kind"])
    op.create_index("report_trainee_idx", "report", ["trainee_id"])
    op.create_table(
        "report_ground",
        text("authority_code", key=True),
        uuid("report_id", key=True),
        uuid("ground_id", "The report that has to be answered first", key=True),
        belongs_to("report", "authority_code", "report_id"),
        comment="What each report rests on and goes up after, append-only; distributed by authority",
    )
    op.create_index("report_ground_ground_idx", "report_ground", ["authority_code", "ground_id"])
    op.create_table(
        "report_step",
        text("authority_code", key=True),
        uuid("report_id", key=True),
        integer("ordinal", "Of two at once one finds it taken", key=True),
        text("step"),
        text("words_zh", "The platform's own words, or an officer's reason", optional=True),
        text("words_en", optional=True),
        uuid("taken_by", "The officer; empty for what the courier did", optional=True),
        moment("taken_at"),
        one_of("step", "sent answered refused again settled"),
        check("taken_by_somebody", "step NOT IN ('again', 'settled') OR taken_by IS NOT NULL"),
        check("settled_with_reason", "step <> 'settled' OR words_zh IS NOT NULL"),
        belongs_to("report", "authority_code", "report_id"),
        comment="What became of each report: sent, answered, refused, sent again, settled; append-only",
    )
    op.create_index(
        "report_step_answered_idx",
        "report_step",
        ["authority_code", "taken_at"],
        postgresql_where=sa.text("step = 'answered'"),
    )
    op.create_table(
        "report_queue",
        text("authority_code", key=True),
        uuid("report_id", key=True),
        integer("rank", "Of its kind: registers before people before what they do"),
        counted("sequence"),
        integer("steps", "How many steps it has taken", default="0"),
        integer("attempts", default="0"),
        boolean("is_refused", default="false"),
        belongs_to("report", "authority_code", "report_id"),
        comment="Reports without an answer yet; a row goes when the platform answered or somebody settled it",
    )
    op.create_index(
        "report_queue_next_idx",
        "report_queue",
        ["authority_code", "rank", "sequence"],
        postgresql_where=sa.text("NOT is_refused"),
    )


def _comparisons() -> None:
    op.create_table(
        "report_comparison",
        text("authority_code", key=True, of="authority.authority_code"),
        day("day", key=True),
        integer("ordinal", "The latest one holds", key=True),
        text("kind", key=True),
        integer("our_count"),
        text("our_digest"),
        integer("their_count"),
        text("their_digest"),
        moment("compared_at"),
        one_of("kind", _KINDS),
        check("counts_not_negative", "our_count >= 0 AND their_count >= 0"),
        comment="Comparisons of what went up with what the platform has (对账), by authority and day, append-only",
    )
    op.create_table(
        "report_difference",
        text("authority_code", key=True, of="authority.authority_code"),
        uuid("difference_id", "Made from what differs: found again it is the same", key=True),
        text("kind"),
        text("report_kind"),
        uuid("report_id", "Ours, or what the platform calls it"),
        uuid("trainee_id", optional=True),
        day("day"),
        text("ours", optional=True),
        text("theirs", optional=True),
        moment("found_at"),
        one_of("kind", "missing_there unknown_here values_differ voided_elsewhere"),
        one_of("report_kind", _KINDS),
        comment="Facts on which the national platform and this service do not agree, append-only; distributed by authority",
    )
    op.create_table(
        "report_difference_ruling",
        text("authority_code", key=True),
        uuid("difference_id", key=True),
        text("reason"),
        uuid("ruled_by"),
        moment("ruled_at"),
        belongs_to("report_difference", "authority_code", "difference_id"),
        comment="How officers resolved differences, append-only; distributed by authority",
    )
