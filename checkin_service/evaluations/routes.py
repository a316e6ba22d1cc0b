"""Evaluations over HTTP: one's own, and the figures they come to."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from checkin_service.access.dependencies import Res, service_router
from checkin_service.access.model import Permission, Subject
from checkin_service.evaluations import service
from checkin_service.evaluations.model import By
from checkin_service.evaluations.schemas import (
    EvaluationWithdrawal,
    EvaluationWords,
    NewEvaluation,
    OwnEvaluation,
    OwnEvaluations,
    SatisfactionRanking,
)
from checkin_service.kit.idempotency import Kept

router = service_router(tag="evaluations")


@router.reads("/me/evaluations", by=Permission.EVALUATION_GIVE, summary="Classes that I may evaluate (评价)")
async def list_own_evaluations(resources: Res, subject: Subject) -> OwnEvaluations:
    """Completed ones in which class hours of mine count: the questions, until when, and what I said."""
    return await service.own(resources, subject)


@router.creates("/classes/{class_id}/evaluation", by=Permission.EVALUATION_GIVE, summary="Evaluate a class (评价)")
async def give_evaluation(resources: Res, subject: Subject, class_id: UUID, body: NewEvaluation) -> Kept[OwnEvaluation]:
    """Once for each person and class; another within the days of the policy takes its place, once."""
    return await service.give(resources, subject, class_id, body)


@router.creates(
    "/classes/{class_id}/evaluation/withdrawal", by=Permission.EVALUATION_GIVE, summary="Take an evaluation back"
)
async def withdraw_evaluation(
    resources: Res, subject: Subject, class_id: UUID, body: EvaluationWithdrawal
) -> Kept[OwnEvaluation]:
    """It counts no more."""
    return await service.withdraw(resources, subject, class_id, body)


@router.reads("/satisfaction", by=Permission.EVALUATION_READ, summary="Satisfaction, the best first (满意度)")
async def rank_by_satisfaction(
    resources: Res, subject: Subject, by: Annotated[By, Query()] = By.INSTITUTION
) -> SatisfactionRanking:
    """Of institutions, projects or classes; an institution sees its own. Nothing is told of fewer than a group."""
    return await service.ranking(resources, subject, by)


@router.reads(
    "/classes/{class_id}/evaluation-words", by=Permission.EVALUATION_WORDS_READ, summary="What people wrote of a class"
)
async def read_evaluation_words(resources: Res, subject: Subject, class_id: UUID) -> EvaluationWords:
    """For the supervising authority alone, without who wrote it; the look is written down."""
    return await service.written(resources, subject, class_id)
