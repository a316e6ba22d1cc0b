"""Corrections of people's names and documents (信息更正)."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from checkin_service.access.dependencies import Res, service_router
from checkin_service.access.model import Permission, Subject
from checkin_service.identity.schemas import (
    CorrectionAnswer,
    CorrectionDecision,
    CorrectionDecisionAnswer,
    NewCorrection,
)
from checkin_service.kit.http.paging import Page
from checkin_service.kit.idempotency import Kept
from checkin_service.review.schemas.corrections import CorrectionPage
from checkin_service.review.service import corrections

router = service_router(tag="people")


@router.creates(
    "/person-corrections", by=Permission.PERSON_CORRECTION_ASK, summary="Ask for a name or document to be corrected"
)
async def ask_for_correction(resources: Res, subject: Subject, body: NewCorrection) -> Kept[CorrectionAnswer]:
    """It takes effect once another person, of the class's supervising authority, has approved it (SD-16)."""
    return await corrections.ask(resources, subject, body)


@router.reads("/person-corrections", by=Permission.PERSON_CORRECTION_ASK, summary="Corrections of one's own classes")
async def list_corrections(
    resources: Res, subject: Subject, page: Page, *, waiting: Annotated[bool, Query()] = False
) -> CorrectionPage:
    return await corrections.listed(resources, subject, page, only_waiting=waiting)


@router.creates(
    "/person-corrections/{correction_id}/decision",
    by=Permission.PERSON_CORRECTION_DECIDE,
    summary="Approve or refuse a correction that another person asked for",
)
async def decide_correction(
    resources: Res, subject: Subject, correction_id: UUID, body: CorrectionDecision
) -> Kept[CorrectionDecisionAnswer]:
    return await corrections.decide(resources, subject, correction_id, body)
