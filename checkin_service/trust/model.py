"""Looks at classes, what signals said then, and what an authority did about it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from checkin_service.signals.model import SignalKind


class DueClass(NamedTuple):
    """A class of which enough lessons are over for the next look."""

    class_id: UUID
    supervising_authority: str
    lessons: int
    """Over by now, long enough for what was made without a network to have arrived."""
    looks: int
    looked: int
    """Lessons that have been looked at."""
    looked_at: datetime | None
    checked_at: datetime | None
    """When the latest check of the class began, or heads were last counted."""


class SignIn(NamedTuple):
    """An accepted arrival of one person in one lesson: when and how; no place and no finding."""

    trainee_id: UUID
    session_id: UUID
    starts_at: datetime
    captured_at: datetime
    received_at: datetime
    sender: str
    code_age_ms: int | None


class BoundIn(NamedTuple):
    """When and where a person's latest phone was bound: a keyed hash of the network, a kind of client."""

    trainee_id: UUID
    bound_at: datetime
    network_hash: bytes | None
    agent_family: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalNote:
    """What one signal said in one look."""

    kind: SignalKind
    version: int
    p: float
    figures: Mapping[str, float]
    score: float | None = None
    """How odd it is, as the signal counts; older notes have none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One look at a class's next lessons, or at its checks so far; it names nobody."""

    class_id: UUID
    number: int
    authority_code: str
    people: int
    """Whom it is of: who signed in, or who was checked."""
    lessons: int
    """How many lessons of the class have been looked at, this time included."""
    calibration: str
    notes: Sequence[SignalNote]
    e: float
    """Of all looks so far together."""
    p: float
    looked_at: datetime


class RiskStepKind(StrEnum):
    INSPECTION = "inspection"
    """An inspection was planned on it."""
    GROUP_CHECK = "group_check"
    """It was proposed to ask people of the class at once; how that came out stands beside it."""
    CLOSED = "closed"
    """Somebody of the authority knows why it looks so; it comes back with the next look."""
    IN_ORDER = "in_order"
    """An inspection that was planned on it found nothing wrong."""
    WANTING = "wanting"
    """An inspection that was planned on it found something."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskStep:
    """What somebody of the authority did about a class on the list."""

    class_id: UUID
    ordinal: int
    kind: RiskStepKind
    look_number: int
    inspection_id: UUID | None
    reason: str
    taken_by: UUID
    taken_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What somebody found who went to a class because of the list, beside one look at it from before."""

    class_id: UUID
    authority_code: str
    kind: RiskStepKind
    notes: Sequence[SignalNote]


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalRecord:
    """How often a signal that spoke up was right, as inspections found."""

    kind: SignalKind
    in_order: int
    wanting: int
