"""Wire shapes of opened evidence, disputes between reviewers, and reviewers' figures."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from checkin_service.checkin.schemas.attempts import CheckInAnswer
from checkin_service.kit.http.schema import ShortText, StrictModel
from checkin_service.kit.ids import ClientId


class NewOpening(StrictModel):
    """A reviewer opens the evidence of an attempt; without it nobody decides about it."""

    request_id: ClientId
    trainee_id: UUID
    attempt_id: UUID


class ReviewOpened(StrictModel):
    attempt: CheckInAnswer
    opened_at: datetime
    decide_from: datetime = Field(description="What is decided earlier is refused or looked at again, as policy says")


class Said(StrictModel):
    """What one of two reviewers decided; who it was is told to nobody who has to decide."""

    accepted: bool
    reason: str
    at: datetime


class DisputeItem(StrictModel):
    """An attempt that two reviewers decided differently."""

    trainee_id: UUID
    trainee_name: str
    attempt: CheckInAnswer
    first: Said
    second: Said
    may_rule: bool = Field(description="Neither of the two who disagree ends it")


class DisputeList(StrictModel):
    disputes: list[DisputeItem]


class NewDisputeRuling(StrictModel):
    """A third person's word, final."""

    request_id: ClientId
    trainee_id: UUID
    attempt_id: UUID
    decision: Literal["accept", "reject"]
    reason: ShortText


class DisputeRuled(StrictModel):
    attempt_id: UUID
    decision: Literal["accept", "reject"]
    credited_hours: int


class IntervalBody(StrictModel):
    """A figure and the bounds of its 95 % interval."""

    value: float
    low: float
    high: float


class ReviewerFigures(StrictModel):
    """What a reviewer decided, how fast, and how that compares with who looked at the same evidence unknowing."""

    reviewer_id: UUID
    name: str
    decided: int
    accepted: int
    accepted_percent: float
    median_s: float | None = Field(description="From opening the evidence to the decision")
    hasty: int = Field(description="Decided faster than the policy asks for; each is looked at again")
    pairs: int = Field(description="Attempts that this person and another one decided, as first or second")
    alike: IntervalBody | None
    kappa: IntervalBody | None = Field(description="Cohen's; null where chance alone would always agree")


class ReviewerList(StrictModel):
    since: datetime
    reviewers: list[ReviewerFigures]
    waiting: int = Field(description="Disputes that wait for a third person")
