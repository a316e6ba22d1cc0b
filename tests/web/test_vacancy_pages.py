"""Vacancies in pages: published by a school, examined by an officer, read by everybody, and who asked."""

from datetime import timedelta

import httpx
import pytest
from fastapi import FastAPI

from checkin_service.kit.civil import day_of
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from tests.building.world import World, a_world
from tests.conftest import StoppedClock
from tests.vacancies.test_vacancies_http import CODE, registered
from tests.web.desk import Desk
from tests.web.staff_browser import a_browser, sign_in


@pytest.fixture
async def world(resources: Resources, client: httpx.AsyncClient, clock: StoppedClock) -> World:
    world = await a_world(resources, client, clock, authority="330602")
    await registered(world.officer)
    return world


async def test_a_vacancy_goes_from_the_school_to_the_public_and_the_school_sees_who_asked(
    app: FastAPI, world: World, clock: StoppedClock
) -> None:
    employer, until = f"示例电气{new_id().hex[-8:]}", day_of(clock.now()) + timedelta(days=30)
    form = {
        "employer": employer,
        "occupation_code": CODE,
        "division": "330602",
        "place": "示例路1号",
        "posts": "3",
        "wage": "每月5000–7000元",
        "telephone": "0575-85110000",
        "valid_until": until.isoformat(),
    }
    async with a_browser(app) as browser:
        await sign_in(browser, world.admin.login)
        school = Desk(browser)
        for wrong in ({"division": "330681"}, {"valid_until": "2020-01-01"}, {"posts": "若干"}):
            refused = await school.fill("/vacancies/new", **{**form, **wrong})
            assert (refused.status_code, employer in refused.text) == (422, True), wrong
        done = await school.fill("/vacancies/new", **form)
        assert "待审核" in done.text
        vacancy = str(done.url.path)
        assert employer in await school.see("/vacancies")
    async with a_browser(app) as browser:
        await sign_in(browser, world.officer.login)
        officer = Desk(browser)
        assert employer not in await officer.see("/jobs")
        assert employer in await officer.see("/queue?q=" + employer)
        refused = await officer.fill(vacancy, f"{vacancy}/examination", decision="refuse", reason="")
        assert refused.status_code == 422
        done = await officer.fill(vacancy, f"{vacancy}/examination", decision="approve")
        assert "招聘中" in done.text
        assert "/interested" not in done.text
        assert "岗位审核" not in await officer.see("/queue?q=" + employer)
    async with a_browser(app) as browser:
        everybody = Desk(browser)
        assert "0575-85110000" in await everybody.see("/jobs?words=" + employer)
    body = {"request_id": new_id(), "is_interested": True, "consented": True, "telephone": "13800000000"}
    await world.trainees[0].phone.post(f"/v1/me{vacancy}/interest", body)
    async with a_browser(app) as browser:
        await sign_in(browser, world.admin.login)
        school = Desk(browser)
        assert world.trainees[0].name not in await school.see(vacancy)
        shown = await school.fill(vacancy, f"{vacancy}/interested", purpose="contact")
        assert world.trainees[0].name in shown.text
        assert "13800000000" in shown.text
        assert (await school.fill(vacancy, f"{vacancy}/end", reason="")).status_code == 422
        done = await school.fill(vacancy, f"{vacancy}/end", reason="已招满")
        assert "已下架" in done.text
        assert employer not in await school.see("/jobs")
