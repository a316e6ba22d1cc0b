"""The relay: events leave the outbox in order per trainee, at least once, each with its effect exactly once.

A relay claims events, of each trainee the oldest one, and writes their effects in the transaction that marks them
delivered: both happen or neither. What one relay has claimed others pass over, so that relays in several processes
share the work; killed at any point, it leaves events undelivered and unclaimed, and they are tried again.
"""

import asyncio
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from contextlib import suppress
from uuid import UUID

import structlog

from checkin_service.feed import metrics, store
from checkin_service.feed.routing import Handler, Note, Pace, Routing, Together, nobody_listens
from checkin_service.feed.store import subscribers
from checkin_service.kit.database import Claim, Stale, UnitOfWork
from checkin_service.kit.http.observe import DELIVERIES
from checkin_service.kit.outbox import Event, mark_all_delivered, mark_failed
from checkin_service.kit.problem import Problem, ProblemKind
from checkin_service.kit.resources import Resources
from checkin_service.statistics import service as statistics

_log = structlog.get_logger(__name__)

_BACKLOG_EVERY_S = 5.0

Failures = dict[UUID, tuple[Event, Exception]]
"""Events that could not be delivered, by their ids, and why."""


class Relay:
    """Delivers what waits in the outbox until it is told to stop."""

    def __init__(
        self, resources: Resources, routing: Routing, pace: Pace | None = None, *, notes: Sequence[Note] = ()
    ) -> None:
        """`notes` are added to the write that delivers: whoever stands above the feed hears of it like that."""
        self._resources = resources
        self._routing = routing
        self._notes = notes
        self._pace = pace or Pace()
        self._turns = asyncio.Semaphore(self._pace.at_once)
        self._is_behind = False
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
        """Deliver the oldest event of each trainee that may go out now; how many did."""
        claims = self._pace.claims if self._is_behind else 1
        shares = await asyncio.gather(*(self._deliver_share() for _ in range(claims)), return_exceptions=True)
        delivered = sum(share for share in shares if isinstance(share, int))
        self._is_behind = delivered >= self._pace.batch
        for share in shares:
            if isinstance(share, BaseException):
                raise share
        return delivered

    async def _deliver_share(self) -> int:
        """Claim events and write their effects together with the marks that they were delivered."""
        events: list[Event] = []
        try:
            async with store.claimed(
                self._resources.database,
                resting=self._resting(),
                attempts_limit=self._pace.attempts_limit,
                count=self._pace.batch,
            ) as (claim, events):
                failed = await self._add_effects(claim, events)
        except Exception:
            if not events:
                raise
            # Somebody's effect spoils the common write: each on its own shows whose.
            return sum(await asyncio.gather(*map(self._deliver_alone, events)))
        for event, error in failed.values():
            await self._rest(event, error)
        self._note([event for event in events if event.event_id not in failed])
        return len(events) - len(failed)

    async def _add_effects(self, claim: Claim[Event], events: Sequence[Event]) -> Failures:
        parts = await asyncio.gather(*(self._add_effect(claim, *part) for part in self._parts(events)))
        failed = {event_id: failure for part in parts for event_id, failure in part.items()}
        marks = UnitOfWork()
        self._mark(marks, [event for event in events if event.event_id not in failed])
        claim.add(marks)
        return failed

    async def _add_effect(self, claim: Claim[Event], handler: Handler | Together, events: Sequence[Event]) -> Failures:
        """What came of the events; one that cannot be handled does not spoil what is handled together with it."""
        unit = UnitOfWork()
        try:
            async with self._turns:
                await self._handle(unit, handler, events)
        except Exception as error:  # noqa: BLE001 - whatever fails, the others' events must go on
            if len(events) == 1:
                return {events[0].event_id: (events[0], error)}
            alone = await asyncio.gather(*(self._add_effect(claim, handler, [event]) for event in events))
            return {event_id: failure for each in alone for event_id, failure in each.items()}
        claim.add(unit)
        return {}

    async def _deliver_alone(self, event: Event) -> bool:
        """In a write of its own; who else delivers it meanwhile is found out when writing."""
        [(handler, events)] = self._parts([event])
        try:
            async with self._turns, self._resources.database.write() as unit:
                await self._handle(unit, handler, events)
                self._mark(unit, events)
        except Exception as error:  # noqa: BLE001 - whatever fails, the others' events must go on
            if not (isinstance(error, Stale) and await store.is_delivered(self._resources.database, event)):
                await self._rest(event, error)
                return False
        self._note(events)
        return True

    def _parts(self, events: Iterable[Event]) -> list[tuple[Handler | Together, list[Event]]]:
        """Events that are handled together, and the others one by one."""
        together: defaultdict[Together, list[Event]] = defaultdict(list)
        alone: list[tuple[Handler | Together, list[Event]]] = []
        for event in events:
            handler = self._routing.get(event.type, nobody_listens)
            if isinstance(handler, Together):
                together[handler].append(event)
            else:
                alone.append((handler, [event]))
        return [*together.items(), *alone]

    async def _handle(self, unit: UnitOfWork, handler: Handler | Together, events: Sequence[Event]) -> None:
        if isinstance(handler, Together):
            await handler.handle(self._resources, unit, events)
            return
        for event in events:
            await handler(self._resources, unit, event)

    def _mark(self, unit: UnitOfWork, delivered: Sequence[Event]) -> None:
        if delivered:
            now = self._resources.clock.now()
            subscribers.fan_out(unit, delivered, at=now)
            statistics.note(unit, delivered)
            for note in self._notes:
                note(unit, delivered)
            mark_all_delivered(unit, delivered, at=now)

    def _note(self, delivered: Sequence[Event]) -> None:
        for event in delivered:
            self._failures.pop(event.trainee_id, None)
        for type_, count in Counter([event.type for event in delivered]).items():
            DELIVERIES.labels(type_, "delivered").inc(count)

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


def _is_about_the_event(error: Exception) -> bool:
    """A busy database or a lost race says nothing about the event: it must not bring the event closer to its end."""
    return not isinstance(error, Stale) and not (isinstance(error, Problem) and error.kind is ProblemKind.BUSY)


def _reason(error: Exception) -> str:
    # The first line only: the details a database adds may quote a row.
    return f"{type(error).__name__}: {str(error).partition(chr(10))[0]}"[:500]


def _monotonic() -> float:
    return asyncio.get_running_loop().time()
