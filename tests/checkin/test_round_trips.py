"""Round trips of a check-in: one read, one write, one transaction, nothing held in between."""

import sys
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import psycopg
import pytest
from psycopg.sql import SQL, Identifier

from checkin_service.access import model
from checkin_service.checkin.schemas.attempts import CheckInRequest
from checkin_service.checkin.service import attempts
from checkin_service.client import face
from checkin_service.demo.portraits import photo
from checkin_service.kit.problem import Problem
from checkin_service.kit.resources import Resources
from checkin_service.policy_decisions.service import currency
from tests.building.world import Trainee, World, a_world, at_the_site
from tests.conftest import StoppedClock
from tests.tools.statements import Recorded, is_planned_once, plan_of, read_from_end_to_end, recorded

LEFT_BY_A_CHECK_IN = {
    **dict.fromkeys(("attempt", "code_use", "presence", "attendance", "credit", "outbox"), 1),
    # Two facts wait for the log: the attempt and its class hours.
    "log_pending": 2,
}
NEVER_FEW_ROWS = {*LEFT_BY_A_CHECK_IN, "class_session", "consent", "device", "registration", "voucher", "audit_entry"}

MOST_CALLS = 1_800
"""A tenth more than when it was last looked at (1,540 to 1,620); a profile says where they come from."""


@pytest.fixture(scope="module")
async def world(resources: Resources, client: httpx.AsyncClient, session_clock: StoppedClock) -> AsyncIterator[World]:
    before = session_clock.now()
    yield await a_world(resources, client, session_clock, kinds=("targeted",) * 10)
    session_clock.move_to(before)


@pytest.fixture
def in_class(world: World, clock: StoppedClock) -> World:
    clock.move_to(world.starts_at() - timedelta(minutes=5))
    return world


@pytest.fixture
async def asked(database_url: str) -> AsyncIterator[Recorded]:
    async with recorded(database_url) as watched:
        yield watched


@pytest.fixture
def connection(database_url: str) -> Any:
    with psycopg.connect(database_url, autocommit=True) as opened:
        yield opened


async def attempt_of(world: World, trainee: Trainee, **changes: Any) -> CheckInRequest:
    code = await world.instructor.classroom_code(world.session())
    arguments = {"at": at_the_site(), "proof": trainee.phone.pin_code(code), **changes}
    return CheckInRequest.model_validate_json(trainee.phone.attempt(world.session(), **arguments))


async def check_in(resources: Resources, asked: Recorded, trainee: Trainee, body: CheckInRequest) -> bytes:
    # A running node's book is current; here nobody looks for decisions that other tests have approved meanwhile.
    await currency.refresh(resources)
    subject = model.trainee(trainee.trainee_id, device_id=trainee.phone.device_id)
    return await attempts.record_attempt(replace(resources, database=asked.database), subject, body)


async def test_a_check_in_is_one_read_and_one_write(in_class: World, resources: Resources, asked: Recorded) -> None:
    first, second = in_class.trainees[:2]
    await check_in(resources, asked, first, await attempt_of(in_class, first))
    # The first check-in of a class, or after a change of it, reads the timetable too.
    assert len(asked.sent) <= 4
    asked.sent.clear()
    await check_in(resources, asked, second, await attempt_of(in_class, second))
    read, write = asked.sent
    assert read.sql.startswith("SELECT")
    assert write.sql.startswith("WITH part0 AS (INSERT INTO attempt")


async def test_both_statements_are_planned_once_for_all_and_not_for_each_check_in(
    in_class: World, resources: Resources, asked: Recorded, connection: "psycopg.Connection[Any]"
) -> None:
    trainee = in_class.trainees[6]
    await check_in(resources, asked, trainee, await attempt_of(in_class, trainee))
    for name, statement in (("reading", asked.sent[0]), ("writing", asked.sent[-1])):
        assert is_planned_once(connection, statement), name


async def test_a_check_in_takes_no_more_python_than_it_did(
    in_class: World, resources: Resources, asked: Recorded
) -> None:
    """Functions called, which no other work on the machine changes; HTTP and its frame are not among them."""
    first, second = in_class.trainees[8:10]
    await check_in(resources, asked, first, await attempt_of(in_class, first))
    body, calls = await attempt_of(in_class, second), 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event == "call"

    sys.setprofile(count)
    try:
        await check_in(resources, asked, second, body)
    finally:
        sys.setprofile(None)
    assert calls < MOST_CALLS


async def test_a_refusal_costs_no_more(in_class: World, resources: Resources, asked: Recorded) -> None:
    trainee = in_class.trainees[7]
    await check_in(resources, asked, trainee, await attempt_of(in_class, trainee))
    asked.sent.clear()
    await check_in(resources, asked, trainee, await attempt_of(in_class, trainee, at=at_the_site(longitude=120.634)))
    assert len(asked.sent) <= 3
    assert "UPDATE" not in asked.sent[-1].sql


async def test_a_repeat_is_one_read(in_class: World, resources: Resources, asked: Recorded) -> None:
    trainee = in_class.trainees[2]
    body = await attempt_of(in_class, trainee)
    first = await check_in(resources, asked, trainee, body)
    asked.sent.clear()
    assert await check_in(resources, asked, trainee, body) == first
    assert len(asked.sent) == 1


async def test_all_that_a_check_in_leaves_is_one_transaction_of_few_rows(
    in_class: World, resources: Resources, asked: Recorded, connection: "psycopg.Connection[Any]"
) -> None:
    trainee = in_class.trainees[3]
    body = await attempt_of(in_class, trainee)
    await check_in(resources, asked, trainee, body)
    assert _rows_written_with(connection, body.attempt_id) == LEFT_BY_A_CHECK_IN


def _rows_written_with(connection: "psycopg.Connection[Any]", attempt_id: UUID) -> dict[str, int]:
    """How many rows of each table the transaction wrote that wrote an attempt: the system column xmin names it."""
    [(written_by,)] = connection.execute("SELECT xmin::text FROM attempt WHERE attempt_id = %s", [attempt_id])
    tables = connection.execute("SELECT relname FROM pg_stat_user_tables WHERE schemaname = 'public'").fetchall()
    counted = "SELECT count(*) FROM {} WHERE xmin::text = %s"
    rows = {
        name: connection.execute(SQL(counted).format(Identifier(name)), [written_by]).fetchone() for (name,) in tables
    }
    return {name: found[0] for name, found in rows.items() if found and found[0]}


async def test_an_answer_takes_a_few_hundred_bytes(
    in_class: World, resources: Resources, asked: Recorded, connection: "psycopg.Connection[Any]"
) -> None:
    """Should it take more, what is said has changed: `tests.tools.packing_dictionary` makes a further dictionary."""
    trainee = in_class.trainees[5]
    answer = await check_in(resources, asked, trainee, body := await attempt_of(in_class, trainee))
    question = "SELECT octet_length(answer) FROM attempt WHERE attempt_id = %s"
    [(kept,)] = connection.execute(question, [body.attempt_id])
    assert kept < min(600, len(answer) / 5)


async def test_no_connection_is_held_while_a_face_is_measured(
    in_class: World, resources: Resources, asked: Recorded
) -> None:
    trainee = in_class.trainees[4]
    await trainee.phone.consent("face")
    await trainee.phone.enrol_face([photo("hopper")])
    measured: list[int] = []

    class Watched:
        async def run_together(self, function: Callable[..., Any], item: object) -> Any:
            measured.append(asked.connections_in_use)
            return await resources.faces.run_together(function, item)

    body = await attempt_of(in_class, trainee, proof=face(photo("hopper", seed=1)))
    pool: Any = Watched()
    await check_in(replace(resources, faces=pool), asked, trainee, body)
    assert measured == [0]


async def test_a_malformed_photo_keeps_nothing(in_class: World, resources: Resources, asked: Recorded) -> None:
    trainee = in_class.trainees[5]
    await trainee.phone.consent("face")
    body = await attempt_of(in_class, trainee, proof={"kind": "face", "photo": "not base64!"})
    with pytest.raises(Problem):
        await check_in(resources, asked, trainee, body)
    assert not any(each.sql.startswith("WITH") for each in asked.sent)


async def test_an_index_leads_into_every_table_that_grows(
    in_class: World, resources: Resources, asked: Recorded, connection: "psycopg.Connection[Any]"
) -> None:
    trainee = in_class.trainees[6]
    await check_in(resources, asked, trainee, await attempt_of(in_class, trainee))
    for sent in asked.sent:
        assert not NEVER_FEW_ROWS & set(read_from_end_to_end(plan_of(connection, sent)))
