"""The check-in itself over HTTP, the scan, the classroom code and the moving fence."""

from typing import Annotated
from uuid import UUID

from fastapi import Body, Query

from checkin_service.access.dependencies import Res, service_router
from checkin_service.access.model import Permission, Subject
from checkin_service.checkin.schemas.attempts import (
    CheckInAnswer,
    CheckInRequest,
    CodeAnswer,
    CodeClaimAnswer,
    CodeClaimRequest,
    OfflineCheckIn,
    ScanRequest,
)
from checkin_service.checkin.schemas.displays import (
    ChallengeAnswer,
    ChallengeRequest,
    DisplayAnswer,
    DisplayRequest,
)
from checkin_service.checkin.schemas.examples import CHECK_INS
from checkin_service.checkin.schemas.fences import MovingFenceAnswer, NewMovingFence
from checkin_service.checkin.schemas.headcounts import (
    HeadcountAnswer,
    HeadcountsOfLesson,
    NewHeadcount,
    NewHeadcountExplanation,
)
from checkin_service.checkin.service import (
    attempts,
    classroom_codes,
    code_claims,
    displays,
    headcounts,
    moving_fences,
    scans,
)
from checkin_service.kit.idempotency import Kept

router = service_router(tag="check-in")


@router.creates(
    "/check-ins",
    by=Permission.ATTEMPT_CREATE,
    response_model=CheckInAnswer,
    summary="Check in (培训打卡签到)",
    response_description="Judged and kept, whatever the outcome",
)
async def check_in(
    resources: Res, subject: Subject, body: Annotated[CheckInRequest, Body(openapi_examples=CHECK_INS)]
) -> bytes:
    """A refusal is not an error: well-formed evidence is kept and judged, and the answer says why and what helps."""
    return await attempts.record_attempt(resources, subject, body)


@router.creates(
    "/offline-check-ins",
    by=Permission.ATTEMPT_CREATE,
    response_model=CheckInAnswer,
    summary="Deliver a check-in made without a network",
    response_description="Judged and kept, whatever the outcome",
)
async def deliver(resources: Res, subject: Subject, body: OfflineCheckIn) -> bytes:
    """Sealed and signed on the phone then; in any order, as often as needed: each counts once, by its own moment."""
    return await attempts.record_sealed(resources, subject, body)


@router.reads(
    "/check-ins/{attempt_id}", by=Permission.ATTEMPT_READ, response_model=CheckInAnswer, summary="The first answer"
)
async def read_attempt(
    resources: Res,
    subject: Subject,
    attempt_id: UUID,
    trainee: Annotated[UUID | None, Query(description="Whose attempt; needed by staff")] = None,
) -> bytes:
    return await attempts.answer_for(resources, subject, attempt_id, trainee_id=trainee)


@router.creates(
    "/sessions/{session_id}/fences",
    by=Permission.FENCE_MOVE,
    response_model=MovingFenceAnswer,
    summary="Place the fence of a lesson away from the site",
)
async def place_fence(resources: Res, subject: Subject, session_id: UUID, body: NewMovingFence) -> bytes:
    """The instructor's own fix carries the fence, in classes that the authority has approved for it."""
    return await moving_fences.place_fence(resources, subject, session_id, body)


@router.reads("/sessions/{session_id}/code", by=Permission.CODE_SHOW, summary="The rotating classroom code")
async def show_code(resources: Res, subject: Subject, session_id: UUID) -> CodeAnswer:
    return await classroom_codes.code_now(resources, subject, session_id)


@router.creates("/sessions/{session_id}/displays", by=Permission.CODE_DISPLAY)
async def take_display(resources: Res, subject: Subject, session_id: UUID, body: DisplayRequest) -> Kept[DisplayAnswer]:
    """A device that the authority entered for the site becomes the one display of the session, by its own fix."""
    return await displays.take_display(resources, subject, session_id, body)


@router.reads("/sessions/{session_id}/display-code", by=Permission.CODE_DISPLAY)
async def display_code(resources: Res, subject: Subject, session_id: UUID) -> CodeAnswer:
    """The rotating code for the display at the site, while people may check in."""
    return await displays.display_code(resources, subject, session_id)


@router.reads("/card-challenges", by=Permission.CARD_CHALLENGE, method="POST")
async def card_challenge(resources: Res, subject: Subject, body: ChallengeRequest) -> ChallengeAnswer:
    """What a terminal signs with the statement of one attempt: asked for when the card is put in."""
    return await displays.challenge_for(resources, subject, body)


@router.creates(
    "/sessions/{session_id}/code-claims",
    by=Permission.CODE_CLAIM,
    response_description="Kept, whether the code was right or not",
)
async def claim_code(
    resources: Res, subject: Subject, session_id: UUID, body: CodeClaimRequest
) -> Kept[CodeClaimAnswer]:
    """Exchange the classroom code the moment it is typed: the check-in is judged by this moment, not by a late fix."""
    return await code_claims.claim_code(resources, subject, session_id, body)


@router.creates(
    "/sessions/{session_id}/scans",
    by=Permission.SCAN_CREATE,
    response_model=CheckInAnswer,
    summary="Scan a trainee's live QR at a session (扫码验券)",
    response_description="Judged and kept, whatever the outcome",
)
async def scan(resources: Res, subject: Subject, session_id: UUID, body: ScanRequest) -> bytes:
    """Signed by the trainee's own device, scanned inside the fence: without the trainee's side no hour is credited."""
    return await scans.record_scan(resources, subject, session_id, body)


@router.creates(
    "/sessions/{session_id}/headcounts",
    by=Permission.HEADCOUNT_TAKE,
    summary="Count heads by photograph (拍照清点人数)",
)
async def take_headcount(
    resources: Res, subject: Subject, session_id: UUID, body: NewHeadcount
) -> Kept[HeadcountAnswer]:
    """Once the whole room was asked: faces are counted in memory, nobody is recognised, the picture is dropped."""
    return await headcounts.take(resources, subject, session_id, body)


@router.reads("/sessions/{session_id}/headcounts", by=Permission.HEADCOUNT_TAKE)
async def list_headcounts(resources: Res, subject: Subject, session_id: UUID) -> HeadcountsOfLesson:
    return await headcounts.of_lesson(resources, subject, session_id)


@router.creates(
    "/sessions/{session_id}/headcounts/{headcount_id}/explanation",
    by=Permission.HEADCOUNT_TAKE,
    summary="Say why heads and check-ins differ",
)
async def explain_headcount(
    resources: Res, subject: Subject, session_id: UUID, headcount_id: UUID, body: NewHeadcountExplanation
) -> Kept[HeadcountAnswer]:
    """Once; the difference is a note and weighs nothing."""
    return await headcounts.explain(resources, subject, session_id, headcount_id, body)
