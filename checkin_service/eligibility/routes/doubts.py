"""The decision desk over HTTP: open doubts, decisions on them, the second person's word."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from checkin_service.access.dependencies import Res, service_router
from checkin_service.access.model import Permission, Subject
from checkin_service.eligibility.schemas.doubts import (
    DoubtConfirmation,
    DoubtDecision,
    DoubtDecisionBody,
    DoubtPage,
)
from checkin_service.eligibility.service import desk
from checkin_service.kit.http.paging import Page
from checkin_service.kit.idempotency import Kept

router = service_router(tag="decision desk")


@router.reads("/doubts", by=Permission.DOUBT_READ, summary="Everything in doubt that your authority pays (待核实)")
async def get_doubts(
    resources: Res, subject: Subject, page: Page, class_id: Annotated[UUID | None, Query(alias="class")] = None
) -> DoubtPage:
    """Oldest first, each with its age, its deadline, what would resolve it and who may do that."""
    return await desk.open_doubts(resources, subject, class_id=class_id, page=page)


@router.creates("/doubts/{determination_id}/decisions", by=Permission.DOUBT_DECIDE, summary="Decide a doubt (人工核定)")
async def post_decision(
    resources: Res, subject: Subject, determination_id: UUID, body: DoubtDecision
) -> Kept[DoubtDecisionBody]:
    """By staff who neither issued nor reviewed nor assessed; in the person's favour a second person has to confirm."""
    return await desk.decide_doubt(resources, subject, determination_id, body)


@router.creates(
    "/doubt-decisions/{decision_id}/confirmation",
    by=Permission.DOUBT_CONFIRM,
    summary="Confirm or refuse another person's decision on a doubt",
)
async def post_confirmation(
    resources: Res, subject: Subject, decision_id: UUID, body: DoubtConfirmation
) -> Kept[DoubtDecisionBody]:
    """Confirmed, it makes a new determination that supersedes the one in doubt."""
    return await desk.confirm_decision(resources, subject, decision_id, body)
