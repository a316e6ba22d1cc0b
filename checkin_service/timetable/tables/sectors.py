"""Filings of sector authorities are reference data: a plan with the people whom it names, by their keyed hashes."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Text,
    Uuid,
)

from checkin_service.kit.database import table

sector_plan = table(
    "sector_plan",
    Column("plan_id", Uuid, primary_key=True),
    Column("project_id", ForeignKey("project.project_id"), nullable=False),
    Column("authority_code", ForeignKey("authority.authority_code"), nullable=False, comment="With whom it is filed"),
    Column("document_number", Text, nullable=False, comment="文号"),
    Column("training_plan", Text, nullable=False, comment="培训计划"),
    Column("subsidy_fen", BigInteger, nullable=False, comment="补贴标准 per person"),
    Column("people", Integer, nullable=False, comment="How many people are named"),
    Column("filed_by", Uuid, nullable=False),
    Column("filed_at", DateTime(timezone=True), nullable=False),
    CheckConstraint("subsidy_fen > 0", name="subsidy_positive"),
    CheckConstraint("people > 0", name="somebody_named"),
    # The latest of a project decides; an authority lists all that was filed with it.
    Index("sector_plan_project_idx", "project_id", "filed_at"),
    Index("sector_plan_authority_idx", "authority_code", "plan_id"),
    comment="What sector authorities (行业主管部门) file before their training begins (SX-10), append-only",
)

sector_plan_person = table(
    "sector_plan_person",
    Column("plan_id", ForeignKey(sector_plan.c.plan_id), primary_key=True),
    Column("document_hash", LargeBinary, primary_key=True, comment="Keyed hash of the identity document"),
    comment="Who is to take part by a sector authority's plan, append-only; by plan",
)
