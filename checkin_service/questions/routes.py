"""Questions about a class, over HTTP."""

from uuid import UUID

from checkin_service.access.dependencies import Res, service_router
from checkin_service.access.model import Permission, Subject
from checkin_service.kit.idempotency import Kept
from checkin_service.questions import service
from checkin_service.questions.schemas import FurtherWords, NewAnswer, NewQuestion, Threads, Written

router = service_router(tag="questions")


@router.creates("/me/classes/{class_id}/questions", by=Permission.QUESTION_ASK, summary="Ask about a class (答疑)")
async def ask_question(resources: Res, subject: Subject, class_id: UUID, body: NewQuestion) -> Kept[Written]:
    """Those who teach the class read it and answer; you are told when they do."""
    return await service.ask(resources, subject, class_id, body)


@router.reads("/me/classes/{class_id}/questions", by=Permission.QUESTION_ASK, summary="Your questions, with answers")
async def own_questions(resources: Res, subject: Subject, class_id: UUID) -> Threads:
    return await service.own_questions(resources, subject, class_id)


@router.creates(
    "/me/questions/{question_id}/entries", by=Permission.QUESTION_ASK, summary="Add something to a question of yours"
)
async def add_to_question(resources: Res, subject: Subject, question_id: UUID, body: FurtherWords) -> Kept[Written]:
    return await service.add(resources, subject, question_id, body)


@router.reads("/classes/{class_id}/questions", by=Permission.QUESTION_READ, summary="Questions about a class")
async def list_questions(resources: Res, subject: Subject, class_id: UUID) -> Threads:
    """For those who teach it: the unanswered first. That somebody read what people asked is on record."""
    return await service.questions(resources, subject, class_id)


@router.creates("/questions/{question_id}/answers", by=Permission.QUESTION_ANSWER, summary="Answer a question (答疑)")
async def answer_question(resources: Res, subject: Subject, question_id: UUID, body: NewAnswer) -> Kept[Written]:
    return await service.answer(resources, subject, question_id, body)
