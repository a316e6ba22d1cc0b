"""Sector authorities (行业主管部门) file plan, people and rate before their training begins."""

import sqlalchemy as sa
from alembic import op

from migrations.columns import big, binary, check, integer, moment, text, uuid

revision = "sector_plans"
down_revision = "conduct"


def upgrade() -> None:
    op.add_column(
        "project", sa.Column("sector", sa.Text(), comment="行业主管部门 that carries it out (SX-10); empty: none")
    )
    op.create_table(
        "sector_plan",
        uuid("plan_id", key=True),
        uuid("project_id", of="project.project_id"),
        text("authority_code", "With whom it is filed", of="authority.authority_code"),
        text("document_number", "文号"),
        text("training_plan", "培训计划"),
        big("subsidy_fen", "补贴标准 per person"),
        integer("people", "How many people are named"),
        uuid("filed_by"),
        moment("filed_at"),
        check("subsidy_positive", "subsidy_fen > 0"),
        check("somebody_named", "people > 0"),
        comment="What sector authorities (行业主管部门) file before their training begins (SX-10), append-only",
    )
    op.create_index("sector_plan_project_idx", "sector_plan", ["project_id", "filed_at"])
    op.create_index("sector_plan_authority_idx", "sector_plan", ["authority_code", "plan_id"])
    op.create_table(
        "sector_plan_person",
        uuid("plan_id", key=True, of="sector_plan.plan_id"),
        binary("document_hash", "Keyed hash of the identity document", key=True),
        comment="Who is to take part by a sector authority's plan, append-only; by plan",
    )
