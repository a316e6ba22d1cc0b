"""Statements about performance reports."""

from uuid import UUID

from sqlalchemy import Integer, Text, bindparam, insert, select

from checkin_service.kit.database import Database, fragment_of
from checkin_service.kit.questions import matches, question
from checkin_service.performance.model import PerformanceReport
from checkin_service.performance.tables import performance_report

add_report = fragment_of(PerformanceReport, insert(performance_report))
"""Of two at once one finds its ordinal taken."""


@question(select(performance_report).where(matches(performance_report, "report_id")))
async def report_of(database: Database, report_id: UUID) -> PerformanceReport | None: ...


@question(
    select(performance_report)
    .where(matches(performance_report, "project_id", "year"))
    .order_by(performance_report.c.ordinal)
)
async def of_project(database: Database, project_id: UUID, year: int) -> list[PerformanceReport]: ...


@question(
    select(performance_report)
    .where(
        performance_report.c.authority_code.between(
            bindparam("first_code", type_=Text), bindparam("last_code", type_=Text)
        ),
        performance_report.c.year == bindparam("year", type_=Integer),
    )
    .order_by(performance_report.c.project_id, performance_report.c.ordinal)
    .limit(5000)
)
async def of_year(database: Database, *, first_code: str, last_code: str, year: int) -> list[PerformanceReport]:
    """Of a place and those below it, each project's in turn."""
