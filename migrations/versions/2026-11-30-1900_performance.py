"""Performance reports on the funds of projects."""

from alembic import op

from migrations.columns import big, boolean, check, integer, json, moment, one_of, text, unique, uuid

revision = "performance"
down_revision = "risk"


def upgrade() -> None:
    op.create_table(
        "performance_report",
        uuid("report_id", key=True),
        text("authority_code", of="authority.authority_code"),
        uuid("project_id", of="project.project_id"),
        integer("year"),
        integer("ordinal", "The highest holds; of two at once one finds it taken"),
        text("document_number", "文号"),
        integer("target_people"),
        integer("target_certified"),
        big("target_paid_fen"),
        json("figures", "As they were counted when it was filed"),
        text("rating"),
        text("assessment"),
        text("measures", "What is to be improved", optional=True),
        boolean("is_of_sector", "Filed by the sector authority itself"),
        uuid("filed_by"),
        moment("filed_at"),
        one_of("rating", "excellent good fair poor"),
        check("targets_not_negative", "target_people >= 0 AND target_certified >= 0 AND target_paid_fen >= 0"),
        unique("project_id", "year", "ordinal"),
        comment="Performance reports on the funds of projects by year (资金绩效考核评价), append-only",
    )
    op.create_index("performance_report_authority_idx", "performance_report", ["authority_code", "year"])
