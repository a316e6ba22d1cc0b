"""Wire shapes of unannounced checks that have begun."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from checkin_service.checkin.model.checks import CheckState
from checkin_service.kit.http.schema import CleanText, StrictModel
from checkin_service.kit.ids import ClientId


class OwnCheck(StrictModel):
    """A check of one's own that has begun."""

    class_id: UUID
    session_id: UUID
    ordinal: int = Field(description="Of the lesson")
    opens_at: datetime
    closes_at: datetime
    state: CheckState
    explanation: str | None


class OwnChecks(StrictModel):
    checks: list[OwnCheck]


class NewExplanation(StrictModel):
    """Why one did not answer: a missed check is a note, and says nothing by itself."""

    request_id: ClientId
    words: Annotated[CleanText, Field(min_length=1, max_length=500)]


class CheckOfClass(OwnCheck):
    """A check of somebody of a class, for the authority; it is told of none before it has ended."""

    trainee_id: UUID
    trainee_name: str


class ChecksOfClass(StrictModel):
    checks: list[CheckOfClass]
