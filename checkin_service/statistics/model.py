"""The vocabulary of statistics: what is counted, in which cell, and the facts of a person it is counted from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

NOBODY = UUID(int=0)
"""Stands in a cell for the institution and the project of a voucher that no class has yet."""
DESK, PHONE = "desk", "phone"
"""Channels of a voucher that was given without a claim of its holder's, and of one claimed on our own page."""


class Role(StrEnum):
    """For which of an authority's three roles in a class a figure is asked (SX-22, SX-36)."""

    SUPERVISING = "supervising"
    PAYING = "paying"
    COUNTING = "counting"


class Measure(StrEnum):
    """What is counted; a voucher counts once for each, in the month of its first such step."""

    ISSUED = "issued"
    CLAIMED = "claimed"
    ACTIVATED = "activated"
    USED = "used"
    COMPLETED = "completed"
    PAID = "paid"
    WRITTEN_OFF = "written_off"
    RETURNED = "returned"
    EXCHANGED = "exchanged"
    EXPIRED = "expired"
    VOIDED = "voided"
    CLAWED_BACK = "clawed_back"
    TRAINED = "trained"
    """培训人数: a person on a roster with at least one class hour, in the month of the first."""
    CERTIFIED = "certified"
    """取证数, in the month of the certificate."""
    HOURS = "hours"
    """Class hours, in the month of their lesson."""
    DOUBTFUL = "doubtful"
    REFUSED = "refused"
    """Check-ins as they were judged."""
    RESERVED_FEN = "reserved_fen"
    PAYABLE_FEN = "payable_fen"
    RELEASED_FEN = "released_fen"
    PAID_FEN = "paid_fen"
    CLAWED_BACK_FEN = "clawed_back_fen"


MONEY = tuple(each for each in Measure if each.endswith("_fen"))
COUNTS = tuple(each for each in Measure if each not in MONEY)


class Analysis(StrEnum):
    """What the people trained are told apart by (MP-16); income has no source."""

    AGE = "age"
    EMPLOYER = "employer"
    INSURANCE = "insurance"
    EMPLOYMENT = "employment"


ANALYSES: Mapping[Analysis, tuple[str, ...]] = {
    Analysis.AGE: ("to_24", "25_34", "35_44", "45_54", "from_55", "unknown"),
    Analysis.EMPLOYER: ("public", "enterprise", "self_employed", "none", "unknown"),
    Analysis.INSURANCE: ("enterprise_pension", "unemployment_insurance", "none", "unknown"),
    Analysis.EMPLOYMENT: ("employed", "self_employed", "seeking", "unknown"),
}
"""Every person trained is in exactly one part of each."""


class Cell(NamedTuple):
    """One counter: whose, of what and when; `measure` is a `Measure`, or analysis and part with a colon between."""

    month: date
    supervising: str
    paying: str
    counting: str
    institution_id: UUID
    project_id: UUID
    kind: str
    channel: str
    fund: str
    measure: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassSeen:
    """Whose a class is."""

    supervising: str
    paying: str
    counting: str
    institution_id: UUID
    project_id: UUID
    is_of_enterprise: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class VoucherSeen:
    """A voucher with the first moment of every step of its life."""

    voucher_id: UUID
    kind: str
    authority_code: str
    graph: str
    class_id: UUID | None
    channel: str
    steps: Mapping[str, datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneySeen:
    """A transfer of a voucher's money."""

    voucher_id: UUID
    kind: str
    authority_code: str
    fund: str
    amount_fen: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonSeen:
    """The class hours of a person in one lesson."""

    starts_at: datetime
    hours: int
    is_transferred: bool
    """Brought along from another class, where they are counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FactSeen:
    """What a source says of the person."""

    kind: str
    holds: bool
    since: date
    until: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceSeen:
    """A person in a class: what they attended, what they hold, how their check-ins were judged."""

    class_id: UUID
    kind: str
    voucher_id: UUID | None
    is_withdrawn: bool
    lessons: Sequence[LessonSeen]
    certificates: Sequence[date]
    judged: Sequence[tuple[str, datetime]]


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonSeen:
    """Everything of one person that is counted."""

    born_on: date | None
    facts: Sequence[FactSeen]
    vouchers: Sequence[VoucherSeen]
    money: Sequence[MoneySeen]
    places: Sequence[PlaceSeen]
    classes: Mapping[UUID, ClassSeen]


Share = Mapping[Cell, int]
"""What one person adds to the counters."""


class Figure(NamedTuple):
    """A total of one authority in one month, as the board adds it up."""

    authority_code: str
    month: date
    measure: str
    fund: str
    value: int
