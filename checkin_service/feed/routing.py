"""Routes from event types to handlers, and the relay's pace: batch size, poll interval and rest after failure."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.outbox import Event
from checkin_service.kit.resources import Resources

Handler = Callable[[Resources, UnitOfWork, Event], Awaitable[None]]
"""Adds an event's effect to the write that also marks it delivered; it must not write by itself."""

Note = Callable[[UnitOfWork, Sequence[Event]], None]
"""Adds to the write that delivers events that they were delivered."""


@dataclass(frozen=True, slots=True)
class Together:
    """Handles many events at once, of each trainee at most one: what they have in common is read and written once."""

    handle: Callable[[Resources, UnitOfWork, Sequence[Event]], Awaitable[None]]


Routing = Mapping[str, Handler | Together]
"""Who hears of which type of event."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How the relay works: how much at once, how often it looks, how long it rests after a failure."""

    batch: int = 100
    """Events of one claim: their effects are written in one transaction."""
    claims: int = 2
    """Claims side by side while much waits: one is thought about while the database writes another."""
    at_once: int = 8
    """Effects thought about side by side; one trainee's events always go one after another."""
    poll_s: float = 0.2
    rest_s: float = 0.5
    """After the first failure; doubles with each further one, with jitter."""
    longest_rest_s: float = 60.0
    attempts_limit: int = 20
    """An event that failed this often is dead: it waits for a person."""


class NobodyListens(Exception):
    """No handler is routed for a type of event: a fault of the release, so the event waits and is not lost."""


async def nobody_listens(resources: Resources, unit: UnitOfWork, event: Event) -> None:
    """The handler of types that no release has named: their events wait."""
    del resources, unit
    raise NobodyListens(event.type)


async def subscribers_only(resources: Resources, unit: UnitOfWork, event: Event) -> None:
    """The handler of news that is for people and other systems: nothing in this service hangs on it."""
    del resources, unit, event
