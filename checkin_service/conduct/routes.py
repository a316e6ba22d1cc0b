"""Lapses and sanctions of institutions, what they say to them, and how they rectify them."""

from uuid import UUID

from fastapi import Request, Response

from checkin_service.access.dependencies import Res, service_router
from checkin_service.access.model import Permission, Subject
from checkin_service.catalogue.schemas.standing import NewStanding
from checkin_service.conduct import service
from checkin_service.conduct.schemas import (
    Conduct,
    LapseAnswer,
    NewLapse,
    NewLapseAppeal,
    NewLapseAppealDecision,
    NewRectification,
    NewReport,
    NewReportDecision,
    RectificationAnswer,
)
from checkin_service.conduct.schemas.entry import (
    EntryFiled,
    EntryPage,
    EntryQuery,
    EntryStatus,
    NewEntryApplication,
    NewEntryDecision,
)
from checkin_service.conduct.schemas.sanctions import (
    NewSanction,
    NewSanctionAppeal,
    NewSanctionAppealDecision,
    SanctionAnswer,
)
from checkin_service.kit.http.paging import Page
from checkin_service.kit.http.routes import answer
from checkin_service.kit.idempotency import Kept
from checkin_service.proposals.schemas import ProposalAnswer

router = service_router(tag="catalogue")


@router.reads(
    "/institutions/{institution_id}/conduct",
    by=Permission.CONDUCT_READ,
    summary="Lapses of an institution, their counts, orders to rectify and sanctions (质量问题、整改、处理)",
)
async def get_conduct(resources: Res, subject: Subject, institution_id: UUID) -> Conduct:
    """The institution reads its own, its authority and those above read those they supervise."""
    return await service.conduct_of(resources, subject, institution_id)


@router.creates(
    "/institutions/{institution_id}/lapses", by=Permission.CONDUCT_JUDGE, summary="Propose to record a lapse (记录问题)"
)
async def propose_lapse(resources: Res, subject: Subject, institution_id: UUID, body: NewLapse) -> Kept[ProposalAnswer]:
    """It counts once a second person confirms it."""
    return await service.propose_lapse(resources, subject, institution_id, body)


@router.creates("/lapses/{lapse_id}/appeal", by=Permission.CONDUCT_ANSWER, summary="Appeal against a lapse (申诉)")
async def appeal_against_lapse(
    resources: Res, subject: Subject, lapse_id: UUID, body: NewLapseAppeal
) -> Kept[LapseAnswer]:
    """By the institution; a third person of the authority decides."""
    return await service.appeal(resources, subject, lapse_id, body)


@router.creates(
    "/lapses/{lapse_id}/appeal-decision", by=Permission.LAPSE_APPEAL_DECIDE, summary="Decide an institution's appeal"
)
async def decide_lapse_appeal(
    resources: Res, subject: Subject, lapse_id: UUID, body: NewLapseAppealDecision
) -> Kept[LapseAnswer]:
    """Whoever found or confirmed the lapse does not; an upheld appeal strikes it from the count."""
    return await service.decide_appeal(resources, subject, lapse_id, body)


@router.creates(
    "/institutions/{institution_id}/rectifications",
    by=Permission.CONDUCT_JUDGE,
    summary="Propose an order to rectify (责令整改)",
)
async def propose_rectification(
    resources: Res, subject: Subject, institution_id: UUID, body: NewRectification
) -> Kept[ProposalAnswer]:
    """From the number of the text on, that number included; approved by another it suspends the institution."""
    return await service.propose_rectification(resources, subject, institution_id, body)


@router.creates(
    "/rectifications/{rectification_id}/reports", by=Permission.CONDUCT_ANSWER, summary="Report what was rectified"
)
async def report_rectified(
    resources: Res, subject: Subject, rectification_id: UUID, body: NewReport
) -> Kept[RectificationAnswer]:
    """By the institution; once its report is enough, the next one applies for its return (重新申请入驻)."""
    return await service.report(resources, subject, rectification_id, body)


@router.creates(
    "/rectifications/{rectification_id}/decisions", by=Permission.CONDUCT_JUDGE, summary="Decide about such a report"
)
async def decide_report(
    resources: Res, subject: Subject, rectification_id: UUID, body: NewReportDecision
) -> Kept[RectificationAnswer]:
    """整改到位 or what is lacking."""
    return await service.decide_report(resources, subject, rectification_id, body)


@router.creates(
    "/institutions/{institution_id}/standings",
    by=Permission.INSTITUTION_CREATE,
    summary="Propose to suspend or close an institution, or to let it return (暂停、注销、恢复)",
)
async def propose_standing(
    resources: Res, subject: Subject, institution_id: UUID, body: NewStanding
) -> Kept[ProposalAnswer]:
    """It holds once a second person approves; a closure leaves no class and no account, a return no open order."""
    return await service.propose_standing(resources, subject, institution_id, body)


@router.creates(
    "/institutions/{institution_id}/sanctions",
    by=Permission.CONDUCT_JUDGE,
    summary="Propose a sanction (警告、暂停受理培训券、移出目录、取消承训资格、移交)",
)
async def propose_sanction(
    resources: Res, subject: Subject, institution_id: UUID, body: NewSanction
) -> Kept[ProposalAnswer]:
    """It holds once a second person approves, until its last day or an upheld appeal; classes under way go on."""
    return await service.propose_sanction(resources, subject, institution_id, body)


@router.creates(
    "/sanctions/{sanction_id}/appeal", by=Permission.CONDUCT_ANSWER, summary="Appeal against a sanction (申诉)"
)
async def appeal_against_sanction(
    resources: Res, subject: Subject, sanction_id: UUID, body: NewSanctionAppeal
) -> Kept[SanctionAnswer]:
    """By the institution; the sanction holds meanwhile, a third person of the authority decides."""
    return await service.appeal_sanction(resources, subject, sanction_id, body)


@router.creates(
    "/sanctions/{sanction_id}/appeal-decision",
    by=Permission.LAPSE_APPEAL_DECIDE,
    summary="Decide an appeal against a sanction",
)
async def decide_sanction_appeal(
    resources: Res, subject: Subject, sanction_id: UUID, body: NewSanctionAppealDecision
) -> Kept[SanctionAnswer]:
    """Whoever proposed or decided the sanction does not; an upheld appeal ends it at once."""
    return await service.decide_sanction_appeal(resources, subject, sanction_id, body)


@router.post(
    "/institution-applications",
    status_code=201,
    response_model=EntryFiled,
    summary="Apply to be entered in the register of institutions (入驻申请)",
)
async def apply_for_entry(resources: Res, request: Request, body: NewEntryApplication) -> Response:
    """By an institution that is not in it, without signing in. The receipt number asks for the result later."""
    return answer(await service.file_entry(resources, body, address=_address(request)), status=201)


@router.post(
    "/institution-application-queries", response_model=EntryStatus, summary="What became of such an application"
)
async def ask_entry(resources: Res, request: Request, body: EntryQuery) -> Response:
    """By the receipt number, which has no place in an address."""
    return answer(await service.entry_status(resources, body, address=_address(request)))


@router.reads(
    "/institution-applications",
    by=Permission.INSTITUTION_CREATE,
    summary="Applications of institutions to one's authority, oldest first",
)
async def list_entries(resources: Res, subject: Subject, page: Page) -> EntryPage:
    return await service.entries(resources, subject, page)


@router.creates(
    "/institution-applications/{application_id}/decisions",
    by=Permission.INSTITUTION_CREATE,
    summary="Propose to admit or refuse an institution (准入)",
)
async def propose_entry(
    resources: Res, subject: Subject, application_id: UUID, body: NewEntryDecision
) -> Kept[ProposalAnswer]:
    """Once a second person approves, an admitted institution stands in the register, for the whole city."""
    return await service.propose_entry(resources, subject, application_id, body)


def _address(request: Request) -> str:
    return request.client.host if request.client else ""
