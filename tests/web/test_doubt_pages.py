"""The officers' desk in a browser: one decides, another confirms, and what is missing is examined there."""

from datetime import date

import httpx
import pytest
from fastapi import FastAPI

from checkin_service.access.model import Role
from checkin_service.access.service import create_authority_staff
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from tests.building.news import deliver_all
from tests.building.world import AUTHORITY, PASSWORD
from tests.conftest import StoppedClock
from tests.eligibility.desk import Desk, a_desk
from tests.web.staff_browser import SAME_ORIGIN, a_browser, sign_in


@pytest.fixture
async def desk(resources: Resources, client: httpx.AsyncClient, clock: StoppedClock) -> Desk:
    return await a_desk(resources, client, clock)


async def a_colleague(resources: Resources) -> str:
    login = f"second-{new_id().hex[-10:]}"
    await create_authority_staff(
        resources, authority_code=AUTHORITY, login=login, password=PASSWORD, role=Role.REVIEWER, display_name="另一人"
    )
    return login


async def test_one_decides_and_another_confirms(app: FastAPI, desk: Desk, resources: Resources) -> None:
    doubt, mine = await desk.doubt_of(desk.retired), f"/doubts?class={desk.world.class_id}"
    fields = {"decision_id": str(new_id()), "criterion": doubt["criterion"], "met": "yes"}
    said = {"document": "退休返聘协议", "reason": "返聘期间缴纳失业保险"}
    async with a_browser(app) as browser:
        await sign_in(browser, desk.world.reviewer.login)
        page = (await browser.get(mine)).text
        assert desk.retired.name in page
        assert "个人条件须人工核实：已退休" in page
        path = f"/doubts/{doubt['determination_id']}/decisions"
        sent = await browser.post(path, data=fields | said, headers=SAME_ORIGIN)
        assert sent.headers["location"] == "/doubts?done=decided"
        assert "须由另一人确认" in (await browser.get(mine)).text
        assert desk.retired.name not in (await browser.get("/queue")).text
    waiting = (await desk.doubt_of(desk.retired))["waiting"]
    async with a_browser(app) as browser:
        await sign_in(browser, await a_colleague(resources))
        queue = (await browser.get("/queue")).text
        assert "核定待确认" in next(part for part in queue.split("<li ") if desk.retired.name in part)
        assert "退休返聘协议" in (await browser.get(mine)).text
        path = f"/doubts/confirmations/{waiting['decision_id']}"
        yes = {"request_id": str(new_id()), "confirmed": "yes", "reason": ""}
        sent = await browser.post(path, data=yes, headers=SAME_ORIGIN)
        assert sent.headers["location"] == "/doubts?done=confirmed"
    await deliver_all(resources)
    assert (await desk.determination(desk.retired))["outcome"] == "eligible"


async def test_what_is_missing_is_examined_there(app: FastAPI, desk: Desk, resources: Resources) -> None:
    today: date = resources.clock.now().date()
    fields = {
        "examination_id": str(new_id()),
        "people": str(desk.unchecked.trainee_id),
        "condition.on_establishment": "no",
        "condition.retired": "",
        "examined_on": today.isoformat(),
        "document": "编制查询函复函",
        "reason": "不在编",
    }
    async with a_browser(app) as browser:
        await sign_in(browser, desk.world.officer.login)
        page = (await browser.get(f"/doubts?class={desk.world.class_id}")).text
        assert "机关事业在编人员" in page
        assert 'name="condition.on_establishment"' in page
        sent = await browser.post("/doubts/examinations", data=fields, headers=SAME_ORIGIN)
        assert sent.headers["location"] == "/doubts?done=examined"
    await deliver_all(resources)
    assert (await desk.determination(desk.unchecked))["outcome"] == "eligible"


async def test_an_institution_has_no_desk(app: FastAPI, desk: Desk) -> None:
    async with a_browser(app) as browser:
        await sign_in(browser, desk.world.admin.login)
        assert (await browser.get("/doubts")).status_code == 403
        assert "/doubts" not in (await browser.get("/staff")).text
