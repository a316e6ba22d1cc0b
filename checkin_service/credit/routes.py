"""Credit scores over HTTP: of one institution, appeals against them, and what everybody reads."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Request, Response

from checkin_service.access.dependencies import Res, service_router
from checkin_service.access.model import Permission, Subject
from checkin_service.credit import service
from checkin_service.credit.schemas import (
    CreditHistory,
    InstitutionDirectory,
    NewScore,
    NewScoreAppeal,
    NewScoreAppealDecision,
    PublicCredits,
    ScoreAnswer,
)
from checkin_service.kit.http.paging import Page
from checkin_service.kit.http.routes import answer
from checkin_service.kit.idempotency import Kept

router = service_router(tag="evaluations")


@router.reads(
    "/institutions/{institution_id}/credit",
    by=Permission.CONDUCT_READ,
    summary="Credit scores (信用评分), oldest first",
)
async def get_credit(resources: Res, subject: Subject, institution_id: UUID) -> CreditHistory:
    """Each with every input and policy value, from which anybody computes it again."""
    return await service.history(resources, subject, institution_id)


@router.creates(
    "/institutions/{institution_id}/credit-scores", by=Permission.CONDUCT_JUDGE, summary="Compute a credit score now"
)
async def compute_credit(resources: Res, subject: Subject, institution_id: UUID, body: NewScore) -> Kept[ScoreAnswer]:
    """The night computes it by itself where its facts changed."""
    return await service.compute(resources, subject, institution_id, body)


@router.creates(
    "/credit-scores/{score_id}/appeal", by=Permission.CONDUCT_ANSWER, summary="Appeal against a credit score (申诉)"
)
async def appeal_against_score(
    resources: Res, subject: Subject, score_id: UUID, body: NewScoreAppeal
) -> Kept[ScoreAnswer]:
    """By the institution; a third person of the authority decides."""
    return await service.appeal(resources, subject, score_id, body)


@router.creates(
    "/credit-scores/{score_id}/appeal-decision",
    by=Permission.LAPSE_APPEAL_DECIDE,
    summary="Decide an appeal against a credit score",
)
async def decide_score_appeal(
    resources: Res, subject: Subject, score_id: UUID, body: NewScoreAppealDecision
) -> Kept[ScoreAnswer]:
    """Upheld, items are set aside until a day and the score is computed anew."""
    return await service.decide(resources, subject, score_id, body)


@router.get(
    "/public-institutions",
    response_model=InstitutionDirectory,
    summary="The directory of institutions, for everybody (培训单位目录)",
)
async def get_directory(
    resources: Res,
    request: Request,
    page: Page,
    division: Annotated[str, Query(pattern="^[0-9]{6}$")] = "000000",
    occupation: Annotated[str, Query(max_length=40, description="A part of the name of an occupation")] = "",
) -> Response:
    """Without signing in: what each has taught, its telephone, its grade; none suspended, closed or taken off."""
    address = request.client.host if request.client else ""
    return answer(await service.directory(resources, division, occupation, page, address=address))


@router.get("/public-credit", response_model=PublicCredits, summary="Grades of institutions, for everybody (信用等级)")
async def get_public_credit(
    resources: Res, request: Request, division: Annotated[str, Query(pattern="^[0-9]{6}$")] = "000000"
) -> Response:
    """Without signing in: the grade, and what it was made of; of who is not rated, what is missing."""
    address = request.client.host if request.client else ""
    return answer(await service.public_credits(resources, division, address=address))
