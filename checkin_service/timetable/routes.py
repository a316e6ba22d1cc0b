"""Classes, rosters, vouchers of a class and results over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query, Response

from checkin_service.access.dependencies import Res, allow
from checkin_service.access.model import Permission, Subject
from checkin_service.kit.http import answer, service_router
from checkin_service.kit.paging import Page
from checkin_service.timetable import service
from checkin_service.timetable.change_schemas import PlanChanges, Withdrawal, WithdrawalAnswer
from checkin_service.timetable.model import ClassState
from checkin_service.timetable.schemas import (
    Application,
    ClassAnswer,
    ClassApplication,
    ClassPage,
    Decision,
    OwnClasses,
    Results,
    ResultsAnswer,
    Roster,
    RosterAnswer,
    RosterList,
)
from checkin_service.timetable.schemas.invitations import InvitationAnswer, InvitationRequest
from checkin_service.timetable.schemas.vouchers import Activation, ActivationAnswer, IssueAnswer, IssueRequest

router = service_router(tag="timetable")

ClassReader = Annotated[Subject, Depends(allow(Permission.CLASS_READ))]


@router.post("/classes", status_code=201, response_model=ClassAnswer)
async def apply(
    resources: Res, subject: Annotated[Subject, Depends(allow(Permission.CLASS_APPLY))], body: ClassApplication
) -> Response:
    """开班申请: a class with its teaching plan and timetable in class hours."""
    return answer(await service.apply(resources, subject, body), status=201)


@router.get("/classes", response_model=ClassPage)
async def list_classes(
    resources: Res, subject: ClassReader, page: Page, state: Annotated[ClassState | None, Query()] = None
) -> Response:
    """Your institution's classes, or those your authority supervises, pays for or counts."""
    return answer(await service.classes(resources, subject, page, state=state))


@router.get("/classes/{class_id}", response_model=ClassAnswer)
async def get_class(resources: Res, subject: ClassReader, class_id: UUID) -> Response:
    """A class with its sessions."""
    return answer(await service.shown_class(resources, subject, class_id))


@router.post("/classes/{class_id}/opening", status_code=201, response_model=ClassAnswer)
async def decide_opening(
    resources: Res,
    subject: Annotated[Subject, Depends(allow(Permission.CLASS_APPROVE))],
    class_id: UUID,
    body: Decision,
) -> Response:
    """开班审批 by the supervising authority; the plan becomes the baseline of every attendance rate."""
    return answer(await service.decide_opening(resources, subject, class_id, body), status=201)


@router.post("/classes/{class_id}/roster", status_code=201, response_model=RosterAnswer)
async def register(
    resources: Res, subject: Annotated[Subject, Depends(allow(Permission.ROSTER_WRITE))], class_id: UUID, body: Roster
) -> Response:
    """Enter people on the roster (花名册): all rows or none, each bad row named."""
    return answer(await service.register(resources, subject, class_id, body), status=201)


@router.get("/classes/{class_id}/roster", response_model=RosterList)
async def get_roster(
    resources: Res, subject: Annotated[Subject, Depends(allow(Permission.ROSTER_READ))], class_id: UUID
) -> Response:
    """Who is on the roster; identity documents are masked."""
    return answer(await service.roster(resources, subject, class_id))


@router.post("/classes/{class_id}/vouchers", status_code=201, response_model=IssueAnswer)
async def issue(
    resources: Res,
    subject: Annotated[Subject, Depends(allow(Permission.VOUCHER_ISSUE))],
    class_id: UUID,
    body: IssueRequest,
) -> Response:
    """发券 to everybody on the roster without one. Invitations travel with the voucher, never by the institution."""
    return answer(await service.issue(resources, subject, class_id, body), status=201)


@router.post("/classes/{class_id}/activations", status_code=201, response_model=ActivationAnswer)
async def activate(
    resources: Res,
    subject: Annotated[Subject, Depends(allow(Permission.VOUCHER_ACTIVATE))],
    class_id: UUID,
    body: Activation,
) -> Response:
    """验券 at arrival: the voucher shown is activated and used in this class."""
    return answer(await service.activate(resources, subject, class_id, body), status=201)


@router.post("/classes/{class_id}/assessments", status_code=201, response_model=ResultsAnswer)
async def record_results(
    resources: Res,
    subject: Annotated[Subject, Depends(allow(Permission.ASSESSMENT_RECORD))],
    class_id: UUID,
    body: Results,
) -> Response:
    """Results of the assessment (考核) and certificates: all rows or none; the latest result counts."""
    return answer(await service.record_results(resources, subject, class_id, body), status=201)


@router.post("/classes/{class_id}/completion-application", status_code=201, response_model=ClassAnswer)
async def apply_for_completion(
    resources: Res,
    subject: Annotated[Subject, Depends(allow(Permission.COMPLETION_APPLY))],
    class_id: UUID,
    body: Application,
) -> Response:
    """结业申请, once the last session is over."""
    return answer(await service.apply_for_completion(resources, subject, class_id, body), status=201)


@router.post("/classes/{class_id}/completion", status_code=201, response_model=ClassAnswer)
async def decide_completion(
    resources: Res,
    subject: Annotated[Subject, Depends(allow(Permission.COMPLETION_APPROVE))],
    class_id: UUID,
    body: Decision,
) -> Response:
    """结业审批 by the supervising authority; eligibility is determined from here."""
    return answer(await service.decide_completion(resources, subject, class_id, body), status=201)


@router.get("/classes/{class_id}/plan-changes", response_model=PlanChanges)
async def get_plan_changes(
    resources: Res, subject: Annotated[Subject, Depends(allow(Permission.CLASS_READ))], class_id: UUID
) -> Response:
    """Every change of the approved plan, with its reason and both totals."""
    return answer(await service.plan_changes(resources, subject, class_id))


@router.post("/classes/{class_id}/invitations", status_code=201, response_model=InvitationAnswer)
async def invite_again(
    resources: Res,
    subject: Annotated[Subject, Depends(allow(Permission.DEVICE_REPLACE))],
    class_id: UUID,
    body: InvitationRequest,
) -> Response:
    """A new invitation for a person whose phone is lost or whose invitation ran out; the old phone is signed out."""
    return answer(await service.invite_again(resources, subject, class_id, body), status=201)


@router.post("/classes/{class_id}/withdrawal", status_code=201, response_model=WithdrawalAnswer)
async def withdraw(
    resources: Res,
    subject: Annotated[Subject, Depends(allow(Permission.REGISTRATION_WITHDRAW))],
    class_id: UUID,
    body: Withdrawal,
) -> Response:
    """退班: leave a class of one's own."""
    return answer(await service.withdraw(resources, subject, class_id, body), status=201)


@router.get("/me/classes", response_model=OwnClasses)
async def own_classes(
    resources: Res, subject: Annotated[Subject, Depends(allow(Permission.CLASS_READ_OWN))]
) -> Response:
    """Your own classes: sessions, check-in windows, places, and your voucher."""
    return answer(await service.own_classes(resources, subject))
