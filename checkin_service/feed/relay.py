"""The relay: events leave the outbox in order per trainee, at least once, each with its effect exactly once.

An event's effect and the mark that it was delivered are one statement: both happen or neither. Killed at any point,
or run in several processes at once, the relay finds the event undelivered and tries again, or delivered and goes on.
"""

import asyncio
import random
from collections import defaultdict
from collections.abc import Iterable
from contextlib import suppress
from uuid import UUID

import structlog

from checkin_service.feed import metrics, store
from checkin_service.feed.routing import NobodyListens, Pace, Routing
from checkin_service.feed.store import subscribers
from checkin_service.kit.database import Stale
from checkin_service.kit.observe import DELIVERIES
from checkin_service.kit.outbox import Event, mark_delivered, mark_failed
from checkin_service.kit.problem import Problem, ProblemKind
from checkin_service.kit.resources import Resources

_log = structlog.get_logger(__name__)

_BACKLOG_EVERY_S = 5.0


class Relay:
    """Delivers what waits in the outbox until it is told to stop."""

    def __init__(self, resources: Resources, routing: Routing, pace: Pace | None = None) -> None:
        self._resources = resources
        self._routing = routing
        self._pace = pace or Pace()
        self._failures: dict[UUID, int] = {}
        self._rests_until: dict[UUID, float] = {}
        self._measured_at = float("-inf")

    async def run(self, stop: asyncio.Event) -> None:
        """Deliver until `stop`; a database that is away is waited for."""
        while not stop.is_set():
            delivered = 0
            try:
                delivered = await self.deliver_batch()
                await self._measure()
            except Problem as problem:
                _log.warning("feed.waits_for_database", problem=problem.kind.slug)
            except Exception:  # noqa: BLE001 - a relay that dies in silence would stop all news
                _log.exception("feed.stumbled")
            if delivered == 0:
                with suppress(TimeoutError):
                    await asyncio.wait_for(stop.wait(), self._pace.poll_s)

    async def deliver_batch(self) -> int:
        """Deliver what may go out now; how many events did."""
        events = await store.deliverable(
            self._resources.database,
            resting=self._resting(),
            attempts_limit=self._pace.attempts_limit,
            count=self._pace.batch,
        )
        turns = asyncio.Semaphore(self._pace.at_once)

        async def in_turn(of_one_trainee: list[Event]) -> int:
            async with turns:
                return await self._deliver_in_order(of_one_trainee)

        return sum(await asyncio.gather(*map(in_turn, _by_trainee(events))))

    async def _deliver_in_order(self, of_one_trainee: list[Event]) -> int:
        """One trainee's events, oldest first; a failure holds back those behind it."""
        for number, event in enumerate(of_one_trainee):
            try:
                await self._deliver(event)
            except Exception as error:  # noqa: BLE001 - whatever fails, the others' events must go on
                await self._rest(event, error)
                return number
        return len(of_one_trainee)

    async def _deliver(self, event: Event) -> None:
        try:
            handler = self._routing[event.type]
        except KeyError:
            raise NobodyListens(event.type) from None
        try:
            async with self._resources.database.write() as unit:
                await handler(self._resources, unit, event)
                subscribers.fan_out(unit, event, at=self._resources.clock.now())
                mark_delivered(unit, event, at=self._resources.clock.now())
        except Stale:
            # Another relay was faster, or something moved underneath: only the first is good news.
            if not await store.is_delivered(self._resources.database, event):
                raise
        self._failures.pop(event.trainee_id, None)
        DELIVERIES.labels(event.type, "delivered").inc()

    async def _rest(self, event: Event, error: Exception) -> None:
        """Leave the trainee's events alone for a while, longer each time."""
        failures = self._failures.get(event.trainee_id, 0) + 1
        self._failures[event.trainee_id] = failures
        pause_s = min(self._pace.rest_s * 2 ** (failures - 1), self._pace.longest_rest_s)
        # Jitter keeps trainees who failed together from coming back together.
        self._rests_until[event.trainee_id] = _monotonic() + pause_s * random.uniform(0.5, 1.5)  # noqa: S311
        DELIVERIES.labels(event.type, "failed").inc()
        _log.warning("feed.delivery_failed", event_id=str(event.event_id), type=event.type, error=_reason(error))
        if _is_about_the_event(error):
            with suppress(Problem):
                async with self._resources.database.write() as unit:
                    mark_failed(unit, event, error=_reason(error))

    def _resting(self) -> list[UUID]:
        now = _monotonic()
        self._rests_until = {trainee: until for trainee, until in self._rests_until.items() if until > now}
        return list(self._rests_until)

    async def _measure(self) -> None:
        if _monotonic() - self._measured_at < _BACKLOG_EVERY_S:
            return
        self._measured_at = _monotonic()
        backlog = await store.backlog(self._resources.database, attempts_limit=self._pace.attempts_limit)
        metrics.WAITING.set(backlog.waiting)
        metrics.DEAD.set(backlog.dead)


def _by_trainee(events: Iterable[Event]) -> list[list[Event]]:
    groups: defaultdict[UUID, list[Event]] = defaultdict(list)
    for event in events:
        groups[event.trainee_id].append(event)
    return list(groups.values())


def _is_about_the_event(error: Exception) -> bool:
    """A busy database or a lost race says nothing about the event: it must not bring the event closer to its end."""
    return not isinstance(error, Stale) and not (isinstance(error, Problem) and error.kind is ProblemKind.BUSY)


def _reason(error: Exception) -> str:
    # The first line only: the details a database adds may quote a row.
    return f"{type(error).__name__}: {str(error).partition(chr(10))[0]}"[:500]


def _monotonic() -> float:
    return asyncio.get_running_loop().time()
