"""The service behind PgBouncer in transaction mode: every transaction may lie on another connection of the server's."""

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta

import httpx
import psycopg
import pytest

from checkin_service.app import create_app
from checkin_service.assembly import Assembly
from checkin_service.catalogue.service import register_authority
from checkin_service.kit.connections import REQUEST_WAITS_S, STUCK_S
from tests.building.faulty_link import FaultyLink
from tests.building.news import deliver_all
from tests.building.pooler import PROGRAM, SERVERS, a_pooler
from tests.building.world import World, a_world, at_the_site
from tests.conftest import StoppedClock

pytestmark = pytest.mark.skipif(PROGRAM is None, reason="PgBouncer is not installed (Debian: apt install pgbouncer)")

PEOPLE = 12


@dataclass
class Behind:
    """A class entered over HTTP, every statement of which went through the pooler."""

    world: World
    link: FaultyLink
    pooled_url: str
    http: httpx.AsyncClient


@pytest.fixture(scope="module")
async def behind(assembly: Assembly, session_clock: StoppedClock) -> AsyncIterator[Behind]:
    before = session_clock.now()
    async with a_pooler(assembly.database_url) as (url, link):
        pooled = replace(
            assembly,
            database_pooler_url=url,
            database_connections=PEOPLE,
            request_waits_s=REQUEST_WAITS_S * 4,
            stuck_s=STUCK_S * 10,
        )
        app = create_app(pooled, with_relay=False)
        async with app.router.lifespan_context(app):
            resources = app.state.resources
            await register_authority(resources, authority_code="330600", name="绍兴市人力资源和社会保障局")
            transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
            async with httpx.AsyncClient(transport=transport, base_url="http://service") as http:
                world = await a_world(resources, http, session_clock, kinds=("targeted",) * PEOPLE)
                session_clock.move_to(world.starts_at() - timedelta(minutes=5))
                await deliver_all(resources)
                yield Behind(world, link, url, http)
    session_clock.move_to(before)


async def test_a_whole_class_checks_in_at_once_over_fewer_connections_than_people(behind: Behind) -> None:
    world = behind.world
    code = await world.instructor.classroom_code(world.session())
    answers = await asyncio.gather(
        *(
            each.phone.check_in(world.session(), proof=each.phone.pin_code(code), at=at_the_site())
            for each in world.trainees
        )
    )
    assert [each["outcome"] for each in answers] == ["accepted"] * PEOPLE
    # Both sides of each connection are counted.
    assert len(behind.link.open) <= 2 * SERVERS


async def test_no_scope_is_left_on_a_connection_for_whoever_has_it_next(behind: Behind, database_url: str) -> None:
    with psycopg.connect(database_url) as all_seeing:
        assert all_seeing.execute("SELECT count(*) > 0 FROM registration").fetchone() == (True,)

    def asked() -> tuple[object, ...] | None:
        with psycopg.connect(behind.pooled_url, autocommit=True, prepare_threshold=None) as connection:
            return connection.execute(
                "SELECT current_user, (SELECT count(*) FROM registration), current_setting('checkin.trainee', true)"
            ).fetchone()

    for _ in range(3 * SERVERS):
        role, seen, scope = await asyncio.to_thread(asked) or ()
        assert (role, seen, scope or "") == ("checkin_app", 0, "")


async def test_facts_cannot_be_changed_there_either(behind: Behind) -> None:
    def change() -> None:
        with psycopg.connect(behind.pooled_url, autocommit=True, prepare_threshold=None) as connection:
            connection.execute("UPDATE attempt SET decision = 'accepted'")

    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        await asyncio.to_thread(change)


async def test_a_pooler_that_waits_for_a_frozen_server_ends_every_request_in_time_and_heals(behind: Behind) -> None:
    async def asked() -> int:
        return (await behind.http.post("/v1/tokens/refresh", json={"refresh_token": "a" * 43})).status_code

    assert await asked() == 401
    behind.link.freeze()
    began = time.monotonic()
    assert set(await asyncio.gather(*(asked() for _ in range(PEOPLE + 4)))) == {503}
    assert time.monotonic() - began < REQUEST_WAITS_S * 4 + 3
    behind.link.heal()
    for _ in range(100):
        if await asked() == 401:
            return
        await asyncio.sleep(0.1)
    raise AssertionError("nobody was answered after the link had healed")
