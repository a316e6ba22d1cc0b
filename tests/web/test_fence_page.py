"""The authority's page of moving fences: how far each went, who carried it, and a schematic to scale."""

from datetime import timedelta

import httpx
import pytest
from fastapi import FastAPI

from checkin_service.kit.resources import Resources
from geo import displaced
from tests.building.world import World, a_world, at_the_site
from tests.checkin.builders import SITE
from tests.conftest import StoppedClock
from tests.web.staff_browser import a_browser, sign_in


@pytest.fixture(scope="module")
async def outdoors(resources: Resources, client: httpx.AsyncClient, session_clock: StoppedClock) -> World:
    return await a_world(resources, client, session_clock, moving_fence=True)


async def test_the_authority_sees_how_far_a_class_went(app: FastAPI, outdoors: World, clock: StoppedClock) -> None:
    clock.move_to(outdoors.starts_at() - timedelta(minutes=20))
    there = displaced(SITE, east_m=3000, north_m=0)
    await outdoors.instructor.place_fence(
        outdoors.session(), at_the_site(longitude=there.longitude, latitude=there.latitude)
    )
    async with a_browser(app) as browser:
        await sign_in(browser, outdoors.officer.login)
        page = (await browser.get("/moving-fences")).text
        assert "距登记地点 3000 米" in page
        assert "教师定位" in page
        assert "<circle cx=" in page
        assert "style=" not in page
    async with a_browser(app) as browser:
        await sign_in(browser, outdoors.admin.login)
        assert (await browser.get("/moving-fences")).status_code == 403
