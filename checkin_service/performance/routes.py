"""Performance reports over HTTP."""

import asyncio
from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from checkin_service.access.dependencies import Res, service_router
from checkin_service.access.model import Permission, Subject
from checkin_service.kit.http.routes import attachment
from checkin_service.kit.idempotency import Kept
from checkin_service.kit.printing import MEDIA_TYPE as PDF
from checkin_service.performance import service
from checkin_service.performance.schemas import NewPerformanceReport, PerformanceReportAnswer, PerformanceYear
from checkin_service.performance.words import report_pdf

router = service_router(tag="statistics")


@router.creates(
    "/performance-reports", by=Permission.PERFORMANCE_FILE, summary="Report on a project's year (资金绩效考核评价)"
)
async def file_performance_report(
    resources: Res, subject: Subject, body: NewPerformanceReport
) -> Kept[PerformanceReportAnswer]:
    """By the sector authority of the project or by the authority itself; a further one takes its place."""
    return await service.file(resources, subject, body)


@router.reads("/performance-reports", by=Permission.PERFORMANCE_READ, summary="Performance reports of a year")
async def list_performance_reports(
    resources: Res, subject: Subject, year: Annotated[int, Query(ge=2015, le=2099)]
) -> PerformanceYear:
    """Targets, figures at the filing and now, the assessment; and projects on which nobody has reported."""
    return await service.year(resources, subject, year)


@router.hands_out(
    "/performance-reports/{report_id}/paper",
    by=Permission.PERFORMANCE_READ,
    media=[PDF],
    summary="A performance report on paper (PDF)",
)
async def get_performance_paper(resources: Res, subject: Subject, report_id: UUID) -> Response:
    found = await service.report(resources, subject, report_id)
    return attachment(await asyncio.to_thread(report_pdf, found.model_dump()), f"performance-{found.year}.pdf", PDF)
