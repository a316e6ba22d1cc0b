"""One queue of what waits: an appeal filed on a phone reaches it, with its deadline, and the answer goes back."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta

import httpx
import pytest
from fastapi import FastAPI

from checkin_service.client import Terminal
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from tests.building.identities import a_name
from tests.building.world import World, a_world
from tests.conftest import StoppedClock
from tests.web.staff_browser import SAME_ORIGIN, a_browser, sheet_with, sign_in


@pytest.fixture(scope="module")
async def world(resources: Resources, client: httpx.AsyncClient, session_clock: StoppedClock) -> World:
    return await a_world(resources, client, session_clock)


@pytest.fixture
async def reviewer(app: FastAPI, world: World) -> AsyncIterator[httpx.AsyncClient]:
    async with a_browser(app) as browser:
        await sign_in(browser, world.reviewer.login)
        yield browser


async def test_an_appeal_filed_on_a_phone_is_decided_in_the_office_and_answered(
    reviewer: httpx.AsyncClient, world: World, clock: StoppedClock
) -> None:
    clock.move_to(world.starts_at() + timedelta(hours=4))
    trainee = world.trainees[0]
    appeal = {"appeal_id": new_id(), "session_id": world.session(), "hours": 4, "reason": "终端断电"}
    filed = await trainee.phone.post("/v1/appeals", appeal)
    clock.advance(days=2)
    await sign_in(reviewer, world.reviewer.login)
    queue = (await reviewer.get("/queue")).text
    path = f"/appeals?first={appeal['appeal_id']}#a{appeal['appeal_id']}"
    line = next(part for part in queue.split("<li ") if path in part)
    assert ("课时申诉" in line, trainee.name in line) == (True, True)
    assert "已等 2 天" in line
    assert f"{filed['due_on']} 前" in line
    assert "没有符合条件的记录" in (await reviewer.get("/appeals?q=无此人")).text
    page = (await reviewer.get(f"/appeals?q={trainee.name}")).text
    action = f"/appeals/hours/{appeal['appeal_id']}"
    form = page.partition(f'action="{action}"')[2].partition("</form>")[0]
    sent = dict(re.findall(r'type="hidden" name="([a-z_]+)" value="([^"]+)"', form))
    empty = await reviewer.post(action, data={**sent, "decision": "accept", "reason": ""}, headers=SAME_ORIGIN)
    assert empty.status_code == 422
    sent |= {"decision": "accept", "reason": "终端日志证实断电"}
    for _ in range(2):  # Pressed twice, it is decided once.
        decided = await reviewer.post(action, data=sent, headers=SAME_ORIGIN)
        assert decided.headers["location"] == "/appeals?done=decided"
    assert path not in (await reviewer.get("/queue")).text
    answered = (await trainee.phone.get("/v1/appeals"))["appeals"][0]
    assert (answered["accepted"], answered["decision_reason"]) == (True, "终端日志证实断电")


async def test_the_queue_holds_what_one_may_decide_and_nothing_else(
    app: FastAPI, reviewer: httpx.AsyncClient, world: World, resources: Resources, clock: StoppedClock
) -> None:
    del clock
    other = await a_class_that_waits(world, resources)
    assert other not in (await reviewer.get("/queue")).text
    async with a_browser(app) as officer:
        await sign_in(officer, world.officer.login)
        assert other in (await officer.get("/queue")).text
        assert (await officer.get("/appeals")).status_code == 403
    async with a_browser(app) as admin:
        await sign_in(admin, world.admin.login)
        assert (await admin.get("/queue")).status_code == 403


async def a_class_that_waits(world: World, resources: Resources) -> str:
    """An opening application that nobody has decided yet; its name."""
    name, starts_at = f"待批{new_id().hex[-8:]}", resources.clock.now() + timedelta(days=30)
    session = {
        "session_id": new_id(),
        "ordinal": 1,
        "site_id": world.site_id,
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=3),
        "class_hours": 4,
    }
    await world.admin.apply_for_class(
        name=name, project_id=world.project_id, teaching_plan="安全用电", sessions=[session]
    )
    return name


async def test_what_waits_for_a_second_person_is_in_the_queue_of_others_and_not_in_ones_own(
    app: FastAPI, world: World, resources: Resources, clock: StoppedClock
) -> None:
    del clock
    trainee, right = world.trainees[0], a_name()
    await world.officer.post(
        "/v1/person-corrections",
        {
            "correction_id": new_id(),
            "class_id": world.class_id,
            "document": trainee.document,
            "right_name": right,
            "evidence": "居民身份证原件已核",
            "reason": "首次录入时误写",
        },
    )
    door = f"二楼{new_id().hex[-6:]}"
    key = Terminal(world.client, resources.clock).public_key
    await world.officer.approve_terminal(site_id=world.site_id, public_key=key, name=door)
    async with a_browser(app) as officer, a_browser(app) as reviewer:
        await sign_in(officer, world.officer.login)
        await sign_in(reviewer, world.reviewer.login)
        own, queue = (await officer.get("/queue")).text, (await reviewer.get("/queue")).text
        assert (right in own, door in own) == (False, False)
        for kind, what in (("信息更正", f"{trainee.name} → {right}"), ("设备确认", f"主校区 · {door}")):
            line = next(part for part in queue.split("<li ") if what in part)
            assert (kind in line, "已等 0 天" in line) == (True, True)
            way = re.search(r'href="([^"#]+)#([^"]+)"', line)
            assert way
            await sheet_with(reviewer, way[1].replace("&amp;", "&"), f'id="{way[2]}"')
