"""A session broken off half way: the hours not held leave both sides of everybody's fraction alike, over HTTP."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from checkin_service.attendance.store import counter_differences
from checkin_service.client import Refused
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from tests.building.world import Trainee, World, a_world, at_the_site
from tests.conftest import StoppedClock

REASON = "台风红色预警，中午停课"


@pytest.fixture
async def world(resources: Resources, client: httpx.AsyncClient, clock: StoppedClock) -> World:
    """Five sessions of four class hours, three people, the first session under way."""
    world = await a_world(resources, client, clock, kinds=("targeted",) * 3)
    clock.move_to(world.starts_at() - timedelta(minutes=5))
    return world


async def check_in(world: World, trainee: Trainee, session: int = 0) -> dict[str, Any]:
    code = await world.instructor.classroom_code(world.session(session))
    proof = trainee.phone.pin_code(code)
    return await trainee.phone.check_in(world.session(session), proof=proof, at=at_the_site())


async def break_off(world: World, *, held: int, by: Any = None, session: int = 0) -> dict[str, Any]:
    change = {"kind": "broken_off", "session_id": world.session(session), "hours_held": held}
    body = {"change_id": new_id(), "reason": REASON, "change": change}
    return dict(await (by or world.officer).post(f"/v1/classes/{world.class_id}/plan-changes", body))


async def rate(trainee: Trainee) -> str:
    return str((await trainee.phone.own_attendance())[0]["attendance"]["rate"])


async def test_both_sides_of_everybodys_fraction_lose_the_hours_not_held(
    world: World, clock: StoppedClock, resources: Resources
) -> None:
    there, absent, late = world.trainees
    assert (await check_in(world, there))["attendance"]["rate"] == "4/20"
    clock.move_to(world.starts_at() + timedelta(minutes=10))
    changed = await break_off(world, held=2)
    assert changed["total_hours"] == 18
    assert (await rate(there), await rate(absent)) == ("2/18", "0/18")
    # Who checks in afterwards, while it is open, gets the hours held and no more.
    answer = await check_in(world, late)
    assert (answer["credited_hours"], answer["attendance"]["rate"]) == (2, "2/18")
    own = {each.trainee_id for each in world.trainees}
    assert not [each for each in await counter_differences(resources.database) if each.trainee_id in own]
    (history,) = (await world.officer.get(f"/v1/classes/{world.class_id}/plan-changes"))["changes"]
    assert (history["kind"], history["hours_before"], history["hours_after"]) == ("broken_off", 20, 18)


async def test_the_institution_breaks_off_nothing_by_itself(world: World, clock: StoppedClock) -> None:
    clock.move_to(world.starts_at() + timedelta(minutes=10))
    with pytest.raises(Refused) as refused:
        await break_off(world, held=2, by=world.admin)
    assert refused.value.status == 403


@pytest.mark.parametrize(("held", "session"), [(4, 0), (5, 0), (2, 1)], ids=["all of it", "more", "not begun"])
async def test_only_a_session_that_has_begun_ends_early(
    world: World, clock: StoppedClock, held: int, session: int
) -> None:
    clock.move_to(world.starts_at() + timedelta(minutes=10))
    with pytest.raises(Refused) as refused:
        await break_off(world, held=held, session=session)
    assert refused.value.status == 422
    assert await rate(world.trainees[0]) == "0/20"
