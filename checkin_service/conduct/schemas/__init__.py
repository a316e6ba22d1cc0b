"""Wire shapes of lapses, appeals of institutions and orders to rectify."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from checkin_service.conduct.model import LapseKind, Step
from checkin_service.conduct.schemas.sanctions import AnnouncedSanction, SanctionAnswer
from checkin_service.kit.http.schema import CleanText, ShortText, StrictModel
from checkin_service.kit.ids import ClientId
from checkin_service.proposals.schemas import Grounded

_EXAMPLE_ID = "0197c9a0-6f00-7000-8000-000000000001"
Account = Annotated[CleanText, Field(min_length=1, max_length=2000)]


class NewLapse(Grounded):
    """A lapse as one person found it; it counts once another has confirmed it. `reason` says what was found."""

    lapse_id: ClientId = Field(examples=[_EXAMPLE_ID])
    kind: LapseKind
    occurred_on: date
    inspection_id: UUID | None = None


class LapseAnswer(StrictModel):
    """A lapse that two people recorded, and the institution's appeal."""

    lapse_id: UUID
    institution_id: UUID
    kind: LapseKind
    occurred_on: date
    words: str
    inspection_id: UUID | None
    document_number: str
    decided_at: datetime
    counts: bool
    appeal_by: date = Field(description="The last day for an appeal")
    appeal_words: str | None
    appeal_at: datetime | None
    upheld: bool | None
    appeal_reason: str | None
    appeal_decided_at: datetime | None


class NewLapseAppeal(StrictModel):
    """What the institution says against it."""

    request_id: ClientId = Field(examples=[_EXAMPLE_ID])
    words: Account


class NewLapseAppealDecision(StrictModel):
    """By a third person; an upheld appeal strikes the lapse from the count."""

    request_id: ClientId = Field(examples=[_EXAMPLE_ID])
    upheld: bool
    reason: ShortText


class NewRectification(Grounded):
    """An order to rectify, which suspends the institution; it holds once another person approves."""

    rectification_id: ClientId = Field(examples=[_EXAMPLE_ID])
    demands: Account
    due_on: date


class NewReport(StrictModel):
    """The institution's report about what it rectified, or, once that is enough, its new application (重新申请入驻)."""

    request_id: ClientId = Field(examples=[_EXAMPLE_ID])
    words: Account


class NewReportDecision(StrictModel):
    """Whether the report shows it rectified; where not, what is lacking."""

    request_id: ClientId = Field(examples=[_EXAMPLE_ID])
    met: bool
    words: Account


class StepAnswer(StrictModel):
    step: Step
    words: str
    taken_at: datetime


class RectificationAnswer(StrictModel):
    rectification_id: UUID
    institution_id: UUID
    counted: str
    demands: str
    due_on: date
    document_number: str
    reason: str
    decided_at: datetime
    is_overdue: bool = Field(description="The day has passed and it is not met")
    steps: list[StepAnswer]


class TallyAnswer(StrictModel):
    """How often, and from how often on rectification is ordered; without a number where no text gives one."""

    kind: LapseKind
    count: int
    limit: int | None
    is_reached: bool
    clause: str | None


class Conduct(StrictModel):
    """All that was recorded of an institution, oldest first."""

    institution_id: UUID
    tallies: list[TallyAnswer]
    lapses: list[LapseAnswer]
    rectifications: list[RectificationAnswer]
    sanctions: list[SanctionAnswer]
    proposed: list[AnnouncedSanction] = Field(description="Sanctions that wait for a second person")
