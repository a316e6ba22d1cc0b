"""A class in session, and a client admitted to all eleven operations."""

import httpx
import pytest

from checkin_service.kit.resources import Resources
from tests.building.world import World, a_world
from tests.conftest import StoppedClock
from tests.platform.admission import PlatformClient, admitted


@pytest.fixture
async def world(resources: Resources, client: httpx.AsyncClient, clock: StoppedClock) -> World:
    return await a_world(resources, client, clock)


@pytest.fixture(scope="module")
async def shared_world(resources: Resources, client: httpx.AsyncClient, session_clock: StoppedClock) -> World:
    """One for all tests that leave its class as it is, or only add to it."""
    return await a_world(resources, client, session_clock)


@pytest.fixture
async def platform(world: World) -> PlatformClient:
    return await admitted(world.officer, world.reviewer, world.client)
