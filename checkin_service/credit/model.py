"""Credit scores: what they are made of, what came of it, and appeals against them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction
from typing import Any
from uuid import UUID


class Grade(StrEnum):
    A = "A"
    B = "B"
    C = "C"
    D = "D"


class Item(StrEnum):
    """What counts: shares of what is good, each with a weight, and matters that cost points each time."""

    SATISFACTION = "satisfaction"
    COMPLETION = "completion"
    PASSING = "passing"
    UNCORRECTED = "uncorrected"
    LAPSES = "lapses"
    OPEN_ORDERS = "open_orders"
    CLAW_BACKS = "claw_backs"
    SANCTIONS = "sanctions"


SHARES = (Item.SATISFACTION, Item.COMPLETION, Item.PASSING, Item.UNCORRECTED)
COSTS = (Item.LAPSES, Item.OPEN_ORDERS, Item.CLAW_BACKS, Item.SANCTIONS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """What the facts of an institution's completed classes of a period come to."""

    registered: int
    stayed: int
    """Of those registered: who did not leave and has class hours that count."""
    assessed: int
    passed: int
    credited_hours: int
    corrected_hours: int
    """Of those credited: hours that somebody credited afterwards in place of a check-in."""
    clawed_back: int
    """Vouchers whose subsidy was clawed back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs(Counted):
    """Everything that a score is computed from."""

    evaluations: int
    satisfaction: Fraction | None
    lapses: int
    open_orders: int
    sanctions: int = 0
    """None in documents from before they counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """The formula as a policy states it."""

    weights: Mapping[Item, int]
    points: Mapping[Item, int]
    grades_from: Mapping[Grade, int]
    minimum_evaluations: int
    minimum_people: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What one item did to the score: a share with its weight, or points taken off."""

    item: Item
    share: Fraction | None = None
    weight: int = 0
    count: int = 0
    points: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """A score from 0 to 100 with its grade, or what is missing to one."""

    parts: tuple[Part, ...]
    score: Fraction | None
    grade: Grade | None
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """A score as it was kept; the document holds every input and policy value, so that anybody computes it again."""

    score_id: UUID
    institution_id: UUID
    ordinal: int
    authority_code: str
    document: dict[str, Any]
    grade: Grade | None
    is_low: bool
    """Below the policy's line: a signal for an inspection, and nothing more."""
    computed_by: UUID | None
    """None where the night computed it."""
    computed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreAppeal:
    """What an institution says against its score; once for each."""

    score_id: UUID
    words: str
    filed_by: UUID
    filed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreAppealDecision:
    """An upheld appeal sets items aside: they count neither way until a day."""

    score_id: UUID
    upheld: bool
    set_aside: tuple[str, ...]
    until: date | None
    reason: str
    decided_by: UUID
    decided_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptScore(Score):
    """A score with its appeal and what became of it."""

    appeal_words: str | None = None
    appeal_at: datetime | None = None
    upheld: bool | None = None
    set_aside: tuple[str, ...] | None = None
    until: date | None = None
    appeal_reason: str | None = None
    appeal_decided_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ToLookAt:
    """A score for the queue of its authority: low, or appealed against."""

    institution_id: UUID
    institution: str
    since: datetime
    due_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """An institution of the public directory, with the occupations that its classes have taught."""

    institution_id: UUID
    name: str
    authority_code: str
    occupations: tuple[str, ...]
