"""Sanctions of a learning platform and of an instructor: by two people, and what neither can do until the day."""

from datetime import timedelta
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from checkin_service.client import Refused
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from tests.attendance.learning import LearningPlatform, learn
from tests.attendance.test_transfers_http import another_class
from tests.building.world import World, a_world, approve
from tests.conduct.test_conduct_http import GROUNDS, a_third, conduct, refused_of, today, waiting_of
from tests.conduct.test_sanctions_http import DECIDED, LAW, enter_somebody, in_directory, propose, sanctioned
from tests.conftest import StoppedClock
from tests.web.desk import Desk
from tests.web.staff_browser import a_browser, sign_in


@pytest.fixture
async def world(resources: Resources, client: httpx.AsyncClient, clock: StoppedClock) -> World:
    return await a_world(resources, client, clock)


async def learnt(platform: LearningPlatform, world: World, clock: StoppedClock) -> dict[str, Any]:
    clock.move_to(max(clock.now(), world.starts_at() + timedelta(hours=10)))
    trainee = world.trainees[0]
    await trainee.phone.sign_in()
    return await learn(platform, world, trainee, clock.now() - timedelta(hours=2))


async def test_what_a_disqualified_platform_signs_counts_in_no_class_that_opens_from_then_on(
    app: FastAPI, world: World, resources: Resources, client: httpx.AsyncClient, clock: StoppedClock
) -> None:
    platform, held = LearningPlatform(), await a_world(resources, client, clock, learning_hours=4)
    await platform.be_entered(world, operator_id=world.institution_id)
    path, until = f"/v1/learning-platforms/{platform.platform_id}/sanctions", today(clock) + timedelta(days=30)
    body = {"sanction_id": new_id(), "kind": "disqualification", "until": until, **DECIDED}
    assert "Only an institution" in await refused_of(
        world.officer.post(path, body | {"kind": "vouchers", "sanction_id": new_id()})
    )
    asked = await world.officer.post(path, body)
    said = await world.reviewer.get("/v1/proposals?waiting=true")
    (told,) = [each for each in said["proposals"] if each["proposal_id"] == asked["proposal_id"]]
    assert ("技能学习在线" in told["sentence"]["zh"], str(until) in told["sentence"]["zh"]) == (True, True)
    before = await a_world(resources, client, clock, learning_hours=4)  # Nothing holds by the word of one person.
    clock.advance(minutes=1)
    found = (await approve(world, asked["proposal_id"]))["sanction_id"]
    clock.advance(minutes=1)
    later = await a_world(resources, client, clock, learning_hours=4)
    for opened_before in (held, before):
        assert (await learnt(platform, opened_before, clock))["accepted"]
    refused = await learnt(platform, later, clock)
    (finding,) = [each for each in refused["findings"] if each["outcome"] == "fail"]
    assert (refused["accepted"], finding["reason"], finding["clause"]) == (False, "platform_disqualified", LAW)
    # It is its operator's matter, and nothing of the operator's own is taken away.
    assert [each["platform_id"] for each in (await world.officer.get(path))["sanctions"]] == [str(platform.platform_id)]
    (shown,) = (await conduct(world, world.admin))["sanctions"]
    assert (shown["sanction_id"], shown["party"], shown["holds"]) == (found, "platform", True)
    await enter_somebody(world)
    assert await in_directory(world)
    await world.admin.post(f"/v1/sanctions/{found}/appeal", {"request_id": new_id(), "words": "处理过重"})
    third = await a_third(resources, world)
    conduct_path = f"/institutions/{world.institution_id}/conduct"
    assert await waiting_of(app, third, conduct_path) == [f"s{found}"]
    decision = {"request_id": new_id(), "upheld": True, "reason": "事实不清"}
    await third.post(f"/v1/sanctions/{found}/appeal-decision", decision)
    clock.advance(hours=3)
    assert (await learnt(platform, later, clock))["accepted"]


async def test_a_platform_is_sanctioned_by_whoever_entered_it(
    world: World, resources: Resources, client: httpx.AsyncClient, clock: StoppedClock
) -> None:
    platform, other = LearningPlatform(), await a_world(resources, client, clock, authority="330602")
    await platform.be_entered(world)
    path = f"/v1/learning-platforms/{platform.platform_id}/sanctions"
    body = {"sanction_id": new_id(), "kind": "warning", **DECIDED}
    for path_asked in (path, f"/v1/learning-platforms/{new_id()}/sanctions"):
        with pytest.raises(Refused) as refused:
            await other.officer.post(path_asked, body)
        assert refused.value.status == 404
    # Whoever is below reads that it stands, and acts on nothing.
    assert (await other.officer.get(path))["sanctions"] == []


async def test_a_disqualified_instructor_is_entered_for_no_class_more_until_the_day(
    world: World, clock: StoppedClock
) -> None:
    other = await world.admin.create_instructor(
        login=f"teach2-{new_id().hex[-8:]}",
        password="示例口令-2026-ab",
        display_name="教员乙",
        institution_id=world.institution_id,
    )
    new_class = await another_class(world, clock.now() + timedelta(days=1))
    until = today(clock) + timedelta(days=30)
    named = {"party": "trainer", "instructor_id": world.instructor_id, "until": until}
    asked = await propose(world, "disqualification", **named)
    await world.admin.assign_instructors(new_class, [world.instructor_id])  # Nothing holds by the word of one person.
    await world.admin.assign_instructors(new_class, [])
    await approve(world, asked)
    with pytest.raises(Refused) as refused:
        await world.admin.assign_instructors(new_class, [world.instructor_id, other])
    assert (str(until) in str(refused.value), refused.value.problem["clause"]) == (True, LAW)
    # Somebody else teaches; the class entered before goes on, and the institution loses nothing.
    await world.admin.assign_instructors(new_class, [other])
    await world.admin.assign_instructors(world.class_id, [world.instructor_id, other])
    await enter_somebody(world)
    assert "holds until" in await refused_of(propose(world, "disqualification", **named))
    clock.advance(days=31)
    await world.admin.sign_in()
    await world.admin.assign_instructors(new_class, [world.instructor_id, other])


async def test_whose_deeds_they_are_is_chosen_and_read_in_pages(
    app: FastAPI, world: World, clock: StoppedClock
) -> None:
    platform = LearningPlatform()
    await platform.be_entered(world, operator_id=world.institution_id)
    until = (today(clock) + timedelta(days=30)).isoformat()
    typed = GROUNDS | {"law": LAW, "kind": "disqualification", "until": until, "referred_to": ""}
    institution, page = f"/institutions/{world.institution_id}", f"/learning-platforms/{platform.platform_id}"
    async with a_browser(app) as browser:
        await sign_in(browser, world.officer.login)
        desk = Desk(browser)
        unnamed = await desk.fill(f"{institution}/sanctions/new", party="trainer", instructor_id="", **typed)
        assert (unnamed.status_code, "限期的处理须指明对象" in unnamed.text) == (422, True)
        chosen = str(world.instructor_id)
        done = await desk.fill(f"{institution}/sanctions/new", party="trainer", instructor_id=chosen, **typed)
        assert "取消“" in done.text
        assert "授课人员教员的承训资格" in done.text
        assert f'href="{page}/sanctions/new"' in await desk.see(page)
        done = await desk.fill(f"{page}/sanctions/new", **typed)
        assert "线上培训平台“技能学习在线”的承训资格" in done.text
    for each in (await world.reviewer.get("/v1/proposals?waiting=true"))["proposals"]:
        if each["kind"] == "sanction" and each["about"] == str(world.institution_id):
            await approve(world, each["proposal_id"])
    async with a_browser(app) as browser:
        await sign_in(browser, world.officer.login)
        desk = Desk(browser)
        assert "取消承训资格" in await desk.see(page)
    async with a_browser(app) as school:
        await sign_in(school, world.admin.login)
        shown = await Desk(school).see("/conduct")
        assert ("其授课人员 教员" in shown, "其线上培训平台 技能学习在线" in shown) == (True, True)


async def test_a_sanction_of_a_platform_keeps_nobody_from_the_institution(world: World, clock: StoppedClock) -> None:
    await sanctioned(world, "warning", party="platform")
    await another_class(world, clock.now() + timedelta(days=1))
