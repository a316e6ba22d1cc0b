"""A base map under a training place's drawing: for those who see the place, tile by tile, never at a check-in."""

import re
from collections.abc import AsyncIterator
from dataclasses import replace

import httpx
import pytest
from fastapi import FastAPI

from checkin_service.app import create_app
from checkin_service.assembly import Assembly
from checkin_service.kit.base_map import MapNote
from checkin_service.kit.resources import Resources
from geo import Datum, Tile
from tests.building.world import World, a_world, at_the_site
from tests.conftest import StoppedClock
from tests.host.test_base_maps import a_tile
from tests.web.staff_browser import a_browser, sign_in

APPROVAL = "GS(2026)0000号"


class EveryTile:
    """A map that has a green square for everything."""

    note = MapNote(datum=Datum.GCJ02, zooms=(10, 18), approval=APPROVAL, attribution="某测绘院")

    async def tile(self, tile: Tile) -> bytes | None:
        return a_tile() if tile.zoom > 0 else None

    async def close(self) -> None:
        """Nothing to close."""


@pytest.fixture(scope="module")
async def mapped(assembly: Assembly) -> AsyncIterator[FastAPI]:
    """The same installation with a map."""
    application = create_app(replace(assembly, base_map=EveryTile()), with_relay=False)
    async with application.router.lifespan_context(application):
        yield application


@pytest.fixture
async def world(resources: Resources, client: httpx.AsyncClient, clock: StoppedClock) -> World:
    return await a_world(resources, client, clock, sessions=1)


async def test_the_drawing_lies_on_the_map_and_prints_its_approval_number(mapped: FastAPI, world: World) -> None:
    async with a_browser(mapped) as browser:
        await sign_in(browser, world.officer.login)
        for page in (f"/sites/{world.site_id}", f"/openings/{world.class_id}"):
            shown = (await browser.get(page)).text
            tiles = re.findall(rf'<image class="plan-tile" href="(/sites/{world.site_id}/tiles/[0-9/]+)"', shown)
            assert 4 <= len(tiles) <= 16
            assert (APPROVAL in shown, "某测绘院" in shown) == (True, True)
        answer = await browser.get(tiles[0])
    assert (answer.status_code, answer.headers["content-type"], answer.content) == (200, "image/png", a_tile())


async def test_no_tile_is_given_but_those_of_the_drawing_to_those_who_see_it(
    app: FastAPI, mapped: FastAPI, world: World, resources: Resources, client: httpx.AsyncClient, clock: StoppedClock
) -> None:
    other = await a_world(resources, client, clock, sessions=1, authority="330602")
    async with a_browser(mapped) as browser:
        await sign_in(browser, world.admin.login)
        tile = re.findall(r"/sites/[0-9a-f-]+/tiles/[0-9/]+", (await browser.get(f"/sites/{world.site_id}")).text)[0]
        assert (await browser.get(tile)).status_code == 200
        assert (await browser.get(f"/sites/{world.site_id}/tiles/17/1/1")).status_code == 404
    for login in (other.admin.login, other.officer.login):
        async with a_browser(mapped) as browser:
            await sign_in(browser, login)
            assert (await browser.get(tile)).status_code == 404
    async with a_browser(mapped) as browser:
        assert (await browser.get(tile)).status_code in {303, 401}
    async with a_browser(app) as browser:
        await sign_in(browser, world.admin.login)
        assert (await browser.get(tile)).status_code == 404, "an installation without a map"


async def test_the_reviewer_sees_it_and_the_trainee_does_not(
    mapped: FastAPI, world: World, clock: StoppedClock
) -> None:
    clock.move_to(world.starts_at())
    phone = world.trainees[0].phone
    doubt = await phone.check_in(world.session(), proof=phone.pin_code("000000"), at=at_the_site(accuracy_m=2000))
    async with a_browser(mapped) as browser:
        await sign_in(browser, world.reviewer.login)
        path = f"/reviews/{doubt['attempt_id']}/plan.svg"
        drawn = (await browser.get(f"{path}?trainee={world.trainees[0].trainee_id}")).text
        assert APPROVAL in (await browser.get("/reviews")).text
    assert '<image href="data:image/png;base64,' in drawn
    own = await phone.send("GET", f"/v1/check-ins/{doubt['attempt_id']}/plan.svg")
    assert (own.status_code, "<image" in own.text) == (200, False)
