"""Saved queries in pages: saved, run with a purpose, renamed, deleted; what is wrong is said where it was typed."""

import re

import httpx
import pytest
from fastapi import FastAPI

from checkin_service.access.model import Role
from checkin_service.kit.resources import Resources
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


async def test_a_query_is_saved_run_renamed_and_deleted(
    app: FastAPI, client: httpx.AsyncClient, resources: Resources, world: StoredWorld
) -> None:
    officer = await somebody(resources, client, Role.OFFICER, world.authority_code)
    async with a_browser(app) as browser:
        await sign_in(browser, officer.login)
        desk = Desk(browser)
        assert 'href="/saved-queries"' in await desk.see("/staff")
        assert "还没有已存查询" in await desk.see("/saved-queries")
        filters = {"outcome": "eligible", "determined_from": "2020-01-01"}
        wrong = await desk.fill("/saved-queries", name="一月", region="绍兴", **filters)
        assert wrong.status_code == httpx.codes.UNPROCESSABLE_ENTITY
        assert 'value="绍兴"' in wrong.text, "what was typed stays"
        done = await desk.fill("/saved-queries", name="一月", region="3306", **filters)
        assert "查询已保存" in done.text
        assert "地区代码 3306" in done.text
        again = await desk.fill("/saved-queries", name="一月")
        assert "已有同名的已存查询" in again.text
        at = re.search(r'action="(/saved-queries/[0-9a-f-]{36})"', done.text)
        assert at
        nothing_said = await desk.fill("/saved-queries", at[1], purpose="")
        assert nothing_said.status_code == httpx.codes.UNPROCESSABLE_ENTITY
        found = await desk.fill("/saved-queries", at[1], purpose="payment")
        assert found.status_code == httpx.codes.OK
        assert str(world.trainee_id) in found.text
        assert "符合" in found.text.partition("<tbody>")[2]
        unnamed = await desk.fill("/saved-queries", at[1], purpose="statistics")
        assert "参训人员" in unnamed.text.partition("<tbody>")[2], "figures need no names"
        assert "名称已修改" in (await desk.fill("/saved-queries", f"{at[1]}/name", name="二月")).text
        gone = await desk.fill("/saved-queries", f"{at[1]}/deletion")
        assert "查询已删除" in gone.text
        assert "还没有已存查询" in gone.text


async def test_anothers_query_has_no_page(
    app: FastAPI, client: httpx.AsyncClient, resources: Resources, world: StoredWorld
) -> None:
    desk = await somebody(resources, client, Role.DESK, world.authority_code)
    auditor = await somebody(resources, client, Role.AUDITOR, world.authority_code)
    async with a_browser(app) as browser:
        await sign_in(browser, desk.login)
        assert (await browser.get("/saved-queries")).status_code == httpx.codes.OK
        await sign_in(browser, auditor.login)
        assert (await browser.get("/saved-queries")).status_code == httpx.codes.FORBIDDEN
