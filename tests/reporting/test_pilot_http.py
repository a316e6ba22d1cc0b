"""The pilot's tasks over HTTP: flow, ways to sign in, real names, electronic hours, and how long the return takes."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from checkin_service.kit.resources import Resources
from tests.access.people import an_officer, bearer
from tests.attendance.test_balances_http import line, send
from tests.building.world import World, a_world, at_the_site
from tests.conftest import StoppedClock
from tests.reporting.unruly import UnrulyPlatform
from tests.reporting.way import PATH, asked_to_report, collected, passes, reporting, until_all_is_up

PILOT = f"{PATH}/pilot"
AUTHORITY = "330600"


@pytest.fixture
async def world(resources: Resources, client: httpx.AsyncClient, clock: StoppedClock) -> World:
    world = await a_world(resources, client, clock, kinds=("targeted", "general"), authority=AUTHORITY)
    clock.move_to(world.starts_at())
    trainee = world.trainees[0]
    code = await world.terminal.show_code(world.session(), at=at_the_site())
    answer = await trainee.phone.check_in(world.session(), proof=trainee.phone.pin_code(code), at=at_the_site())
    assert answer["outcome"] == "accepted"
    return world


async def test_each_task_is_shown_by_a_record_and_the_return_takes_minutes(
    resources: Resources, world: World, clock: StoppedClock
) -> None:
    platform: Any = UnrulyPlatform()
    await reporting(world)
    await collected(resources)
    clock.advance(minutes=3)
    await until_all_is_up(resources, platform, AUTHORITY)
    pilot = await world.officer.get(PILOT)
    assert (pilot["flow"][:3], pilot["flow"][-1]) == (["issued", "activated", "used"], "written_off")
    (chosen,) = pilot["sign_in"]
    assert (chosen["phases"], "pin_code" in chosen["proofs"], chosen["classes"] >= 1) == (["in"], True, True)
    assert pilot["people"] >= pilot["people_proven"] > 0
    assert pilot["hours"] >= pilot["electronic_hours"] > 0
    assert pilot["answered"] == sum(platform.taken.values())
    assert (pilot["median_minutes"], pilot["slowest_minutes"]) == (3.0, 3.0)
    await asked_to_report(world, is_on=False)


async def test_nothing_returns_before_it_is_switched_on_and_nobody_else_sees_it(
    resources: Resources, world: World
) -> None:
    platform: Any = UnrulyPlatform()
    await collected(resources)
    await passes(resources, platform, 2)
    pilot = await world.officer.get(PILOT)
    assert (pilot["is_on"], platform.asked.total()) == (False, 0)
    other = await world.client.get(PILOT, headers=bearer(resources, an_officer("110100")))
    assert (other.json()["people"], other.json()["sign_in"], other.json()["answered"]) == (0, [], 0)
    refused = await world.admin.send("GET", PILOT)
    assert refused.status_code == 403


async def test_hours_from_paper_are_not_electronic(world: World, clock: StoppedClock) -> None:
    before = await world.officer.get(PILOT)
    clock.move_to(world.starts_at(1) + timedelta(hours=4))
    await world.officer.sign_in()
    await world.reviewer.sign_in()
    await send(world, line(world, person=1, session=1, hours=2))
    after = await world.officer.get(PILOT)
    assert after["hours"] - before["hours"] == 2
    assert after["electronic_hours"] == before["electronic_hours"]
