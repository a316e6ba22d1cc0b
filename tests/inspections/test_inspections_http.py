"""Inspections: planned, drawn by a seed committed to before, or on a signal; visited with the live roll, concluded."""

import re
from datetime import date, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI
from scipy.stats import binomtest

from checkin_service.client import Refused
from checkin_service.inspections.model import StepKind
from checkin_service.inspections.rules import interval, step_refusal
from checkin_service.kit.civil import day_of
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from tests.building.world import World, a_world, approve, at_the_site
from tests.conftest import StoppedClock
from tests.oversight.test_empty_classes_http import in_fujian
from tests.web.desk import Desk
from tests.web.staff_browser import a_browser, sign_in


@pytest.fixture
async def world(resources: Resources, client: httpx.AsyncClient, clock: StoppedClock) -> World:
    return await a_world(resources, client, clock, kinds=("targeted", "targeted"))


def today(clock: StoppedClock) -> date:
    return day_of(clock.now())


async def plan(world: World, due_on: date, **changes: Any) -> str:
    body = {"inspection_id": new_id(), "about": f"class:{world.class_id}", "kind": "unannounced", "due_on": due_on}
    made = await world.officer.post("/v1/inspections", body | {"reason": "年度抽查"} | changes)
    return str(made["inspection_id"])


async def visit(world: World, inspection_id: str, **changes: Any) -> dict[str, Any]:
    body = {"request_id": new_id(), "words": "教室有讲义，在上课"} | changes
    return dict(await world.officer.post(f"/v1/inspections/{inspection_id}/visits", body))


async def conclude(world: World, inspection_id: str, result: str, **more: Any) -> dict[str, Any]:
    body = {"request_id": new_id(), "result": result, "words": "签到多于现场人数"} | more
    return dict(await world.officer.post(f"/v1/inspections/{inspection_id}/result", body))


async def seen_by_the_school(world: World, inspection_id: str) -> bool:
    try:
        await world.admin.get(f"/v1/inspections/{inspection_id}")
    except Refused as refused:
        return refused.status != 404
    return True


async def sign_in_one(world: World, clock: StoppedClock) -> None:
    clock.move_to(world.starts_at() - timedelta(minutes=5))
    trainee, code = world.trainees[0], await world.instructor.classroom_code(world.session())
    answer = await trainee.phone.check_in(world.session(), proof=trainee.phone.pin_code(code), at=at_the_site())
    assert answer["outcome"] == "accepted"


async def test_a_visit_keeps_what_the_roll_knew_beside_the_heads_counted(world: World, clock: StoppedClock) -> None:
    await sign_in_one(world, clock)
    case = await plan(world, today(clock))
    found = await visit(world, case, session_id=world.session(), headcount=0)
    (step,) = found["steps"]
    assert (step["present"], step["missing"], step["headcount"], step["heads_lacking"]) == (1, 1, 0, 1)
    counted = await visit(world, case, session_id=world.session(), headcount=2)
    assert counted["steps"][-1]["heads_lacking"] == 0


async def test_of_an_unannounced_one_the_school_hears_when_somebody_was_there(
    world: World, clock: StoppedClock
) -> None:
    secret, told = await plan(world, today(clock)), await plan(world, today(clock), kind="regular")
    assert not await seen_by_the_school(world, secret)
    assert await seen_by_the_school(world, told)
    listed = (await world.admin.get("/v1/inspections"))["inspections"]
    assert [each["inspection_id"] for each in listed] == [told]
    await visit(world, secret)
    assert await seen_by_the_school(world, secret)
    shown = await world.admin.get(f"/v1/inspections/{secret}")
    assert (shown["origin"], shown["reason"], shown["complaint_id"]) == (None, None, None)


async def test_no_page_of_a_list_tells_the_school_that_something_is_left_out(world: World, clock: StoppedClock) -> None:
    for _ in range(2):
        await plan(world, today(clock))
    assert await world.admin.get("/v1/inspections", limit=1) == {"inspections": [], "next_cursor": None}
    told = await plan(world, today(clock), kind="regular")
    listed = await world.admin.get("/v1/inspections", limit=1)
    assert [each["inspection_id"] for each in listed["inspections"]] == [told]


async def test_a_result_needs_a_visit_and_is_final(world: World, clock: StoppedClock) -> None:
    case = await plan(world, today(clock))
    with pytest.raises(Refused) as refused:
        await conclude(world, case, "passed")
    assert "Nobody has been there yet" in str(refused.value)
    await visit(world, case)
    assert (await conclude(world, case, "passed"))["result"] == "passed"
    with pytest.raises(Refused):
        await conclude(world, case, "passed")
    with pytest.raises(Refused):
        await visit(world, case)


async def test_a_wanting_result_is_a_lapse_once_a_second_person_confirms_it(world: World, clock: StoppedClock) -> None:
    case = await plan(world, today(clock))
    await visit(world, case)
    with pytest.raises(Refused):
        await conclude(world, case, "wanting")
    await conclude(world, case, "wanting", lapse_kind="quality", document_number="人社检〔2026〕3号")
    path = f"/v1/institutions/{world.institution_id}/conduct"
    assert (await world.officer.get(path))["lapses"] == []
    waiting = (await world.reviewer.get("/v1/proposals", waiting=True, limit=200))["proposals"]
    (asked,) = [each for each in waiting if each["about"] == str(world.institution_id)]
    await approve(world, asked["proposal_id"])
    (lapse,) = (await world.officer.get(path))["lapses"]
    assert (lapse["inspection_id"], lapse["kind"]) == (case, "quality")
    await world.admin.post(f"/v1/inspections/{case}/statement", {"request_id": new_id(), "words": "当天停电"})
    with pytest.raises(Refused):
        await world.admin.post(f"/v1/inspections/{case}/statement", {"request_id": new_id(), "words": "再说"})


async def test_a_draw_is_computed_again_by_anybody_from_what_was_committed_to_before(
    resources: Resources, client: httpx.AsyncClient, clock: StoppedClock
) -> None:
    first = await in_fujian(resources, client, clock)
    authority = (await first.officer.get(f"/v1/classes/{first.class_id}"))["supervising_authority"]
    worlds = [first, *[await a_world(resources, client, clock, authority=authority) for _ in range(2)]]
    body = {"draw_id": new_id(), "count": 2, "due_on": today(clock), "reason": "专项检查"}
    committed = await first.officer.post("/v1/inspection-draws", body)
    assert (committed["seed"], committed["drawn"], committed["population"]) == (None, None, None)
    path = f"/v1/inspection-draws/{body['draw_id']}/reveal"
    drawn = await first.officer.post(path, {"request_id": new_id()})
    seed = bytes.fromhex(drawn["seed"])
    assert sha256(seed).hexdigest() == committed["commitment"] == drawn["commitment"]
    population = [UUID(each) for each in drawn["population"]]
    assert set(population) == {each.class_id for each in worlds}
    again = sorted(population, key=lambda each: sha256(seed + each.bytes).digest())[:2]
    assert drawn["drawn"] == [str(each) for each in again]
    cases = (await first.officer.get("/v1/inspections"))["inspections"]
    assert {(each["class_id"], each["origin"], each["kind"]) for each in cases} == {
        (str(each), "drawn", "unannounced") for each in again
    }
    with pytest.raises(Refused):
        await first.officer.post(path, {"request_id": new_id()})


async def test_a_draw_that_was_never_revealed_stays_in_the_list_and_its_seed_in_nobodys_hands(
    world: World, clock: StoppedClock
) -> None:
    body = {"draw_id": new_id(), "count": 1, "due_on": today(clock), "reason": "专项检查"}
    await world.officer.post("/v1/inspection-draws", body)
    cursor: dict[str, str] = {}
    found: list[dict[str, Any]] = []
    while not found:
        page = await world.officer.get("/v1/inspection-draws", limit=200, **cursor)
        found = [each for each in page["draws"] if each["draw_id"] == str(body["draw_id"])]
        cursor = {"cursor": page["next_cursor"]}
    assert (found[0]["seed"], found[0]["revealed_at"]) == (None, None)


async def test_an_empty_class_is_a_signal_only_while_it_looks_empty(
    resources: Resources, client: httpx.AsyncClient, clock: StoppedClock
) -> None:
    fujian = await in_fujian(resources, client, clock)
    with pytest.raises(Refused) as refused:
        await plan(fujian, today(clock), origin="empty_class")
    assert "does not look empty" in str(refused.value)
    clock.move_to(fujian.starts_at() + timedelta(hours=4))
    await plan(fujian, today(clock), origin="empty_class")


async def test_a_complaint_is_a_signal_to_the_authority_that_got_it(
    world: World, resources: Resources, client: httpx.AsyncClient, clock: StoppedClock
) -> None:
    complaint = {"complaint_id": str(new_id()), "authority_code": "330600", "about": "某校", "text": "没有上课"}
    assert (await client.post("/v1/complaints", json=complaint)).status_code == 201
    case = await plan(world, today(clock), origin="complaint", complaint_id=complaint["complaint_id"])
    assert (await world.officer.get(f"/v1/inspections/{case}"))["complaint_id"] == complaint["complaint_id"]
    elsewhere = await a_world(resources, client, clock, authority="330602")
    with pytest.raises(Refused):
        await plan(elsewhere, today(clock), origin="complaint", complaint_id=complaint["complaint_id"])


async def test_no_other_authority_plans_or_sees_one(
    world: World, resources: Resources, client: httpx.AsyncClient, clock: StoppedClock
) -> None:
    case = await plan(world, today(clock))
    other = await a_world(resources, client, clock, authority="330602")
    for deed in (
        other.officer.get(f"/v1/inspections/{case}"),
        plan(other, today(clock), about=f"class:{world.class_id}"),
        other.admin.get(f"/v1/inspections/{case}"),
    ):
        with pytest.raises(Refused) as refused:
            await deed
        assert refused.value.status == 404


async def test_the_day_is_not_past_and_a_case_left_open_is_overdue(world: World, clock: StoppedClock) -> None:
    with pytest.raises(Refused):
        await plan(world, today(clock) - timedelta(days=1))
    case = await plan(world, today(clock))
    clock.advance(days=1)
    await world.officer.sign_in()
    assert (await world.officer.get(f"/v1/inspections/{case}"))["is_overdue"]


async def test_one_whose_day_has_come_waits_in_the_queue_until_it_has_a_result(
    app: FastAPI, world: World, clock: StoppedClock
) -> None:
    due, later = await plan(world, today(clock)), await plan(world, today(clock) + timedelta(days=9))
    clock.advance(days=3)
    await world.officer.sign_in()
    async with a_browser(app) as browser:
        await sign_in(browser, world.officer.login)
        queue = (await browser.get("/queue")).text
        assert f'"/inspections/{later}"' not in queue
        line = next(part for part in queue.split("<li ") if f'"/inspections/{due}"' in part)
        assert ("is-late" in line, "检查到期" in line, "已等 3 天" in line) == (True, True, True)
        await visit(world, due)
        await conclude(world, due, "passed")
        assert f'"/inspections/{due}"' not in (await browser.get("/queue")).text
    async with a_browser(app) as browser:
        await sign_in(browser, world.reviewer.login)
        assert f'"/inspections/{due}"' not in (await browser.get("/queue")).text


async def test_an_inspector_counts_heads_beside_the_live_roll_and_the_school_answers_in_pages(
    app: FastAPI, world: World, clock: StoppedClock
) -> None:
    await sign_in_one(world, clock)
    async with a_browser(app) as browser:
        await sign_in(browser, world.officer.login)
        desk = Desk(browser)
        assert f"/inspections/new?class={world.class_id}" in await desk.see(f"/classes/{world.class_id}/board")
        planned = await desk.fill(
            "/inspections/new",
            about=f"class:{world.class_id}",
            kind="unannounced",
            origin="planned",
            due_on=today(clock).isoformat(),
            reason="年度抽查",
        )
        path = planned.url.path
        assert re.search(r'data-source="/sessions/[^"]+/live\?part=roll"', planned.text)
        assert f'href="{path}"' in await desk.see("/inspections")
        session = re.search(r'name="session" value="([^"]+)"', planned.text)
        assert session
        seen = await desk.fill(path, f"{path}/visits", session=session[1], headcount="0", words="教室空无一人")
        assert "比签到少 1 人" in seen.text
        result = {"result": "wanting", "words": "空班签到", "lapse_kind": "quality"}
        lacking = await desk.fill(path, f"{path}/result", **result, document_number="")
        assert (lacking.status_code, "发现问题的须写明问题种类和文号" in lacking.text) == (422, True)
        done = await desk.fill(path, f"{path}/result", **result, document_number="人社检〔2026〕4号")
        assert "发现问题" in done.text
    async with a_browser(app) as school:
        await sign_in(school, world.admin.login)
        desk = Desk(school)
        assert f'href="{path}"' in await desk.see("/inspections")
        assert "当天停电" in (await desk.fill(path, f"{path}/statement", words="当天停电")).text


async def test_a_draw_in_pages_shows_the_hash_first_and_then_the_seed(
    app: FastAPI, world: World, clock: StoppedClock
) -> None:
    reason = f"专项检查{new_id().hex[-8:]}"
    async with a_browser(app) as browser:
        await sign_in(browser, world.officer.login)
        desk = Desk(browser)
        due_on = today(clock).isoformat()
        shown = await desk.fill("/inspections/draws", count="1", due_on=due_on, reason=reason)
        card = next(part for part in shown.text.split("<article ") if reason in part)
        assert ("承诺值" in card, "随机数 <code" in card) == (True, False)
        action = card.partition('action="')[2].partition('"')[0]
        drawn = await desk.fill("/inspections/draws", action)
        card = next(part for part in drawn.text.split("<article ") if reason in part)
        assert "随机数 <code" in card


async def test_the_public_reads_how_many_there_were_and_what_came_of_them(
    resources: Resources, client: httpx.AsyncClient, clock: StoppedClock, app: FastAPI
) -> None:
    fujian = await in_fujian(resources, client, clock)
    authority = (await fujian.officer.get(f"/v1/classes/{fujian.class_id}"))["supervising_authority"]
    case = await plan(fujian, today(clock))
    await plan(fujian, today(clock), kind="regular")
    await plan(fujian, today(clock))
    await visit(fujian, case)
    await conclude(fujian, case, "wanting", lapse_kind="quality", document_number="人社检〔2026〕3号")
    month = today(clock).isoformat()[:7]
    asked = {"division": authority, "since": month, "until": month}
    found = (await client.get("/v1/public-figures", params=asked)).json()["inspections"]
    told = {"begun": 2, "concluded": 1, "wanting": 1, "drawn": None}
    assert found == told, "the unannounced one is not told of, and none was drawn"
    async with a_browser(app) as visitor:
        page = (await visitor.get(f"/figures?division={authority}")).text
        assert ("抽查检查" in page, 'href="/complaints"' in page) == (True, True)


async def test_only_drawn_inspections_tell_the_public_how_much_there_is_and_how_surely(
    resources: Resources, client: httpx.AsyncClient, clock: StoppedClock, app: FastAPI
) -> None:
    first = await in_fujian(resources, client, clock)
    authority = (await first.officer.get(f"/v1/classes/{first.class_id}"))["supervising_authority"]
    await a_world(resources, client, clock, authority=authority)
    month = today(clock).isoformat()[:7]

    async def drawn() -> dict[str, Any]:
        asked = {"division": authority, "since": month, "until": month}
        found = (await client.get("/v1/public-figures", params=asked)).json()["inspections"]["drawn"]
        return dict(found or {"concluded": 0, "wanting": 0})

    before = await drawn()
    body = {"draw_id": new_id(), "count": 2, "due_on": today(clock), "reason": "随机抽查"}
    await first.officer.post("/v1/inspection-draws", body)
    await first.officer.post(f"/v1/inspection-draws/{body['draw_id']}/reveal", {"request_id": new_id()})
    assert (await drawn())["concluded"] == before["concluded"], "one without a result says nothing"
    cases = [each for each in (await first.officer.get("/v1/inspections"))["inspections"] if each["result"] is None]
    one, other = [each["inspection_id"] for each in cases if each["draw_id"] == str(body["draw_id"])]
    for case in (one, other):
        await visit(first, case)
    await conclude(first, one, "passed")
    await conclude(first, other, "wanting", lapse_kind="quality", document_number="人社检〔2026〕3号")
    after = await drawn()
    assert (after["concluded"], after["wanting"]) == (before["concluded"] + 2, before["wanting"] + 1)
    low, high = interval(after["wanting"], after["concluded"])
    assert (after["low_percent"], after["high_percent"]) == (round(100 * low, 1), round(100 * high, 1))
    async with a_browser(app) as visitor:
        page = (await visitor.get(f"/figures?division={authority}")).text
    assert f"有问题的占 {after['low_percent']} % 至 {after['high_percent']} %" in page


@pytest.mark.parametrize("concluded", [1, 18, 400])
def test_the_interval_of_drawn_inspections_is_the_exact_one(concluded: int) -> None:
    for wanting in {0, 1, concluded // 3, concluded - 1, concluded}:
        exact = binomtest(wanting, concluded).proportion_ci(method="exact")
        assert interval(wanting, concluded) == pytest.approx((exact.low, exact.high), abs=1e-9)


def test_a_result_is_final_and_nobody_judges_unseen() -> None:
    assert step_refusal([], StepKind.VISIT) is None
    assert step_refusal([], StepKind.WANTING) is not None
