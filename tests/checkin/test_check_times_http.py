"""Longer to answer when the whole room is asked: the person asks, the authority says yes or no, the next room obeys."""

from datetime import datetime
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from checkin_service.checkin.service import checks
from checkin_service.client import Refused
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from tests.building.world import Trainee, World, a_world
from tests.checkin.test_room_checks_http import in_the_room, own_checks
from tests.conftest import StoppedClock
from tests.web.desk import Desk
from tests.web.staff_browser import a_browser, sign_in


@pytest.fixture
async def world(resources: Resources, client: httpx.AsyncClient, clock: StoppedClock) -> World:
    found = await a_world(resources, client, clock, kinds=("targeted",) * 4, sessions=4)
    await checks.plan_checks(resources)
    for each in found.trainees[:2]:
        await each.phone.sign_in()
        await each.phone.post(asking(found), {"request_id": new_id()})
    return found


def asking(world: World) -> str:
    return f"/v1/me/classes/{world.class_id}/check-time"


async def said_to(trainee: Trainee) -> list[str]:
    await trainee.phone.sign_in()
    return [each["state"] for each in (await trainee.phone.get("/v1/me/checks"))["longer"]]


async def decide(world: World, trainee: Trainee, *, granted: bool) -> dict[str, Any]:
    body = {"request_id": new_id(), "trainee_id": trainee.trainee_id, "granted": granted}
    return dict(await world.officer.post(f"/v1/classes/{world.class_id}/check-times", body))


async def test_who_is_granted_it_has_longer_in_the_next_room_and_who_is_not_does_not(
    world: World, resources: Resources, clock: StoppedClock
) -> None:
    await world.officer.sign_in()
    assert (await decide(world, world.trainees[0], granted=True))["state"] == "granted"
    assert (await decide(world, world.trainees[1], granted=False))["state"] == "declined"
    assert [await said_to(each) for each in world.trainees[:3]] == [["granted"], ["declined"], []]
    await in_the_room(world, resources, clock)
    await checks.hold_checks(resources)
    found = [(await own_checks(each))[0] for each in world.trainees[:2]]
    until = [datetime.fromisoformat(each["closes_at"]) for each in found]
    assert [(each - clock.now()).total_seconds() for each in until] == [300, 90]


async def test_one_asks_once_is_answered_once_and_only_about_a_class_of_ones_own(world: World) -> None:
    trainee = world.trainees[0]
    assert await said_to(trainee) == ["asked"]
    with pytest.raises(Refused, match="asked already"):
        await trainee.phone.post(asking(world), {"request_id": new_id()})
    with pytest.raises(Refused):
        await trainee.phone.post(f"/v1/me/classes/{new_id()}/check-time", {"request_id": new_id()})
    await world.officer.sign_in()
    await decide(world, trainee, granted=True)
    with pytest.raises(Refused):
        await decide(world, trainee, granted=False)
    with pytest.raises(Refused):
        await decide(world, world.trainees[3], granted=True)
    assert await said_to(trainee) == ["granted"]


async def test_who_has_left_the_class_asks_for_nothing(world: World) -> None:
    leaver = world.trainees[2]
    await leaver.phone.sign_in()
    body = {"request_id": new_id(), "reason": "找到工作"}
    await leaver.phone.post(f"/v1/classes/{world.class_id}/withdrawal", body)
    with pytest.raises(Refused):
        await leaver.phone.post(asking(world), {"request_id": new_id()})


async def test_the_officer_decides_at_the_page_of_the_class_and_a_reviewer_only_reads(
    app: FastAPI, world: World
) -> None:
    path = f"/classes/{world.class_id}/checks"
    async with a_browser(app) as browser:
        await sign_in(browser, world.officer.login)
        desk = Desk(browser)
        page = await desk.see(path)
        assert world.trainees[0].name in page
        assert page.count('name="granted" value="yes"') == 2
        form = {"trainee_id": str(world.trainees[0].trainee_id), "granted": "yes"}
        answer = await desk.fill(path, f"/classes/{world.class_id}/check-times", **form)
        assert answer.status_code == 200
        assert "已同意" in answer.text
    assert await said_to(world.trainees[0]) == ["granted"]
    async with a_browser(app) as browser:
        await sign_in(browser, world.reviewer.login)
        page = await Desk(browser).see(path)
        assert world.trainees[1].name in page
        assert 'name="granted"' not in page
