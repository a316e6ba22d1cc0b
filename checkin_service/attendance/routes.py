"""Attendance over HTTP: the dashboard of a class, and one's own."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query, Response

from checkin_service.access.dependencies import Res, allow
from checkin_service.access.model import Permission, Subject
from checkin_service.attendance import appeals, balances, corrections, plan_changes, service
from checkin_service.attendance.appeal_schemas import (
    AppealFiled,
    AppealPage,
    ConfirmationAnswer,
    ConfirmationRequest,
    NewAppeal,
    NewProposal,
)
from checkin_service.attendance.balance_schemas import BalanceAnswer, OpeningBalance
from checkin_service.attendance.schemas import ClassAttendance, OwnAttendances
from checkin_service.kit.http import answer, service_router
from checkin_service.kit.paging import Page
from checkin_service.timetable.change_schemas import PlanChangeRequest
from checkin_service.timetable.schemas import ClassAnswer

router = service_router(tag="attendance")


@router.get("/classes/{class_id}/attendance", summary="Attendance of a class (个人打卡率)")
async def read_class_attendance(
    resources: Res, subject: Annotated[Subject, Depends(allow(Permission.ATTENDANCE_READ))], class_id: UUID
) -> ClassAttendance:
    return await service.of_class(resources, subject, class_id)


@router.get("/me/attendance", summary="My own attendance")
async def read_own_attendance(
    resources: Res, subject: Annotated[Subject, Depends(allow(Permission.ATTENDANCE_READ_OWN))]
) -> OwnAttendances:
    return await service.own(resources, subject)


@router.post(
    "/classes/{class_id}/plan-changes",
    status_code=201,
    response_model=None,
    responses={201: {"model": ClassAnswer}},
    summary="Change an approved plan (停课、调课、补课、加课)",
)
async def change_plan(
    resources: Res,
    subject: Annotated[Subject, Depends(allow(Permission.PLAN_CHANGE))],
    class_id: UUID,
    body: PlanChangeRequest,
) -> Response:
    """By the supervising authority, with a reason; the baseline stays, the total follows."""
    return answer(await plan_changes.change_plan(resources, subject, class_id, body), status=201)


@router.post(
    "/classes/{class_id}/opening-balances",
    status_code=201,
    response_model=None,
    responses={201: {"model": BalanceAnswer}},
    summary="Import class hours from paper",
)
async def import_balance(
    resources: Res,
    subject: Annotated[Subject, Depends(allow(Permission.BALANCE_IMPORT))],
    class_id: UUID,
    body: OpeningBalance,
) -> Response:
    """At the cut-over, by an officer of the supervising authority, signed; shown apart ever after."""
    return answer(await balances.import_balance(resources, subject, class_id, body), status=201)


@router.post(
    "/appeals",
    status_code=201,
    response_model=None,
    responses={201: {"model": AppealFiled}},
    summary="Contest class hours (更正申请)",
)
async def file_appeal(
    resources: Res, subject: Annotated[Subject, Depends(allow(Permission.APPEAL_FILE))], body: NewAppeal
) -> Response:
    """A trainee says which class hours are missing and why; the authority decides within working days."""
    return answer(await appeals.file_own(resources, subject, body), status=201)


@router.post(
    "/correction-proposals",
    status_code=201,
    response_model=None,
    responses={201: {"model": AppealFiled}},
    summary="Propose a correction",
)
async def propose_correction(
    resources: Res, subject: Annotated[Subject, Depends(allow(Permission.CORRECTION_PROPOSE))], body: NewProposal
) -> Response:
    """An institution says so for one of its trainees. It credits nothing: another side decides."""
    return answer(await appeals.propose(resources, subject, body), status=201)


@router.get("/appeals", summary="Appeals, oldest first")
async def list_appeals(
    resources: Res,
    subject: Annotated[Subject, Depends(allow(Permission.APPEAL_READ))],
    page: Page,
    class_id: Annotated[UUID | None, Query(alias="class")] = None,
    only_open: Annotated[bool, Query(alias="open", description="Only those that wait for a decision")] = False,  # noqa: FBT002 - a query parameter is always named
) -> AppealPage:
    return await appeals.readable(resources, subject, class_id=class_id, only_open=only_open, page=page)


@router.post(
    "/corrections/confirmations",
    status_code=201,
    response_model=None,
    responses={201: {"model": ConfirmationAnswer}},
    summary="Confirm many corrected hours",
)
async def confirm_corrections(
    resources: Res,
    subject: Annotated[Subject, Depends(allow(Permission.CORRECTION_CONFIRM))],
    body: ConfirmationRequest,
) -> Response:
    """Where the corrected share is above the policy's, a person who decided none of the corrections says so."""
    return answer(await corrections.confirm(resources, subject, body), status=201)
