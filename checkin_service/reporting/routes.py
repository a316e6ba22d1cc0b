"""Reports to the national platform: whether facts go up, how far, what was refused, and where both sides differ."""

from uuid import UUID

from fastapi import Response

from checkin_service.access.dependencies import Res, service_router
from checkin_service.access.model import Permission, Subject
from checkin_service.kit.http.routes import attachment
from checkin_service.kit.idempotency import Kept
from checkin_service.kit.workbook import MEDIA_TYPE
from checkin_service.proposals.schemas import NewRuling
from checkin_service.reporting import service
from checkin_service.reporting.schemas import (
    ActAnswer,
    ComparisonAnswer,
    DayToCompare,
    Differences,
    FileAsked,
    NewSwitch,
    PilotAnswer,
    Reason,
    RefusedReports,
    Repeat,
    StandingAnswer,
    SwitchAnswer,
)

router = service_router(tag="feed")


@router.reads(
    "/national-platform", by=Permission.REPORTING_READ, summary="Reports to the national platform (上报与对账)"
)
async def get_reporting(resources: Res, subject: Subject) -> StandingAnswer:
    """Of one's own authority: the decision, the backlog and its age, and each day beside what the platform counts."""
    return await service.standing_of(resources, subject)


@router.reads("/national-platform/pilot", by=Permission.REPORTING_READ, summary="The pilot's tasks (试点任务)")
async def get_pilot(resources: Res, subject: Subject) -> PilotAnswer:
    """Flow, ways to sign in, real names, how electronic the process is, and how long the return takes (MP-36)."""
    return await service.pilot_of(resources, subject)


@router.creates(
    "/national-platform/switches", by=Permission.REPORTING_SWITCH, summary="Ask to report, or stop it (开启、停止上报)"
)
async def switch_reporting(resources: Res, subject: Subject, body: NewSwitch) -> Kept[SwitchAnswer]:
    """Nothing goes up before two people of the authority have said so; stopping holds at once."""
    return await service.ask(resources, subject, body)


@router.creates(
    "/national-platform/switches/{switch_id}/ruling",
    by=Permission.PROPOSAL_RULE,
    summary="Rule on reporting, as the second person",
)
async def rule_on_switch(resources: Res, subject: Subject, switch_id: UUID, body: NewRuling) -> Kept[SwitchAnswer]:
    """Approved, everything there is so far goes up, and then what is new."""
    return await service.rule(resources, subject, switch_id, body)


@router.reads("/national-platform/refusals", by=Permission.REPORTING_READ, summary="Reports that were refused")
async def list_refused_reports(resources: Res, subject: Subject) -> RefusedReports:
    """With the platform's own words, and how many reports wait behind each."""
    return await service.refused_reports(resources, subject)


@router.creates(
    "/national-platform/refusals/{report_id}/repetition",
    by=Permission.REPORTING_HANDLE,
    summary="Send a corrected report again",
)
async def send_report_again(resources: Res, subject: Subject, report_id: UUID, body: Repeat) -> Kept[ActAnswer]:
    """Made anew from the facts, under the same id."""
    return await service.send_again(resources, subject, report_id, body)


@router.creates(
    "/national-platform/refusals/{report_id}/settlement",
    by=Permission.REPORTING_HANDLE,
    summary="Settle a refused report with a reason",
)
async def settle_report(resources: Res, subject: Subject, report_id: UUID, body: Reason) -> Kept[ActAnswer]:
    """It goes up no more; what waits behind it goes on."""
    return await service.settle(resources, subject, report_id, body)


@router.reads("/national-platform/differences", by=Permission.REPORTING_READ, summary="Where both sides differ (差异)")
async def list_report_differences(resources: Res, subject: Subject) -> Differences:
    """Found by comparing days and vouchers; nothing is changed by them alone."""
    return await service.open_differences(resources, subject)


@router.creates(
    "/national-platform/differences/{difference_id}/resolution",
    by=Permission.REPORTING_HANDLE,
    summary="Say how a difference was resolved",
)
async def resolve_difference(resources: Res, subject: Subject, difference_id: UUID, body: Reason) -> Kept[ActAnswer]:
    return await service.resolve(resources, subject, difference_id, body)


@router.hands_out(
    "/national-platform/files",
    by=Permission.REPORTING_HANDLE,
    method="POST",
    summary="The same rows as XLSX (Excel 上报)",
    media=(MEDIA_TYPE,),
)
async def export_reports(resources: Res, subject: Subject, body: FileAsked) -> Response:
    """`Content-Digest` is of the file (RFC 9530), `Manifest-SHA256` of what the audit trail keeps about it."""
    file = await service.workbook_of(resources, subject, body)
    digests = {"Content-Digest": file.digest, "Manifest-SHA256": file.manifest.sha256}
    return attachment(file.content, f"{body.kind}.xlsx", MEDIA_TYPE, **digests)


@router.creates("/national-platform/comparisons", by=Permission.REPORTING_HANDLE, summary="Compare a day now (对账)")
async def compare_day(resources: Res, subject: Subject, body: DayToCompare) -> Kept[ComparisonAnswer]:
    """Counts and digests of each kind; every night the days of the last week are compared by themselves."""
    return await service.compare_now(resources, subject, body)
