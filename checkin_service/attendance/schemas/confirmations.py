"""Wire shapes of confirmations of credited hours."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from checkin_service.kit.http.schema import ShortText, StrictModel
from checkin_service.kit.ids import ClientId

_EXAMPLE_ID = "0197c9a0-6f00-7000-8000-000000000001"


class CreditConfirmationRequest(StrictModel):
    """What somebody of the supervising authority has seen, or decides, about people in sessions of a class."""

    request_id: ClientId = Field(examples=[_EXAMPLE_ID])
    kind: Literal["headcount", "visit", "decision"] = Field(
        description="A headcount that agrees with the roll, a visit with the roll, or a decision that the hours count"
    )
    session_ids: Annotated[list[UUID], Field(min_length=1, max_length=100)]
    trainee_ids: Annotated[list[UUID], Field(min_length=1, max_length=100, description="Who was there")]
    reason: ShortText = Field(examples=["实地检查，当场核对花名册"])


class CreditConfirmationAnswer(StrictModel):
    request_id: UUID
    class_id: UUID
    kind: str
    confirmations: int = Field(description="One for each person and session")
