"""Work that is done once a night."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from checkin_service.host.nightly import every_night, next_night


class MovableClock:
    def __init__(self) -> None:
        self.moment = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.moment


@pytest.mark.parametrize(
    ("now", "due"),
    [
        (datetime(2026, 3, 2, 18, 59, 59, tzinfo=UTC), datetime(2026, 3, 2, 19, 0, tzinfo=UTC)),
        (datetime(2026, 3, 2, 19, 0, tzinfo=UTC), datetime(2026, 3, 3, 19, 0, tzinfo=UTC)),
        (datetime(2026, 3, 2, 0, 0, tzinfo=UTC), datetime(2026, 3, 2, 19, 0, tzinfo=UTC)),
    ],
)
def test_the_night_is_chinas_three_in_the_morning(now: datetime, due: datetime) -> None:
    assert next_night(now) == due


async def test_it_happens_once_a_night_and_a_failure_does_not_end_the_nights() -> None:
    clock, stop, nights = MovableClock(), asyncio.Event(), 0

    async def act() -> None:
        nonlocal nights
        nights += 1
        if nights == 1:
            raise ZeroDivisionError

    async def tick() -> None:
        for _ in range(5):
            await asyncio.sleep(0.002)

    running = asyncio.create_task(every_night(act, clock, stop, look_every_s=0.001))
    await tick()
    assert nights == 0
    for night in (1, 2):
        clock.moment += timedelta(days=1)
        await tick()
        assert nights == night
    stop.set()
    await running
