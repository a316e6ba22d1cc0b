"""The vocabulary of the feed: subscribers, and the deliveries each is still owed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

BUS_ID = UUID("00000000-0000-7000-8000-000000000b05")
"""The message bus is the one subscriber that no authority owns."""
ATTEMPTS_LIMIT = 20
"""A delivery that failed this often is dead: it waits for a person, and that trainee's later ones behind it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscriber:
    subscriber_id: UUID
    authority_code: str | None
    """None for the operator's own bus only: it hears everything."""
    url: str
    types: list[str]
    created_by: UUID
    created_at: datetime
    ended_at: datetime | None = None

    @property
    def is_bus(self) -> bool:
        return self.authority_code is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One event on its way to one subscriber."""

    trainee_id: UUID
    event_id: UUID
    subscriber_id: UUID
    sequence: int
    attempts: int
    type: str
    payload: dict[str, Any]
    occurred_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How far a subscriber is behind."""

    subscriber: Subscriber
    waiting: int
    dead: int
    last_error: str | None
