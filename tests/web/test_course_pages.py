"""The register of courses in pages: filed by a school, by the list too, examined by an officer, read by everybody."""

import httpx
import pytest
from fastapi import FastAPI

from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from tests.building.world import World, a_world
from tests.conftest import StoppedClock
from tests.web.desk import Desk
from tests.web.staff_browser import a_browser, sign_in

FORM = {"occupation": "电工", "taught": "online", "class_hours": "40", "question_count": "300", "summary": "安全用电"}
UNITS, RESOURCES = "安全用电 16\n触电急救 24", "视频 第一讲 https://course.example.cn/1"


@pytest.fixture
async def world(resources: Resources, client: httpx.AsyncClient, clock: StoppedClock) -> World:
    return await a_world(resources, client, clock, authority="330602")


async def test_a_course_goes_from_the_school_to_the_public(app: FastAPI, world: World) -> None:
    title = f"电工安全{new_id().hex[-8:]}"
    async with a_browser(app) as browser:
        await sign_in(browser, world.admin.login)
        school = Desk(browser)
        for wrong in ({"units": "安全用电"}, {"resources": "视频 第一讲"}, {"units": "安全用电 30"}):
            typed = {**FORM, "title": title, "units": UNITS, "resources": RESOURCES, **wrong}
            refused = await school.fill("/training-courses/new", **typed)
            assert (refused.status_code, title in refused.text) == (422, True), wrong
        done = await school.fill("/training-courses/new", **FORM, title=title, units=UNITS, resources=RESOURCES)
        assert "待审核" in done.text
        course = str(done.url.path)
        assert title in await school.see("/training-courses")
    async with a_browser(app) as browser:
        await sign_in(browser, world.officer.login)
        officer = Desk(browser)
        assert title in await officer.see("/queue?q=" + title)
        assert title not in await officer.see("/course-register")
        done = await officer.fill(course, f"{course}/examinations", version="1", decision="approve")
        assert "审核通过" in done.text
        assert "课程审核" not in await officer.see("/queue?q=" + title)
        refused = await officer.fill(course, f"{course}/standings", to="resumed", reason="误")
        assert refused.status_code == 422
    async with a_browser(app) as browser:
        everybody = Desk(browser)
        assert title in await everybody.see("/course-register?words=" + title)
        shown = await everybody.see(course.replace("/training-courses/", "/course-register/"))
        assert "触电急救" in shown
        assert "https://course.example.cn/1" in shown
    async with a_browser(app) as browser:
        await sign_in(browser, world.admin.login)
        school = Desk(browser)
        typed = {**FORM, "title": title, "units": "", "resources": RESOURCES, "reason": "单元合并"}
        done = await school.fill(course, f"{course}/versions", **typed)
        assert "单元合并" in done.text
        done = await school.fill(course, f"{course}/standings", to="closed", reason="停办")
        assert "已注销" in done.text
    async with a_browser(app) as browser:
        gone = await browser.get(course.replace("/training-courses/", "/course-register/"))
        assert gone.status_code == 404
