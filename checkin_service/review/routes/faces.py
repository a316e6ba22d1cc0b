"""Changes of a face reference, the authority's desk for faces, and photos kept for reviewers."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from checkin_service.access.dependencies import Res, service_router
from checkin_service.access.model import Permission, Subject
from checkin_service.identity.schemas import (
    FaceChangeAnswer,
    FaceChangeDecision,
    FaceChangeDecisionAnswer,
    NewFaceChange,
)
from checkin_service.kit.http.paging import Page
from checkin_service.kit.idempotency import Kept
from checkin_service.review.schemas.faces import (
    FaceChangePage,
    FaceRelease,
    FaceReleaseAnswer,
    FaceSearchAnswer,
    FaceSearchRequest,
)
from checkin_service.review.service import faces

PHOTO = "application/octet-stream"

router = service_router(tag="faces")


@router.creates("/face-changes", by=Permission.FACE_ENROL, summary="Ask for another reference")
async def ask_for_change(resources: Res, subject: Subject, body: NewFaceChange) -> Kept[FaceChangeAnswer]:
    """It takes effect once the authority that supervises the class has approved it; until then nothing changes."""
    return await faces.ask_for_change(resources, subject, body)


@router.reads(
    "/face-changes", by=Permission.FACE_CHANGE_DECIDE, summary="Changes of references that wait for the authority"
)
async def list_changes(resources: Res, subject: Subject, page: Page) -> FaceChangePage:
    return await faces.open_changes(resources, subject, page)


@router.creates(
    "/face-changes/{change_id}/decision",
    by=Permission.FACE_CHANGE_DECIDE,
    summary="Approve or refuse another reference",
)
async def decide_change(
    resources: Res, subject: Subject, change_id: UUID, body: FaceChangeDecision
) -> Kept[FaceChangeDecisionAnswer]:
    return await faces.decide_change(resources, subject, change_id, body)


@router.creates(
    "/face-releases",
    by=Permission.FACE_RELEASE,
    summary="Let a trainee's face be compared again after too many failures",
)
async def release(resources: Res, subject: Subject, body: FaceRelease) -> Kept[FaceReleaseAnswer]:
    return await faces.release(resources, subject, body)


@router.creates(
    "/face-searches", by=Permission.FACE_SEARCH, summary="Look for one face enrolled for two people of an institution"
)
async def search(resources: Res, subject: Subject, body: FaceSearchRequest) -> Kept[FaceSearchAnswer]:
    """Never run by itself; kept with its reason and logged. What it finds is a reason to look, never a proof."""
    return await faces.search(resources, subject, body)


@router.hands_out(
    "/check-ins/{attempt_id}/photo",
    by=Permission.PHOTO_READ,
    media=[PHOTO],
    summary="The photo of an attempt, where photos are kept",
)
async def read_photo(
    resources: Res, subject: Subject, attempt_id: UUID, trainee: Annotated[UUID, Query(description="Whose attempt")]
) -> Response:
    """As it was sent, without the camera's data."""
    photo = await faces.kept_photo(resources, subject, trainee_id=trainee, attempt_id=attempt_id)
    return Response(photo, media_type=PHOTO)
