"""Pages of figures: a board by the address alone, targets of an annex with its trap, and what everybody reads."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest
from fastapi import FastAPI

from checkin_service.access.model import Role
from checkin_service.access.service import create_authority_staff
from checkin_service.catalogue.service import register_authority
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from checkin_service.statistics.service.tally import Tally
from tests.building.news import deliver_all
from tests.building.world import PASSWORD, World, a_world, at_the_site
from tests.conftest import StoppedClock
from tests.web.staff_browser import a_browser, sign_in

DIVISION = "330683"
FEW = '<td class="number">人数过少，不显示</td>'


@pytest.fixture(scope="module")
async def world(resources: Resources, client: httpx.AsyncClient, session_clock: StoppedClock) -> World:
    before = session_clock.now()
    session_clock.move_to(datetime(2026, 3, 2, tzinfo=UTC))
    world = await a_world(resources, client, session_clock, kinds=("targeted", "general"), authority=DIVISION)
    session_clock.move_to(world.starts_at() - timedelta(minutes=5))
    first = world.trainees[0]
    code = await world.instructor.classroom_code(world.session())
    await first.phone.check_in(world.session(), proof=first.phone.pin_code(code), at=at_the_site())
    session_clock.move_to(before)
    await deliver_all(resources)
    tally = Tally(resources)
    while await tally.count():
        pass
    return world


async def test_a_board_shows_months_funds_places_and_schools_by_name(app: FastAPI, world: World) -> None:
    async with a_browser(app) as browser:
        await sign_in(browser, world.officer.login)
        shown = (await browser.get("/statistics?since=2026-02&until=2026-03&by=institution")).text
        assert '<a href="/statistics" aria-current="page">' in shown
        assert '<th scope="row">2026-02</th>' in shown
        assert "测试培训学校" in shown
        assert "<rect" in shown
        assert "style=" not in shown
        assert "定向券" in (await browser.get("/statistics?since=2026-03&by=kind")).text
        assert "窗口发放" in (await browser.get("/statistics?since=2026-03&by=channel")).text
        book = await browser.get("/statistics/file?since=2026-03&until=2026-03")
        assert book.content.startswith(b"PK")
        assert len(book.headers["manifest-sha256"]) == 64
        assert "format=pdf" in (await browser.get("/statistics?since=2026-03")).text
        paper = await browser.get("/statistics/file?since=2026-03&until=2026-03&format=pdf")
        assert paper.content.startswith(b"%PDF")
        assert paper.headers["content-disposition"].endswith('.pdf"')
        english = (await browser.get("/statistics?since=2026-03&lang=en")).text
        assert "People trained" in english


async def test_analyses_hide_few_people_and_say_that_nobody_tells_incomes(app: FastAPI, world: World) -> None:
    async with a_browser(app) as browser:
        await sign_in(browser, world.officer.login)
        shown = (await browser.get("/statistics/analyses?since=2026-03&until=2026-03")).text
    assert "不足 5 人" in shown
    assert FEW in shown
    assert "没有收入数据来源" in shown


async def test_another_place_is_not_found(app: FastAPI, world: World) -> None:
    async with a_browser(app) as browser:
        await sign_in(browser, world.officer.login)
        assert (await browser.get("/statistics?division=330684")).status_code == 404
        assert (await browser.get("/statistics?since=2026-04&until=2026-03")).status_code == 422


async def test_annex_one_is_shown_with_printed_and_computed_totals_side_by_side(
    app: FastAPI, resources: Resources
) -> None:
    await register_authority(resources, authority_code="370000", name="测试省厅")
    login = f"province-{new_id().hex[-10:]}"
    await create_authority_staff(
        resources, authority_code="370000", login=login, password=PASSWORD, role=Role.OFFICER, display_name="调度"
    )
    async with a_browser(app) as browser:
        await sign_in(browser, login)
        shown = (await browser.get("/statistics/targets?until=2021-12")).text
        assert '<td class="number">50000</td><td class="number">50000</td><td class="number">50400</td>' in shown
        assert "没有计划" in (await browser.get("/statistics/targets?until=2026-03")).text


async def test_everybody_reads_a_places_figures_and_finds_nobody_in_them(app: FastAPI, world: World) -> None:
    async with a_browser(app) as browser:
        shown = (await browser.get(f"/figures?division={DIVISION}&since=2026-03&until=2026-03")).text
        assert "职业培训券发放使用情况" in shown
        assert FEW in shown
        assert all(each.name not in shown for each in world.trainees)
        assert '<a class="door" href="/figures">' in (await browser.get("/")).text
        assert (await browser.get("/figures")).status_code == 200
