"""Telephone and counter: stated on a page by the office itself, read by the people whom a text sends there."""

import httpx
import pytest
from fastapi import FastAPI

from checkin_service.client import Refused
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from tests.building.world import World, a_world
from tests.conftest import StoppedClock
from tests.web.desk import Desk
from tests.web.staff_browser import a_browser, sign_in


@pytest.fixture
async def world(resources: Resources, client: httpx.AsyncClient, clock: StoppedClock) -> World:
    return await a_world(resources, client, clock)


async def offices(world: World) -> dict[str, dict[str, str | None]]:
    found = await world.trainees[0].phone.get("/v1/me/offices")
    return {each["kind"]: each for each in found["offices"]}


async def test_what_an_office_states_on_its_page_stands_on_the_phones_of_its_people(app: FastAPI, world: World) -> None:
    stated = {"officer": "0576-88990011", "admin": "13800001234"}
    for role, telephone in stated.items():
        async with a_browser(app) as browser:
            await sign_in(browser, getattr(world, role).login)
            desk = Desk(browser)
            done = await desk.fill("/contact", telephone=telephone, place="市民路1号3号窗口", hours="工作日 9:00–17:00")
            assert "已保存" in done.text
            assert f'value="{telephone}"' in await desk.see("/contact"), "what holds is there to be changed"
    found = await offices(world)
    assert {kind: each["telephone"] for kind, each in found.items()} == {
        "authority": stated["officer"],
        "institution": stated["admin"],
    }
    assert found["authority"]["place"] == "市民路1号3号窗口"


async def test_the_latest_holds_and_what_is_no_telephone_stays_in_the_form(app: FastAPI, world: World) -> None:
    body = {"place": "一楼", "hours": None}
    # Short numbers too: 12333 is how people reach the authorities of labour.
    for telephone in ("0576-11112222", "12333"):
        await world.admin.post("/v1/contacts", body | {"contact_id": new_id(), "telephone": telephone})
        assert (await offices(world))["institution"]["telephone"] == telephone
    async with a_browser(app) as browser:
        await sign_in(browser, world.admin.login)
        refused = await Desk(browser).fill("/contact", telephone="请打总机", place="一楼", hours="")
        assert refused.status_code == 422
        assert 'value="请打总机"' in refused.text


async def test_an_office_without_a_telephone_is_named_all_the_same(world: World) -> None:
    found = (await offices(world))["institution"]
    assert (bool(found["name"]), found["telephone"]) == (True, None)


async def test_of_others_nothing_is_read_and_nothing_stated(
    world: World, resources: Resources, client: httpx.AsyncClient, clock: StoppedClock
) -> None:
    other = await a_world(resources, client, clock)
    names = {each["name"] for each in (await offices(other)).values()}
    assert (await offices(world))["institution"]["name"] not in names
    body = {"contact_id": new_id(), "telephone": "0576-11112222", "place": "一楼"}
    with pytest.raises(Refused) as refused:
        await world.trainees[0].phone.post("/v1/contacts", body)
    assert refused.value.status == 403
