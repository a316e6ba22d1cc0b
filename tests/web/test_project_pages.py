"""Projects that are renamed, suspended and closed in pages, with the classes that go on and those that are refused."""

from datetime import timedelta

import httpx
import pytest
from fastapi import FastAPI

from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from tests.building.world import World, a_world
from tests.conftest import StoppedClock
from tests.web.desk import Desk
from tests.web.staff_browser import a_browser, sign_in

GROUNDS = {"document_number": "绍人社函〔2026〕31号", "reason": "目录调整"}


@pytest.fixture
async def world(resources: Resources, client: httpx.AsyncClient, clock: StoppedClock) -> World:
    return await a_world(resources, client, clock)


async def rule(app: FastAPI, world: World, path: str) -> str:
    """The second person reads what it would do, and approves; afterwards, the page of the project."""
    async with a_browser(app) as browser:
        await sign_in(browser, world.reviewer.login)
        desk = Desk(browser)
        waiting = await desk.see("/proposals")
        assert GROUNDS["document_number"] in waiting
    page = await world.reviewer.get("/v1/proposals", waiting="true", limit=200)
    asked = [each for each in page["proposals"] if each["about"] == str(world.project_id)]
    body = {"request_id": new_id(), "approved": True}
    await world.reviewer.post(f"/v1/proposals/{asked[-1]['proposal_id']}/ruling", body)
    async with a_browser(app) as browser:
        await sign_in(browser, world.admin.login)
        return f"{asked[-1]['sentence']['zh']} {await Desk(browser).see(path)}"


async def test_a_project_is_renamed_and_closed_by_two_people(app: FastAPI, world: World, clock: StoppedClock) -> None:
    path, name = f"/projects/{world.project_id}/steps", f"新名{new_id().hex[-8:]}"
    start = clock.now() + timedelta(days=1)
    session = {"session_id": new_id(), "ordinal": 1, "site_id": world.site_id, "class_hours": 4}
    times = {"starts_at": start, "ends_at": start + timedelta(hours=3)}
    await world.admin.apply_for_class(
        name="待审批的班", project_id=world.project_id, teaching_plan="安全用电", sessions=[session | times]
    )
    async with a_browser(app) as browser:
        await sign_in(browser, world.officer.login)
        desk = Desk(browser)
        assert "没有变更记录" in await desk.see(path)
        form = await desk.see(f"{path}/new")
        assert "已开的班 1 个，待审批的 1 个" in form
        assert "待审批的班" in form
        assert 'value="active"' not in form, "only what would change something is offered"
        wrong = await desk.fill(f"{path}/new", change="renamed", name="", **GROUNDS)
        assert wrong.status_code == httpx.codes.UNPROCESSABLE_ENTITY
        assert "改名时填写新名称" in wrong.text
        assert 'value="目录调整"' in wrong.text, "what was typed stays"
        await desk.fill(f"{path}/new", change="renamed", name=name, **GROUNDS)
    seen = await rule(app, world, path)
    assert f"改名为“{name}”" in seen
    assert f"{name} · 正常" in seen
    async with a_browser(app) as browser:
        await sign_in(browser, world.officer.login)
        desk = Desk(browser)
        assert f'href="{path}"' in await desk.see(f"/projects?q={name}")
        await desk.fill(f"{path}/new", change="closed", name="", **GROUNDS)
    seen = await rule(app, world, path)
    assert "待审批的开班申请随即退回" in seen
    assert f"{name} · 已关闭" in seen
    async with a_browser(app) as browser:
        await sign_in(browser, world.officer.login)
        desk = Desk(browser)
        assert f'href="{path}/new"' not in await desk.see(path), "a closure is final"
        assert "已关闭" in await desk.see(f"/projects?q={name}")
