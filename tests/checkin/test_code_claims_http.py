"""A code is exchanged the moment it is typed: no slow position kills it, and no wrong one locks a person out."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from typing import Any

import httpx
import pytest

from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from tests.building.world import Trainee, World, a_world, at_the_site
from tests.conftest import StoppedClock


@pytest.fixture(scope="module")
async def world(resources: Resources, client: httpx.AsyncClient, session_clock: StoppedClock) -> AsyncIterator[World]:
    before = session_clock.now()
    yield await a_world(resources, client, session_clock, kinds=("targeted",) * 12)
    session_clock.move_to(before)


@pytest.fixture(scope="module")
def people(world: World) -> Iterator[Trainee]:
    return iter(world.trainees)


@pytest.fixture
def trainee(people: Iterator[Trainee]) -> Trainee:
    return next(people)


@pytest.fixture
def in_class(world: World, clock: StoppedClock) -> World:
    clock.move_to(world.starts_at() - timedelta(minutes=5))
    return world


async def the_code(world: World) -> str:
    return await world.instructor.classroom_code(world.session())


async def the_claim(world: World, trainee: Trainee) -> str:
    answer = await trainee.phone.claim_code(world.session(), await the_code(world))
    assert answer["outcome"] == "claimed"
    return str(answer["claim"])


async def check_in(world: World, trainee: Trainee, **changes: Any) -> dict[str, Any]:
    arguments = {"at": at_the_site(), "proof": trainee.phone.pin_code(None), **changes}
    return await trainee.phone.check_in(world.session(), **arguments)


def reasons(answer: dict[str, Any]) -> set[str]:
    return {each["reason"] for each in answer["findings"]}


def a_wrong_one(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06d}"


async def test_a_slow_fix_does_not_kill_the_code(in_class: World, trainee: Trainee, clock: StoppedClock) -> None:
    claim = await the_claim(in_class, trainee)
    clock.advance(seconds=90)
    answer = await check_in(in_class, trainee, code_claim=claim)
    assert (answer["outcome"], answer["credited_hours"]) == ("accepted", 4)


async def test_a_claim_made_in_time_is_in_time(world: World, trainee: Trainee, clock: StoppedClock) -> None:
    clock.move_to(world.starts_at() + timedelta(minutes=14, seconds=50))
    claim = await the_claim(world, trainee)
    clock.advance(seconds=60)
    assert "too_late" in reasons(await check_in(world, trainee, proof=trainee.phone.pin_code("000000")))
    assert (await check_in(world, trainee, code_claim=claim))["outcome"] == "accepted"


async def test_a_claim_lives_for_minutes_and_serves_once(
    in_class: World, trainee: Trainee, clock: StoppedClock
) -> None:
    old = await the_claim(in_class, trainee)
    clock.advance(seconds=181)
    assert "code_claim_invalid" in reasons(await check_in(in_class, trainee, code_claim=old))
    claim = await the_claim(in_class, trainee)
    answers = await asyncio.gather(*(check_in(in_class, trainee, code_claim=claim, at=None) for _ in range(4)))
    assert sum("code_claim_invalid" in reasons(each) for each in answers) == 3


async def test_a_window_serves_a_person_once_at_the_claim(in_class: World, trainee: Trainee) -> None:
    code, claim_id = await the_code(in_class), new_id()
    first = await trainee.phone.claim_code(in_class.session(), code, claim_id=claim_id)
    assert await trainee.phone.claim_code(in_class.session(), code, claim_id=claim_id) == first
    assert (await trainee.phone.claim_code(in_class.session(), code))["outcome"] == "used_before"
    assert "code_used_before" in reasons(await check_in(in_class, trainee, proof=trainee.phone.pin_code(code)))


async def test_a_claim_is_worth_nothing_to_another_person_or_in_another_session(
    in_class: World, people: Iterator[Trainee]
) -> None:
    one, other = next(people), next(people)
    claim = await the_claim(in_class, one)
    answer = await check_in(in_class, other, code_claim=claim)
    assert answer["outcome"] == "doubtful"
    assert "code_claim_invalid" in reasons(answer)
    elsewhere = await one.phone.check_in(
        in_class.session(1), proof=one.phone.pin_code(None), at=at_the_site(), code_claim=claim
    )
    assert "code_claim_invalid" in reasons(elsewhere)
    changed = claim[:-2] + ("AA" if claim[-2:] != "AA" else "BA")
    assert "code_claim_invalid" in reasons(await check_in(in_class, one, code_claim=changed))
    assert (await check_in(in_class, one, code_claim=claim))["outcome"] == "accepted"


async def test_expired_codes_lock_nobody_out(in_class: World, trainee: Trainee, clock: StoppedClock) -> None:
    code = await the_code(in_class)
    clock.advance(seconds=40)
    for _ in range(12):
        late = await check_in(in_class, trainee, proof=trainee.phone.pin_code(code))
        assert {"code_expired_or_wrong", "pin_without_code"} <= reasons(late)
        assert (await trainee.phone.claim_code(in_class.session(), code))["outcome"] == "expired_or_wrong"
    answer = await check_in(in_class, trainee, code_claim=await the_claim(in_class, trainee))
    assert answer["outcome"] == "accepted"


async def test_wrong_codes_have_a_bound_of_their_own_in_the_session(
    in_class: World, trainee: Trainee, clock: StoppedClock
) -> None:
    wrong = a_wrong_one(await the_code(in_class))
    for _ in range(5):
        assert (await trainee.phone.claim_code(in_class.session(), wrong))["outcome"] == "expired_or_wrong"
        await check_in(in_class, trainee, proof=trainee.phone.pin_code(wrong))
    right = await trainee.phone.claim_code(in_class.session(), await the_code(in_class))
    assert (right["outcome"], right["claim"]) == ("too_many_wrong", None)
    blocked = await check_in(in_class, trainee, proof=trainee.phone.pin_code(await the_code(in_class)))
    assert "code_too_many_wrong" in reasons(blocked)
    # The person has not failed: the next session is as open as ever.
    assert "too_many_failures" not in reasons(blocked)
    clock.move_to(in_class.starts_at(1) - timedelta(minutes=5))
    code = await in_class.instructor.classroom_code(in_class.session(1))
    assert (await trainee.phone.claim_code(in_class.session(1), code))["outcome"] == "claimed"


async def test_only_wrong_pins_are_failures_of_the_person(
    in_class: World, trainee: Trainee, clock: StoppedClock
) -> None:
    for wait_s in (15, 30, 60, 120, 10):
        claim = await the_claim(in_class, trainee)
        proof = trainee.phone.pin_code(None) | {"pin": "000000"}
        assert "pin_wrong" in reasons(await check_in(in_class, trainee, proof=proof, code_claim=claim))
        clock.advance(seconds=wait_s)
    blocked = await check_in(in_class, trainee, code_claim=await the_claim(in_class, trainee))
    assert "too_many_failures" in reasons(blocked)


async def test_what_a_terminal_says_closes_no_other_channel_and_what_is_forged_closes_none(
    in_class: World, trainee: Trainee
) -> None:
    async def at_the_terminal(**claims: Any) -> dict[str, Any]:
        return await in_class.terminal.check_in(in_class.session(), document=trainee.document, claims=claims)

    for _ in range(6):
        assert "assertion_invalid" in reasons(await at_the_terminal(attempt_id=str(new_id())))
    assert "too_many_failures" not in reasons(await at_the_terminal(pin_verified=False))
    for _ in range(4):
        await at_the_terminal(pin_verified=False)
    assert "too_many_failures" in reasons(await at_the_terminal())
    answer = await check_in(in_class, trainee, code_claim=await the_claim(in_class, trainee))
    assert answer["outcome"] == "accepted"


async def test_an_old_fix_says_nothing_of_where_the_phone_is_now(
    in_class: World, trainee: Trainee, clock: StoppedClock
) -> None:
    for seconds, is_old in ((121, True), (119, False)):
        fix = at_the_site() | {"measured_at": clock.now() - timedelta(seconds=seconds)}
        answer = await check_in(in_class, trainee, at=fix, code_claim=await the_claim(in_class, trainee))
        assert ("fix_too_old_but_code" in reasons(answer)) == is_old
        clock.advance(seconds=10)
