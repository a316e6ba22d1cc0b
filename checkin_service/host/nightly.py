"""The nightly scheduler: runs a job at three in the morning, China's time, by the service's own clock."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime, time, timedelta

import structlog

from checkin_service.kit.civil import CHINA
from checkin_service.kit.clock import Clock

_log = structlog.get_logger(__name__)

_AT = time(3, 0)
_LOOK_EVERY_S = 60.0


async def every_night(
    act: Callable[[], Awaitable[object]], clock: Clock, stop: asyncio.Event, *, look_every_s: float = _LOOK_EVERY_S
) -> None:
    """Do it at three in the morning, China's time, until told to stop; a night that fails does not end the nights.

    Several processes may each do it: what is done at night must bear being done twice.
    """
    due_at = next_night(clock.now())
    while not stop.is_set():
        if clock.now() >= due_at:
            await _attempted(act)
            due_at = next_night(clock.now())
        with suppress(TimeoutError):
            # The clock may be moved, so it is asked again and again instead of sleeping through.
            await asyncio.wait_for(stop.wait(), look_every_s)


def next_night(now: datetime) -> datetime:
    """The next three o'clock in the morning after a moment.

    >>> from datetime import UTC
    >>> next_night(datetime(2026, 3, 2, 19, 0, tzinfo=UTC)).isoformat()
    '2026-03-04T03:00:00+08:00'
    """
    local = now.astimezone(CHINA)
    tonight = local.replace(hour=_AT.hour, minute=_AT.minute, second=0, microsecond=0)
    return tonight if local < tonight else tonight + timedelta(days=1)


async def _attempted(act: Callable[[], Awaitable[object]]) -> None:
    try:
        await act()
    except Exception:  # noqa: BLE001 - whatever broke, tomorrow is another night
        _log.exception("nightly.failed")
