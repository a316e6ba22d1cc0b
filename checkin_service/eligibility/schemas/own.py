"""Wire shapes of a person's own subsidies."""

from datetime import date, datetime
from uuid import UUID

from pydantic import Field

from checkin_service.eligibility.model.facts import DeterminationOutcome
from checkin_service.eligibility.model.own import StepKind, StepState
from checkin_service.eligibility.schemas.appeals import AppealBody
from checkin_service.kit.http.schema import StrictModel, WordsBody


class StepBody(StrictModel):
    kind: StepKind
    state: StepState
    on: date | None


class ReasonBody(StrictModel):
    """A criterion that is not met, or not certain, and what it stands on."""

    outcome: str
    sentence: WordsBody
    document: str | None
    clause: str | None
    quote: str | None


class OwnDetermination(StrictModel):
    determination_id: UUID
    outcome: DeterminationOutcome
    amount_fen: int
    determined_at: datetime
    sentence: WordsBody
    reasons: list[ReasonBody] = Field(description="What speaks against it; empty where all is met")
    remedies: list[WordsBody]
    appeal_until: date | None = Field(description="The last day of an appeal here; null where none ends it")
    days_left: int | None
    may_appeal: bool


class OwnSubsidy(StrictModel):
    class_id: UUID
    name: str
    authority_name: str
    subsidy_fen: int = Field(description="What the project's subsidy is, at most")
    fee_fen: int | None = Field(description="What the training costs")
    fee_paid_fen: int | None = Field(description="What you have paid and not got back, as the institution recorded it")
    voucher_code: str | None
    steps: list[StepBody]
    determination: OwnDetermination | None
    appeals: list[AppealBody]


class OwnSubsidies(StrictModel):
    subsidies: list[OwnSubsidy]
