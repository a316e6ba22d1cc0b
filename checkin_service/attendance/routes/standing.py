"""Attendance over HTTP: the dashboard of a class, and one's own."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from checkin_service.access.dependencies import Res, service_router
from checkin_service.access.model import Permission, Subject
from checkin_service.attendance.schemas.appeals import (
    AppealFiled,
    AppealPage,
    ConfirmationAnswer,
    ConfirmationRequest,
    NewAppeal,
    NewProposal,
)
from checkin_service.attendance.schemas.confirmations import CreditConfirmationAnswer, CreditConfirmationRequest
from checkin_service.attendance.schemas.opening_balances import OpeningBalance
from checkin_service.attendance.schemas.standing import ClassAttendance, OwnAttendances
from checkin_service.attendance.service import (
    appeals,
    confirmations,
    corrections,
    opening_balances,
    plan_changes,
    standing,
)
from checkin_service.kit.http.paging import Page
from checkin_service.kit.idempotency import Kept
from checkin_service.proposals.schemas import ProposalAnswer
from checkin_service.timetable.schemas import ClassAnswer
from checkin_service.timetable.schemas.plan_changes import PlanChangeRequest

router = service_router(tag="attendance")


@router.reads(
    "/classes/{class_id}/attendance", by=Permission.ATTENDANCE_READ, summary="Attendance of a class (个人打卡率)"
)
async def read_class_attendance(resources: Res, subject: Subject, class_id: UUID) -> ClassAttendance:
    return await standing.of_class(resources, subject, class_id)


@router.reads("/me/attendance", by=Permission.ATTENDANCE_READ_OWN, summary="My own attendance")
async def read_own_attendance(resources: Res, subject: Subject) -> OwnAttendances:
    return await standing.own_standings(resources, subject)


@router.creates(
    "/classes/{class_id}/plan-changes",
    by=Permission.PLAN_CHANGE,
    summary="Change an approved plan (停课、调课、补课、加课)",
)
async def change_plan(resources: Res, subject: Subject, class_id: UUID, body: PlanChangeRequest) -> Kept[ClassAnswer]:
    """By the supervising authority, with a reason; the baseline stays, the total follows."""
    return await plan_changes.change_plan(resources, subject, class_id, body)


@router.creates(
    "/classes/{class_id}/opening-balances", by=Permission.BALANCE_IMPORT, summary="Propose class hours from paper"
)
async def propose_balance(
    resources: Res, subject: Subject, class_id: UUID, body: OpeningBalance
) -> Kept[ProposalAnswer]:
    """At the cut-over: read by one person, approved by another, with or without a signature; shown apart ever after."""
    return await opening_balances.propose(resources, subject, class_id, body)


@router.creates("/appeals", by=Permission.APPEAL_FILE, summary="Contest class hours (更正申请)")
async def file_appeal(resources: Res, subject: Subject, body: NewAppeal) -> Kept[AppealFiled]:
    """A trainee says which class hours are missing and why; the authority decides within working days."""
    return await appeals.file_own(resources, subject, body)


@router.creates("/correction-proposals", by=Permission.CORRECTION_PROPOSE, summary="Propose a correction")
async def propose_correction(resources: Res, subject: Subject, body: NewProposal) -> Kept[AppealFiled]:
    """An institution says so for one of its trainees. It credits nothing: another side decides."""
    return await appeals.propose(resources, subject, body)


@router.reads("/appeals", by=Permission.APPEAL_READ, summary="Appeals, oldest first")
async def list_appeals(
    resources: Res,
    subject: Subject,
    page: Page,
    class_id: Annotated[UUID | None, Query(alias="class")] = None,
    only_open: Annotated[bool, Query(alias="open", description="Only those that wait for a decision")] = False,  # noqa: FBT002 - a query parameter is always named
) -> AppealPage:
    return await appeals.appeals_visible_to(resources, subject, class_id=class_id, only_open=only_open, page=page)


@router.creates("/corrections/confirmations", by=Permission.CORRECTION_CONFIRM, summary="Confirm many corrected hours")
async def confirm_corrections(resources: Res, subject: Subject, body: ConfirmationRequest) -> Kept[ConfirmationAnswer]:
    """Where the corrected share is above the policy's, a person who decided none of the corrections says so."""
    return await corrections.confirm(resources, subject, body)


@router.creates(
    "/classes/{class_id}/credit-confirmations",
    by=Permission.CREDIT_CONFIRM,
    summary="Confirm credited hours by a visit, a headcount or a decision",
)
async def confirm_credits(
    resources: Res, subject: Subject, class_id: UUID, body: CreditConfirmationRequest
) -> Kept[CreditConfirmationAnswer]:
    """Hours on weaker evidence count towards the share limit until something else confirms them."""
    return await confirmations.confirm_credits(resources, subject, class_id, body)
