"""Rosters that were read, doubts that were opened and lists that were taken along, among the looks of an office."""

import re
from datetime import timedelta
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from checkin_service.access.model import Role
from checkin_service.client import Officer
from checkin_service.kit.intake.workbooks import contents
from checkin_service.kit.resources import Resources
from tests.building.desks import somebody
from tests.building.world import World, a_world, at_the_site
from tests.conftest import StoppedClock
from tests.oversight.test_trail_http import asked
from tests.web.desk import Desk
from tests.web.staff_browser import a_browser, sign_in


@pytest.fixture
async def world(resources: Resources, client: httpx.AsyncClient, clock: StoppedClock) -> World:
    return await a_world(resources, client, clock, kinds=("targeted", "targeted", "targeted"))


@pytest.fixture
async def auditor(resources: Resources, client: httpx.AsyncClient, world: World) -> Officer:
    del world  # It makes the authority.
    return await somebody(resources, client, Role.AUDITOR, "330600")


async def looks_of(auditor: Officer, login: str, **filters: Any) -> list[dict[str, Any]]:
    return await asked(auditor, who=login, **filters)


async def test_a_roster_that_was_read_is_one_line_of_the_class_however_many_are_on_it(
    app: FastAPI, world: World, auditor: Officer
) -> None:
    path = f"/v1/classes/{world.class_id}"
    await world.officer.get(f"{path}/roster")
    (look,) = await looks_of(auditor, world.officer.login)
    assert (look["kind"], look["what"]["zh"], look["found"]) == ("evidence", "查看班级花名册", 3)
    assert (look["about"]["id"], look["about"]["document"]) == (str(world.class_id), None)
    assert look["about"]["name"]
    before = len(await looks_of(auditor, world.admin.login))
    async with a_browser(app) as browser:
        await sign_in(browser, world.admin.login)
        await Desk(browser).see(f"/classes/{world.class_id}/people")
    (page, *_) = await looks_of(auditor, world.admin.login)
    assert len(await looks_of(auditor, world.admin.login)) == before + 1
    assert page["role"]["zh"] == "教务人员"
    # What shows nobody is no look.
    await world.officer.get(path)
    assert len(await looks_of(auditor, world.officer.login)) == 1


async def test_a_doubt_that_was_opened_is_told_with_whose_it_was_before_any_photo(
    app: FastAPI, world: World, auditor: Officer, clock: StoppedClock
) -> None:
    clock.move_to(world.starts_at() - timedelta(minutes=5))
    phone = world.trainees[0].phone
    await phone.check_in(world.session(), at=at_the_site(), proof=phone.pin_code("000000"))
    await world.reviewer.get("/v1/reviews")
    assert await looks_of(auditor, world.reviewer.login) == []
    async with a_browser(app) as browser:
        await sign_in(browser, world.reviewer.login)
        for _ in range(2):
            await Desk(browser).see(f"/reviews?class={world.class_id}")
    (look,) = await looks_of(auditor, world.reviewer.login)
    assert (look["kind"], look["what"]["zh"]) == ("evidence", "打开待复核的签到")
    assert look["about"]["id"] == str(world.trainees[0].trainee_id)


async def test_a_list_taken_along_says_who_when_and_what_for_and_is_on_record(
    app: FastAPI, world: World, auditor: Officer
) -> None:
    for login, purpose, said, office in (
        (world.officer.login, "inspection", "审计与专项检查", "330600"),
        (world.admin.login, None, "本机构教学管理", "测试培训学校"),
    ):
        async with a_browser(app) as browser:
            await sign_in(browser, login)
            page = await Desk(browser).see("/staff")
            assert ('name="taken_for"' in page, 'name="export" value="xlsx"' in page) == (True, True)
            stated = f"&taken_for={purpose}" if purpose else ""
            file = await browser.get(f"/staff?export=xlsx{stated}")
            wrong = await browser.get("/staff?export=xlsx&taken_for=curiosity")
            assert wrong.status_code == 422
        text = str(contents(file.content))
        (line,) = re.findall(r"说明：本件由[^'\"]+", text)
        assert (said in line, office in line) == (True, True), line
        look = next(each for each in await looks_of(auditor, login, kind="file"))
        assert (look["what"]["zh"], look["reason"]["zh"], len(look["stamp"])) == ("导出页面列表", said, 64)
        assert look["found"] is not None


async def test_the_grid_of_a_class_is_marked_and_on_record_too(app: FastAPI, world: World, auditor: Officer) -> None:
    async with a_browser(app) as browser:
        await sign_in(browser, world.admin.login)
        assert 'name="taken_for"' in await Desk(browser).see(f"/classes/{world.class_id}/grid")
        file = await browser.get(f"/classes/{world.class_id}/grid?export=xlsx&taken_for=complaint")
    assert "用途：投诉与申诉办理" in str(contents(file.content))
    (look, *_) = await looks_of(auditor, world.admin.login, kind="file")
    assert (look["found"], look["reason"]["zh"]) == (3, "投诉与申诉办理")
