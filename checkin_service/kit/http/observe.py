"""Every request leaves a correlation id, one log line and its figures; nothing of its content."""

import asyncio
import time
from re import compile as pattern
from typing import Any, Final

import structlog
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest, values
from prometheus_client.multiprocess import MultiProcessCollector
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from checkin_service.kit.ids import new_id

REGISTRY = CollectorRegistry()
LATEST: Final = "mostrecent"
"""Of a gauge that several processes set: the value that was set last is the service's."""
REQUESTS = Counter(
    "checkin_http_requests", "Requests by route and status", ["method", "route", "status"], registry=REGISTRY
)
SECONDS = Histogram(
    "checkin_http_request_seconds",
    "Seconds to answer, by route",
    ["route"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 3),
    registry=REGISTRY,
)
LOOP_DELAY = Histogram(
    "checkin_loop_delay_seconds",
    "How late the event loop comes to work that is due; beyond 20 ms everybody waits",
    buckets=(0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5),
    registry=REGISTRY,
)
DELIVERIES = Counter("checkin_deliveries", "Events delivered from the outbox", ["type", "result"], registry=REGISTRY)

_HEADER = b"x-correlation-id"
_LOOKS_EVERY_S = 0.02
_METHODS = frozenset({"DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"})
_SAFE_ID = pattern(rb"[A-Za-z0-9-]{8,64}")
_log = structlog.get_logger("checkin_service.http")


class Observe:
    """ASGI middleware around everything else."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = time.perf_counter()
        correlation_id = _correlation_id(scope)
        status = 500

        async def send_with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message.get("headers", ()), (_HEADER, correlation_id)]
            await send(message)

        # The answer to a crash is made outside this middleware and needs the id too.
        scope.setdefault("state", {})["correlation_id"] = correlation_id.decode()
        with structlog.contextvars.bound_contextvars(correlation_id=correlation_id.decode()):
            try:
                await self._app(scope, receive, send_with_id)
            finally:
                _note(scope, status, time.perf_counter() - started)


def figures() -> bytes:
    """What operators read: of this process, or of all that count into the same folder."""
    if values.ValueClass is values.MutexValue:
        return generate_latest(REGISTRY)
    together = CollectorRegistry()
    MultiProcessCollector(together)  # type: ignore[no-untyped-call]
    return generate_latest(together)


async def watch_loop() -> None:
    """Note how late the event loop comes, fifty times a second, until cancelled."""
    while True:
        due = time.perf_counter() + _LOOKS_EVERY_S
        await asyncio.sleep(_LOOKS_EVERY_S)
        LOOP_DELAY.observe(max(0.0, time.perf_counter() - due))


def _correlation_id(scope: Scope) -> bytes:
    given: dict[bytes, bytes] = dict(scope["headers"])
    offered = given.get(_HEADER, b"")
    return offered if _SAFE_ID.fullmatch(offered) else str(new_id()).encode()


def _note(scope: Scope, status: int, seconds: float) -> None:
    route: Any = scope.get("route")
    # The template, never the path itself: ids and codes stay out of logs and figures.
    path = getattr(route, "path", "unmatched")
    # A client may invent methods; each would be a new time series.
    method = scope["method"] if scope["method"] in _METHODS else "other"
    REQUESTS.labels(method, path, status).inc()
    SECONDS.labels(path).observe(seconds)
    _log.info("request", method=method, route=path, status=status, milliseconds=round(seconds * 1000, 1))
