"""Training places by their rate of doubts: of the sign-ins there, for whoever supervises, with few people unsaid."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from checkin_service.access.model import Role
from checkin_service.client import Refused
from checkin_service.kit.intake.workbooks import contents
from checkin_service.kit.resources import Resources
from checkin_service.statistics.schemas import SiteDoubts
from checkin_service.web.figures.site_map import site_map
from tests.building.desks import somebody
from tests.building.world import World, a_world, at_the_site
from tests.conftest import StoppedClock
from tests.web.staff_browser import a_browser, sign_in

CITY, COUNTY = "330600", "330682"
MARCH = {"since": "2026-03", "until": "2026-03"}


@pytest.fixture(scope="module")
async def world(resources: Resources, client: httpx.AsyncClient, session_clock: StoppedClock) -> World:
    """Of twelve people in one lesson six are in doubt, one of them is so twice, and one after a good sign-in."""
    before = session_clock.now()
    session_clock.move_to(datetime(2026, 3, 2, tzinfo=UTC))
    world = await a_world(resources, client, session_clock, kinds=("targeted",) * 12, authority=COUNTY)
    session_clock.move_to(world.starts_at() - timedelta(minutes=5))
    code = await world.instructor.classroom_code(world.session())
    for number, each in enumerate(world.trainees):
        typed = "000000" if number < 6 else code
        await each.phone.check_in(world.session(), proof=each.phone.pin_code(typed), at=at_the_site())
    again = world.trainees[0].phone
    await again.check_in(world.session(), proof=again.pin_code("000000"), at=at_the_site())
    session_clock.move_to(before)
    return world


async def asked(actor: Any, **more: str) -> list[dict[str, Any]]:
    return list((await actor.get("/v1/statistics/sites", **(MARCH | more)))["sites"])


async def test_each_person_counts_once_in_a_lesson_and_the_rate_is_of_those_who_signed_in(
    world: World, resources: Resources, client: httpx.AsyncClient
) -> None:
    city = await somebody(resources, client, Role.OFFICER, CITY)
    for actor in (world.officer, city):
        (found,) = [each for each in await asked(actor) if each["site_id"] == str(world.site_id)]
        assert (found["signed"], found["doubted"], found["per_mille"]) == (12, 6, 500)
    assert await asked(world.officer, since="2026-04", until="2026-04") == []


async def test_of_few_people_nothing_is_said(
    resources: Resources, client: httpx.AsyncClient, session_clock: StoppedClock
) -> None:
    before = session_clock.now()
    session_clock.move_to(datetime(2026, 3, 2, tzinfo=UTC))
    few = await a_world(resources, client, session_clock, authority="330604")
    session_clock.move_to(few.starts_at() - timedelta(minutes=5))
    phone = few.trainees[0].phone
    await phone.check_in(few.session(), proof=phone.pin_code("000000"), at=at_the_site())
    session_clock.move_to(before)
    (found,) = [each for each in await asked(few.officer) if each["site_id"] == str(few.site_id)]
    assert (found["signed"], found["doubted"], found["per_mille"]) == (None, None, None)


async def test_it_is_told_at_and_below_ones_own_place_and_of_three_months(
    world: World, resources: Resources, client: httpx.AsyncClient
) -> None:
    neighbour = await somebody(resources, client, Role.OFFICER, "330681")
    assert str(world.site_id) not in {each["site_id"] for each in await asked(neighbour)}
    with pytest.raises(Refused) as refused:
        await asked(neighbour, division=COUNTY)
    assert refused.value.status == httpx.codes.NOT_FOUND
    with pytest.raises(Refused) as refused:
        await asked(world.officer, since="2026-01", until="2026-04")
    assert "3 months at most" in str(refused.value)


async def test_the_map_stands_beside_a_list_that_is_taken_along(app: FastAPI, world: World) -> None:
    async with a_browser(app) as browser:
        await sign_in(browser, world.officer.login)
        path = "/statistics/sites?since=2026-03&until=2026-03"
        shown = (await browser.get(path)).text
        assert ('<circle class="map-dot map-dot-3"' in shown, "50.0%" in shown) == (True, True)
        assert f'href="/sites/{world.site_id}"' in shown
        assert "没有人签到" in (await browser.get("/statistics/sites?since=2025-01&until=2025-01")).text
        book = contents((await browser.get(f"{path}&export=xlsx")).content)
        assert "50.0%" in str(book)


def place(longitude: float, latitude: float, *, signed: int | None = 10, per_mille: int | None = 0) -> SiteDoubts:
    return SiteDoubts.model_validate(
        {
            "site_id": "0197c9a0-6f00-7000-8000-000000000001",
            "site": "校区",
            "institution": "学校",
            "division": CITY,
            "wgs84_longitude": longitude,
            "wgs84_latitude": latitude,
            "signed": signed,
            "doubted": None,
            "per_mille": per_mille,
        },
        strict=False,
    )


def test_the_drawing_holds_every_place_with_north_above_and_east_to_the_right() -> None:
    drawn = site_map([place(120.5, 30.1, per_mille=60), place(120.9, 29.8, signed=None, per_mille=None)])
    first, second = sorted(drawn.dots, key=lambda each: each.x)
    assert (first.y < second.y, first.tone, first.number, second.tone, second.number) == (True, 3, 1, 0, 2)
    assert all(0 < each.x < 720 and 0 < each.y < 480 for each in drawn.dots)
    assert (drawn.bar_m, drawn.bar_px) == (10_000, 120)
    assert site_map([]).dots == []
    (alone,) = site_map([place(120.5, 30.1)]).dots
    assert (alone.x, alone.y, alone.number) == (360, 240, 1)
    many = site_map([place(120.5 + each / 100, 30.1, signed=30 - each) for each in range(21)]).dots
    assert [each.number for each in many] == [*range(1, 21), None]
