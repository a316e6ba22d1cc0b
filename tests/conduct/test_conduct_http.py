"""Lapses of institutions, counted from the third on, that number included; the order to rectify and the way back."""

import re
from datetime import date, timedelta
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from checkin_service.access.model import Role
from checkin_service.access.service import create_authority_staff
from checkin_service.client import Officer, Refused
from checkin_service.conduct.model import Step
from checkin_service.conduct.rules import step_refusal
from checkin_service.kit.civil import day_of
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from tests.attendance.test_transfers_http import another_class
from tests.building.world import AUTHORITY, PASSWORD, World, a_world, approve
from tests.conftest import StoppedClock
from tests.web.desk import Desk
from tests.web.staff_browser import a_browser, sign_in

GROUNDS = {"document_number": "人社检〔2026〕7号", "reason": "现场无人上课而有签到"}


@pytest.fixture
async def world(resources: Resources, client: httpx.AsyncClient, clock: StoppedClock) -> World:
    return await a_world(resources, client, clock)


def today(clock: StoppedClock) -> date:
    return day_of(clock.now())


async def lapse(world: World, on: date, kind: str = "quality") -> str:
    """Found by the officer and confirmed by a second person."""
    body = {"lapse_id": new_id(), "kind": kind, "occurred_on": on, **GROUNDS}
    asked = await world.officer.post(f"/v1/institutions/{world.institution_id}/lapses", body)
    return str((await approve(world, asked["proposal_id"]))["lapse_id"])


async def propose_order(world: World, due_on: date) -> str:
    body = {"rectification_id": new_id(), "demands": "每课拍照留存讲义", "due_on": due_on, **GROUNDS}
    path = f"/v1/institutions/{world.institution_id}/rectifications"
    return str((await world.officer.post(path, body))["proposal_id"])


async def conduct(world: World, who: Any = None) -> dict[str, Any]:
    return dict(await (who or world.officer).get(f"/v1/institutions/{world.institution_id}/conduct"))


async def count(world: World, kind: str = "quality") -> tuple[int, bool]:
    found = next(each for each in (await conduct(world))["tallies"] if each["kind"] == kind)
    return found["count"], found["is_reached"]


async def standing(world: World) -> str:
    return str((await world.officer.get(f"/v1/institutions/{world.institution_id}/standings"))["standing"])


async def a_third(resources: Resources, world: World) -> Officer:
    third = Officer(world.client, login=f"third-{new_id().hex[-10:]}", password=PASSWORD)
    await create_authority_staff(
        resources,
        authority_code=AUTHORITY,
        login=third.login,
        password=PASSWORD,
        role=Role.OFFICER,
        display_name="申诉处理",
    )
    await third.sign_in()
    return third


async def ordered(world: World, clock: StoppedClock) -> str:
    for _ in range(3):
        await lapse(world, today(clock))
    asked = await propose_order(world, today(clock) + timedelta(days=30))
    return str((await approve(world, asked))["rectification_id"])


@pytest.mark.parametrize("kind", ["quality", "review_failure"])
async def test_the_third_lapse_and_not_the_second_leads_to_an_order(
    world: World, clock: StoppedClock, kind: str
) -> None:
    due_on = today(clock) + timedelta(days=30)
    for _ in range(2):
        await lapse(world, today(clock), kind)
    assert await count(world, kind) == (2, False)
    with pytest.raises(Refused) as refused:
        await propose_order(world, due_on)
    assert "2/3" in str(refused.value)
    await lapse(world, today(clock), kind)
    assert await count(world, kind) == (3, True)
    await propose_order(world, due_on)


async def test_quality_is_counted_by_the_year_and_failed_checks_across_years(world: World, clock: StoppedClock) -> None:
    last_year = today(clock).replace(month=1, day=1) - timedelta(days=1)
    for kind in ("quality", "review_failure"):
        await lapse(world, last_year, kind)
    assert await count(world) == (0, False)
    assert await count(world, "review_failure") == (1, False)


async def test_nothing_counts_by_the_word_of_one_person(world: World, clock: StoppedClock) -> None:
    body = {"lapse_id": new_id(), "kind": "quality", "occurred_on": today(clock), **GROUNDS}
    asked = await world.officer.post(f"/v1/institutions/{world.institution_id}/lapses", body)
    assert await count(world) == (0, False)
    with pytest.raises(Refused):
        await world.officer.post(
            f"/v1/proposals/{asked['proposal_id']}/ruling", {"request_id": new_id(), "approved": True}
        )
    assert await count(world) == (0, False)
    with pytest.raises(Refused):
        await lapse(world, today(clock) + timedelta(days=1))


async def test_an_order_suspends_until_it_is_met_the_institution_applies_and_two_people_let_it_return(
    world: World, clock: StoppedClock
) -> None:
    order = await ordered(world, clock)
    assert await standing(world) == "suspended"
    with pytest.raises(Refused):
        await another_class(world, clock.now() + timedelta(days=1))
    assert "has not rectified" in await refused_of(propose_return(world))
    await report(world, order, "已加装摄像头")
    await decide(world, order, met=False)
    await report(world, order, "已补齐讲义照片")
    await decide(world, order, met=True)
    assert "applies anew" in await refused_of(propose_return(world))
    await report(world, order, "申请恢复")
    await approve(world, await propose_return(world))
    assert await standing(world) == "active"
    # What was rectified is not counted a second time.
    assert await count(world) == (0, False)
    steps = [each["step"] for each in (await conduct(world))["rectifications"][0]["steps"]]
    assert steps == ["reported", "unmet", "reported", "met", "readmission_asked"]


async def propose_return(world: World) -> str:
    body = {"standing_id": new_id(), "standing": "active", **GROUNDS}
    return str((await world.officer.post(f"/v1/institutions/{world.institution_id}/standings", body))["proposal_id"])


async def test_a_return_under_an_order_is_refused_as_soon_as_it_is_proposed_with_its_clause(
    app: FastAPI, world: World, clock: StoppedClock
) -> None:
    await ordered(world, clock)
    with pytest.raises(Refused) as refused:
        await propose_return(world)
    assert (refused.value.problem["clause"], refused.value.problem["basis"]) == ("SX-32", "statute")
    async with a_browser(app) as browser:
        await sign_in(browser, world.officer.login)
        path = f"/institutions/{world.institution_id}/standings/new"
        shown = await Desk(browser).fill(path, standing="active", **GROUNDS)
        assert (shown.status_code, "整改尚未认定到位" in shown.text, "SX-32" in shown.text) == (422, True, True)
    # Another step is not held up by it.
    body = {"standing_id": new_id(), "standing": "closed", **GROUNDS}
    await world.officer.post(f"/v1/institutions/{world.institution_id}/standings", body)


async def test_a_return_proposed_before_the_order_is_not_approved_after_it(world: World, clock: StoppedClock) -> None:
    body = {"standing_id": new_id(), "standing": "suspended", **GROUNDS}
    path = f"/v1/institutions/{world.institution_id}/standings"
    await approve(world, (await world.officer.post(path, body))["proposal_id"])
    asked = await propose_return(world)
    await ordered(world, clock)
    assert "has not rectified" in await refused_of(approve(world, asked))
    assert await standing(world) == "suspended"


async def test_what_the_school_sends_waits_in_the_queue_of_those_who_may_decide_it(
    app: FastAPI, world: World, resources: Resources, clock: StoppedClock
) -> None:
    first, order = await lapse(world, today(clock)), await ordered(world, clock)
    await world.admin.post(f"/v1/lapses/{first}/appeal", {"request_id": new_id(), "words": "当天停电，已补课"})
    await report(world, order, "已加装摄像头")
    clock.advance(days=2)
    third, path = await a_third(resources, world), f"/institutions/{world.institution_id}/conduct"
    lines = {f"{path}#l{first}": "机构申诉", f"{path}#r{order}": "整改"}
    for who, waiting in ((world.officer, [f"{path}#r{order}"]), (third, list(lines)), (world.reviewer, [])):
        async with a_browser(app) as browser:
            await sign_in(browser, who.login)
            queue = (await browser.get("/queue")).text
            assert [each for each in lines if each in queue] == waiting
            for each in waiting:
                line = next(part for part in queue.split("<li ") if each in part)
                assert (lines[each] in line, "已等 2 天" in line, " 前" in line) == (True, True, True)
                assert f'id="{each.partition("#")[2]}"' in (await browser.get(path)).text
    decision = {"request_id": new_id(), "upheld": False, "reason": "停电不属实"}
    await third.post(f"/v1/lapses/{first}/appeal-decision", decision)
    await world.officer.sign_in()
    await decide(world, order, met=True)
    assert await waiting_of(app, third, path) == []
    await world.admin.sign_in()
    await report(world, order, "申请恢复")
    assert await waiting_of(app, third, path) == [f"r{order}"]
    await world.reviewer.sign_in()
    await approve(world, await propose_return(world))
    assert await waiting_of(app, third, path) == []


async def waiting_of(app: FastAPI, who: Officer, path: str) -> list[str]:
    """What of an institution's conduct waits for somebody."""
    async with a_browser(app) as browser:
        await sign_in(browser, who.login)
        return re.findall(rf'href="{path}#([^"]+)"', (await browser.get("/queue")).text)


async def refused_of(deed: Any) -> str:
    with pytest.raises(Refused) as refused:
        await deed
    return str(refused.value)


async def report(world: World, order: str, words: str) -> None:
    await world.admin.post(f"/v1/rectifications/{order}/reports", {"request_id": new_id(), "words": words})


async def decide(world: World, order: str, *, met: bool) -> None:
    body = {"request_id": new_id(), "met": met, "words": "现场复核"}
    await world.officer.post(f"/v1/rectifications/{order}/decisions", body)


async def test_an_upheld_appeal_strikes_the_lapse_and_is_decided_by_a_third_person_alone(
    world: World, resources: Resources, clock: StoppedClock
) -> None:
    first = await lapse(world, today(clock))
    await world.admin.post(f"/v1/lapses/{first}/appeal", {"request_id": new_id(), "words": "当天停电，已补课"})
    decision = {"request_id": new_id(), "upheld": True, "reason": "停电属实"}
    for involved in (world.officer, world.reviewer):
        with pytest.raises(Refused):
            await involved.post(f"/v1/lapses/{first}/appeal-decision", decision | {"request_id": new_id()})
    assert await count(world) == (1, False)
    await (await a_third(resources, world)).post(f"/v1/lapses/{first}/appeal-decision", decision)
    assert await count(world) == (0, False)
    shown = (await conduct(world, world.admin))["lapses"][0]
    assert (shown["counts"], shown["appeal_reason"]) == (False, "停电属实")


async def test_an_appeal_comes_in_time_and_once(world: World, clock: StoppedClock) -> None:
    first, late = await lapse(world, today(clock)), await lapse(world, today(clock))
    appeal = {"words": "不属实"}
    await world.admin.post(f"/v1/lapses/{first}/appeal", {"request_id": new_id(), **appeal})
    with pytest.raises(Refused):
        await world.admin.post(f"/v1/lapses/{first}/appeal", {"request_id": new_id(), **appeal})
    clock.advance(days=61)
    await world.admin.sign_in()
    with pytest.raises(Refused) as refused:
        await world.admin.post(f"/v1/lapses/{late}/appeal", {"request_id": new_id(), **appeal})
    assert "The time for an appeal ended" in str(refused.value)


async def test_another_institution_and_another_authority_see_none_of_it(
    world: World, resources: Resources, client: httpx.AsyncClient, clock: StoppedClock
) -> None:
    first = await lapse(world, today(clock))
    other = await a_world(resources, client, clock, authority="330602")
    for stranger in (other.admin, other.officer):
        with pytest.raises(Refused) as refused:
            await conduct(world, stranger)
        assert refused.value.status == 404
    with pytest.raises(Refused):
        await other.admin.post(f"/v1/lapses/{first}/appeal", {"request_id": new_id(), "words": "替人申诉"})


async def test_from_lapse_to_return_in_pages(app: FastAPI, world: World, clock: StoppedClock) -> None:
    path, on = f"/institutions/{world.institution_id}/conduct", today(clock).isoformat()
    async with a_browser(app) as browser:
        await sign_in(browser, world.officer.login)
        desk = Desk(browser)
        assert f'href="{path}"' in await desk.see(f"/institutions?q={world.admin.login[6:]}")
        form = f"/institutions/{world.institution_id}/lapses/new"
        asked = await desk.fill(form, kind="quality", occurred_on=on, inspection="", **GROUNDS)
        assert "已提出，等待另一人批准" in asked.text
        due = (today(clock) + timedelta(days=20)).isoformat()
        early = await desk.fill(
            f"/institutions/{world.institution_id}/rectifications/new", demands="整改", due_on=due, **GROUNDS
        )
        assert (early.status_code, "未达到责令整改的次数" in early.text) == (422, True)
    first = await lapse(world, today(clock))
    order = await ordered(world, clock)
    async with a_browser(app) as school:
        await sign_in(school, world.admin.login)
        desk = Desk(school)
        assert "已责令整改" in await desk.see("/conduct")
        await desk.fill("/conduct", f"/conduct/lapses/{first}", words="不属实")
        await desk.fill("/conduct", f"/conduct/rectifications/{order}", words="已整改")
        assert "申诉处理中" in await desk.see("/conduct")
    async with a_browser(app) as browser:
        await sign_in(browser, world.officer.login)
        action = f"/institutions/{world.institution_id}/rectifications/{order}"
        done = await Desk(browser).fill(path, action, words="复核通过", decision="yes")
        assert "整改到位" in done.text
        # What stands in the way of a class is told too where no document decides it.
        assert "该机构已被暂停" in await Desk(browser).see(f"/openings/{world.class_id}")


def test_an_order_goes_its_way_in_turn() -> None:
    assert step_refusal([], Step.REPORTED) is None
    assert step_refusal([], Step.READMISSION_ASKED) is not None
