"""Lapses of institutions with their appeals, and orders to rectify."""

from alembic import op

from migrations.columns import belongs_to, boolean, check, day, integer, moment, one_of, text, uuid

revision = "conduct"
down_revision = "planned_rosters"


def upgrade() -> None:
    op.create_table(
        "lapse",
        uuid("lapse_id", key=True),
        uuid("institution_id", of="institution.institution_id"),
        text("authority_code"),
        text("kind"),
        day("occurred_on"),
        text("words", "What was found; names nobody"),
        uuid("inspection_id", "The inspection that found it; empty: it came to light otherwise", optional=True),
        text("document_number", "文号"),
        uuid("proposed_by"),
        uuid("decided_by", "Another person than who proposed"),
        moment("decided_at"),
        one_of("kind", "quality review_failure"),
        check("decided_by_another", "decided_by <> proposed_by"),
        comment="Lapses of institutions (质量问题, 把关不严) as two people recorded them, append-only",
    )
    op.create_index("lapse_institution_idx", "lapse", ["institution_id"])
    op.create_table(
        "lapse_appeal",
        uuid("lapse_id", key=True, of="lapse.lapse_id"),
        text("words"),
        uuid("filed_by"),
        moment("filed_at"),
        comment="What institutions say against lapses, append-only",
    )
    op.create_table(
        "lapse_appeal_decision",
        uuid("lapse_id", key=True),
        boolean("upheld"),
        text("reason"),
        uuid("decided_by", "Neither who found the lapse nor who confirmed it"),
        moment("decided_at"),
        belongs_to("lapse_appeal", "lapse_id"),
        comment="Decisions on appeals of institutions, append-only; an upheld one strikes the lapse from the count",
    )
    _rectifications()


def _rectifications() -> None:
    op.create_table(
        "rectification",
        uuid("rectification_id", key=True),
        uuid("institution_id", of="institution.institution_id"),
        text("authority_code"),
        text("counted", "How the counts stood when it was ordered"),
        text("demands"),
        day("due_on"),
        text("document_number", "文号"),
        text("reason"),
        uuid("proposed_by"),
        uuid("decided_by", "Another person than who proposed"),
        moment("decided_at"),
        check("decided_by_another", "decided_by <> proposed_by"),
        comment="Orders to rectify (责令整改), append-only",
    )
    op.create_index("rectification_institution_idx", "rectification", ["institution_id"])
    op.create_table(
        "rectification_step",
        uuid("rectification_id", key=True, of="rectification.rectification_id"),
        integer("ordinal", "Of two at once one finds it taken", key=True),
        text("step"),
        text("words"),
        uuid("taken_by"),
        moment("taken_at"),
        one_of("step", "reported unmet met readmission_asked"),
        comment="Reports, decisions and new applications under orders to rectify, append-only; the latest one holds",
    )
