"""A late arrival where class hours are credited one by one: it costs the hours missed and no more, over HTTP."""

from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from typing import Any

import httpx
import pytest

from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from tests.building.authorities import an_authority_of_shaoxing
from tests.building.world import Trainee, World, a_world, at_the_site
from tests.conftest import StoppedClock
from tests.policy_decisions.deciding import an_authority


@pytest.fixture(scope="module")
async def world(resources: Resources, client: httpx.AsyncClient, session_clock: StoppedClock) -> AsyncIterator[World]:
    """A class under an authority that has decided to credit by the hour; four class hours share three hours."""
    before, code = session_clock.now(), an_authority_of_shaoxing()
    deciding = await an_authority(client, resources, code)
    await deciding.decide("attendance.credit", "per_hour")
    yield await a_world(resources, client, session_clock, kinds=("targeted",) * 8, authority=code)
    session_clock.move_to(before)


@pytest.fixture(scope="module")
def people(world: World) -> Iterator[Trainee]:
    return iter(world.trainees)


@pytest.fixture
def trainee(people: Iterator[Trainee]) -> Trainee:
    return next(people)


_LAST_MIN = 150


async def arrive(
    world: World, trainee: Trainee, clock: StoppedClock, *, minutes: int, pin: str | None = None
) -> dict[str, Any]:
    clock.move_to(world.starts_at() + timedelta(minutes=minutes))
    await trainee.phone.sign_in()
    await world.instructor.sign_in()
    # Nobody is shown a code when nothing is left to check in for.
    code = "000000" if minutes > _LAST_MIN else await world.instructor.classroom_code(world.session())
    proof = trainee.phone.pin_code(code) | ({} if pin is None else {"pin": pin})
    return await trainee.phone.check_in(world.session(), proof=proof, at=at_the_site())


@pytest.mark.parametrize(("minutes", "hours"), [(15, 4), (16, 3), (60, 3), (61, 2), (150, 1)])
async def test_each_class_hour_has_the_grace_of_the_first(
    world: World, trainee: Trainee, clock: StoppedClock, minutes: int, hours: int
) -> None:
    answer = await arrive(world, trainee, clock, minutes=minutes)
    assert (answer["outcome"], answer["credited_hours"]) == ("accepted", hours)
    (time,) = [each for each in answer["findings"] if each["check"] == "time"]
    assert time["reason"] == ("in_time" if hours == 4 else "late")
    assert answer["attendance"]["credited_hours"] == hours


async def test_after_the_last_hours_grace_nothing_is_left(world: World, trainee: Trainee, clock: StoppedClock) -> None:
    answer = await arrive(world, trainee, clock, minutes=151)
    assert (answer["outcome"], answer["credited_hours"]) == ("refused", 0)
    assert "too_late" in [each["reason"] for each in answer["findings"]]


async def test_the_phone_is_shown_that_it_may_still_check_in(
    world: World, trainee: Trainee, clock: StoppedClock
) -> None:
    clock.move_to(world.starts_at() + timedelta(minutes=20))
    await trainee.phone.sign_in()
    (own,) = await trainee.phone.own_classes()
    (window, *_) = own["sessions"][0]["windows"]
    assert window["closes_at"] == (world.starts_at() + timedelta(minutes=150)).isoformat().replace("+00:00", "Z")


async def test_a_reviewer_who_accepts_a_late_doubt_gives_what_the_late_arrival_left(
    world: World, trainee: Trainee, clock: StoppedClock
) -> None:
    doubtful = await arrive(world, trainee, clock, minutes=20, pin="593016")
    assert doubtful["outcome"] == "doubtful"
    await world.reviewer.sign_in()
    (review,) = [
        each
        for each in await world.reviewer.open_reviews(world.class_id)
        if each["attempt"]["attempt_id"] == doubtful["attempt_id"]
    ]
    decided = await world.reviewer.decide(review, decision="accept", reason="现场核实，火车晚点")
    assert decided["credited_hours"] == 3


async def test_of_a_session_broken_off_a_late_arrival_keeps_the_hours_held_that_it_was_there_for(
    resources: Resources, client: httpx.AsyncClient, clock: StoppedClock
) -> None:
    code = an_authority_of_shaoxing()
    await (await an_authority(client, resources, code)).decide("attendance.credit", "per_hour")
    world = await a_world(resources, client, clock, kinds=("targeted",) * 3, authority=code)
    in_time, late, absent = world.trainees
    assert (await arrive(world, in_time, clock, minutes=10))["credited_hours"] == 4
    assert (await arrive(world, late, clock, minutes=20))["credited_hours"] == 3
    change = {"kind": "broken_off", "session_id": world.session(), "hours_held": 2}
    body = {"change_id": new_id(), "reason": "台风停课", "change": change}
    await world.officer.sign_in()
    await world.officer.post(f"/v1/classes/{world.class_id}/plan-changes", body)
    # The two hours not held leave both sides of everybody's fraction; of those held the late one missed the first.
    rates = []
    for each in (in_time, late, absent):
        await each.phone.sign_in()
        rates.append((await each.phone.own_attendance())[0]["attendance"]["rate"])
    assert rates == ["2/18", "1/18", "0/18"]
