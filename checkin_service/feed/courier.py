"""The courier: takes waiting events to subscribers and the bus, at least once, in order per trainee.

Nothing is held in memory but one batch per subscriber. A delivery's row goes when the subscriber took it; killed
before that, the courier sends the event again, and the receiver knows it by its id.
"""

import asyncio
import random
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from uuid import UUID

import httpx
import structlog

from checkin_service.feed.bus import Bus
from checkin_service.feed.guard import Guard
from checkin_service.feed.model import Delivery, Subscriber
from checkin_service.feed.store import subscribers
from checkin_service.feed.webhook import Webhook, careful_client
from checkin_service.kit.http.observe import DELIVERIES
from checkin_service.kit.problem import Problem
from checkin_service.kit.resources import Resources

_log = structlog.get_logger(__name__)

_BATCH = 200
_FIRST_PAUSE_S = 2.0
_LONGEST_PAUSE_S = 3600.0


class Courier:
    """Delivers until it is told to stop; `deliver` is one pass."""

    def __init__(
        self, resources: Resources, guard: Guard, *, bus: Bus | None = None, look_every_s: float = 0.5
    ) -> None:
        self._resources = resources
        self._guard = guard
        self._bus = bus
        self._knows_bus = False
        self._look_every_s = look_every_s
        self._rests_until: dict[UUID, float] = {}

    async def run(self, stop: asyncio.Event) -> None:
        async with careful_client() as client:
            while not stop.is_set():
                delivered = 0
                try:
                    delivered = await self.deliver(client)
                except Problem as problem:
                    _log.warning("feed.waits_for_database", problem=problem.kind.slug)
                except Exception:  # noqa: BLE001 - a courier that dies in silence would stop all news
                    _log.exception("feed.stumbled")
                if delivered == 0:
                    with suppress(TimeoutError):
                        await asyncio.wait_for(stop.wait(), self._look_every_s)

    async def deliver(self, client: httpx.AsyncClient) -> int:
        """One batch for every subscriber; how many events arrived."""
        await self._introduce_bus()
        webhook = Webhook(client, self._guard, self._resources.signing.feed)
        everybody = await subscribers.active(self._resources.database)
        return sum(await asyncio.gather(*(self._serve(webhook, each) for each in everybody)))

    async def _introduce_bus(self) -> None:
        """From now on events are kept for the bus, whether it is up or not."""
        if self._bus is None or self._knows_bus:
            return
        async with self._resources.database.write() as unit:
            subscribers.add_bus(unit, at=self._resources.clock.now())
        self._knows_bus = True

    async def _serve(self, webhook: Webhook, subscriber: Subscriber) -> int:
        loop = asyncio.get_running_loop()
        if self._rests_until.get(subscriber.subscriber_id, 0.0) > loop.time():
            return 0
        now = self._resources.clock.now()
        batch = await subscribers.due(self._resources.database, subscriber.subscriber_id, now=now, count=_BATCH)
        if not batch:
            return 0
        errors = await self._send(webhook, subscriber, batch, now)
        if errors is not None:
            await self._note(subscriber, batch, errors, now)
        if errors is None or all(errors):
            # Nothing at all arrives there: the rest of the backlog need not be tried in vain at once.
            self._rests_until[subscriber.subscriber_id] = loop.time() + _FIRST_PAUSE_S
            return 0
        return errors.count(None)

    async def _send(
        self, webhook: Webhook, subscriber: Subscriber, batch: Sequence[Delivery], now: datetime
    ) -> list[str | None] | None:
        """Why each did not arrive, or nothing; None when nobody could be asked and no event is to blame."""
        if not subscriber.is_bus:
            return await webhook.send(subscriber.url, batch, now=now)
        return None if self._bus is None else await self._bus.send(batch, now=now)

    async def _note(
        self, subscriber: Subscriber, batch: Sequence[Delivery], errors: Sequence[str | None], now: datetime
    ) -> None:
        arrived = [each.sequence for each, error in zip(batch, errors, strict=True) if error is None]
        failures = [
            (each.sequence, pause_after(each.attempts), error)
            for each, error in zip(batch, errors, strict=True)
            if error is not None
        ]
        async with self._resources.database.write() as unit:
            if arrived:
                subscribers.taken(unit, subscriber.subscriber_id, arrived)
            if failures:
                subscribers.failed(unit, subscriber.subscriber_id, failures, now=now)
        way = "bus" if subscriber.is_bus else "webhook"
        DELIVERIES.labels(way, "delivered").inc(len(arrived))
        DELIVERIES.labels(way, "failed").inc(len(failures))
        if failures:
            _log.warning(
                "feed.not_taken",
                subscriber=str(subscriber.subscriber_id),
                events=len(failures),
                error=failures[0][2],
            )


def pause_after(attempts: int) -> timedelta:
    """Doubling, with jitter: those who failed together do not come back together."""
    pause_s = min(_FIRST_PAUSE_S * 2.0**attempts, _LONGEST_PAUSE_S)
    return timedelta(seconds=pause_s * random.uniform(0.5, 1.5))  # noqa: S311 - nothing secret about a pause
