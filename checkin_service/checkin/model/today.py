"""Facts of one morning: a person's classes, sessions and places, and what became of each."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from checkin_service.checkin.model.attempts import Phase
from checkin_service.kit.verdict import Decision
from checkin_service.policy.model import VoucherKind
from checkin_service.timetable.model import Session


class Mark(StrEnum):
    """What a session has come to for a person, in one sign of the calendar."""

    COUNTED = "counted"
    DOUBTFUL = "doubtful"
    """A check-in waits for its review and nothing is counted yet."""
    MISSED = "missed"
    LEAVE = "leave"
    CANCELLED = "cancelled"
    AHEAD = "ahead"


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnClassFacts:
    """A class that a person is registered in, with their counter there."""

    class_id: UUID
    name: str
    institution_name: str
    state: str
    supervising_authority: str
    paying_authority: str
    phases: tuple[str, ...]
    proofs: tuple[str, ...]
    total_hours: int
    voucher_kind: VoucherKind
    voucher_state: str | None
    credited_hours: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceFacts:
    """Where a session of these days is held; `moving` is a fence around the instructor."""

    session_id: UUID
    site_name: str
    address: str
    longitude: float
    latitude: float
    datum: str
    radius_m: float
    areas: str
    is_moving: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionHours:
    session_id: UUID
    hours: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnLeave:
    class_id: UUID
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPhase:
    """A phase that the person was accepted for, or whose doubt still waits."""

    session_id: UUID
    phase: Phase
    decision: Decision


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnCheckTimes:
    """An unannounced check of the person that has begun."""

    session_id: UUID
    opens_at: datetime
    closes_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnConsent:
    purpose: str
    given: bool
    text_version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """Everything that the first screen of a person's phone is made from; all of it from one statement."""

    name_sealed: bytes
    has_face: bool
    new_messages: int
    consents: tuple[OwnConsent, ...]
    classes: tuple[OwnClassFacts, ...]
    sessions: tuple[Session, ...]
    places: tuple[PlaceFacts, ...]
    credited: tuple[SessionHours, ...]
    phases: tuple[OwnPhase, ...]
    leaves: tuple[OwnLeave, ...]
    checks: tuple[OwnCheckTimes, ...] = ()
