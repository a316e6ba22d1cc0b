"""News that everybody has taken goes in time; what somebody is still owed stays, however old."""

from datetime import timedelta

import httpx
import pytest
from sqlalchemy import func, select

from checkin_service.feed.service import drop_delivered
from checkin_service.kit.ids import new_id
from checkin_service.kit.outbox import announce, outbox
from checkin_service.kit.resources import Resources
from tests.building.news import deliver_all
from tests.building.world import a_world
from tests.conftest import StoppedClock
from tests.tools.reading import reading

pytestmark = pytest.mark.usefixtures("nothing_waiting")


async def kept(resources: Resources) -> int:
    (row,) = await resources.database.read(reading(select(func.count().label("events")).select_from(outbox)))
    return int(row.events)


async def test_news_is_there_for_ninety_days_and_no_longer(
    resources: Resources, client: httpx.AsyncClient, clock: StoppedClock
) -> None:
    await drop_delivered(resources)
    owed = await kept(resources)
    await a_world(resources, client, clock, kinds=("targeted",))
    await deliver_all(resources)
    before = await kept(resources)
    assert before > owed
    clock.advance(hours=24 * 90 - 1)
    await drop_delivered(resources)
    assert await kept(resources) == before
    clock.advance(hours=25)
    await drop_delivered(resources)
    assert await kept(resources) == owed


async def test_what_was_never_delivered_stays_however_old_it_is(resources: Resources, clock: StoppedClock) -> None:
    async with resources.database.write() as unit:
        long_ago = clock.now() - timedelta(days=400)
        announce(unit, "check.begun", new_id(), {"text": "?"}, occurred_at=long_ago)
    waiting = await kept(resources)
    await drop_delivered(resources)
    assert await kept(resources) == waiting
