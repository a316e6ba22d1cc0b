"""Wire shapes of reports to the national platform."""

from datetime import date, datetime, timedelta
from typing import Literal, Self
from uuid import UUID

from pydantic import Field, model_validator

from checkin_service.kit.http.schema import ShortText, StrictModel, WordsBody
from checkin_service.kit.ids import ClientId
from checkin_service.kit.words import Words, Wrong
from checkin_service.proposals.schemas import Grounded
from checkin_service.reporting.model import Comparison, DayCount, DifferenceKind, ReportKind, RuledSwitch

_MOST_DAYS = timedelta(days=366)
_EXAMPLE_ID = "0197c9a0-6f00-7000-8000-000000000001"


class NewSwitch(Grounded):
    """Whether the authority's facts go up; on takes a second person, off holds at once."""

    switch_id: ClientId = Field(examples=[_EXAMPLE_ID])
    is_on: bool


class SwitchAnswer(StrictModel):
    switch_id: UUID
    is_on: bool
    document_number: str
    reason: str
    asked_by: UUID
    asked_at: datetime
    approved: bool | None
    ruling_reason: str | None
    ruled_at: datetime | None
    is_waiting: bool

    @classmethod
    def of(cls, switch: RuledSwitch) -> Self:
        return cls.showing(switch)


class DayLine(StrictModel):
    """A kind of facts of a day: how many there are, how many are still owed, and how the platform counts them."""

    day: date
    kind: ReportKind
    noted: int
    owed: int
    ours: int | None = Field(description="Answered by the platform, at the latest comparison; absent before one")
    theirs: int | None
    agrees: bool | None = Field(description="Counts and digests are the same")
    compared_at: datetime | None

    @classmethod
    def of(cls, day: date, kind: ReportKind, counted: DayCount | None, compared: Comparison | None) -> Self:
        return cls(
            day=day,
            kind=kind,
            noted=counted.noted if counted else 0,
            owed=counted.owed if counted else 0,
            ours=compared.our_count if compared else None,
            theirs=compared.their_count if compared else None,
            agrees=compared.agrees if compared else None,
            compared_at=compared.compared_at if compared else None,
        )


class StandingAnswer(StrictModel):
    """Whether and how far an authority's facts go up."""

    is_on: bool
    has_platform: bool = Field(description="Whether the service has an address and a key of the platform")
    switches: list[SwitchAnswer] = Field(description="The latest first")
    waiting: int
    refused: int
    oldest_at: datetime | None = Field(description="Of what has no answer yet")
    last_answer_at: datetime | None
    days: list[DayLine] = Field(description="Of the last 31 days, the latest first")


class SignInChoice(StrictModel):
    """In how many classes sign-in is asked for at these moments and by these proofs (签到认证环节)."""

    phases: list[str]
    proofs: list[str]
    classes: int


class PilotAnswer(StrictModel):
    """What the ministry's plan asks of a region on trial, each by a record or a figure of the last year (MP-36)."""

    pack: WordsBody = Field(description="Whose flow it is")
    flow: list[str] = Field(description="States of a voucher on its way, in order (业务流程)")
    sign_in: list[SignInChoice] = Field(description="As chosen for each class, the most frequent first")
    people: int = Field(description="On the rosters of the authority's classes, each with name and document (实名制)")
    people_proven: int = Field(description="Whose phone was shown to be theirs, by document or electronic card")
    hours: int = Field(description="Class hours credited in these classes")
    electronic_hours: int = Field(description="Of them by sign-in, not by decision or from paper (过程电子化)")
    is_on: bool
    lag_days: int = Field(description="Of so many days the return is measured")
    answered: int = Field(description="Facts that the platform took in these days")
    median_minutes: float | None = Field(description="From a fact's record here to the platform's answer (准实时回流)")
    slowest_minutes: float | None


class RefusedAnswer(StrictModel):
    """A report that the platform did not take, with the platform's own words."""

    report_id: UUID
    kind: ReportKind
    trainee_id: UUID | None
    name: str | None
    value: str
    day: date
    words_zh: str
    words_en: str
    refused_at: datetime
    held_up: int = Field(description="Reports that wait behind it")


class RefusedReports(StrictModel):
    reports: list[RefusedAnswer]


class DifferenceAnswer(StrictModel):
    """A fact on which both sides do not agree; nothing is changed by that alone."""

    difference_id: UUID
    kind: DifferenceKind
    report_kind: ReportKind
    trainee_id: UUID | None
    name: str | None
    day: date
    ours: str | None
    theirs: str | None
    found_at: datetime


class Differences(StrictModel):
    differences: list[DifferenceAnswer]


class Repeat(StrictModel):
    request_id: ClientId = Field(examples=[_EXAMPLE_ID])


class Reason(StrictModel):
    request_id: ClientId = Field(examples=[_EXAMPLE_ID])
    reason: ShortText = Field(examples=["平台已有同一证书，经电话核实"])


class ActAnswer(StrictModel):
    about: UUID
    state: Literal["waiting", "settled", "resolved"]


class FileAsked(StrictModel):
    """Facts of a kind on some days, for a file."""

    kind: ReportKind
    first: date = Field(examples=["2026-03-01"])
    last: date = Field(examples=["2026-03-31"])
    purpose: ShortText = Field(description="Why it is taken; it stands in the file and on record")

    @model_validator(mode="after")
    def _days_in_order(self) -> Self:
        if not timedelta(0) <= self.last - self.first <= _MOST_DAYS:
            raise Wrong(_DAYS)
        return self


class TakenAnswers(StrictModel):
    answered: int
    refused: int


class DayToCompare(StrictModel):
    request_id: ClientId = Field(examples=[_EXAMPLE_ID])
    day: date = Field(examples=["2026-03-02"])


class ComparisonAnswer(StrictModel):
    day: date
    differences: int = Field(description="Found for the first time")


_DAYS = Words("截止日期不能早于起始日期，最多一年。", "The days are in order, a year at most.")
