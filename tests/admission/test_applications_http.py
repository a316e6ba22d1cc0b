"""Courses offered and applications for a place: what the public sees, who may apply, and what an institution says."""

from datetime import timedelta
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from pydantic_core import to_json

from checkin_service.client import Phone
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from tests.access.people import an_officer
from tests.building.world import World, a_world
from tests.conftest import StoppedClock
from tests.registry.builders import Office, an_open_channel
from tests.registry.test_claims_http import a_known_person, pushed
from tests.web.staff_browser import SAME_ORIGIN, a_browser, sign_in

ANHUI = "340000"


@pytest.fixture(scope="module")
async def world(resources: Resources, client: httpx.AsyncClient, session_clock: StoppedClock) -> World:
    return await a_world(resources, client, session_clock, authority=ANHUI, sessions=2)


@pytest.fixture
def office(resources: Resources, client: httpx.AsyncClient) -> Office:
    return Office(client, resources, an_officer(ANHUI))


async def a_holder(office: Office, clock: StoppedClock) -> tuple[Phone, str]:
    person, phone = await a_known_person(office, await an_open_channel(office), clock)
    await pushed(office, person)
    (voucher,) = (await phone.get("/v1/me/vouchers"))["vouchers"]
    return phone, voucher["voucher_id"]


async def send(actor: Any, path: str, **body: Any) -> httpx.Response:
    answer: httpx.Response = await actor.send("POST", path, content=to_json(body))
    return answer


async def offered(world: World, places: int) -> None:
    answer = await send(world.admin, f"/v1/classes/{world.class_id}/offer", request_id=new_id(), places=places)
    assert answer.status_code == 201, answer.text


async def roster(world: World) -> list[str]:
    found = (await world.admin.get(f"/v1/classes/{world.class_id}/roster"))["trainees"]
    return [each["trainee_id"] for each in found]


async def applied(world: World, phone: Phone, voucher_id: str) -> httpx.Response:
    path = f"/v1/classes/{world.class_id}/applications"
    return await send(phone, path, application_id=new_id(), voucher_id=voucher_id, declared=[])


async def ruled(world: World, application: httpx.Response, state: str, **more: Any) -> httpx.Response:
    path = f"/v1/applications/{application.json()['application_id']}/decision"
    return await send(world.admin, path, request_id=new_id(), state=state, **more)


async def listed(world: World, **query: Any) -> list[dict[str, Any]]:
    found = (await world.client.post("/v1/courses", json={"words": ""} | query)).json()["courses"]
    return [each for each in found if each["class_id"] == str(world.class_id)]


async def test_the_public_sees_what_is_offered_until_it_begins_and_no_person(world: World, clock: StoppedClock) -> None:
    await offered(world, 0)
    assert await listed(world) == []
    await offered(world, 20)
    (course,) = await listed(world, words="电工", division="340000")
    assert (course["places"], course["subsidy_fen"], course["distance_m"]) == (20, 150_000, None)
    assert course["conditions"]
    assert world.trainees[0].name not in str(course)
    assert await listed(world, words="没有这样的课") == []
    (near,) = await listed(world, here={"longitude": 120.5821, "latitude": 29.9971, "datum": "wgs84"})
    assert near["distance_m"] == 0
    clock.move_to(world.starts_at() + timedelta(minutes=1))
    assert await listed(world) == []


async def test_an_application_is_examined_once_and_nobody_is_accepted_beyond_the_places(
    world: World, office: Office, clock: StoppedClock
) -> None:
    """FJ-29, SX-18: one of two has a place, the other waits and is told why not."""
    await offered(world, len(await roster(world)) + 1)
    (first, voucher), (second, other) = await a_holder(office, clock), await a_holder(office, clock)
    one, foreign = await applied(world, first, voucher), await applied(world, second, voucher)
    two = await applied(world, second, other)
    assert foreign.status_code == 404
    assert (one.status_code, two.status_code) == (201, 201), one.text
    assert (await applied(world, first, voucher)).status_code == 422
    accepted = await ruled(world, one, "accepted", examined=["identity"], evidence="身份证原件")
    assert (accepted.status_code, accepted.json()["state"]) == (201, "accepted")
    full = await ruled(world, two, "accepted")
    assert (full.status_code, "名额" in full.json()["detail"]) == (422, True)
    assert (await ruled(world, two, "waiting_list")).json()["state"] == "waiting_list"
    assert (await ruled(world, two, "refused")).status_code == 422
    refused = await ruled(world, two, "refused", reason="名额已满")
    assert (refused.json()["state"], refused.json()["reason"]) == ("refused", "名额已满")
    assert (await ruled(world, one, "refused", reason="改变主意")).status_code == 422
    people = await roster(world)
    assert str(first.trainee_id) in people
    assert str(second.trainee_id) not in people
    (own,) = (await second.get("/v1/me/applications"))["applications"]
    assert (own["state"], own["reason"]) == ("refused", "名额已满")


async def test_an_application_is_withdrawn_while_nobody_has_decided(
    world: World, office: Office, clock: StoppedClock
) -> None:
    await offered(world, 50)
    phone, voucher = await a_holder(office, clock)
    application = await applied(world, phone, voucher)
    path = f"/v1/me/applications/{application.json()['application_id']}/withdrawal"
    assert (await send(phone, path, request_id=new_id())).json()["state"] == "withdrawn"
    assert (await ruled(world, application, "accepted")).status_code == 422
    assert (await applied(world, phone, voucher)).status_code == 201


@pytest.mark.usefixtures("world")
async def test_a_class_that_is_not_offered_does_not_exist_for_applicants(office: Office, clock: StoppedClock) -> None:
    phone, voucher = await a_holder(office, clock)
    path = f"/v1/classes/{new_id()}/applications"
    unknown = await send(phone, path, application_id=new_id(), voucher_id=voucher, declared=[])
    assert unknown.status_code == 404


async def test_pages_show_the_courses_and_the_institution_accepts_on_hers(
    app: FastAPI, world: World, office: Office, clock: StoppedClock
) -> None:
    await offered(world, 60)
    phone, voucher = await a_holder(office, clock)
    await applied(world, phone, voucher)
    async with a_browser(app) as browser:
        public = await browser.get("/courses", params={"words": "电工"})
        assert public.status_code == 200
        assert "培训券可抵" in public.text
        await sign_in(browser, world.admin.login)
        page = (await browser.get(f"/classes/{world.class_id}/applications")).text
        action = page[page.index(f"/classes/{world.class_id}/applications/") :].partition('"')[0]
        form = {"request_id": str(new_id()), "state": "accepted", "examined": "identity", "evidence": "身份证原件"}
        done = await browser.post(action, data=form, headers=SAME_ORIGIN)
        assert done.status_code == 303, done.text
        assert "已录取" in (await browser.get(f"/classes/{world.class_id}/applications?done=decided")).text
