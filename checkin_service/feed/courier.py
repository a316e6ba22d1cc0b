"""The courier: takes waiting events to HTTP subscribers, at least once, in order per trainee.

Nothing is held in memory but one batch per subscriber. A delivery's row goes when the subscriber answered 2xx; killed
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

from checkin_service.feed.guard import Guard, Target, TargetRefused
from checkin_service.feed.messages import signed_message
from checkin_service.feed.model import Delivery, Subscriber
from checkin_service.feed.store import subscribers
from checkin_service.kit.observe import DELIVERIES
from checkin_service.kit.problem import Problem
from checkin_service.kit.resources import Resources

_log = structlog.get_logger(__name__)

_BATCH = 200
_AT_ONCE = 16
_TIMEOUT = httpx.Timeout(10.0, connect=5.0)
_WHOLE_S = 20.0
_ANSWER_LIMIT = 2**16
_FIRST_PAUSE_S = 2.0
_LONGEST_PAUSE_S = 3600.0


class Courier:
    """Delivers until it is told to stop; `deliver` is one pass."""

    def __init__(self, resources: Resources, guard: Guard, *, look_every_s: float = 0.5) -> None:
        self._resources = resources
        self._guard = guard
        self._look_every_s = look_every_s
        self._rests_until: dict[UUID, float] = {}

    async def run(self, stop: asyncio.Event) -> None:
        async with _client() as client:
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
        everybody = await subscribers.active(self._resources.database)
        return sum(await asyncio.gather(*(self._serve(client, each) for each in everybody)))

    async def _serve(self, client: httpx.AsyncClient, subscriber: Subscriber) -> int:
        loop = asyncio.get_running_loop()
        if self._rests_until.get(subscriber.subscriber_id, 0.0) > loop.time():
            return 0
        now = self._resources.clock.now()
        batch = await subscribers.due(self._resources.database, subscriber.subscriber_id, now=now, count=_BATCH)
        if not batch:
            return 0
        errors = await self._send_all(client, subscriber, batch, now)
        await self._note(subscriber, batch, errors, now)
        if all(errors):
            # Nothing at all arrives there: the rest of the backlog need not be tried in vain at once.
            self._rests_until[subscriber.subscriber_id] = loop.time() + _FIRST_PAUSE_S
        return errors.count(None)

    async def _send_all(
        self, client: httpx.AsyncClient, subscriber: Subscriber, batch: Sequence[Delivery], now: datetime
    ) -> list[str | None]:
        """Why each did not arrive, or nothing; the target is looked up and checked once for the batch."""
        try:
            target = await self._guard.check(subscriber.url)
        except TargetRefused as refused:
            return [f"refused: {refused}"] * len(batch)
        turns = asyncio.Semaphore(_AT_ONCE)

        async def in_turn(delivery: Delivery) -> str | None:
            async with turns:
                return await self._send(client, target, delivery, now)

        return await asyncio.gather(*map(in_turn, batch))

    async def _send(self, client: httpx.AsyncClient, target: Target, delivery: Delivery, now: datetime) -> str | None:
        body, headers = signed_message(delivery, self._resources.signing.feed, now=now)
        request = client.build_request(
            "POST",
            target.url,
            content=body,
            headers={**headers, "host": f"{target.host}:{target.port}"},
            extensions={"sni_hostname": target.host},
        )
        try:
            async with asyncio.timeout(_WHOLE_S):
                answer = await client.send(request, stream=True)
                try:
                    return await _reason_of(answer)
                finally:
                    await answer.aclose()
        except (httpx.HTTPError, TimeoutError, ValueError) as error:
            return type(error).__name__

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
        DELIVERIES.labels("webhook", "delivered").inc(len(arrived))
        DELIVERIES.labels("webhook", "failed").inc(len(failures))
        if failures:
            _log.warning(
                "feed.webhook_failed",
                subscriber=str(subscriber.subscriber_id),
                events=len(failures),
                error=failures[0][2],
            )


async def _reason_of(answer: httpx.Response) -> str | None:
    """Nothing for 2xx. Read to its end, the connection serves again; a long or endless answer is left alone."""
    is_short = int(answer.headers.get("content-length", _ANSWER_LIMIT)) < _ANSWER_LIMIT
    if is_short and not answer.is_stream_consumed:
        async for _ in answer.aiter_raw():
            continue
    return None if answer.is_success else f"HTTP {answer.status_code}"


def pause_after(attempts: int) -> timedelta:
    """Doubling, with jitter: those who failed together do not come back together."""
    pause_s = min(_FIRST_PAUSE_S * 2.0**attempts, _LONGEST_PAUSE_S)
    return timedelta(seconds=pause_s * random.uniform(0.5, 1.5))  # noqa: S311 - nothing secret about a pause


def _client() -> httpx.AsyncClient:
    """Follows no redirect and obeys no proxy: it connects to the address that was checked."""
    limits = httpx.Limits(max_connections=_AT_ONCE * 8)
    return httpx.AsyncClient(timeout=_TIMEOUT, follow_redirects=False, trust_env=False, limits=limits)
