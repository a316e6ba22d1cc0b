"""Reports to the national platform: what goes up, how far each has come, and where both sides differ."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID


class ReportKind(StrEnum):
    """What goes up, in an order that makes sense: nothing before what it rests on."""

    TEMPLATE = "template"
    """培训券模板"""
    INSTITUTION = "institution"
    """培训机构, with the place of each of its sites"""
    PROJECT = "project"
    """培训项目"""
    TRAINING_CLASS = "training_class"
    """班期"""
    PERSON = "person"
    """参训人员: somebody on the roster of a class"""
    VOUCHER_ISSUED = "voucher_issued"
    VOUCHER_CLAIMED = "voucher_claimed"
    VOUCHER_USED = "voucher_used"
    VOUCHER_VOIDED = "voucher_voided"
    VOUCHER_EXPIRED = "voucher_expired"
    SIGN_IN = "sign_in"
    CERTIFICATE = "certificate"
    SETTLEMENT = "settlement"
    """结算核销, once the subsidy has been paid"""
    CLAW_BACK = "claw_back"
    """追回, of what had been paid"""


class Step(StrEnum):
    """What happened to a report, in turn; before the first it waits."""

    SENT = "sent"
    """It left; whether it arrived nobody knows until the platform answers."""
    ANSWERED = "answered"
    REFUSED = "refused"
    AGAIN = "again"
    """Somebody corrected what was wrong and sends it again."""
    SETTLED = "settled"
    """Somebody says why it need not go up."""


class DifferenceKind(StrEnum):
    MISSING_THERE = "missing_there"
    UNKNOWN_HERE = "unknown_here"
    VALUES_DIFFER = "values_differ"
    VOIDED_ELSEWHERE = "voided_elsewhere"
    """The platform no longer honours a voucher that lives here; nothing is changed by that alone."""


class FactKey(NamedTuple):
    """What makes a fact one: its kind, whose it is, the object, and the part of it."""

    kind: ReportKind
    trainee_id: UUID | None
    object_id: UUID
    part: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A fact that an authority owes to the platform, and what it rests on."""

    key: FactKey
    happened_at: datetime
    value: str
    """What both sides must agree on; never a name or an identity document."""
    rests_on: tuple[FactKey, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A fact on its way up; its id is made from it, so that whatever is sent twice counts once."""

    authority_code: str
    report_id: UUID
    kind: ReportKind
    trainee_id: UUID | None
    object_id: UUID
    part: str
    value: str
    day: date
    """The civil day of the fact: both sides count it there."""
    rests_on: tuple[UUID, ...]
    noted_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportStep:
    authority_code: str
    report_id: UUID
    ordinal: int
    step: Step
    words_zh: str | None = None
    """The platform's own words, or an officer's reason."""
    words_en: str | None = None
    taken_by: UUID | None = None
    """The officer; none for what the courier did."""
    taken_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A report that may go up now."""

    authority_code: str
    report_id: UUID
    kind: ReportKind
    trainee_id: UUID | None
    object_id: UUID
    part: str
    value: str
    day: date
    attempts: int
    steps: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A report that the platform did not take, with its own words."""

    authority_code: str
    report_id: UUID
    kind: ReportKind
    trainee_id: UUID | None
    object_id: UUID
    value: str
    day: date
    words_zh: str
    words_en: str
    refused_at: datetime
    steps: int
    held_up: int
    """Reports that wait behind it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Switch:
    """An authority's decision that its facts go up, or no longer do; two people switch it on, one switches it off."""

    authority_code: str
    switch_id: UUID
    is_on: bool
    document_number: str
    reason: str
    asked_by: UUID
    asked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SwitchRuling:
    authority_code: str
    switch_id: UUID
    approved: bool
    reason: str | None
    asked_by: UUID
    ruled_by: UUID
    ruled_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RuledSwitch(Switch):
    """A switch with the second person's word."""

    approved: bool | None = None
    ruling_reason: str | None = None
    ruled_by: UUID | None = None
    ruled_at: datetime | None = None

    @property
    def holds(self) -> bool:
        """Switching off holds at once: nobody has to be waited for to stop."""
        return self.approved is True or not self.is_on

    @property
    def is_waiting(self) -> bool:
        return self.is_on and self.approved is None


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCount:
    """How many facts of a kind a day has, and how many of them are still owed."""

    day: date
    kind: ReportKind
    noted: int
    owed: int


@dataclass(frozen=True, slots=True)
class Tally:
    """How many facts of a kind a day has, and the digest of which they are and what they say."""

    count: int
    digest: str


class Line(NamedTuple):
    """One fact of a day as a side knows it."""

    report_id: UUID
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A fact on which both sides do not agree."""

    authority_code: str
    difference_id: UUID
    kind: DifferenceKind
    report_kind: ReportKind
    report_id: UUID
    trainee_id: UUID | None
    day: date
    ours: str | None
    theirs: str | None
    found_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DifferenceRuling:
    """How an officer resolved a difference."""

    authority_code: str
    difference_id: UUID
    reason: str
    ruled_by: UUID
    ruled_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One comparison of a day, kind by kind: ours beside theirs."""

    authority_code: str
    day: date
    ordinal: int
    kind: ReportKind
    our_count: int
    our_digest: str
    their_count: int
    their_digest: str
    compared_at: datetime

    @property
    def agrees(self) -> bool:
        return (self.our_count, self.our_digest) == (self.their_count, self.their_digest)
