"""The central endpoint, the classroom code, and the review queue."""

from typing import Annotated
from uuid import UUID

from fastapi import Body, Depends, Query, Response

from checkin_service.access.dependencies import Res, allow
from checkin_service.access.model import Permission, Subject
from checkin_service.attendance.appeal_schemas import AppealDecided, AppealDecisionRequest
from checkin_service.checkin import appeal_decisions, codes, examination, fences, plan, reviews, scans, service
from checkin_service.checkin.examples import CHECK_INS
from checkin_service.checkin.fence_schemas import MovingFenceAnswer, NewMovingFence, SuspicionList
from checkin_service.checkin.schemas import (
    CheckInAnswer,
    CheckInRequest,
    CodeAnswer,
    ReviewAnswer,
    ReviewPage,
    ReviewRequest,
    ScanRequest,
)
from checkin_service.kit.http import answer, drawing, service_router
from checkin_service.kit.paging import Page

router = service_router(tag="check-in")


@router.post(
    "/check-ins",
    status_code=201,
    response_model=None,
    responses={201: {"model": CheckInAnswer, "description": "Judged and kept, whatever the outcome"}},
    summary="Check in (培训打卡签到)",
)
async def check_in(
    resources: Res,
    subject: Annotated[Subject, Depends(allow(Permission.ATTEMPT_CREATE))],
    body: Annotated[CheckInRequest, Body(openapi_examples=CHECK_INS)],
) -> Response:
    """A refusal is not an error: well-formed evidence is kept and judged, and the answer says why and what helps."""
    return answer(await service.record_attempt(resources, subject, body), status=201)


@router.get(
    "/check-ins/{attempt_id}",
    response_model=None,
    responses={200: {"model": CheckInAnswer}},
    summary="The first answer",
)
async def read_attempt(
    resources: Res,
    subject: Annotated[Subject, Depends(allow(Permission.ATTEMPT_READ))],
    attempt_id: UUID,
    trainee: Annotated[UUID | None, Query(description="Whose attempt; needed by staff")] = None,
) -> Response:
    return answer(await service.answer_for(resources, subject, attempt_id, trainee_id=trainee))


@router.get(
    "/check-ins/{attempt_id}/plan.svg",
    response_class=Response,
    responses={200: {"content": {"image/svg+xml": {}}}},
    summary="A plan of the fix and the fence",
)
async def show_plan(
    resources: Res,
    subject: Annotated[Subject, Depends(allow(Permission.PLAN_READ))],
    attempt_id: UUID,
    trainee: Annotated[UUID | None, Query(description="Whose attempt; needed by a reviewer")] = None,
) -> Response:
    """For the person and for the reviewer of the supervising authority; every look is on record."""
    return drawing(await plan.plan_of(resources, subject, attempt_id, trainee_id=trainee))


@router.post(
    "/sessions/{session_id}/fences",
    status_code=201,
    response_model=None,
    responses={201: {"model": MovingFenceAnswer}},
    summary="Place the fence of a lesson away from the site",
)
async def place_fence(
    resources: Res,
    subject: Annotated[Subject, Depends(allow(Permission.FENCE_MOVE))],
    session_id: UUID,
    body: NewMovingFence,
) -> Response:
    """The instructor's own fix carries the fence, in classes that the authority has approved for it."""
    return answer(await fences.place_fence(resources, subject, session_id, body), status=201)


@router.get("/sites/suspicions", summary="Sites that may have been entered in another datum")
async def list_suspicions(
    resources: Res, subject: Annotated[Subject, Depends(allow(Permission.SITE_READ))]
) -> SuspicionList:
    """What the nightly examination suspects about your sites; a proposal for people to check."""
    return await examination.suspicions(resources, subject)


@router.get("/sessions/{session_id}/code", summary="The rotating classroom code")
async def show_code(
    resources: Res, subject: Annotated[Subject, Depends(allow(Permission.CODE_SHOW))], session_id: UUID
) -> CodeAnswer:
    return await codes.code_now(resources, subject, session_id)


@router.post(
    "/sessions/{session_id}/scans",
    status_code=201,
    response_model=None,
    responses={201: {"model": CheckInAnswer, "description": "Judged and kept, whatever the outcome"}},
    summary="Scan a trainee's live QR at a session (扫码验券)",
)
async def scan(
    resources: Res,
    subject: Annotated[Subject, Depends(allow(Permission.SCAN_CREATE))],
    session_id: UUID,
    body: ScanRequest,
) -> Response:
    """Signed by the trainee's own device, scanned inside the fence: without the trainee's side no hour is credited."""
    return answer(await scans.record_scan(resources, subject, session_id, body), status=201)


@router.get("/reviews", summary="Doubtful attempts waiting for a reviewer (人工复核)")
async def list_reviews(
    resources: Res,
    subject: Annotated[Subject, Depends(allow(Permission.REVIEW_READ))],
    page: Page,
    class_id: Annotated[UUID | None, Query(alias="class")] = None,
) -> ReviewPage:
    return await reviews.queue(resources, subject, class_id=class_id, page=page)


@router.post(
    "/reviews", status_code=201, response_model=None, responses={201: {"model": ReviewAnswer}}, summary="Decide a doubt"
)
async def decide_review(
    resources: Res, subject: Annotated[Subject, Depends(allow(Permission.REVIEW_DECIDE))], body: ReviewRequest
) -> Response:
    return answer(await reviews.decide(resources, subject, body), status=201)


@router.post(
    "/appeals/decisions",
    status_code=201,
    response_model=None,
    responses={201: {"model": AppealDecided}},
    summary="Decide an appeal",
)
async def decide_appeal(
    resources: Res, subject: Annotated[Subject, Depends(allow(Permission.APPEAL_DECIDE))], body: AppealDecisionRequest
) -> Response:
    """By neither who filed it nor who rejected the check-in; accepted hours are credited as corrected ones."""
    return answer(await appeal_decisions.decide(resources, subject, body), status=201)
