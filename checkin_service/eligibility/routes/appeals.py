"""Appeals against denials, and the list published before payment."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Response

from checkin_service.access.dependencies import Res, allow
from checkin_service.access.model import Permission, Subject
from checkin_service.eligibility import service
from checkin_service.eligibility.schemas.appeals import (
    AppealBody,
    AppealDecision,
    AppealPage,
    NewAppeal,
    NewPublication,
    Publication,
)
from checkin_service.kit.http import answer, service_router
from checkin_service.kit.paging import Page

router = service_router(tag="appeals against determinations")


@router.post(
    "/eligibility-appeals",
    summary="Appeal against a denial (申诉)",
    status_code=201,
    response_model=None,
    responses={201: {"model": AppealBody}},
)
async def post_appeal(
    resources: Res, subject: Annotated[Subject, Depends(allow(Permission.DENIAL_APPEAL_MAKE))], body: NewAppeal
) -> Response:
    return answer(await service.raise_appeal(resources, subject, body), status=201)


@router.get("/eligibility-appeals", summary="Appeals against denials, oldest first")
async def get_appeals(
    resources: Res, subject: Annotated[Subject, Depends(allow(Permission.DENIAL_APPEAL_READ))], page: Page
) -> AppealPage:
    found = await service.appeals(resources, subject, page)
    shown, next_cursor = page.shown(found, lambda each: each.appeal_id)
    return AppealPage(appeals=[AppealBody.of(each) for each in shown], next_cursor=next_cursor)


@router.post(
    "/eligibility-appeals/{appeal_id}/decision",
    summary="Decide an appeal",
    status_code=201,
    response_model=None,
    responses={201: {"model": AppealBody}},
)
async def post_appeal_decision(
    resources: Res,
    subject: Annotated[Subject, Depends(allow(Permission.DENIAL_APPEAL_DECIDE))],
    appeal_id: UUID,
    body: AppealDecision,
) -> Response:
    """By a reviewer of the paying authority who took no part in what is appealed against."""
    return answer(await service.decide_appeal(resources, subject, appeal_id, body), status=201)


@router.post(
    "/classes/{class_id}/publication",
    summary="The list published before payment (公示), names masked",
    status_code=201,
    response_model=None,
    responses={201: {"model": Publication}},
)
async def post_publication(
    resources: Res,
    subject: Annotated[Subject, Depends(allow(Permission.PUBLICATION_MAKE))],
    class_id: UUID,
    body: NewPublication,
) -> Response:
    return answer(await service.publish(resources, subject, class_id, body), status=201)
