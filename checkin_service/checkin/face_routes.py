"""Changes of a face reference, the authority's desk for faces, and photos kept for reviewers."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query, Response

from checkin_service.access.dependencies import Res, allow
from checkin_service.access.model import Permission, Subject
from checkin_service.checkin import face_desk
from checkin_service.checkin.face_schemas import (
    FaceChangePage,
    FaceRelease,
    FaceReleaseAnswer,
    FaceSearchAnswer,
    FaceSearchRequest,
)
from checkin_service.identity.schemas import (
    FaceChangeAnswer,
    FaceChangeDecision,
    FaceChangeDecisionAnswer,
    NewFaceChange,
)
from checkin_service.kit.http import answer, service_router
from checkin_service.kit.paging import Page

router = service_router(tag="faces")


@router.post("/face-changes", status_code=201, response_model=FaceChangeAnswer, summary="Ask for another reference")
async def ask_for_change(
    resources: Res, subject: Annotated[Subject, Depends(allow(Permission.FACE_ENROL))], body: NewFaceChange
) -> Response:
    """It takes effect once the authority that supervises the class has approved it; until then nothing changes."""
    return answer(await face_desk.ask_for_change(resources, subject, body), status=201)


@router.get("/face-changes", summary="Changes of references that wait for the authority")
async def list_changes(
    resources: Res, subject: Annotated[Subject, Depends(allow(Permission.FACE_CHANGE_DECIDE))], page: Page
) -> FaceChangePage:
    return await face_desk.open_changes(resources, subject, page)


@router.post(
    "/face-changes/{change_id}/decision",
    status_code=201,
    response_model=FaceChangeDecisionAnswer,
    summary="Approve or refuse another reference",
)
async def decide_change(
    resources: Res,
    subject: Annotated[Subject, Depends(allow(Permission.FACE_CHANGE_DECIDE))],
    change_id: UUID,
    body: FaceChangeDecision,
) -> Response:
    return answer(await face_desk.decide_change(resources, subject, change_id, body), status=201)


@router.post(
    "/face-releases",
    status_code=201,
    response_model=FaceReleaseAnswer,
    summary="Let a trainee's face be compared again after too many failures",
)
async def release(
    resources: Res, subject: Annotated[Subject, Depends(allow(Permission.FACE_RELEASE))], body: FaceRelease
) -> Response:
    return answer(await face_desk.release(resources, subject, body), status=201)


@router.post(
    "/face-searches",
    status_code=201,
    response_model=FaceSearchAnswer,
    summary="Look for one face enrolled for two people of an institution",
)
async def search(
    resources: Res, subject: Annotated[Subject, Depends(allow(Permission.FACE_SEARCH))], body: FaceSearchRequest
) -> Response:
    """Never run by itself; kept with its reason and logged. What it finds is a reason to look, never a proof."""
    return answer(await face_desk.search(resources, subject, body), status=201)


@router.get(
    "/check-ins/{attempt_id}/photo",
    response_class=Response,
    responses={200: {"content": {"image/*": {}}, "description": "As it was sent, without the camera's data"}},
    summary="The photo of an attempt, where photos are kept",
)
async def read_photo(
    resources: Res,
    subject: Annotated[Subject, Depends(allow(Permission.PHOTO_READ))],
    attempt_id: UUID,
    trainee: Annotated[UUID, Query(description="Whose attempt")],
) -> Response:
    photo = await face_desk.kept_photo(resources, subject, trainee_id=trainee, attempt_id=attempt_id)
    return Response(photo, media_type="application/octet-stream")
