"""Who of an office looked at whom and why, in pages: nothing before a purpose, filtered, turned over, taken along."""

import re

import httpx
import pytest
from fastapi import FastAPI

from checkin_service.access.model import Role
from checkin_service.client import Officer
from checkin_service.kit.intake.workbooks import contents
from checkin_service.kit.resources import Resources
from checkin_service.web import listing
from tests.building.authorities import an_authority_of_shaoxing
from tests.building.desks import somebody
from tests.building.news import deliver_all
from tests.building.stored import StoredWorld, a_stored_world
from tests.web.desk import Desk
from tests.web.staff_browser import a_browser, sign_in


@pytest.fixture(scope="module")
async def world(resources: Resources) -> StoredWorld:
    found = await a_stored_world(resources, attended=3, authority_code=an_authority_of_shaoxing())
    await found.assess(passed=True)
    await found.complete()
    await deliver_all(resources)
    return found


@pytest.fixture
async def officer(resources: Resources, client: httpx.AsyncClient, world: StoredWorld) -> Officer:
    """Who searched three times and opened one person's decision."""
    found = await somebody(resources, client, Role.OFFICER, world.authority_code)
    for _ in range(3):
        await found.post("/v1/eligibility/searches", {"purpose": "payment"})
    await found.get("/v1/eligibility", trainee=world.trainee_id, purpose="complaint")
    return found


async def test_an_auditor_reads_who_looked_at_whom_and_why(
    app: FastAPI,
    client: httpx.AsyncClient,
    resources: Resources,
    world: StoredWorld,
    officer: Officer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(listing, "PAGE_ROWS", 2)
    auditor = await somebody(resources, client, Role.AUDITOR, world.authority_code)
    async with a_browser(app) as browser:
        await sign_in(browser, auditor.login)
        desk = Desk(browser)
        assert 'href="/looks"' in await desk.see("/staff")
        before = await desk.see("/looks")
        assert "请选择" in before
        assert 'type="search"' not in before, "nothing is told before it is said what for"
        asked = f"/looks?purpose=inspection&who={officer.login}"
        page = await desk.see(asked)
        assert "4 / 4 条" in page
        opened = page.partition("<tbody>")[2].partition("</tr>")[0]
        for shown in ("经办人员", "打开", "查看补贴审核结果", "投诉与申诉办理"):
            assert shown in opened, shown
        further = re.search(r'rel="next" href="([^"]+)"', page)
        assert further
        earlier = await desk.see("/looks" + further[1].replace("&amp;", "&"))
        assert earlier.partition("<tbody>")[2].count("查询补贴审核结果") == 2
        assert "3 / 3 条" in await desk.see(f"{asked}&kind=search")
        assert "1 / 4 条" in await desk.see(f"{asked}&q=投诉与申诉")
        assert "没有符合条件的查阅" in await desk.see(f"{asked}&until=2020-01-01")
        (sheet,) = contents((await browser.get(f"{asked}&export=xlsx")).content).sheets
        assert len(sheet.rows) == 6, "a heading, four looks, and who took them"
        assert "用途：审计与专项检查" in str(sheet.rows)
        own = await desk.see(f"/looks?purpose=inspection&kind=trail&who={auditor.login}")
        assert "审计人员" in own
        assert "审计与专项检查" in own


async def test_days_in_the_wrong_order_are_said_to_be_and_what_was_typed_stays(
    app: FastAPI, client: httpx.AsyncClient, resources: Resources, world: StoredWorld
) -> None:
    auditor = await somebody(resources, client, Role.AUDITOR, world.authority_code)
    async with a_browser(app) as browser:
        await sign_in(browser, auditor.login)
        page = await browser.get("/looks?purpose=inspection&since=2026-03-02&until=2026-03-01")
        assert page.status_code == httpx.codes.UNPROCESSABLE_ENTITY
        assert "起始日期不得晚于截止日期" in page.text
        assert 'value="2026-03-02"' in page.text


async def test_nobody_else_has_the_page(app: FastAPI, officer: Officer) -> None:
    async with a_browser(app) as browser:
        await sign_in(browser, officer.login)
        assert 'href="/looks"' not in (await browser.get("/staff")).text
        assert (await browser.get("/looks")).status_code == httpx.codes.FORBIDDEN
