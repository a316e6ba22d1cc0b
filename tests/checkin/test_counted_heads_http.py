"""Headcounts with a detector that says what it is told: what is kept, told and listed, wherever the tests run."""

from base64 import b64encode
from collections.abc import Callable
from typing import Any

import httpx
import psycopg
import pytest
from psycopg import sql
from pydantic_core import to_json

from biometrics import ImageReason
from biometrics.worker import count_faces
from checkin_service.checkin.service import checks
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from tests.building.world import World, a_world
from tests.checkin.test_room_checks_http import in_the_room
from tests.conftest import StoppedClock

PICTURE = b"\xff\xd8\xff\xe0" + b"a picture that nobody opens" * 8
Sees = Callable[[int | ImageReason], None]


@pytest.fixture
async def world(resources: Resources, client: httpx.AsyncClient, clock: StoppedClock) -> World:
    found = await a_world(resources, client, clock, kinds=("targeted",) * 4, sessions=4)
    await checks.plan_checks(resources)
    return found


@pytest.fixture
def sees(resources: Resources, monkeypatch: pytest.MonkeyPatch) -> Sees:
    """Stands at the port of the pool: the detector finds what it is told, and nothing else goes through there."""

    def tell(found: int | ImageReason) -> None:
        async def run(function: object, picture: bytes, *_: object) -> int | ImageReason:
            assert (function, picture) == (count_faces, PICTURE)
            return found

        monkeypatch.setattr(resources.faces, "run", run)

    return tell


async def asked(world: World, resources: Resources, clock: StoppedClock) -> str:
    """Three have signed in and the whole room has just been asked."""
    number = await in_the_room(world, resources, clock)
    await checks.hold_checks(resources)
    await world.instructor.sign_in()
    return f"/v1/sessions/{world.session(number)}/headcounts"


async def take(world: World, path: str) -> httpx.Response:
    code = (await world.instructor.get(path.replace("headcounts", "code")))["code"]
    body: dict[str, Any] = {"headcount_id": str(new_id()), "code": code, "picture": b64encode(PICTURE).decode()}
    return await world.instructor.send("POST", path, content=to_json(body))


@pytest.mark.parametrize(("heads", "is_off"), [(3, False), (1, False), (5, False), (0, True), (6, True)])
async def test_up_to_two_heads_more_or_fewer_are_no_note(
    world: World, resources: Resources, clock: StoppedClock, sees: Sees, heads: int, *, is_off: bool
) -> None:
    path = await asked(world, resources, clock)
    sees(heads)
    answer = (await take(world, path)).json()
    assert (answer["counted"], answer["present"], answer["is_off"]) == (heads, 3, is_off)


async def test_the_picture_is_kept_nowhere_and_one_that_cannot_be_read_is_not_counted(
    world: World, resources: Resources, clock: StoppedClock, sees: Sees, database_url: str
) -> None:
    path = await asked(world, resources, clock)
    sees(ImageReason.UNKNOWN_FORMAT)
    refused = await take(world, path)
    assert (refused.status_code, refused.json()["reason"]) == (422, "unknown_format")
    sees(2)
    assert (await take(world, path)).status_code == 201
    with psycopg.connect(database_url) as connection:
        tables = connection.execute(
            "SELECT table_name, column_name FROM information_schema.columns"
            " WHERE table_schema = current_schema() AND data_type IN ('bytea', 'text', 'jsonb')"
        ).fetchall()
        for table, column in tables:
            query = sql.SQL("SELECT count(*) FROM {} WHERE {}::text LIKE %s OR {}::text LIKE %s").format(
                *map(sql.Identifier, (table, column, column))
            )
            marks = f"%{PICTURE[8:24].hex()}%", f"%{b64encode(PICTURE)[16:48].decode()}%"
            found = connection.execute(query, marks).fetchone()
            assert found == (0,), (table, column)


async def test_the_sixth_photograph_of_a_lesson_is_not_taken(
    world: World, resources: Resources, clock: StoppedClock, sees: Sees
) -> None:
    path = await asked(world, resources, clock)
    sees(3)
    assert [(await take(world, path)).status_code for _ in range(6)] == [201] * 5 + [422]
