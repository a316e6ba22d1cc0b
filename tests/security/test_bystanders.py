"""What others wait while bombs are read; `make prove` measures it against a server in a process of its own."""

import statistics
from collections.abc import AsyncIterator

import httpx
import pytest

from checkin_service.kit.resources import Resources
from tests.building.bombs import bombs, waits_while
from tests.building.world import World, a_world
from tests.conftest import StoppedClock
from tests.security.hostile import refused
from tests.security.test_hostile_photos import bomb

CEILING_S = 0.5
"""Ten times what is asked of a quiet machine: other tests run beside this one."""
BOMBS = bombs(bomb())


@pytest.fixture(scope="module")
async def world(resources: Resources, client: httpx.AsyncClient, session_clock: StoppedClock) -> AsyncIterator[World]:
    before = session_clock.now()
    world = await a_world(resources, client, session_clock, kinds=("targeted",))
    await world.trainees[0].phone.consent("face")
    yield world
    session_clock.move_to(before)


@pytest.mark.parametrize("name", BOMBS)
async def test_others_hardly_wait_while_a_bomb_is_read_and_refused(world: World, name: str) -> None:
    async def thrown() -> None:
        refused(await BOMBS[name](world), 401, 413, 422)

    waits = await waits_while(world.client, thrown, times=2)
    assert statistics.median(waits) < CEILING_S
