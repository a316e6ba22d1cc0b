"""The page of a training place: its numbers in other datums, in a picture and in words, and what fixes say of it."""

import re

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import select

from checkin_service.access.model import Permission
from checkin_service.access.tables import audit_entry
from checkin_service.kit.keyring import Realm
from checkin_service.kit.resources import Resources
from checkin_service.review.service.site_suspicions import examine_sites
from geo import Datum, Position, distance_m
from tests.building.world import SITE, World, a_world
from tests.checkin.arrivals import ON_THE_MAP, SCHOOL, a_class_at_a_mistyped_site, everybody_arrives
from tests.conftest import StoppedClock
from tests.tools.reading import reading
from tests.web.staff_browser import a_browser, sign_in

WAY = re.compile(
    r"若这组数字其实是 ([A-Z0-9-]+)(?:（[^）]+）)?，地点在登记位置的(\w+?)方向（方位角 (\d+)°）约 (\d+) 米处。"
)


async def shown(app: FastAPI, login: str, world: World, *, language: str = "zh", **asked: str) -> str:
    async with a_browser(app) as browser:
        await sign_in(browser, login)
        page = await browser.get(f"/sites/{world.site_id}", params={"lang": language, **asked})
        assert page.status_code == 200, page.text
        return page.text


def ways(page: str) -> dict[str, tuple[str, int, int]]:
    return {datum: (compass, int(degrees), int(metres)) for datum, compass, degrees, metres in WAY.findall(page)}


@pytest.fixture
async def mistyped(resources: Resources, client: httpx.AsyncClient, clock: StoppedClock) -> World:
    return await a_class_at_a_mistyped_site(8, resources, client, clock)


async def test_numbers_of_a_map_declared_as_gps_show_the_true_place_as_a_pin(app: FastAPI, mistyped: World) -> None:
    page = await shown(app, mistyped.officer.login, mistyped)
    found = ways(page)
    assert set(found) == {"GCJ-02", "BD-09"}
    declared = Position(longitude=ON_THE_MAP.longitude, latitude=ON_THE_MAP.latitude, datum=Datum.WGS84)
    compass, degrees, metres = found["GCJ-02"]
    assert metres == round(distance_m(declared, SCHOOL))
    # Maps of this part of the country lie to the south-east of the truth, so the school is to the north-west.
    assert compass == "西北"
    assert 270 < degrees < 360
    assert page.count('class="plan-pin"') == 2
    assert "存疑" not in page.partition("<main")[2]
    assert "style=" not in page


async def test_a_place_entered_from_a_map_shows_where_gps_numbers_would_lie(
    app: FastAPI, resources: Resources, client: httpx.AsyncClient, clock: StoppedClock
) -> None:
    world = await a_world(resources, client, clock, site={**SITE, "datum": "gcj02"})
    found = ways(await shown(app, world.admin.login, world))
    assert set(found) == {"WGS-84", "BD-09"}
    there = Position(**SITE, datum=Datum.WGS84)
    here = Position(**SITE, datum=Datum.GCJ02)
    assert found["WGS-84"][0] == "东南"
    assert found["WGS-84"][2] == round(distance_m(here, there))


async def test_where_maps_are_not_shifted_there_is_nothing_to_mix_up(
    app: FastAPI, resources: Resources, client: httpx.AsyncClient, clock: StoppedClock
) -> None:
    abroad = {"longitude": 2.3522, "latitude": 48.8566, "datum": "wgs84"}
    world = await a_world(resources, client, clock, site=abroad)
    page = await shown(app, world.officer.login, world)
    assert ways(page) == {}
    assert "坐标系核对" not in page


async def test_what_the_nightly_examination_suspects_stands_at_its_pin_in_words(
    app: FastAPI, resources: Resources, mistyped: World, clock: StoppedClock
) -> None:
    await everybody_arrives(mistyped, clock)
    await examine_sites(resources)
    for login in (mistyped.officer.login, mistyped.admin.login):
        page = await shown(app, login, mistyped)
        _, degrees, metres = ways(page)["GCJ-02"]
        said = (
            f"存疑：近 30 天 8 人的定位集中在该处，真实地点可能在圆心的西北方向（方位角 {degrees}°）约 {metres} 米处。"
        )
        assert page.count(said) == 1
        assert page.count('class="plan-suspected"') == 1
    english = await shown(app, mistyped.officer.login, mistyped, language="en")
    assert f"about {metres} m to the north-west ({degrees}°) of the middle" in english


async def looks(resources: Resources, world: World) -> list[dict[str, int]]:
    """Entries of the audit trail about looks at the site's fixes."""
    asked = select(audit_entry.c.detail).where(
        audit_entry.c.action == Permission.SITE_READ, audit_entry.c.object_id == str(world.site_id)
    )
    return [detail for (detail,) in await resources.database.read(reading(asked))]


async def a_class_that_arrived(
    people: int, resources: Resources, client: httpx.AsyncClient, clock: StoppedClock
) -> World:
    """Everybody was accepted at the school, and the day is over."""
    world = await a_world(resources, client, clock, kinds=("targeted",) * people)
    await everybody_arrives(world, clock)
    return world


DOT = re.compile(r'class="plan-dot" cx="(\d+)" cy="(\d+)"')


async def test_an_officer_sees_where_people_were_accepted_from_the_next_day_on(
    app: FastAPI, resources: Resources, client: httpx.AsyncClient, clock: StoppedClock
) -> None:
    world = await a_class_that_arrived(5, resources, client, clock)
    officer = world.officer.login
    assert "不足 5 人" in await shown(app, officer, world, fixes="shown")
    clock.advance(days=1)
    unasked = await shown(app, officer, world)
    assert DOT.findall(unasked) == []
    assert f"/sites/{world.site_id}?fixes=shown" in unasked
    assert await looks(resources, world) == []
    page = await shown(app, officer, world, fixes="shown")
    dots = [(int(x), int(y)) for x, y in DOT.findall(page)]
    assert len(dots) == 5
    # Phones err by 8 metres here, which are 5 pixels.
    assert all(abs(x - 160) < 30 and abs(y - 160) < 30 for x, y in dots)
    assert dots == sorted(dots)
    assert "5 人最近一次被接受的定位" in page
    assert [each["fixes_opened"] for each in await looks(resources, world)] == [5]
    clock.advance(days=31)
    assert "不足 5 人" in await shown(app, officer, world, fixes="shown")


async def test_several_check_ins_of_four_people_show_nothing_and_open_nothing(
    app: FastAPI, resources: Resources, client: httpx.AsyncClient, clock: StoppedClock
) -> None:
    world = await a_class_that_arrived(4, resources, client, clock)
    await everybody_arrives(world, clock, session=1)
    clock.advance(days=1)
    page = await shown(app, world.officer.login, world, fixes="shown")
    assert DOT.findall(page) == []
    assert "不足 5 人" in page
    assert await looks(resources, world) == []


async def test_the_school_sees_no_fixes_of_its_people(
    app: FastAPI, resources: Resources, client: httpx.AsyncClient, clock: StoppedClock
) -> None:
    world = await a_class_that_arrived(5, resources, client, clock)
    clock.advance(days=1)
    for login in (world.admin.login, world.instructor.login):
        page = await shown(app, login, world, fixes="shown")
        assert DOT.findall(page) == []
        assert "近 30 天" not in page
    assert await looks(resources, world) == []


async def test_erased_evidence_leaves_no_dot(
    app: FastAPI, resources: Resources, client: httpx.AsyncClient, clock: StoppedClock
) -> None:
    world = await a_class_that_arrived(6, resources, client, clock)
    clock.advance(days=1)
    for left in (5, 0):
        resources.sealer.destroy(world.trainees[left].trainee_id, Realm.EVIDENCE)
        page = await shown(app, world.officer.login, world, fixes="shown")
        assert len(DOT.findall(page)) == left


async def test_another_authority_finds_no_such_place_and_opens_nothing(
    app: FastAPI, resources: Resources, client: httpx.AsyncClient, clock: StoppedClock
) -> None:
    world = await a_class_that_arrived(5, resources, client, clock)
    elsewhere = await a_world(resources, client, clock, authority="330602")
    clock.advance(days=1)
    async with a_browser(app) as browser:
        await sign_in(browser, elsewhere.officer.login)
        page = await browser.get(f"/sites/{world.site_id}", params={"fixes": "shown"})
        assert page.status_code == 404
    assert await looks(resources, world) == []
