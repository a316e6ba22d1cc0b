"""A live server with a class that begins in five minutes, and a browser: what the tests with Chromium share."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from playwright.async_api import Browser, expect

from checkin_service.app import create_app
from checkin_service.assembly import Assembly
from checkin_service.kit.clock import SystemClock
from checkin_service.kit.resources import Resources
from tests.building.world import World, a_world
from tests.web.browsing import browser, film
from tests.web.serving import served

# A machine that does much else shows the same, only later.
expect.set_options(timeout=20_000)


class _Earlier:
    """The clock by which the timetable is planned: worlds begin in an hour, this one in five minutes."""

    def now(self) -> datetime:
        return datetime.now(UTC) - timedelta(minutes=55)


@pytest.fixture(scope="module")
def address(assembly: Assembly) -> Iterator[str]:
    """A real server in real time: browsers have clocks of their own."""
    # Without a relay of its own: tests deliver the news themselves, and nobody else takes it from under their hands.
    app = create_app(replace(assembly, clock=SystemClock(), database_connections=8), with_relay=False)
    with served(app) as at:
        yield at


@pytest.fixture(scope="module")
async def live(address: str, resources: Resources) -> AsyncIterator[World]:
    async with httpx.AsyncClient(base_url=address, timeout=30) as client:
        yield await a_world(resources, client, _Earlier())


@pytest.fixture(scope="session")
async def chromium(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Browser]:
    async with browser(film(tmp_path_factory.mktemp("camera") / "collins.y4m", "collins")) as running:
        yield running
