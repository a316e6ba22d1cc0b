"""Wire shapes of questions about a class."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from checkin_service.kit.http.schema import CleanText, StrictModel
from checkin_service.kit.ids import ClientId

_EXAMPLE_ID = "0197c9a0-6f00-7000-8000-000000000001"
QuestionText = Annotated[CleanText, Field(min_length=1, max_length=1000)]


class NewQuestion(StrictModel):
    """By a trainee, about a class that they are in."""

    question_id: ClientId = Field(examples=[_EXAMPLE_ID])
    text: QuestionText = Field(examples=["第三课的接线图在哪里下载？"])


class FurtherWords(StrictModel):
    """By the trainee, under a question of their own."""

    request_id: ClientId = Field(examples=[_EXAMPLE_ID])
    text: QuestionText


class NewAnswer(StrictModel):
    """By somebody who teaches the class, or its administrator."""

    request_id: ClientId = Field(examples=[_EXAMPLE_ID])
    trainee_id: UUID
    text: QuestionText = Field(examples=["课程库中“第三讲”的附件。"])


class Written(StrictModel):
    """What was written was kept; its words stay sealed and are read in the thread."""

    question_id: UUID
    ordinal: int
    written_at: datetime


class ThreadEntry(StrictModel):
    is_answer: bool
    text: str
    written_at: datetime


class Thread(StrictModel):
    """A question with everything that was written under it; both sides read the same."""

    question_id: UUID
    trainee_id: UUID
    trainee_name: str | None = Field(description="For those who teach; absent in one's own")
    is_answered: bool
    entries: list[ThreadEntry]


class Threads(StrictModel):
    """The questions about a class, the unanswered first, then the latest."""

    class_id: UUID
    questions: list[Thread]
