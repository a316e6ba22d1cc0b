"""Second looks at reviewers' decisions (复核抽查): what was opened, what another person said, how a dispute ended."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """A reviewer has the evidence of an attempt before them for the first time."""

    trainee_id: UUID
    attempt_id: UUID
    opened_by: UUID
    opened_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondLook:
    """A decision that another person is to make again without knowing it."""

    trainee_id: UUID
    attempt_id: UUID
    authority_code: str
    draw_id: UUID | None
    """None for a decision that was made too fast: each of those is looked at."""
    first_by: UUID
    assigned_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondReview:
    """What the second person decided, knowing nothing of the first decision."""

    trainee_id: UUID
    attempt_id: UUID
    first_by: UUID
    accepted: bool
    reason: str
    opened_s: int
    reviewed_by: UUID
    reviewed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeRuling:
    """How a third person ends what two reviewers decided differently."""

    trainee_id: UUID
    attempt_id: UUID
    accepted: bool
    reason: str
    first_by: UUID
    second_by: UUID
    ruled_by: UUID
    ruled_at: datetime


class Decided(NamedTuple):
    """A decision of a reviewer that is on record, which a draw may choose."""

    trainee_id: UUID
    attempt_id: UUID
    reviewed_by: UUID


class Pace(NamedTuple):
    """What a reviewer decided in a time, and how fast."""

    reviewed_by: UUID
    decided: int
    accepted: int
    median_s: float | None
    hasty: int


class Pair(NamedTuple):
    """Two people's decisions about one attempt."""

    first_by: UUID
    second_by: UUID
    first: bool
    second: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """A figure with the bounds within which 95 of 100 such figures hold the true one."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How often two people decided alike, and how much better that is than chance."""

    pairs: int
    alike: Interval | None
    kappa: Interval | None
    """None where both always decide alike one way: then nothing can be told from chance."""


NO_AGREEMENT = Agreement(pairs=0, alike=None, kappa=None)
