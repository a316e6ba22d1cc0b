"""The table of performance reports."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    Text,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.dialects.postgresql import JSONB

from checkin_service.kit.database import one_of, table
from checkin_service.performance.model import Rating

performance_report = table(
    "performance_report",
    Column("report_id", Uuid, primary_key=True),
    Column("authority_code", ForeignKey("authority.authority_code"), nullable=False),
    Column("project_id", ForeignKey("project.project_id"), nullable=False),
    Column("year", Integer, nullable=False),
    Column("ordinal", Integer, nullable=False, comment="The highest holds; of two at once one finds it taken"),
    Column("document_number", Text, nullable=False, comment="文号"),
    Column("target_people", Integer, nullable=False),
    Column("target_certified", Integer, nullable=False),
    Column("target_paid_fen", BigInteger, nullable=False),
    Column("figures", JSONB, nullable=False, comment="As they were counted when it was filed"),
    Column("rating", Text, nullable=False),
    Column("assessment", Text, nullable=False),
    Column("measures", Text, comment="What is to be improved"),
    Column("is_of_sector", Boolean, nullable=False, comment="Filed by the sector authority itself"),
    Column("filed_by", Uuid, nullable=False),
    Column("filed_at", DateTime(timezone=True), nullable=False),
    one_of("rating", Rating),
    CheckConstraint(
        "target_people >= 0 AND target_certified >= 0 AND target_paid_fen >= 0", name="targets_not_negative"
    ),
    UniqueConstraint("project_id", "year", "ordinal"),
    # A place's reports of a year.
    Index("performance_report_authority_idx", "authority_code", "year"),
    comment="Performance reports on the funds of projects by year (资金绩效考核评价), append-only",
)
