"""A database and an application of their own, in which every jurisdiction is one world that its cases share."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace

import httpx
import pytest

from checkin_service import migrate
from checkin_service.app import create_app
from checkin_service.assembly import Assembly
from checkin_service.client import ECardPlatform
from tests.conftest import StoppedClock, a_database
from tests.policy_cases.worlds import Worlds


@pytest.fixture(scope="session")
def played_url() -> Iterator[str]:
    with a_database("policy_cases") as url:
        migrate.upgrade(url)
        yield url


@pytest.fixture(scope="session")
async def worlds(
    assembly: Assembly, played_url: str, session_clock: StoppedClock, e_card_platform: ECardPlatform
) -> AsyncIterator[Worlds]:
    app = create_app(replace(assembly, database_url=played_url), with_relay=False)
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://service") as client,
    ):
        yield Worlds(client, app.state.resources, app.state.shelf, session_clock, e_card_platform)
