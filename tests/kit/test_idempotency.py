"""One id, one answer: repeated, in parallel, by others, or with another body."""

import asyncio
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin_service.kit.database import Database, UnitOfWork
from checkin_service.kit.http.schema import StrictModel
from checkin_service.kit.idempotency import digest_of, once
from checkin_service.kit.ids import new_id
from checkin_service.kit.outbox import Event, announce, announce_all
from checkin_service.kit.problem import Problem, ProblemKind
from checkin_service.kit.resources import Resources


class Body(StrictModel):
    name: str = "x"
    hours: int = 4


class Answer(StrictModel):
    number: int


class Act:
    """Counts how often it was done; each time answers differently."""

    def __init__(self, problem: Problem | None = None) -> None:
        self.times = 0
        self._problem = problem

    async def __call__(self, unit: UnitOfWork) -> Answer:
        del unit
        self.times += 1
        if self._problem is not None:
            raise self._problem
        return Answer(number=self.times)


@pytest.fixture
def database(resources: Resources) -> Database:
    return resources.database


async def ask(
    database: Database, act: Any, request_id: UUID, *, caller: str = "institution:1", body: Body | None = None
) -> bytes:
    return await once(database, caller=caller, request_id=request_id, body=body or Body(), act=act)


async def test_a_repeat_gets_the_first_answer_and_nothing_is_done_again(database: Database) -> None:
    act, request_id = Act(), new_id()
    answers = {await ask(database, act, request_id) for _ in range(3)}
    assert answers == {b'{"number":1}'}
    assert act.times == 1


async def test_the_same_id_with_another_body_is_a_conflict(database: Database) -> None:
    act, request_id = Act(), new_id()
    await ask(database, act, request_id)
    with pytest.raises(Problem) as conflict:
        await ask(database, act, request_id, body=Body(hours=5))
    assert conflict.value.kind is ProblemKind.ID_CONFLICT
    assert act.times == 1


async def test_ids_of_other_callers_do_not_collide(database: Database) -> None:
    act, request_id = Act(), new_id()
    assert await ask(database, act, request_id, caller="institution:1") == b'{"number":1}'
    assert await ask(database, act, request_id, caller="institution:2", body=Body(hours=5)) == b'{"number":2}'


async def test_of_parallel_twins_one_acts_for_all(database: Database) -> None:
    request_id, trainee = new_id(), new_id()

    async def act(unit: UnitOfWork) -> Answer:
        announce(unit, type_="tested", trainee_id=trainee, payload={}, occurred_at=datetime.now(UTC))
        return Answer(number=id(unit))

    answers = await asyncio.gather(*(ask(database, act, request_id) for _ in range(32)))
    assert len(set(answers)) == 1


async def test_a_refusal_is_not_remembered(database: Database) -> None:
    request_id = new_id()
    with pytest.raises(Problem):
        await ask(database, Act(Problem(ProblemKind.STATE_CONFLICT)), request_id)
    assert await ask(database, Act(), request_id) == b'{"number":1}'


async def test_what_has_changed_meanwhile_is_a_conflict_of_state(database: Database) -> None:
    trainee, event_id = new_id(), new_id()

    async def act(unit: UnitOfWork) -> Answer:
        # The same row twice: the second time the key is taken.
        again = Event(trainee_id=trainee, event_id=event_id, type="tested", payload={}, occurred_at=datetime.now(UTC))
        announce_all(unit, [again])
        return Answer(number=1)

    await ask(database, act, new_id())
    with pytest.raises(Problem) as conflict:
        await ask(database, act, new_id())
    assert conflict.value.kind is ProblemKind.STATE_CONFLICT


@given(name=st.text(max_size=20), hours=st.integers(0, 100), other=st.integers(0, 100))
def test_equal_bodies_and_only_they_have_equal_digests(name: str, hours: int, other: int) -> None:
    name = name.encode(errors="replace").decode()
    one, same = Body(name=name, hours=hours), Body(hours=hours, name=name)
    assert digest_of(one) == digest_of(same)
    assert (digest_of(one) == digest_of(Body(name=name, hours=other))) == (hours == other)


def test_white_space_and_order_of_fields_do_not_matter() -> None:
    spaced, turned = '{ "name" : "x" , "hours" : 4 }', '{"hours":4,"name":"x"}'
    assert digest_of(Body.model_validate_json(spaced)) == digest_of(Body.model_validate_json(turned))


async def test_a_twin_that_meets_what_the_first_has_done_gets_the_first_answer(database: Database) -> None:
    """It looked for an answer before the first was through, and finds the deed done when it acts."""
    request_id, first = new_id(), Act()

    async def late(unit: UnitOfWork) -> Answer:
        del unit
        await ask(database, first, request_id)
        raise Problem(ProblemKind.RULE_REFUSED)

    assert await ask(database, late, request_id) == b'{"number":1}'
