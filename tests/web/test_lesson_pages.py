"""The lesson as it is now, and the grid of people and lessons."""

import re
from datetime import timedelta

import httpx
import pytest
from fastapi import FastAPI

from checkin_service.kit.intake.workbooks import contents
from checkin_service.kit.resources import Resources
from tests.building.world import Trainee, World, a_world, at_the_site
from tests.conftest import StoppedClock
from tests.web.desk import Desk
from tests.web.staff_browser import a_browser, sign_in


@pytest.fixture
async def world(resources: Resources, client: httpx.AsyncClient, clock: StoppedClock) -> World:
    found = await a_world(resources, client, clock, kinds=("targeted", "general", "general"), sessions=3)
    clock.move_to(found.starts_at() - timedelta(minutes=5))
    return found


async def check_in(world: World, trainee: Trainee, **fix: float) -> None:
    """With the room's code, or, where the fix is a poor one, with none that was ever shown."""
    code = await world.instructor.classroom_code(world.session()) if not fix else "000000"
    proof = trainee.phone.pin_code(code)
    await trainee.phone.check_in(world.session(), proof=proof, at=at_the_site(**fix))


def sums(page: str) -> list[int]:
    return list(map(int, re.findall(r'<div class="tile tile-\w+"><dt>[^<]+</dt><dd>(\d+)</dd>', page)))


async def test_everybody_is_present_in_doubt_or_missing_at_every_moment(app: FastAPI, world: World) -> None:
    here, doubted, away = world.trainees
    async with a_browser(app) as browser:
        await sign_in(browser, world.instructor.login)
        desk = Desk(browser)
        part = f"/sessions/{world.session()}/live?part=roll"
        assert sums(await desk.see(part)) == [0, 0, 3]
        await check_in(world, here)
        assert sums(await desk.see(part)) == [1, 0, 2]
        await check_in(world, doubted, accuracy_m=2000)
        page = await desk.see(part)
        assert sums(page) == [1, 1, 1]
        assert page.index(doubted.name) < page.index(away.name) < page.index(here.name)
        assert "定位误差过大" in page
        assert "<html" not in page
        assert part.replace("?part=roll", "") in await desk.see(f"/classes/{world.class_id}/board")


async def test_the_school_begins_the_day_with_its_lessons_as_cards(app: FastAPI, world: World) -> None:
    here, doubted, _ = world.trainees
    await check_in(world, here)
    await check_in(world, doubted, accuracy_m=2000)
    for login in (world.admin.login, world.instructor.login):
        async with a_browser(app) as browser:
            await sign_in(browser, login)
            desk = Desk(browser)
            page = await desk.see("/staff")
            card = page.partition('<article class="card stack lesson')[2].partition("</article>")[0]
            assert [int(each) for each in re.findall(r"<dd>(\d+)</dd>", card)] == [1, 1, 1]
            assert "还没开始" in card
            assert f'href="/sessions/{world.session()}/live"' in card
            # Tomorrow's lesson has no card today.
            assert str(world.session(1)) not in page
    async with a_browser(app) as browser:
        await sign_in(browser, world.officer.login)
        assert "今天的课" not in (await browser.get("/staff")).text


async def test_the_day_without_a_lesson_says_so(app: FastAPI, world: World, clock: StoppedClock) -> None:
    clock.move_to(world.starts_at(2) + timedelta(days=9))
    async with a_browser(app) as browser:
        await sign_in(browser, world.admin.login)
        assert "今天没有课" in (await Desk(browser).see("/staff"))


async def test_the_grid_shows_each_lesson_of_each_person_and_the_workbook_says_the_same(
    app: FastAPI, world: World, clock: StoppedClock
) -> None:
    here, doubted, away = world.trainees
    await check_in(world, here)
    await check_in(world, doubted, accuracy_m=2000)
    clock.move_to(world.starts_at() + timedelta(hours=5))
    async with a_browser(app) as browser:
        await sign_in(browser, world.admin.login)
        path = f"/classes/{world.class_id}/grid"
        page = await Desk(browser).see(path)
        for trainee, mark in ((here, "counted"), (doubted, "doubtful"), (away, "missed")):
            row = page.partition(f'<th scope="row">{trainee.name}</th>')[2].partition("</tr>")[0]
            assert re.findall(r'class="mark-(\w+)"', row) == [mark, "ahead", "ahead"]
        some = await Desk(browser).see(f"{path}?only=missed")
        assert away.name in some
        assert here.name not in some
        book = await browser.get(f"{path}?export=xlsx")
    (sheet,) = contents(book.content).sheets
    rows = {row[0]: list(row) for row in sheet.rows.values()}
    assert rows[here.name][1] == "已计入"
    assert rows[here.name][-1] == "4"
    assert rows[away.name][1] == "缺勤"


async def test_another_school_sees_neither_lesson_nor_grid(
    app: FastAPI, world: World, resources: Resources, client: httpx.AsyncClient, clock: StoppedClock
) -> None:
    other = await a_world(resources, client, clock)
    async with a_browser(app) as browser:
        await sign_in(browser, other.admin.login)
        for path in (f"/sessions/{world.session()}/live", f"/classes/{world.class_id}/grid"):
            assert (await browser.get(path)).status_code == 404
