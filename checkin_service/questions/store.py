"""Statements about questions and what was written under them."""

from uuid import UUID

from sqlalchemy import insert, select

from checkin_service.kit.database import Database, fragment_of
from checkin_service.kit.questions import alike, matches, question
from checkin_service.questions.model import Entry, Line, Question
from checkin_service.questions.tables import class_question, question_entry

add_question = fragment_of(Question, insert(class_question))
add_entry = fragment_of(Entry, insert(question_entry))

_lines = (
    select(*question_entry.c, class_question.c.class_id)
    .join(class_question, alike(class_question, question_entry, "trainee_id", "question_id"))
    .order_by(question_entry.c.question_id, question_entry.c.ordinal)
)


@question(select(class_question).where(matches(class_question, "trainee_id", "question_id")))
async def question_of(database: Database, trainee_id: UUID, question_id: UUID) -> Question | None: ...


@question(_lines.where(matches(question_entry, "trainee_id", "question_id")))
async def lines_of_question(database: Database, trainee_id: UUID, question_id: UUID) -> list[Line]: ...


@question(_lines.where(matches(class_question, "trainee_id", "class_id")))
async def lines_of_trainee(database: Database, trainee_id: UUID, class_id: UUID) -> list[Line]:
    """Everything under a person's own questions about a class, each thread in its order."""


@question(_lines.where(matches(class_question, "class_id")))
async def lines_of_class(database: Database, class_id: UUID) -> list[Line]:
    """Everything under the questions about a class."""
