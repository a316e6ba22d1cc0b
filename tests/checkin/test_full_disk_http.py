"""A disk that is full: the database says so at each write, in the place of one that we cannot fill everywhere."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import httpx
import psycopg
import pytest
from pydantic_core import from_json
from structlog.testing import capture_logs

from checkin_service.kit.resources import Resources
from tests.building.world import World, a_world, at_the_site
from tests.conftest import StoppedClock

_FULL = """
CREATE OR REPLACE FUNCTION is_full() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full'; END $$;
CREATE TRIGGER full_disk BEFORE INSERT ON attempt FOR EACH STATEMENT EXECUTE FUNCTION is_full()
"""


@pytest.fixture
async def in_class(
    resources: Resources, client: httpx.AsyncClient, session_clock: StoppedClock, clock: StoppedClock
) -> World:
    world = await a_world(resources, client, session_clock)
    clock.move_to(world.starts_at() - timedelta(minutes=5))
    return world


@contextmanager
def a_full_disk(url: str) -> Iterator[None]:
    with psycopg.connect(url, autocommit=True) as owner:
        owner.execute(_FULL)
        try:
            yield
        finally:
            owner.execute("DROP TRIGGER full_disk ON attempt")


async def test_a_full_disk_refuses_in_words_loses_nothing_and_heals_by_itself(
    in_class: World, client: httpx.AsyncClient, database_url: str
) -> None:
    trainee = in_class.trainees[0]
    code = await in_class.instructor.classroom_code(in_class.session())
    body = trainee.phone.attempt(
        in_class.session(), proof=trainee.phone.pin_code(code), at=at_the_site(), classroom_code=code
    )
    with a_full_disk(database_url), capture_logs() as logged:
        full = await trainee.phone.send("POST", "/v1/check-ins", content=body)
        read = await client.get(f"/v1/papers/{'0' * 64}")
    assert (full.status_code, full.json()["type"]) == (503, "/problems/busy")
    assert int(full.headers["retry-after"]) > 0
    assert read.status_code == 200
    assert {each["cause"] for each in logged if each["event"] == "database"} == {"storage_full"}
    first, again = [await trainee.phone.send("POST", "/v1/check-ins", content=body) for _ in range(2)]
    assert (first.status_code, again.content) == (201, first.content)
    with psycopg.connect(database_url) as connection:
        kept = connection.execute("SELECT attempt_id::text FROM attempt").fetchall()
    assert kept == [(from_json(body)["attempt_id"],)]
