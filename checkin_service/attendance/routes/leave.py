"""Leave (请假) and moves to another class (转班) over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from checkin_service.access.dependencies import Res, service_router
from checkin_service.access.model import Permission, Subject
from checkin_service.attendance.schemas.leave import (
    LeaveDecided,
    LeaveDecisionRequest,
    LeaveFiled,
    LeavePage,
    NewLeave,
    NewLeaveOfTrainee,
    TransferRequest,
)
from checkin_service.attendance.service import leave, transfers
from checkin_service.kit.http.paging import Page
from checkin_service.kit.idempotency import Kept
from checkin_service.proposals.schemas import ProposalAnswer

router = service_router(tag="attendance")


@router.creates(
    "/classes/{class_id}/transfers",
    by=Permission.REGISTRATION_TRANSFER,
    summary="Propose to move a registration to another class (转班)",
)
async def propose_transfer(
    resources: Res, subject: Subject, class_id: UUID, body: TransferRequest
) -> Kept[ProposalAnswer]:
    """Once a second person of the supervising authority approves, registration, voucher and class hours move."""
    return await transfers.propose(resources, subject, class_id, body)


@router.creates("/leaves", by=Permission.LEAVE_FILE, summary="Ask for leave (请假)")
async def ask_for_leave(resources: Res, subject: Subject, body: NewLeave) -> Kept[LeaveFiled]:
    """Leave explains an absence: an absent class hour stays absent, and the rate is what it is."""
    return await leave.file_own(resources, subject, body)


@router.creates("/leave-records", by=Permission.LEAVE_FILE_FOR, summary="Record leave of a trainee")
async def record_leave(resources: Res, subject: Subject, body: NewLeaveOfTrainee) -> Kept[LeaveFiled]:
    """By the institution, about one of its trainees; it is decided like any other."""
    return await leave.record(resources, subject, body)


@router.reads("/leaves", by=Permission.LEAVE_READ, summary="Leaves in a class, oldest first")
async def list_leaves(
    resources: Res,
    subject: Subject,
    page: Page,
    class_id: Annotated[UUID, Query(alias="class")],
    only_open: Annotated[bool, Query(alias="open", description="Only those that wait for a decision")] = False,  # noqa: FBT002 - a query parameter is always named
) -> LeavePage:
    return await leave.leaves_visible_to(resources, subject, class_id=class_id, only_open=only_open, page=page)


@router.creates("/leaves/decisions", by=Permission.LEAVE_DECIDE, summary="Grant leave, or not")
async def decide_leave(resources: Res, subject: Subject, body: LeaveDecisionRequest) -> Kept[LeaveDecided]:
    """By another person than who filed it: on the authority's side, or where policy says so in the institution."""
    return await leave.decide(resources, subject, body)
