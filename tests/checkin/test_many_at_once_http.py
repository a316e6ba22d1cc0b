"""Many who check in at the same moment: each is judged as if alone, and no one sees or hinders another."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import httpx
import psycopg
import pytest

from checkin_service.attendance.tables import credit
from checkin_service.checkin.store.situation import _CLAIMED, _TYPED
from checkin_service.kit.connections import Connection
from checkin_service.kit.ids import new_id
from checkin_service.kit.questions_of_many import for_many
from checkin_service.kit.resources import Resources
from checkin_service.kit.scope import FOR_MANY
from tests.building.world import Trainee, World, a_world, at_the_site
from tests.conftest import StoppedClock

KINDS = 6
"""Of what people bring; see `attempts_of`."""


@pytest.fixture(scope="module")
async def world(resources: Resources, client: httpx.AsyncClient, session_clock: StoppedClock) -> AsyncIterator[World]:
    before = session_clock.now()
    yield await a_world(resources, client, session_clock, kinds=("targeted",) * (8 * KINDS + 12))
    session_clock.move_to(before)


@pytest.fixture
def in_class(world: World, clock: StoppedClock) -> World:
    clock.move_to(world.starts_at() - timedelta(minutes=5))
    return world


@pytest.fixture
def sizes(monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """How many were read and written in company."""
    found = {"read": 0, "written": 0}
    plain, each = Connection.rows, Connection.execute_each

    async def rows(self: Connection, sql: str, values: Any, **more: Any) -> Any:
        found["read"] += len(values[0]) if sql.startswith("SELECT asker") else 0
        return await plain(self, sql, values, **more)

    async def execute_each(self: Connection, asked: Any) -> None:
        found["written"] += len(asked)
        await each(self, asked)

    monkeypatch.setattr(Connection, "rows", rows)
    monkeypatch.setattr(Connection, "execute_each", execute_each)
    return found


def attempts_of(world: World, people: list[Trainee], code: str) -> list[bytes]:
    """An honest arrival; far away; another PIN; another code; a mocked fix; no fix."""
    made = []
    for number, trainee in enumerate(people):
        proof = trainee.phone.pin_code(code)
        at: dict[str, Any] | None = at_the_site()
        kind = number % KINDS
        if kind == 1:
            at = at_the_site(longitude=120.70)
        elif kind == 2:
            proof = proof | {"pin": "000001" if trainee.phone.pin != "000001" else "000002"}
        elif kind == 3:
            proof = trainee.phone.pin_code("111111" if code != "111111" else "222222")
        elif kind == 4:
            at = at_the_site(is_mock=True)
        elif kind == 5:
            at = None
        made.append(trainee.phone.attempt(world.session(), proof=proof, at=at))
    return made


def said(response: httpx.Response) -> tuple[Any, ...]:
    answer = response.json()
    reasons = sorted(each["reason"] for each in answer["findings"])
    return answer["outcome"], reasons, answer["credited_hours"], answer["attendance"]["rate"]


async def test_each_is_judged_as_if_alone(in_class: World, sizes: dict[str, int], database_url: str) -> None:
    code = await in_class.instructor.classroom_code(in_class.session())
    half = 4 * KINDS
    one_by_one, at_once = in_class.trainees[:half], in_class.trainees[half : 2 * half]
    alone = [
        said(await each.phone.send_attempt(body))
        for each, body in zip(one_by_one, attempts_of(in_class, one_by_one, code), strict=True)
    ]
    assert sizes == {"read": 0, "written": 0}
    bodies = attempts_of(in_class, at_once, code)
    together = await asyncio.gather(
        *(each.phone.send_attempt(body) for each, body in zip(at_once, bodies, strict=True))
    )
    assert [said(each) for each in together] == alone
    assert len({each[0] for each in alone}) > 1
    assert sizes["read"] > half // 2
    assert sizes["written"] > half // 2
    # Sent again, all at once and each twice, everybody gets the first answer, byte for byte.
    again = await asyncio.gather(
        *(each.phone.send_attempt(body) for each, body in zip(at_once * 2, bodies * 2, strict=True))
    )
    assert [each.content for each in again] == [each.content for each in together] * 2
    honest = [each.trainee_id for number, each in enumerate(at_once) if number % KINDS == 0]
    with psycopg.connect(database_url) as connection:
        kept = connection.execute(
            f"SELECT count(*), count(DISTINCT trainee_id) FROM {credit.name} WHERE trainee_id = ANY(%s)",  # noqa: S608 - our own
            [honest],
        ).fetchone()
    assert kept == (len(honest), len(honest))


async def test_a_stranger_among_them_finds_no_session_and_the_others_theirs(
    in_class: World, sizes: dict[str, int]
) -> None:
    code = await in_class.instructor.classroom_code(in_class.session())
    people = in_class.trainees[-12:]
    bodies = [
        each.phone.attempt(new_id() if number == 5 else in_class.session(), proof=each.phone.pin_code(code), at=None)
        for number, each in enumerate(people)
    ]
    found = await asyncio.gather(*(each.phone.send_attempt(body) for each, body in zip(people, bodies, strict=True)))
    assert [each.status_code for each in found] == [404 if number == 5 else 201 for number in range(12)]
    assert sizes["read"] > 6


@pytest.mark.parametrize("statement", [_TYPED, _CLAIMED], ids=["typed", "claimed"])
def test_no_part_of_the_plan_keeps_rows_that_the_scope_of_another_let_through(
    database_url: str, statement: Any
) -> None:
    with psycopg.connect(database_url) as connection:
        cursor = psycopg.RawCursor(connection)
        cursor.execute(FOR_MANY.sql)
        cursor.execute(f"PREPARE many AS {for_many(statement)}".encode())
        wanted = ", ".join(["NULL"] * (statement.parameter_count + 4))
        plan = [line for (line,) in cursor.execute(f"EXPLAIN (COSTS OFF) EXECUTE many({wanted})".encode())]
    keeps = ("Hash", "Merge", "Materialize", "Memoize", "CTE", "hashed SubPlan")
    assert not [line for line in plan if any(each in line for each in keeps)]
    # What does not depend on who asks is looked up once, and must then be nobody's own.
    assert not [line for line in once_for_all(plan) if "current_setting" in line]
    assert plan[0].startswith("Nested Loop")


def once_for_all(plan: list[str]) -> list[str]:
    """The lines below each InitPlan."""
    found, depth = [], None
    for line in plan:
        indent = len(line) - len(line.lstrip())
        if depth is not None and indent <= depth:
            depth = None
        if depth is not None:
            found.append(line)
        elif "InitPlan" in line:
            depth = indent
    return found
