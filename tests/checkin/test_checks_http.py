"""Unannounced checks: committed to before, seen by nobody beforehand, answered on the phone, explained, recomputed."""

import json
from datetime import timedelta
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from checkin_service.checkin.service import checks
from checkin_service.client import Refused
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from checkin_service.transparency.rules.draws import Draws
from checkin_service.transparency.service import reading
from checkin_service.transparency.service.sealer import Sealer
from tests.building.world import Trainee, World, a_world, at_the_site
from tests.conftest import StoppedClock
from tests.web.desk import Desk
from tests.web.staff_browser import a_browser, sign_in

STEP_S = 60


@pytest.fixture
async def world(resources: Resources, client: httpx.AsyncClient, clock: StoppedClock) -> World:
    """Three lessons and four checks of each: everybody is checked in every lesson, at a moment nobody knows."""
    found = await a_world(resources, client, clock, kinds=("targeted", "targeted"), sessions=3)
    await checks.plan_checks(resources)
    return found


async def signed_in(world: World, clock: StoppedClock, lesson: int = 0) -> None:
    clock.move_to(world.starts_at(lesson) - timedelta(minutes=5))
    await world.instructor.sign_in()
    for trainee in world.trainees:
        code = await world.instructor.classroom_code(world.session(lesson))
        answer = await trainee.phone.check_in(
            world.session(lesson), proof=trainee.phone.pin_code(code), at=at_the_site()
        )
        assert answer["outcome"] == "accepted", answer
        clock.advance(seconds=20)


def own_session(today: dict[str, Any], world: World, lesson: int = 0) -> dict[str, Any]:
    (own,) = [each for each in today["classes"] if each["class_id"] == str(world.class_id)]
    return dict(own["sessions"][lesson])


async def asked_now(trainee: Trainee, world: World, lesson: int = 0) -> dict[str, Any] | None:
    today = await trainee.phone.get("/v1/me/today")
    found = [each for each in own_session(today, world, lesson)["windows"] if each["phase"] == "mid"]
    return found[0] if found else None


async def until_asked(
    trainee: Trainee, world: World, resources: Resources, clock: StoppedClock, lesson: int = 0
) -> dict[str, Any]:
    """The clock goes on, and what a node does every few seconds is done each minute, until the person is asked."""
    while clock.now() < world.starts_at(lesson) + timedelta(hours=5):
        await checks.hold_checks(resources)
        await trainee.phone.sign_in()
        if (found := await asked_now(trainee, world, lesson)) is not None:
            return found
        clock.advance(seconds=STEP_S)
    raise AssertionError("nobody was asked in the whole lesson")


async def answer_now(trainee: Trainee, world: World, lesson: int = 0) -> dict[str, Any]:
    await world.instructor.sign_in()
    code = await world.instructor.classroom_code(world.session(lesson))
    proof = trainee.phone.pin_code(code)
    return dict(await trainee.phone.check_in(world.session(lesson), proof=proof, at=at_the_site(), phase="mid"))


async def own_check(trainee: Trainee, lesson: int = 0) -> dict[str, Any]:
    return dict((await trainee.phone.get("/v1/me/checks"))["checks"][lesson])


async def test_the_hash_stands_in_the_log_before_the_first_lesson(
    world: World, resources: Resources, clock: StoppedClock
) -> None:
    assert clock.now() < world.starts_at()
    await Sealer(resources).seal()
    lines = [json.loads(line) async for line in reading.export(resources.database)]
    drawn = [json.loads(each["fact"]) for each in lines if each.get("kind") == "draw"]
    terms = [each["terms"] for each in drawn if each["terms"].get("class_id") == str(world.class_id)]
    assert [each["per_person"] for each in terms] == [4]
    assert sorted(terms[0]["sessions"]) == sorted(str(world.session(number)) for number in range(3))
    assert await checks.plan_checks(resources) == 0


async def test_whoever_is_asked_confirms_with_an_ordinary_check_in(
    world: World, resources: Resources, clock: StoppedClock
) -> None:
    await signed_in(world, clock)
    trainee = world.trainees[0]
    window = await until_asked(trainee, world, resources, clock)
    assert window["phase"] == "mid"
    assert (await own_check(trainee))["state"] == "open"
    answer = await answer_now(trainee, world)
    assert answer["outcome"] == "accepted", answer
    assert (await own_check(trainee))["state"] == "answered"
    assert await asked_now(trainee, world) is not None
    today = own_session(await trainee.phone.get("/v1/me/today"), world)
    assert "mid" in today["accepted"]


async def test_nobody_confirms_unasked(world: World, clock: StoppedClock) -> None:
    await signed_in(world, clock)
    clock.advance(minutes=1)
    await world.trainees[0].phone.sign_in()
    answer = await answer_now(world.trainees[0], world)
    reasons = {each["reason"] for each in answer["findings"]}
    assert (answer["outcome"], "no_check_now" in reasons) == ("refused", True)


async def test_a_missed_check_is_a_note_that_the_person_explains_and_the_authority_reads(
    app: FastAPI, world: World, resources: Resources, clock: StoppedClock
) -> None:
    await signed_in(world, clock)
    trainee = world.trainees[0]
    await until_asked(trainee, world, resources, clock)
    explanation = {"request_id": new_id(), "words": "去了洗手间，没听到提醒"}
    path = f"/v1/me/checks/{world.session()}/explanation"
    with pytest.raises(Refused):
        await trainee.phone.post(path, explanation)
    await world.officer.sign_in()
    listed = (await world.officer.get(f"/v1/classes/{world.class_id}/checks"))["checks"]
    assert str(trainee.trainee_id) not in {each["trainee_id"] for each in listed}
    clock.advance(minutes=6)
    await trainee.phone.sign_in()
    late = await answer_now(trainee, world)
    assert "too_late" in {each["reason"] for each in late["findings"]}
    assert (await own_check(trainee))["state"] == "missed"
    said = await trainee.phone.post(path, explanation)
    assert said["explanation"] == explanation["words"]
    with pytest.raises(Refused):
        await trainee.phone.post(path, explanation | {"request_id": new_id()})
    await world.officer.sign_in()
    listed = (await world.officer.get(f"/v1/classes/{world.class_id}/checks"))["checks"]
    (found,) = [each for each in listed if each["trainee_id"] == str(trainee.trainee_id)]
    assert (found["state"], found["explanation"]) == ("missed", explanation["words"])
    async with a_browser(app) as browser:
        await sign_in(browser, world.officer.login)
        page = await Desk(browser).see(f"/classes/{world.class_id}/checks")
        assert str(explanation["words"]) in page
        assert trainee.name in page


async def test_no_answer_tells_of_a_check_before_it_begins(
    resources: Resources, client: httpx.AsyncClient, clock: StoppedClock, app: FastAPI
) -> None:
    """Everything that school, instructor, trainee and officer can read is the same with and without a draw."""
    world = await a_world(resources, client, clock, sessions=3)
    before = await everything_said(app, world)
    assert await checks.plan_checks(resources) >= 1
    assert await checks.hold_checks(resources) == 0
    assert await everything_said(app, world) == before


async def everything_said(app: FastAPI, world: World) -> dict[str, str]:
    trainee, session = world.trainees[0], world.session()
    paths = {
        world.admin: [f"/v1/classes/{world.class_id}", f"/v1/classes/{world.class_id}/roster", "/v1/classes"],
        world.instructor: [f"/v1/classes/{world.class_id}", f"/v1/classes/{world.class_id}/attendance"],
        world.officer: [f"/v1/classes/{world.class_id}/checks", "/v1/inspection-draws", "/v1/risk", "/v1/inspections"],
        trainee.phone: ["/v1/me/today", "/v1/me/checks", "/v1/me/messages", f"/v1/me/sessions/{session}"],
    }
    said = {}
    for actor, asked in paths.items():
        await actor.sign_in()
        for path in asked:
            said[f"{type(actor).__name__} {path}"] = json.dumps(await actor.get(path), default=str)
    for actor in (world.admin, world.instructor, world.officer):
        async with a_browser(app) as browser:
            await sign_in(browser, actor.login)
            for path in (f"/classes/{world.class_id}/board", "/classes", f"/sessions/{session}/live"):
                answer = await browser.get(path)
                said[f"{actor.login} {path}"] = answer.text
    return said


async def test_the_seed_is_revealed_at_the_end_and_every_check_is_computed_again(
    world: World, resources: Resources, clock: StoppedClock
) -> None:
    await signed_in(world, clock)
    await until_asked(world.trainees[0], world, resources, clock)
    assert str(world.class_id) not in await revealed_classes(resources)
    clock.move_to(world.starts_at(2) + timedelta(days=1))
    await checks.reveal_checks(resources)
    assert str(world.class_id) in await revealed_classes(resources)
    await Sealer(resources).seal()
    faults: list[str] = []
    draws = Draws(faults.append)
    held = 0
    async for line in reading.export(resources.database):
        held += json.loads(line).get("kind") == "person_check"
        draws.read(line)
    assert (faults, held > 0) == ([], True)


async def revealed_classes(resources: Resources) -> set[str]:
    """Classes whose seed stands in the log."""
    await Sealer(resources).seal()
    facts = [json.loads(line) async for line in reading.export(resources.database)]
    committed = {
        fact["draw_id"]: fact["terms"].get("class_id")
        for fact in (json.loads(each["fact"]) for each in facts if each.get("kind") == "draw")
    }
    found = (json.loads(each["fact"]) for each in facts if each.get("kind") == "draw_reveal")
    return {str(committed[each["draw_id"]]) for each in found}


async def test_who_is_not_there_is_not_asked(world: World, resources: Resources, clock: StoppedClock) -> None:
    clock.move_to(world.starts_at())
    for _ in range(240):
        await checks.hold_checks(resources)
        clock.advance(seconds=STEP_S)
    trainee = world.trainees[0]
    await trainee.phone.sign_in()
    assert (await trainee.phone.get("/v1/me/checks"))["checks"] == []
