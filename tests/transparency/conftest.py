"""A class of its own whose facts are in the log, and SQL as the owner of the database may send it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx
import psycopg
import pytest

from checkin_service.kit.resources import Resources
from checkin_service.transparency.service.reading import export
from checkin_service.transparency.service.sealer import Sealer
from tests.building.world import World, a_world, at_the_site
from tests.conftest import StoppedClock

Execute = Callable[..., int]


@pytest.fixture(scope="module")
async def sealed(resources: Resources, client: httpx.AsyncClient, session_clock: StoppedClock) -> World:
    """Two people came to two sessions, and all of it is sealed."""
    before = session_clock.now()
    world = await a_world(resources, client, session_clock, kinds=("targeted", "general"))
    for number in range(2):
        session_clock.move_to(world.starts_at(number) - timedelta(minutes=5))
        for trainee in world.trainees:
            code = await world.terminal.show_code(world.session(number), at=at_the_site())
            await trainee.phone.check_in(world.session(number), proof=trainee.phone.pin_code(code), at=at_the_site())
    await seal_all(resources)
    session_clock.move_to(before)
    return world


async def seal_all(resources: Resources) -> None:
    sealer = Sealer(resources)
    while await sealer.seal():
        pass


async def lines_of(resources: Resources, world: World) -> list[str]:
    """The export, cut to the chain of one institution."""
    return [line async for line in export(resources.database) if f"institution:{world.institution_id}" in line]


@pytest.fixture(scope="module")
def as_owner(database_url: str) -> Execute:
    def execute(statement: str, *values: Any) -> int:
        with psycopg.connect(database_url, autocommit=True) as connection:
            return connection.execute(statement, values).rowcount

    return execute
