"""Lapses of institutions as two people recorded them, their appeals, and orders to rectify (整改)."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from checkin_service.kit.verdict import Basis


class LapseKind(StrEnum):
    QUALITY = "quality"
    """质量问题, counted by the calendar year."""
    REVIEW_FAILURE = "review_failure"
    """资格审核把关不严, counted since the last rectification."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """One lapse of an institution as one person found it and another confirmed it."""

    lapse_id: UUID
    institution_id: UUID
    authority_code: str
    kind: LapseKind
    occurred_on: date
    words: str
    inspection_id: UUID | None
    """The inspection that found it; none when it came to light otherwise."""
    document_number: str
    proposed_by: UUID
    decided_by: UUID
    """Another person than who proposed."""
    decided_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LapseAppeal:
    """What the institution says against a lapse; once for each."""

    lapse_id: UUID
    words: str
    filed_by: UUID
    filed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LapseAppealDecision:
    """What a third person of the authority decided; an upheld appeal strikes the lapse from the count."""

    lapse_id: UUID
    upheld: bool
    reason: str
    decided_by: UUID
    decided_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Lapse(Recorded):
    """A lapse with its appeal and what became of it."""

    appeal_words: str | None = None
    appeal_at: datetime | None = None
    upheld: bool | None = None
    appeal_reason: str | None = None
    appeal_decided_at: datetime | None = None

    @property
    def counts(self) -> bool:
        """Until an appeal is upheld."""
        return self.upheld is not True


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How often an institution failed in a way, and how often is too often, where the text says so."""

    kind: LapseKind
    count: int
    limit: int | None
    basis: Basis | None

    @property
    def is_reached(self) -> bool:
        """3次（含）以上: the number itself is included."""
        return self.limit is not None and self.count >= self.limit


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """What stands against an institution: lapses and sanctions that count since a day, and orders it has not met."""

    lapses: int
    open_orders: int
    sanctions: int


class Step(StrEnum):
    """What happens to an order, in turn."""

    REPORTED = "reported"
    """整改报告, by the institution."""
    UNMET = "unmet"
    """整改不到位, with the reason; the institution reports again."""
    MET = "met"
    """整改到位."""
    READMISSION_ASKED = "readmission_asked"
    """重新申请入驻, by the institution; two people let it return."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rectification:
    """An order to rectify (责令整改): it suspends the institution until it is met and two people let it return."""

    rectification_id: UUID
    institution_id: UUID
    authority_code: str
    counted: str
    """Which counts stood how when it was ordered."""
    demands: str
    due_on: date
    document_number: str
    reason: str
    proposed_by: UUID
    decided_by: UUID
    decided_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """An order to which the institution answered last: its authority is to go on."""

    rectification_id: UUID
    institution_id: UUID
    due_on: date
    step: Step
    taken_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Undecided:
    """What an institution sent and its authority has not decided: since when it waits, and until when."""

    about: UUID
    """The lapse or the order."""
    institution: str
    institution_id: UUID
    since: datetime
    due_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RectificationStep:
    """One thing that happened to an order; the latest is how it stands."""

    rectification_id: UUID
    ordinal: int
    step: Step
    words: str
    taken_by: UUID
    taken_at: datetime
