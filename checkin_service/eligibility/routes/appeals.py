"""Appeals against denials and doubts over HTTP."""

from uuid import UUID

from checkin_service.access.dependencies import Res, service_router
from checkin_service.access.model import Permission, Subject
from checkin_service.eligibility import service
from checkin_service.eligibility.schemas.appeals import (
    AppealBody,
    AppealDecision,
    AppealPage,
    NewAppeal,
)
from checkin_service.kit.http.paging import Page
from checkin_service.kit.idempotency import Kept

router = service_router(tag="appeals against determinations")


@router.creates("/eligibility-appeals", by=Permission.DENIAL_APPEAL_MAKE, summary="Appeal against a denial (申诉)")
async def post_appeal(resources: Res, subject: Subject, body: NewAppeal) -> Kept[AppealBody]:
    return await service.raise_appeal(resources, subject, body)


@router.reads("/eligibility-appeals", by=Permission.DENIAL_APPEAL_READ, summary="Appeals against denials, oldest first")
async def get_appeals(resources: Res, subject: Subject, page: Page) -> AppealPage:
    found = await service.appeals(resources, subject, page)
    shown, next_cursor = page.shown(found, lambda each: each.appeal_id)
    return AppealPage(appeals=[AppealBody.showing(each) for each in shown], next_cursor=next_cursor)


@router.creates(
    "/eligibility-appeals/{appeal_id}/decision", by=Permission.DENIAL_APPEAL_DECIDE, summary="Decide an appeal"
)
async def post_appeal_decision(
    resources: Res, subject: Subject, appeal_id: UUID, body: AppealDecision
) -> Kept[AppealBody]:
    """By a reviewer of the paying authority who took no part in what is appealed against."""
    return await service.decide_appeal(resources, subject, appeal_id, body)
