"""A whole room asked at once: everybody who signed in, at one moment, in a short time that the room's screen shows."""

import json
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from pydantic import TypeAdapter

from checkin_service.checkin.model.checks import CheckTerms
from checkin_service.checkin.rules import checks as rules
from checkin_service.checkin.service import checks
from checkin_service.draws import service as drawing
from checkin_service.draws.model import DrawPurpose
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from checkin_service.transparency.rules.draws import Draws
from checkin_service.transparency.service import reading
from checkin_service.transparency.service.sealer import Sealer
from tests.building.world import Trainee, World, a_world, at_the_site
from tests.conftest import StoppedClock
from tests.web.desk import Desk
from tests.web.staff_browser import a_browser, sign_in


@pytest.fixture
async def world(resources: Resources, client: httpx.AsyncClient, clock: StoppedClock) -> World:
    """Four lessons, the whole room asked in one: two people with phones, one with a card, one who stays at home."""
    found = await a_world(resources, client, clock, kinds=("targeted",) * 4, sessions=4)
    await checks.plan_checks(resources)
    return found


async def room_of(world: World, resources: Resources) -> tuple[int, datetime]:
    """Which lesson it is, and when; only whoever could open the sealed seed knows."""
    waiting = await drawing.unrevealed_anywhere(resources, DrawPurpose.CHECKS)
    (draw,) = [each for each in waiting if each.terms["class_id"] == str(world.class_id)]
    seed, terms = await drawing.seed_of(resources, draw), TypeAdapter(CheckTerms).validate_python(draw.terms)
    (session_id,) = rules.rooms_of(seed, terms)
    number = next(each for each in range(4) if world.session(each) == session_id)
    starts_at = world.starts_at(number)
    length = rules.length_s(starts_at, starts_at + timedelta(hours=3), terms)
    return number, starts_at + timedelta(seconds=rules.room_offset_s(seed, session_id, length, terms))


async def in_the_room(world: World, resources: Resources, clock: StoppedClock) -> int:
    """Two sign in by phone and one by card; the clock stands at the moment at which the room is asked."""
    number, at = await room_of(world, resources)
    clock.move_to(world.starts_at(number) - timedelta(minutes=5))
    await world.instructor.sign_in()
    for trainee in world.trainees[:2]:
        await trainee.phone.sign_in()
        await by_phone(trainee, world, number, "in")
        clock.advance(seconds=20)
    await world.terminal.sign_in()
    answer = await world.terminal.check_in(world.session(number), document=world.trainees[2].document)
    assert answer["outcome"] == "accepted", answer
    clock.move_to(at - timedelta(seconds=10))
    assert await checks.hold_checks(resources) == 0
    clock.move_to(at)
    return number


async def by_phone(trainee: Trainee, world: World, number: int, phase: str) -> dict[str, Any]:
    code = await world.instructor.classroom_code(world.session(number))
    proof = trainee.phone.pin_code(code)
    answer = await trainee.phone.check_in(world.session(number), proof=proof, at=at_the_site(), phase=phase)
    assert answer["outcome"] == "accepted", answer
    return dict(answer)


async def own_checks(trainee: Trainee) -> list[dict[str, Any]]:
    await trainee.phone.sign_in()
    return list((await trainee.phone.get("/v1/me/checks"))["checks"])


async def test_everybody_who_signed_in_is_asked_at_one_moment_and_who_has_no_phone_longer(
    world: World, resources: Resources, clock: StoppedClock
) -> None:
    await in_the_room(world, resources, clock)
    at = clock.now()
    assert await checks.hold_checks(resources) == 3
    assert await checks.hold_checks(resources) == 0
    found = [(await own_checks(each))[0] for each in world.trainees[:3]]
    assert {(datetime.fromisoformat(each["opens_at"]), each["together"]) for each in found} == {(at, "room")}
    open_s = [(datetime.fromisoformat(each["closes_at"]) - at).total_seconds() for each in found]
    assert open_s == [90, 90, 300]
    assert await own_checks(world.trainees[3]) == []


async def test_who_comes_after_the_moment_is_not_asked(world: World, resources: Resources, clock: StoppedClock) -> None:
    number = await in_the_room(world, resources, clock)
    await checks.hold_checks(resources)
    clock.advance(seconds=30)
    await world.instructor.sign_in()
    late = world.trainees[3]
    await late.phone.sign_in()
    code = await world.instructor.classroom_code(world.session(number))
    await late.phone.check_in(world.session(number), proof=late.phone.pin_code(code), at=at_the_site())
    assert await checks.hold_checks(resources) == 0
    assert await own_checks(late) == []


async def test_the_rooms_screen_says_so_while_it_is_asked_and_neither_before_nor_after(
    app: FastAPI, world: World, resources: Resources, clock: StoppedClock
) -> None:
    number = await in_the_room(world, resources, clock)
    path = f"/v1/sessions/{world.session(number)}/code"
    await world.instructor.sign_in()
    assert (await world.instructor.get(path))["room_asked_until"] is None
    await checks.hold_checks(resources)
    until = clock.now() + timedelta(seconds=90)
    assert datetime.fromisoformat((await world.instructor.get(path))["room_asked_until"]) == until
    async with a_browser(app) as browser:
        await sign_in(browser, world.instructor.login)
        assert 'data-room-ms="90000"' in await Desk(browser).see(f"/sessions/{world.session(number)}/code")
        assert (await browser.get(f"/sessions/{world.session(number)}/code.json")).json()["room_ms_left"] == 90_000
    clock.advance(seconds=301)
    assert (await world.instructor.get(path))["room_asked_until"] is None


async def test_an_answer_in_time_counts_and_a_missed_one_is_a_note_that_is_explained(
    app: FastAPI, world: World, resources: Resources, clock: StoppedClock
) -> None:
    number = await in_the_room(world, resources, clock)
    await checks.hold_checks(resources)
    clock.advance(seconds=60)
    await world.instructor.sign_in()
    answered, missed = world.trainees[:2]
    await answered.phone.sign_in()
    verdict = await by_phone(answered, world, number, "mid")
    (timely,) = [each for each in verdict["findings"] if each["check"] == "time"]
    assert timely["basis"]["kind"] == "operator_default"
    clock.advance(seconds=31)
    assert [(await own_checks(each))[0]["state"] for each in (answered, missed)] == ["answered", "missed"]
    assert (await own_checks(world.trainees[2]))[0]["state"] == "open"
    body = {"request_id": new_id(), "words": "手机静音，没看到大屏"}
    await missed.phone.post(f"/v1/me/checks/{world.session(number)}/explanation", body)
    clock.advance(minutes=5)
    await world.officer.sign_in()
    said = await world.officer.get(f"/v1/classes/{world.class_id}/checks")
    listed = said["checks"]
    assert [(each["ordinal"], each["asked"], each["missed"]) for each in said["rooms"]] == [(number + 1, 3, 2)]
    assert said["are_rooms_odd"] is False
    assert sorted(each["state"] for each in listed) == ["answered", "missed", "missed"]
    assert {each["together"] for each in listed} == {"room"}
    async with a_browser(app) as browser:
        await sign_in(browser, world.officer.login)
        page = await Desk(browser).see(f"/classes/{world.class_id}/checks")
        assert f"第 {number + 1} 次课：3 人同时确认，1 人应答，2 人未应答" in page
        assert "全班同时</td>" in page
        assert str(body["words"]) in page


async def test_whoever_has_no_phone_answers_at_the_terminal(
    world: World, resources: Resources, clock: StoppedClock
) -> None:
    number = await in_the_room(world, resources, clock)
    await checks.hold_checks(resources)
    clock.advance(seconds=200)
    await world.terminal.sign_in()
    by_card = world.trainees[2]
    answer = await world.terminal.check_in(world.session(number), document=by_card.document, phase="mid")
    assert answer["outcome"] == "accepted", answer
    assert (await own_checks(by_card))[0]["state"] == "answered"


async def test_a_room_is_recomputed_by_the_verifier_once_the_seed_is_known(
    world: World, resources: Resources, clock: StoppedClock
) -> None:
    await in_the_room(world, resources, clock)
    assert await checks.hold_checks(resources) == 3
    clock.move_to(world.starts_at(3) + timedelta(days=1))
    await checks.reveal_checks(resources)
    await Sealer(resources).seal()
    faults: list[str] = []
    draws = Draws(faults.append)
    rooms = 0
    async for line in reading.export(resources.database):
        entry = json.loads(line)
        is_check = entry.get("kind") == "person_check"
        fact = json.loads(entry["fact"]) if is_check else {}
        rooms += fact.get("class_id") == str(world.class_id) and fact.get("together") == "room"
        draws.read(line)
    assert (faults, rooms) == ([], 3)
