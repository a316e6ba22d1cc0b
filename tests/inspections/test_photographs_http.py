"""Photographs at visits: rooms and papers only, drawn anew, sealed, seen by who may read the case, ended in time."""

import io
from base64 import b64encode
from hashlib import sha256
from typing import Any

import httpx
import psycopg
import pytest
from fastapi import FastAPI
from PIL import Image as Pillow
from pydantic_core import to_json

from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from checkin_service.privacy.service.retention import end_what_is_over
from tests.building.faces_material import collins, landscape, several_people
from tests.building.plans import a_plan
from tests.building.world import World, a_world
from tests.conftest import StoppedClock
from tests.inspections.test_inspections_http import conclude, plan, today, visit
from tests.web.desk import Desk
from tests.web.staff_browser import SAME_ORIGIN, a_browser, sign_in


@pytest.fixture
async def world(resources: Resources, client: httpx.AsyncClient, clock: StoppedClock) -> World:
    return await a_world(resources, client, clock)


async def add(world: World, case: str, picture: bytes, *, shows: str = "room", **changes: Any) -> httpx.Response:
    body = {"photo_id": str(new_id()), "shows": shows, "picture": b64encode(picture).decode()} | changes
    return await world.officer.send("POST", f"/v1/inspections/{case}/photographs", content=to_json(body))


async def look(actor: Any, case: str, photo_id: str) -> httpx.Response:
    answer: httpx.Response = await actor.send("GET", f"/v1/inspections/{case}/photographs/{photo_id}")
    return answer


def photos(answer: dict[str, Any]) -> list[dict[str, Any]]:
    return [photo for step in answer["steps"] for photo in step["photos"]]


async def test_a_photograph_of_a_room_is_drawn_anew_and_its_hash_stands_in_the_case(
    world: World, clock: StoppedClock, database_url: str
) -> None:
    case = await plan(world, today(clock))
    await visit(world, case)
    tags = Pillow.Exif()
    tags[0x010E] = "phone of Wang Fang"
    tags[0x0112] = 6
    tags.get_ifd(0x8825).update({1: "N", 2: (30.0, 0.0, 0.0)})
    taken = a_plan("JPEG", width=4000, height=3000, exif=tags)
    assert b"phone of Wang Fang" in taken
    (photo,) = photos((await add(world, case, taken)).json())
    file = await look(world.officer, case, photo["photo_id"])
    assert file.headers["content-type"] == "image/jpeg"
    kept = Pillow.open(io.BytesIO(file.content))
    assert (kept.size, dict(kept.getexif())) == ((960, 1280), {})
    assert sha256(file.content).hexdigest() == photo["sha256"]
    with psycopg.connect(database_url) as connection:
        row = connection.execute("SELECT sealed FROM inspection_photo WHERE photo_id = %s", [photo["photo_id"]])
        assert file.content[:64] not in (row.fetchone() or (b"",))[0], "it lies in the database sealed"


@pytest.mark.parametrize("picture", [collins(), several_people()], ids=["one", "two"])
async def test_people_are_not_photographed(world: World, clock: StoppedClock, picture: bytes) -> None:
    case = await plan(world, today(clock))
    await visit(world, case)
    refused = await add(world, case, picture)
    assert (refused.status_code, refused.json()["reason"]) == (422, "people_in_the_picture")
    assert "There is a face in the picture; it was not kept" in refused.text
    assert photos(await world.officer.get(f"/v1/inspections/{case}")) == []
    allowed = await add(world, case, landscape())
    assert allowed.status_code == 201


async def test_a_photograph_belongs_to_a_visit_of_an_open_case(world: World, clock: StoppedClock) -> None:
    case = await plan(world, today(clock))
    assert "Nobody has been there yet" in (await add(world, case, landscape())).text
    await visit(world, case)
    assert (await add(world, case, b"GIF89a" + bytes(200))).json()["reason"] == "unknown_format"
    again = {"photo_id": str(new_id())}
    first, second = [await add(world, case, landscape(), shows="paper", **again) for _ in range(2)]
    assert first.content == second.content
    await visit(world, case)
    found = (await add(world, case, a_plan())).json()
    assert [[each["shows"] for each in step["photos"]] for step in found["steps"]] == [["paper"], ["room"]]
    await conclude(world, case, "passed")
    assert "has its result" in (await add(world, case, landscape())).text


async def test_those_who_may_read_the_inspection_see_it_and_nobody_else(
    world: World, resources: Resources, client: httpx.AsyncClient, clock: StoppedClock
) -> None:
    case = await plan(world, today(clock))
    await visit(world, case)
    (photo,) = photos((await add(world, case, landscape())).json())
    assert (await look(world.admin, case, photo["photo_id"])).status_code == 200
    other = await a_world(resources, client, clock, authority="330602")
    for stranger in (other.officer, other.admin):
        assert (await look(stranger, case, photo["photo_id"])).status_code == 404
    elsewhere = await plan(world, today(clock))
    assert (await look(world.officer, elsewhere, photo["photo_id"])).status_code == 404


async def test_three_years_after_the_result_the_picture_goes_and_its_hash_stays(
    world: World, resources: Resources, clock: StoppedClock
) -> None:
    case, still_open = await plan(world, today(clock)), await plan(world, today(clock))
    for each in (case, still_open):
        await visit(world, each)
    (photo,) = photos((await add(world, case, landscape())).json())
    (other,) = photos((await add(world, still_open, landscape())).json())
    await conclude(world, case, "passed")
    for days, is_kept in ((1_094, True), (2, False)):
        clock.advance(days=days)
        await end_what_is_over(resources)
        await world.officer.sign_in()
        assert photos(await world.officer.get(f"/v1/inspections/{case}")) == [photo | {"is_kept": is_kept}]
    assert (await look(world.officer, case, photo["photo_id"])).status_code == 404
    assert (await look(world.officer, still_open, other["photo_id"])).status_code == 200


async def test_an_inspector_adds_one_on_the_page_and_the_school_sees_it(
    app: FastAPI, world: World, clock: StoppedClock
) -> None:
    case = await plan(world, today(clock))
    path = f"/inspections/{case}"
    async with a_browser(app) as browser:
        await sign_in(browser, world.officer.login)
        assert "现场照片" not in await Desk(browser).see(path)
        await visit(world, case)
        assert 'capture="environment"' in await Desk(browser).see(path)
        form = {"form_id": str(new_id()), "shows": "room"}
        for picture, status, words in (
            (collins(), 422, "照片中有人脸，没有保存"),
            (landscape(), 303, ""),
        ):
            sent = await browser.post(
                f"{path}/photographs", data=form, files={"file": ("room.jpg", picture)}, headers=SAME_ORIGIN
            )
            assert (sent.status_code, words in sent.text) == (status, True)
        shown = await Desk(browser).see(path)
        assert "SHA-256" in shown
    source = shown.partition('<img class="photograph" src="')[2].partition('"')[0]
    async with a_browser(app) as school:
        await sign_in(school, world.admin.login)
        assert source in await Desk(school).see(path)
        assert (await school.get(source)).headers["content-type"] == "image/jpeg"
        assert "添加照片" not in await Desk(school).see(path)
