"""Institutions that change: asked by them, decided by their authority; emptied classes do not stop a closure."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from checkin_service.catalogue.model.registers import Institution
from checkin_service.catalogue.model.standing import Standing
from checkin_service.catalogue.rules import change_refusal
from checkin_service.client import Refused
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from tests.attendance.test_taken_over_http import a_move, a_school
from tests.building.world import World, a_world, approve
from tests.catalogue.test_standing_http import decide, propose
from tests.conftest import StoppedClock
from tests.web.desk import Desk
from tests.web.staff_browser import a_browser, sign_in


@pytest.fixture
async def world(resources: Resources, client: httpx.AsyncClient, clock: StoppedClock) -> World:
    return await a_world(resources, client, clock)


def path_of(world: World) -> str:
    return f"/v1/institutions/{world.institution_id}/changes"


async def ask(world: World, name: str) -> str:
    body = {"change_id": new_id(), "name": name, "address": "示例路9号", "evidence": "变更登记通知书"}
    return str((await world.admin.post(path_of(world), body))["change_id"])


async def rule(world: World, change_id: str, *, approved: bool = True, reason: str | None = None) -> dict[str, Any]:
    body = {"request_id": new_id(), "approved": approved, "reason": reason}
    return dict(await world.officer.post(f"/v1/institution-changes/{change_id}/answer", body))


async def test_a_name_that_the_authority_approves_is_the_name_everywhere_and_the_old_one_stays_on_record(
    world: World,
) -> None:
    name = f"更名学校{new_id().hex[-8:]}"
    before = (await world.admin.get(path_of(world)))["name"]
    await rule(world, await ask(world, name))
    found = await world.officer.get(path_of(world))
    assert (found["name"], found["address"]) == (name, "示例路9号")
    assert (found["changes"][0]["former_name"], found["changes"][0]["approved"]) == (before, True)
    listed = await world.officer.get("/v1/institutions", limit=200)
    while str(world.institution_id) not in {each["institution_id"] for each in listed["institutions"]}:
        listed = await world.officer.get("/v1/institutions", limit=200, cursor=listed["next_cursor"])
    assert name in {each["name"] for each in listed["institutions"]}


async def test_nothing_changes_without_the_authority_and_one_waits_at_a_time(world: World) -> None:
    before = (await world.admin.get(path_of(world)))["name"]
    asked = await ask(world, "甲新名")
    with pytest.raises(Refused):
        await ask(world, "乙新名")
    waiting = (await world.officer.get("/v1/institution-changes"))["changes"]
    assert asked in {each["change_id"] for each in waiting}
    with pytest.raises(Refused):
        await rule(world, asked, approved=False)
    await rule(world, asked, approved=False, reason="材料不符")
    with pytest.raises(Refused):
        await rule(world, asked)
    assert (await world.admin.get(path_of(world)))["name"] == before
    body = {"change_id": new_id(), "name": "丙", "address": "丁", "evidence": "戊"}
    with pytest.raises(Refused) as refused:
        await world.officer.post(path_of(world), body)
    assert refused.value.status == 403


async def test_a_school_whose_people_all_moved_elsewhere_can_be_closed(
    world: World, resources: Resources, clock: StoppedClock
) -> None:
    taking = await a_school(world, resources)
    asked = await propose(world, "closed")
    with pytest.raises(Refused) as refused:
        await approve(world, asked)
    assert "Move their people" in str(refused.value)
    clock.move_to(world.starts_at() - timedelta(minutes=10))
    move = a_move(world, taking)
    await world.officer.post(f"/v1/classes/{world.class_id}/transfers", move)
    await approve(world, move["transfer_id"])
    assert (await approve(world, asked))["standing"] == "closed"


async def test_nobody_is_led_to_a_school_that_takes_nobody(
    resources: Resources, client: httpx.AsyncClient, clock: StoppedClock
) -> None:
    alone = {"longitude": 118.9 + new_id().int % 1000 / 10_000, "latitude": 28.4, "datum": "wgs84"}
    world = await a_world(resources, client, clock, site=alone)

    async def is_near() -> bool:
        found = await world.trainees[0].phone.get("/v1/sites/near", limit=50, **alone)
        return str(world.site_id) in {each["site_id"] for each in found["sites"]}

    assert await is_near()
    await decide(world, "suspended")
    assert not await is_near()


async def test_the_form_of_a_closure_lists_the_classes_in_its_way(app: FastAPI, world: World) -> None:
    async with a_browser(app) as browser:
        await sign_in(browser, world.officer.login)
        shown = await Desk(browser).see(f"/institutions/{world.institution_id}/standings/new")
        assert ("还没有结束的班" in shown, f"/classes/{world.class_id}/transfers" in shown) == (True, True)


async def test_a_school_asks_and_the_office_decides_in_pages(app: FastAPI, world: World) -> None:
    name = f"更名学校{new_id().hex[-8:]}"
    async with a_browser(app) as school:
        await sign_in(school, world.admin.login)
        sent = await Desk(school).fill("/institution", name=name, address="示例路9号", evidence="变更登记通知书")
        assert "变更申请待主管部门处理" in sent.text
    path = f"/institutions/{world.institution_id}/changes"
    async with a_browser(app) as office:
        await sign_in(office, world.officer.login)
        desk = Desk(office)
        assert f"{path}#c" in await desk.see("/queue")
        found = re.search(rf'action="({path}/[^"]+)"', await desk.see(path))
        assert found
        done = await desk.fill(path, found[1], decision="approve", reason="")
        assert ("已变更" in done.text, f"<h1>{name}</h1>" in done.text) == (True, True)


def test_a_closed_school_changes_nothing_more_and_a_change_changes_something() -> None:
    held = Institution(
        institution_id=new_id(),
        authority_code="330600",
        name="甲",
        credit_code="1",
        address="乙",
        approved_by=new_id(),
        approved_at=datetime(2026, 3, 2, tzinfo=UTC),
    )
    assert change_refusal(held, "丙", "乙", present=Standing.ACTIVE, before=[]) is None
    assert change_refusal(held, "甲", "乙", present=Standing.ACTIVE, before=[]) is not None
    assert change_refusal(held, "丙", "乙", present=Standing.CLOSED, before=[]) is not None
