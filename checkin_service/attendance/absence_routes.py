"""Leave (请假) and moves to another class (转班) over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query, Response

from checkin_service.access.dependencies import Res, allow
from checkin_service.access.model import Permission, Subject
from checkin_service.attendance import leaves, transfers
from checkin_service.attendance.absence_schemas import (
    LeaveDecided,
    LeaveDecisionRequest,
    LeaveFiled,
    LeavePage,
    NewLeave,
    NewLeaveOfTrainee,
    TransferAnswer,
    TransferRequest,
)
from checkin_service.kit.http import answer, service_router
from checkin_service.kit.paging import Page

router = service_router(tag="attendance")


@router.post(
    "/classes/{class_id}/transfers",
    status_code=201,
    response_model=None,
    responses={201: {"model": TransferAnswer}},
    summary="Move a registration to another class (转班)",
)
async def transfer(
    resources: Res,
    subject: Annotated[Subject, Depends(allow(Permission.REGISTRATION_TRANSFER))],
    class_id: UUID,
    body: TransferRequest,
) -> Response:
    """By the supervising authority, with a reason: registration, voucher and class hours move, each hour once."""
    return answer(await transfers.transfer(resources, subject, class_id, body), status=201)


@router.post(
    "/leaves",
    status_code=201,
    response_model=None,
    responses={201: {"model": LeaveFiled}},
    summary="Ask for leave (请假)",
)
async def ask_for_leave(
    resources: Res, subject: Annotated[Subject, Depends(allow(Permission.LEAVE_FILE))], body: NewLeave
) -> Response:
    """Leave explains an absence: an absent class hour stays absent, and the rate is what it is."""
    return answer(await leaves.file_own(resources, subject, body), status=201)


@router.post(
    "/leave-records",
    status_code=201,
    response_model=None,
    responses={201: {"model": LeaveFiled}},
    summary="Record leave of a trainee",
)
async def record_leave(
    resources: Res, subject: Annotated[Subject, Depends(allow(Permission.LEAVE_FILE_FOR))], body: NewLeaveOfTrainee
) -> Response:
    """By the institution, about one of its trainees; it is decided like any other."""
    return answer(await leaves.record(resources, subject, body), status=201)


@router.get("/leaves", summary="Leaves in a class, oldest first")
async def list_leaves(
    resources: Res,
    subject: Annotated[Subject, Depends(allow(Permission.LEAVE_READ))],
    page: Page,
    class_id: Annotated[UUID, Query(alias="class")],
    only_open: Annotated[bool, Query(alias="open", description="Only those that wait for a decision")] = False,  # noqa: FBT002 - a query parameter is always named
) -> LeavePage:
    return await leaves.readable(resources, subject, class_id=class_id, only_open=only_open, page=page)


@router.post(
    "/leaves/decisions",
    status_code=201,
    response_model=None,
    responses={201: {"model": LeaveDecided}},
    summary="Grant leave, or not",
)
async def decide_leave(
    resources: Res, subject: Annotated[Subject, Depends(allow(Permission.LEAVE_DECIDE))], body: LeaveDecisionRequest
) -> Response:
    """By another person than who filed it: on the authority's side, or where policy says so in the institution."""
    return answer(await leaves.decide(resources, subject, body), status=201)
