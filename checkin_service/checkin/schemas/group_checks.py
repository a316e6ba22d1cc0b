"""Wire shapes of suspected groups that are asked at once."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from checkin_service.kit.http.schema import StrictModel
from checkin_service.kit.ids import ClientId
from checkin_service.proposals.schemas import Grounded


class NewGroupCheck(Grounded):
    """People of a class on the risk list who are asked at once in a lesson to come; another person approves."""

    group_check_id: ClientId = Field(examples=["0197c9a0-6f00-7000-8000-000000000001"])
    trainee_ids: Annotated[list[UUID], Field(min_length=1, max_length=100)]


class GroupCheckAnswer(StrictModel):
    """Planned: a moment of the next lesson is drawn, which nobody knows."""

    group_check_id: UUID
    class_id: UUID
    people: int


class GroupCheckOutcome(StrictModel):
    """How it came out, as counts; who answered stands with the class's checks."""

    planned_at: datetime
    people: int
    asked: int = Field(description="How many of them were in the lesson; 0 while it has not been held")
    answered: int
    closes_at: datetime | None = Field(description="Until when the last of them could answer")
