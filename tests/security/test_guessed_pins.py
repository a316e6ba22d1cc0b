"""Guessing PINs over HTTP: what a guesser is answered tells nothing but what an honest mistake has to."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from typing import Any

import httpx
import pytest

from checkin_service.kit.resources import Resources
from tests.building.world import Trainee, World, a_world, at_the_site
from tests.conftest import StoppedClock

WRONG = "739164"


@pytest.fixture(scope="module")
async def world(resources: Resources, client: httpx.AsyncClient, session_clock: StoppedClock) -> AsyncIterator[World]:
    before = session_clock.now()
    yield await a_world(resources, client, session_clock, kinds=("targeted",) * 8)
    session_clock.move_to(before)


@pytest.fixture(scope="module")
def people(world: World) -> Iterator[Trainee]:
    return iter(world.trainees)


@pytest.fixture
def in_class(world: World, clock: StoppedClock) -> World:
    clock.move_to(world.starts_at() - timedelta(minutes=5))
    return world


@pytest.fixture
def trainee(people: Iterator[Trainee]) -> Trainee:
    return next(people)


async def tried(world: World, trainee: Trainee, pin: str, *, with_code: bool = True) -> dict[str, Any]:
    """One check-in with this PIN, and with a code that the room shows now or none."""
    phone = trainee.phone
    proof = phone.pin_code(None) | {"pin": pin}
    claim = None
    if with_code:
        code = await world.instructor.classroom_code(world.session())
        claim = (await phone.claim_code(world.session(), code))["claim"]
    return dict(await phone.check_in(world.session(), proof=proof, at=at_the_site(), code_claim=claim))


def told(answer: dict[str, Any]) -> dict[str, Any]:
    """All that an answer says, but for its own number and time."""
    return {name: value for name, value in answer.items() if name not in {"attempt_id", "received_at"}}


def reasons(answer: dict[str, Any]) -> set[str]:
    return {each["reason"] for each in answer["findings"]}


async def test_after_one_wrong_pin_a_right_one_gets_the_answer_of_a_wrong_one_until_the_wait_is_over(
    in_class: World, trainee: Trainee, people: Iterator[Trainee], clock: StoppedClock
) -> None:
    other = next(people)
    for each in (trainee, other):
        assert "pin_wrong" in reasons(await tried(in_class, each, WRONG))
    clock.advance(seconds=12)
    right, wrong = await tried(in_class, trainee, trainee.phone.pin), await tried(in_class, other, WRONG)
    assert told(right) == told(wrong)
    assert (right["outcome"], "pin_waits" in reasons(right)) == ("doubtful", True)
    (waits,) = (each for each in right["findings"] if each["reason"] == "pin_waits")
    assert (waits["measured"], waits["unit"]) == (3, "s")
    assert waits["advice"]["zh"]
    # The blind tries have told nothing by what is counted either: both wait as long as before.
    clock.advance(seconds=10)
    assert (await tried(in_class, trainee, trainee.phone.pin))["outcome"] == "accepted"
    assert "pin_wrong" in reasons(await tried(in_class, other, WRONG))


async def test_without_the_rooms_code_a_pin_is_not_looked_at_however_often_it_is_tried(
    in_class: World, trainee: Trainee, people: Iterator[Trainee]
) -> None:
    other = next(people)
    for _ in range(7):
        right = await tried(in_class, trainee, trainee.phone.pin, with_code=False)
        wrong = await tried(in_class, other, WRONG, with_code=False)
        assert told(right) == told(wrong)
    assert (await tried(in_class, other, other.phone.pin))["outcome"] == "accepted"


async def test_of_many_guesses_at_once_one_is_told(in_class: World, trainee: Trainee, clock: StoppedClock) -> None:
    claims = []
    for _ in range(6):
        code = await in_class.instructor.classroom_code(in_class.session())
        claims.append((await trainee.phone.claim_code(in_class.session(), code))["claim"])
        clock.advance(seconds=10)
    answers = await asyncio.gather(
        *(
            trainee.phone.check_in(
                in_class.session(),
                proof=trainee.phone.pin_code(None) | {"pin": f"73916{number}"},
                at=at_the_site(),
                code_claim=claim,
            )
            for number, claim in enumerate(claims)
        )
    )
    found = Counter(reason for answer in answers for reason in reasons(answer))
    assert (found["pin_wrong"], found["pin_waits"]) == (1, 5)
