"""Vocabulary of offers and applications: what the public sees of a class, and how an application stands."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from checkin_service.policy.model import VoucherKind


class ApplicationState(StrEnum):
    """How an application stands; its last decision tells."""

    APPLIED = "applied"
    WAITING_LIST = "waiting_list"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    PLACE_OFFERED = "place_offered"
    """A place became free for somebody who waits: theirs to take until a moment."""
    PLACE_TAKEN = "place_taken"
    """They took it: the place is kept until the institution has examined them."""
    LAPSED = "lapsed"
    """They did not take it in time."""


OPEN = frozenset({ApplicationState.APPLIED, ApplicationState.WAITING_LIST, ApplicationState.PLACE_TAKEN})
"""States in which the institution still has to say something."""

UNDER_WAY = OPEN | {ApplicationState.PLACE_OFFERED}
"""States that the person can still withdraw from."""

KEPT = frozenset({ApplicationState.PLACE_OFFERED, ApplicationState.PLACE_TAKEN})
"""States for which a place is kept free."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassOffer:
    """A class offered to the public with so many places."""

    class_id: UUID
    places: int
    offered_by: UUID
    offered_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """What the public sees of a class: no person, and of places only how many there are."""

    class_id: UUID
    class_name: str
    institution_name: str
    project_name: str
    occupation: str
    level: str | None
    training_type: str
    total_hours: int
    fee_fen: int | None
    subsidy_fen: int
    supervising_authority: str
    paying_authority: str
    places: int
    taken: int
    starts_at: datetime
    site_name: str | None
    """None of a class held online only."""
    address: str | None
    distance_m: float | None
    """From where the question was asked, if it said where."""

    @property
    def free(self) -> int:
        return max(self.places - self.taken, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """A person's application for a place, with the decision that stands."""

    trainee_id: UUID
    application_id: UUID
    class_id: UUID
    voucher_id: UUID
    voucher_kind: VoucherKind
    declared: tuple[str, ...]
    applied_at: datetime
    state: ApplicationState = ApplicationState.APPLIED
    decisions: int = 0
    reason: str | None = None
    decided_at: datetime | None = None
    offered_until: datetime | None = None
    """Until when a place that became free is theirs to take."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """A class that people wait for, with its places."""

    class_id: UUID
    paying_authority: str
    places: int
    taken: int
    starts_at: datetime

    @property
    def free(self) -> int:
        return max(self.places - self.taken, 0)
