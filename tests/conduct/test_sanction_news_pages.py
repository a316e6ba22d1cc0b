"""What the staff of an institution hear of a sanction: proposed, decided, and what became of the appeal."""

import httpx
import pytest
from fastapi import FastAPI

from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from tests.building.world import World, a_world, approve
from tests.conduct.test_conduct_http import a_third, conduct
from tests.conduct.test_sanctions_http import DECIDED, LAW, propose, sanctioned
from tests.conftest import StoppedClock
from tests.web.desk import Desk
from tests.web.staff_browser import a_browser, sign_in


@pytest.fixture
async def world(resources: Resources, client: httpx.AsyncClient, clock: StoppedClock) -> World:
    return await a_world(resources, client, clock)


async def first_page(app: FastAPI, login: str) -> str:
    async with a_browser(app) as school:
        await sign_in(school, login)
        return await Desk(school).see("/staff")


async def test_the_office_hears_of_each_step_and_links_to_the_case(
    app: FastAPI, world: World, resources: Resources, clock: StoppedClock
) -> None:
    assert "拟作出处理" not in await first_page(app, world.admin.login)
    asked = await propose(world, "warning")
    shown = await first_page(app, world.admin.login)
    assert ("拟作出处理 · 警告" in shown, f'href="/conduct#s{asked}"' in shown) == (True, True)
    (waiting,) = (await conduct(world, world.admin))["proposed"]
    assert (waiting["sanction_id"], waiting["law"], waiting["reason"]) == (asked, LAW, DECIDED["reason"])
    async with a_browser(app) as school:
        await sign_in(school, world.admin.login)
        assert "拟作出，待另一人批准" in await Desk(school).see("/conduct")
    await approve(world, asked)
    assert "已作出处理 · 警告" in await first_page(app, world.admin.login)
    assert (await conduct(world, world.admin))["proposed"] == []
    await world.admin.post(f"/v1/sanctions/{asked}/appeal", {"request_id": new_id(), "words": "处理过重"})
    third = await a_third(resources, world)
    decision = {"request_id": new_id(), "upheld": False, "reason": "事实清楚"}
    await third.post(f"/v1/sanctions/{asked}/appeal-decision", decision)
    assert "申诉不成立 · 警告" in await first_page(app, world.admin.login)
    clock.advance(days=31)
    assert "申诉不成立 · 警告" not in await first_page(app, world.admin.login)


async def test_an_instructor_hears_of_the_own_sanction_alone(app: FastAPI, world: World) -> None:
    await sanctioned(world, "warning")
    assert "已作出处理" not in await first_page(app, world.instructor.login)
    await sanctioned(world, "warning", party="trainer", instructor_id=world.instructor_id)
    shown = await first_page(app, world.instructor.login)
    assert ("已作出处理 · 警告" in shown, "其授课人员" in shown, "/conduct#" in shown) == (True, True, False)


async def test_nothing_is_told_to_another_institution_or_once_refused(
    app: FastAPI, world: World, resources: Resources, client: httpx.AsyncClient, clock: StoppedClock
) -> None:
    other = await a_world(resources, client, clock)
    asked = await propose(world, "warning")
    assert "拟作出处理" not in await first_page(app, other.admin.login)
    ruling = {"request_id": new_id(), "approved": False, "reason": "证据不足"}
    await world.reviewer.post(f"/v1/proposals/{asked}/ruling", ruling)
    assert "拟作出处理" not in await first_page(app, world.admin.login)
    assert (await conduct(world))["proposed"] == []
