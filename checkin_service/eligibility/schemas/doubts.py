"""Wire shapes of the decision desk: open doubts, decisions, the second person's word."""

from datetime import date, datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import Field, model_validator

from checkin_service.eligibility.model.doubts import ExitKind
from checkin_service.kit.http.schema import NEEDS_REASON, CleanText, ShortText, StrictModel
from checkin_service.kit.ids import ClientId
from checkin_service.kit.words import Wrong

Reason = Annotated[CleanText, Field(min_length=1, max_length=2000)]


class Sentence(StrictModel):
    zh: str
    en: str


class WayOut(StrictModel):
    """What ends a doubt, and whose matter that is."""

    kind: ExitKind
    how: Sentence


class MissingCondition(StrictModel):
    condition: str
    name: Sentence


class DoubtDecisionBody(StrictModel):
    decision_id: UUID
    determination_id: UUID
    trainee_id: UUID
    class_id: UUID
    criterion: str
    doubt: str = Field(description="The reason of the finding that was decided about")
    met: bool
    reason: str
    document: str
    decided_by: UUID
    decided_at: datetime
    confirmed: bool | None = Field(description="Null while a second person has not spoken or none is needed")
    in_force: bool


class DoubtBody(StrictModel):
    """One finding that keeps a determination in doubt."""

    determination_id: UUID
    trainee_id: UUID
    trainee_name: str
    class_id: UUID
    criterion: str
    reason: str
    measured: str | None
    sentence: Sentence
    since: datetime
    age_days: int
    decide_by: date
    is_late: bool
    way_out: WayOut
    other_ways: list[WayOut] = Field(description="What else would end it")
    missing: list[MissingCondition] = Field(
        description="What data or an examination have to answer; empty where something else is in doubt"
    )
    waiting: DoubtDecisionBody | None = Field(description="A decision that a second person has to confirm")


class HeldBackBody(StrictModel):
    """Somebody to whom no voucher was issued, for conditions that nobody has checked."""

    trainee_id: UUID
    trainee_name: str
    class_id: UUID
    class_name: str
    since: datetime
    age_days: int
    decide_by: date
    is_late: bool
    way_out: WayOut
    missing: list[MissingCondition]


class DoubtPage(StrictModel):
    """A page holds whole determinations; each may have several doubts."""

    doubts: list[DoubtBody]
    held_back: list[HeldBackBody] = Field(
        description="On the first page: people held back when vouchers were issued, the longest waiting first"
    )
    next_cursor: str | None


class DoubtDecision(StrictModel):
    """`met`: the criterion counts as met, once a second person confirms; else the subsidy is refused at once."""

    decision_id: ClientId
    criterion: ShortText
    met: bool
    reason: Reason
    document: ShortText = Field(examples=["绍人社核〔2026〕12号"], description="What the decision rests on")


class DoubtConfirmation(StrictModel):
    request_id: ClientId
    confirmed: bool
    reason: Reason | None = Field(default=None, description="Needed to refuse")

    @model_validator(mode="after")
    def _refusal_has_reason(self) -> Self:
        if not self.confirmed and self.reason is None:
            raise Wrong(NEEDS_REASON)
        return self
