"""Check-ins made without a network: sealed on the phone then, delivered later, in any order, judged by their moment."""

import json
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest

from checkin_service.checkin.rules.classroom_code import code_of, window_number
from checkin_service.client import Phone, Refused
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from tests.building.world import Trainee, World, a_world, at_the_site
from tests.conftest import StoppedClock


@pytest.fixture(scope="module")
async def world(resources: Resources, client: httpx.AsyncClient, session_clock: StoppedClock) -> AsyncIterator[World]:
    before = session_clock.now()
    yield await a_world(resources, client, session_clock, kinds=("targeted",) * 16)
    session_clock.move_to(before)


@pytest.fixture(scope="module")
def people(world: World) -> Iterator[Trainee]:
    return iter(world.trainees)


@pytest.fixture
def trainee(people: Iterator[Trainee]) -> Trainee:
    return next(people)


async def sealed(
    world: World,
    trainee: Trainee,
    clock: StoppedClock,
    *,
    session: int = 0,
    minutes: float = -5,
    code: str | None = None,
    **changes: Any,
) -> dict[str, Any]:
    """What the phone of somebody in the room keeps when there is no network."""
    clock.move_to(world.starts_at(session) + timedelta(minutes=minutes))
    await world.instructor.sign_in()
    shown = code or await world.instructor.classroom_code(world.session(session))
    made = trainee.phone.attempt(
        world.session(session), **{"proof": trainee.phone.pin_code(shown), "at": at_the_site(), **changes}
    )
    return trainee.phone.seal(made)


async def deliver(trainee: Trainee, clock: StoppedClock, kept: dict[str, Any], **later: float) -> dict[str, Any]:
    clock.advance(**later)
    await trainee.phone.sign_in()
    return await trainee.phone.deliver(kept)


def reasons(answer: dict[str, Any]) -> list[str]:
    return [each["reason"] for each in answer["findings"]]


async def test_who_was_in_time_is_never_too_late(world: World, trainee: Trainee, clock: StoppedClock) -> None:
    kept = await sealed(world, trainee, clock)
    answer = await deliver(trainee, clock, kept, hours=20)
    assert (answer["outcome"], answer["credited_hours"]) == ("accepted", 4)
    assert {"in_time", "offline_bracketed"} <= set(reasons(answer))
    assert answer["evidence"]["evidence_class"] == "D"


async def test_delivered_twice_it_counts_once_with_the_first_answer(
    world: World, trainee: Trainee, clock: StoppedClock
) -> None:
    kept = await sealed(world, trainee, clock)
    first = await deliver(trainee, clock, kept, hours=2)
    assert await deliver(trainee, clock, kept, hours=1) == first
    assert (await trainee.phone.own_attendance())[0]["attendance"]["credited_hours"] == 4


async def test_a_check_in_whose_answer_was_lost_may_also_be_delivered_sealed(
    world: World, trainee: Trainee, clock: StoppedClock
) -> None:
    kept = await sealed(world, trainee, clock)
    await trainee.phone.sign_in()
    first = (await trainee.phone.send_attempt(kept["sealed"].encode())).json()
    assert await deliver(trainee, clock, kept, hours=3) == first
    assert first["evidence"] is not None


async def test_two_sessions_delivered_in_the_wrong_order_both_count(
    world: World, trainee: Trainee, clock: StoppedClock
) -> None:
    first = await sealed(world, trainee, clock)
    second = await sealed(world, trainee, clock, session=1)
    for kept, total in ((second, 4), (first, 8)):
        answer = await deliver(trainee, clock, kept, minutes=-1 if total == 4 else 1)
        assert answer["outcome"] == "accepted", reasons(answer)
        assert answer["attendance"]["credited_hours"] == total


@pytest.mark.parametrize("altered", ["session_id", "captured_at", "position", "phase"])
async def test_what_was_altered_after_it_was_sealed_is_not_kept(
    world: World, trainee: Trainee, clock: StoppedClock, altered: str
) -> None:
    kept = await sealed(world, trainee, clock)
    made = json.loads(kept["sealed"])
    made |= {
        "session_id": str(world.session(1)),
        "captured_at": (world.starts_at() - timedelta(minutes=4)).isoformat(),
        "position": at_the_site(longitude=120.58),
        "phase": "out",
    } | {key: made[key] for key in ("session_id", "captured_at", "position", "phase") if key != altered}
    with pytest.raises(Refused) as refused:
        await deliver(trainee, clock, {**kept, "sealed": json.dumps(made)}, hours=1)
    assert (refused.value.status, refused.value.problem["reason"]) == (422, "altered")
    answer = await deliver(trainee, clock, kept)
    assert answer["outcome"] == "accepted"


async def claimed(world: World, trainee: Trainee, clock: StoppedClock, *, after_s: float) -> dict[str, Any]:
    """The code was exchanged while there was a network; it was gone when the button was pressed."""
    clock.move_to(world.starts_at() - timedelta(minutes=5))
    await world.instructor.sign_in()
    await trainee.phone.sign_in()
    code = await world.instructor.classroom_code(world.session())
    claim = (await trainee.phone.claim_code(world.session(), code))["claim"]
    clock.advance(seconds=after_s)
    proof = trainee.phone.pin_code(None)
    return trainee.phone.seal(trainee.phone.attempt(world.session(), proof=proof, at=at_the_site(), code_claim=claim))


async def test_a_code_that_was_claimed_before_the_network_went_shows_when(
    world: World, trainee: Trainee, clock: StoppedClock
) -> None:
    answer = await deliver(trainee, clock, await claimed(world, trainee, clock, after_s=20), hours=20)
    assert (answer["outcome"], answer["credited_hours"]) == ("accepted", 4)
    assert "offline_bracketed" in reasons(answer)


async def test_a_claim_serves_no_attempt_made_long_after_it(
    world: World, trainee: Trainee, clock: StoppedClock
) -> None:
    answer = await deliver(trainee, clock, await claimed(world, trainee, clock, after_s=1200), hours=1)
    assert (answer["outcome"], answer["credited_hours"]) == ("doubtful", 0)
    assert "offline_not_bracketed" in reasons(answer)


async def test_two_days_late_a_reviewer_decides(world: World, trainee: Trainee, clock: StoppedClock) -> None:
    kept = await sealed(world, trainee, clock)
    answer = await deliver(trainee, clock, kept, hours=48)
    assert (answer["outcome"], answer["credited_hours"]) == ("doubtful", 0)
    assert "offline_too_old" in reasons(answer)
    assert "too_late" not in reasons(answer)
    await world.reviewer.sign_in()
    (review,) = [
        each
        for each in await world.reviewer.open_reviews(world.class_id)
        if each["attempt"]["attempt_id"] == answer["attempt_id"]
    ]
    assert (await world.reviewer.decide(review, decision="accept", reason="核实在场"))["credited_hours"] == 4


async def test_without_the_code_of_then_nobody_can_tell_when(
    world: World, trainee: Trainee, clock: StoppedClock
) -> None:
    wrong = await sealed(world, trainee, clock, code="000000")
    answer = await deliver(trainee, clock, wrong, hours=1)
    assert answer["outcome"] == "doubtful"
    assert "offline_not_bracketed" in reasons(answer)


async def test_the_code_and_not_the_phones_clock_tells_the_time(
    world: World, trainee: Trainee, clock: StoppedClock, resources: Resources
) -> None:
    """A code of twenty minutes after the start, and a phone that claims to have been there before."""
    # No screen shows it then; whoever has it all the same has not been there in time.
    window = window_number(world.starts_at() + timedelta(minutes=18), 10)
    code = code_of(resources.code_key, world.session(), window)
    kept = await sealed(world, trainee, clock, minutes=14, code=code)
    answer = await deliver(trainee, clock, kept, hours=1)
    assert answer["outcome"] == "refused"
    assert "too_late" in reasons(answer)


async def test_only_the_phone_that_made_it_can_have_sealed_it(
    world: World, trainee: Trainee, client: httpx.AsyncClient, clock: StoppedClock
) -> None:
    kept = await sealed(world, trainee, clock)
    stranger = Phone(client, clock)
    forged = stranger.seal(kept["sealed"].encode())
    with pytest.raises(Refused) as refused:
        await deliver(trainee, clock, forged, hours=1)
    assert refused.value.problem["reason"] == "altered"
    with pytest.raises(Refused) as malformed:
        await deliver(trainee, clock, trainee.phone.seal(b'{"session_id": 1}'))
    assert malformed.value.problem["type"] == "/problems/malformed"
    assert UUID(json.loads(kept["sealed"])["attempt_id"]) < new_id()
