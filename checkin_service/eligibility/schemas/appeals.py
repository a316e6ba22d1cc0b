"""Wire shapes of appeals against denials and doubts."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from checkin_service.eligibility.model.facts import Criterion
from checkin_service.kit.http.schema import CleanText, StrictModel
from checkin_service.kit.ids import ClientId

Reason = Annotated[CleanText, Field(min_length=1, max_length=2000)]


class NewAppeal(StrictModel):
    """申诉 against a denial as such; single class hours are appealed against under /v1/appeals."""

    appeal_id: ClientId
    determination_id: UUID
    reason: Reason


class AppealDecision(StrictModel):
    """`criteria` are those that count as met when the appeal is upheld."""

    request_id: ClientId
    upheld: bool
    criteria: list[Criterion] = Field(default_factory=list, max_length=len(Criterion))
    reason: Reason


class AppealBody(StrictModel):
    appeal_id: UUID
    trainee_id: UUID
    class_id: UUID
    determination_id: UUID
    reason: str
    raised_at: datetime
    upheld: bool | None = Field(description="Null while it is open")
    decision_reason: str | None
    decided_at: datetime | None


class AppealPage(StrictModel):
    appeals: list[AppealBody]
    next_cursor: str | None
