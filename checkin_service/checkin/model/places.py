"""Fences and the attempts judged by them, and places of sites whose fixes look as if a datum were mixed up."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from geo import Circle, Position, Suspicion, Union


@dataclass(frozen=True, slots=True, kw_only=True)
class MovingFence:
    """A fence around the instructor's own fix, for a class approved to be held away from its site."""

    session_id: UUID
    fence_id: UUID
    circle: Circle
    placed_by: UUID
    placed_at: datetime
    by_device: bool
    """A device entered for the site went along; else an instructor said so, and trainees bear it out."""
    distance_m: float
    """From the site."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FenceState:
    """The moving fence of a session as one person's attempt meets it."""

    fence_id: UUID
    by_device: bool
    placed_by: UUID
    others: int
    """Of the class, whose own phones lay inside before."""

    def went_with(self, terminal_id: UUID) -> bool:
        """Whether this very device has carried the fence along."""
        return self.by_device and self.placed_by == terminal_id


@dataclass(frozen=True, slots=True, kw_only=True)
class ExaminedPlace:
    """A site's present place, at which enough people's fixes did not lie inside."""

    site_id: UUID
    ordinal: int
    position: Position
    authority_code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundSuspicion:
    """A datum mix-up suspected at a site, as it is shown to the institution and the authority over it."""

    site_id: UUID
    site_name: str
    institution_id: UUID
    place_ordinal: int
    found_on: date
    suspicion: Suspicion


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedAttempt:
    """An attempt with its evidence and the fence it was judged by."""

    trainee_id: UUID
    class_id: UUID
    site_id: UUID
    supervising_authority: str
    starts_at: datetime
    received_at: datetime
    evidence_sealed: bytes | None
    fence: Circle | Union
