"""A class in session, and a look at whether anything was stored."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta

import httpx
import pytest
from sqlalchemy import func, select

import tests.security.attendance_requests
import tests.security.well_formed_eligibility
import tests.security.well_formed_faces
import tests.security.well_formed_money
import tests.security.well_formed_people
import tests.security.well_formed_platform
import tests.security.well_formed_policy
import tests.security.well_formed_ratings
import tests.security.well_formed_register
import tests.security.well_formed_registers
import tests.security.well_formed_reporting
import tests.security.well_formed_statistics  # noqa: F401 - their requests join the others
from checkin_service.kit.database import metadata
from checkin_service.kit.resources import Resources
from tests.building.world import World, a_world
from tests.conftest import StoppedClock
from tests.platform.admission import PlatformClient, admitted
from tests.tools.reading import reading

Rows = dict[str, int]
CountRows = Callable[[], Awaitable[Rows]]

_COMES_WITH_SIGNING_IN = {"refresh_token", "sign_in_failure", "staff_sign_in"}
# Told a moment after the request that used up its share, whatever became of that request.
_COMES_WITH_ASKING_MUCH = {"request_count"}


@pytest.fixture(scope="module")
async def world(resources: Resources, client: httpx.AsyncClient, session_clock: StoppedClock) -> World:
    """One for all tests that store nothing."""
    world = await a_world(resources, client, session_clock, kinds=("targeted", "general", "targeted"))
    await world.trainees[0].phone.consent("face")
    return world


@pytest.fixture(scope="module")
async def platform(world: World) -> PlatformClient:
    """Admitted to all eleven operations."""
    return await admitted(world.officer, world.reviewer, world.client)


@pytest.fixture
async def in_class(world: World, clock: StoppedClock) -> World:
    """The world five minutes before the first session."""
    clock.move_to(world.starts_at() - timedelta(minutes=5))
    return world


@pytest.fixture(scope="module")
def counted(resources: Resources) -> CountRows:
    """Rows per table."""
    names = sorted(set(metadata.tables) - _COMES_WITH_SIGNING_IN - _COMES_WITH_ASKING_MUCH)
    counts = [select(func.count()).select_from(metadata.tables[name]).scalar_subquery().label(name) for name in names]
    statement = reading(select(*counts))

    async def count() -> Rows:
        (row,) = await resources.database.read(statement)
        return dict(row._asdict())

    return count


@pytest.fixture
async def nothing_stored(counted: CountRows) -> AsyncIterator[None]:
    """Whatever the test sends, it leaves no row."""
    before = await counted()
    yield
    assert await counted() == before
