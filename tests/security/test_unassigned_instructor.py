"""An instructor sees and works in the classes that the institution gave to them, and in no other of its classes."""

import json
from datetime import timedelta

import httpx
import pytest
from fastapi import FastAPI

from checkin_service.client import Instructor
from checkin_service.client.wire import Actor
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from tests.building.world import PASSWORD, World, a_world
from tests.conftest import StoppedClock
from tests.security.hostile import refused
from tests.security.test_tenancy import EXPECTED
from tests.security.well_formed import REQUESTS, Scene
from tests.web.desk import Desk
from tests.web.staff_browser import a_browser, sign_in

OF_A_CLASS = [
    route
    for route, row in EXPECTED.items()
    if row["instructor"] == "yes" and ("{class_id}" in route or "{session_id}" in route)
]


@pytest.fixture(scope="module")
async def world(resources: Resources, client: httpx.AsyncClient, session_clock: StoppedClock) -> World:
    return await a_world(resources, client, session_clock, moving_fence=True)


@pytest.fixture(scope="module")
async def colleague(world: World) -> Actor:
    """Of the same institution, and given no class."""
    found = Instructor(world.client, login=f"colleague-{new_id().hex[-8:]}", password=PASSWORD)
    await world.admin.create_instructor(
        login=found.login, password=PASSWORD, display_name="另一位老师", institution_id=world.institution_id
    )
    await found.sign_in()
    return found


def test_the_routes_about_classes_are_among_those_asked() -> None:
    assert {"GET /v1/classes/{class_id}/roster", "GET /v1/sessions/{session_id}/code"} <= set(OF_A_CLASS)


@pytest.mark.parametrize("route", OF_A_CLASS)
async def test_a_class_of_colleagues_does_not_exist_for_an_instructor(
    world: World, colleague: Actor, clock: StoppedClock, route: str
) -> None:
    clock.move_to(world.starts_at() - timedelta(minutes=5))
    for actor, is_theirs in ((colleague, False), (world.instructor, True)):
        asked = await REQUESTS[route](Scene(world), actor)
        answer = await actor.send(route.split(maxsplit=1)[0], asked.path, content=asked.content, query=asked.query)
        if is_theirs:
            assert answer.status_code in {200, 201, 409, 422}, answer.text
        else:
            refused(answer, 404)


async def test_lists_name_the_own_classes_only(world: World, colleague: Actor) -> None:
    assert (await colleague.get("/v1/classes"))["classes"] == []
    assert [each["class_id"] for each in (await world.instructor.get("/v1/classes"))["classes"]] == [
        str(world.class_id)
    ]


async def test_a_class_is_given_and_taken_back_on_a_page(app: FastAPI, world: World, colleague: Actor) -> None:
    form = f"/classes/{world.class_id}/instructors"
    async with a_browser(app) as browser:
        await sign_in(browser, world.admin.login)
        desk = Desk(browser)
        assert form in await desk.see(f"/classes/{world.class_id}/board")
        both = [await desk.checked(form, "另一位老师"), await desk.checked(form, "教员")]
        assert "授课老师已更新" in (await desk.fill(form, instructors=both)).text
        roster = f"/v1/classes/{world.class_id}/roster"
        assert (await colleague.send("GET", roster)).status_code == 200
        page = await desk.see(form)
        assert page.count(" checked>") == 2
        await desk.fill(form, instructors=both[1:])
        refused(await colleague.send("GET", roster), 404)
        assert (await world.instructor.send("GET", roster)).status_code == 200


async def test_nobody_gives_a_class_to_somebody_elses_instructor(
    resources: Resources, client: httpx.AsyncClient, session_clock: StoppedClock, world: World
) -> None:
    other = await a_world(resources, client, session_clock)
    body = {"request_id": str(new_id()), "instructors": [str(other.instructor_id)]}
    path = f"/v1/classes/{world.class_id}/instructors"
    answer = await world.admin.send("POST", path, content=json.dumps(body).encode())
    refused(answer, 422)
    assert "不是贵单位" in answer.text
