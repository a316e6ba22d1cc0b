"""Confirmations of credited hours: what besides a check-in shows that a person was in a session."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class ConfirmationKind(StrEnum):
    """What was seen, and by whom."""

    CHECK = "check"
    """The person answered an unannounced check in the session."""
    HEADCOUNT = "headcount"
    """The people in the room were counted and agree with the roll."""
    VISIT = "visit"
    """Somebody of the authority was there with the roll."""
    DISPLAY = "display"
    """An enrolled display of the site showed the code that was used, and the phone's own fix reaches the place."""
    DECISION = "decision"
    """A person of the authority has looked and decides that the hours count as they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditConfirmation:
    """One confirmation of a person's hours in one session, also of those credited later; never changed."""

    trainee_id: UUID
    confirmation_id: UUID
    class_id: UUID
    session_id: UUID
    kind: ConfirmationKind
    reason: str | None
    confirmed_by: str
    confirmed_at: datetime
