"""Heads counted by photograph: when the room is asked, with the room's code, counted and dropped, explained once."""

from base64 import b64encode
from typing import Any

import httpx
import psycopg
import pytest
from fastapi import FastAPI
from pydantic_core import to_json

from checkin_service.checkin.model.attempts import CodeSource
from checkin_service.checkin.model.headcounts import Headcount
from checkin_service.checkin.service import checks
from checkin_service.checkin.store import headcounts as store
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from tests.building.faces_material import a_row_of, landscape
from tests.building.world import World, a_world
from tests.checkin.test_room_checks_http import in_the_room
from tests.conftest import StoppedClock
from tests.web.desk import Desk
from tests.web.staff_browser import SAME_ORIGIN, a_browser, sign_in


@pytest.fixture
async def world(resources: Resources, client: httpx.AsyncClient, clock: StoppedClock) -> World:
    found = await a_world(resources, client, clock, kinds=("targeted",) * 4, sessions=4)
    await checks.plan_checks(resources)
    return found


async def asked(world: World, resources: Resources, clock: StoppedClock) -> str:
    """Three have signed in, the whole room has just been asked; the path of the lesson's headcounts."""
    number = await in_the_room(world, resources, clock)
    await checks.hold_checks(resources)
    await world.instructor.sign_in()
    return f"/v1/sessions/{world.session(number)}/headcounts"


async def code_of(world: World, path: str) -> str:
    return str((await world.instructor.get(path.replace("headcounts", "code")))["code"])


async def take(world: World, path: str, picture: bytes, **changes: Any) -> httpx.Response:
    body = {"headcount_id": str(new_id()), "code": await code_of(world, path), "picture": b64encode(picture).decode()}
    return await world.instructor.send("POST", path, content=to_json(body | changes))


async def test_faces_are_counted_beside_the_check_ins_and_the_picture_is_kept_nowhere(
    world: World, resources: Resources, clock: StoppedClock, database_url: str
) -> None:
    path = await asked(world, resources, clock)
    counted = (await take(world, path, a_row_of(3))).json()
    assert (counted["counted"], counted["present"], counted["is_off"]) == (3, 3, False)
    nobody = (await take(world, path, landscape())).json()
    assert (nobody["counted"], nobody["is_off"], nobody["code_source"]) == (0, True, "remote_display")
    assert (await world.instructor.get(path))["headcounts"] == [counted, nobody]
    with psycopg.connect(database_url) as connection:
        (row,) = connection.execute("SELECT * FROM headcount WHERE counted = 3").fetchall()
    assert not [each for each in row if isinstance(each, bytes)]


async def test_none_is_taken_before_the_room_is_asked_or_long_after_or_without_the_rooms_code(
    world: World, resources: Resources, clock: StoppedClock
) -> None:
    number = await in_the_room(world, resources, clock)
    path = f"/v1/sessions/{world.session(number)}/headcounts"
    await world.instructor.sign_in()
    assert "No heads are counted now" in (await take(world, path, landscape())).text
    await checks.hold_checks(resources)
    wrong = await take(world, path, landscape(), code="000000")
    assert (wrong.status_code, wrong.json()["reason"]) == (422, "code")
    assert (await take(world, path, b"GIF89a" + bytes(200))).json()["reason"] == "unknown_format"
    clock.advance(minutes=12)
    assert "No heads are counted now" in (await take(world, path, landscape())).text
    assert (await world.instructor.get(path))["headcounts"] == []


async def test_a_repeated_photograph_counts_once_and_another_schools_staff_see_nothing(
    world: World, resources: Resources, client: httpx.AsyncClient, clock: StoppedClock
) -> None:
    path = await asked(world, resources, clock)
    again = {"headcount_id": str(new_id()), "code": await code_of(world, path)}
    first, second = [await take(world, path, landscape(), **again) for _ in range(2)]
    assert (first.status_code, first.content) == (201, second.content)
    other = await a_world(resources, client, clock)
    assert (await other.instructor.send("GET", path)).status_code == 404
    words = {"request_id": str(new_id()), "words": "x"}
    foreign = f"{path}/{first.json()['headcount_id']}/explanation"
    assert (await other.instructor.send("POST", foreign, content=to_json(words))).status_code == 404


async def test_the_instructor_counts_and_explains_in_a_page_and_the_authority_reads_both(
    app: FastAPI, world: World, resources: Resources, clock: StoppedClock
) -> None:
    path = await asked(world, resources, clock)
    page = path.removeprefix("/v1")
    async with a_browser(app) as browser:
        await sign_in(browser, world.instructor.login)
        assert f'href="{page}"' in await Desk(browser).see(page.replace("headcounts", "code"))
        assert "这次课还没有清点" in await Desk(browser).see(page)
        form = {"form_id": str(new_id()), "code": await code_of(world, path)}
        sent = await browser.post(page, data=form, files={"file": ("room.jpg", landscape())}, headers=SAME_ORIGIN)
        assert sent.status_code == 303, sent.text
        assert "照片清点 0 人，已签到 3 人" in await Desk(browser).see(f"{page}?done=counted")
        (found,) = (await world.instructor.get(path))["headcounts"]
        answer = await Desk(browser).fill(page, f"{page}/{found['headcount_id']}", words="拍照时灯没有开")
        assert "说明：拍照时灯没有开" in answer.text
    again = {"request_id": str(new_id()), "words": "再说一次"}
    refused = await world.instructor.send("POST", f"{path}/{found['headcount_id']}/explanation", content=to_json(again))
    assert (refused.status_code, refused.json()["reason"]) == (422, "explained")
    async with a_browser(app) as browser:
        await sign_in(browser, world.officer.login)
        listed = await Desk(browser).see(f"/classes/{world.class_id}/checks")
    assert "照片清点 0 人，已签到 3 人" in listed
    assert "相差两人以上" in listed
    assert "拍照时灯没有开" in listed


async def test_a_class_whose_heads_differ_three_times_stands_on_its_authoritys_risk_page(
    app: FastAPI, world: World, resources: Resources, client: httpx.AsyncClient, clock: StoppedClock
) -> None:
    def counted(number: int) -> Headcount:
        return Headcount(
            headcount_id=new_id(),
            class_id=world.class_id,
            session_id=world.session(number),
            counted=20,
            present=30,
            code_source=CodeSource.DISPLAY,
            taken_by=new_id(),
            taken_at=clock.now(),
        )

    for number in range(3):
        assert (await world.officer.get("/v1/risk"))["heads"] == []
        async with resources.database.write() as unit:
            store.add_headcount(unit, counted(number))
    (found,) = (await world.officer.get("/v1/risk"))["heads"]
    assert (found["class_id"], found["lessons"]) == (str(world.class_id), 3)
    other = await a_world(resources, client, clock, authority="330602")
    assert (await other.officer.get("/v1/risk"))["heads"] == []
    async with a_browser(app) as browser:
        await sign_in(browser, world.officer.login)
        assert "3 次课照片清点，每次都相差两人以上" in await Desk(browser).see("/risk")
