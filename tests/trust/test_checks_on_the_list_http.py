"""Unannounced checks on the list: a class that seldom answers is listed with figures and explanations, nobody named."""

import random
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI
from pydantic import TypeAdapter

from checkin_service.checkin.model.attempts import CodeSource
from checkin_service.checkin.model.checks import CheckTerms
from checkin_service.checkin.model.headcounts import Headcount
from checkin_service.checkin.rules import checks as rules
from checkin_service.checkin.service import checks
from checkin_service.checkin.store import headcounts as store
from checkin_service.client import Refused
from checkin_service.draws import service as drawing
from checkin_service.draws.model import DrawPurpose
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from checkin_service.trust.service import look_at_classes
from tests.building.world import World, a_world
from tests.checkin.test_room_checks_http import by_phone
from tests.conftest import StoppedClock
from tests.trust.test_risk_http import PEOPLE, SHADOW_DAYS, a_class
from tests.web.desk import Desk
from tests.web.staff_browser import a_browser, sign_in

LESSONS = 12
"""Of which three are drawn for asking the whole room."""
PAUSES_S = (1, 2, 3, 5, 8, 13, 2, 20, 4)
"""Between answers of people who answer by themselves."""


async def bound_at_home(
    resources: Resources,
    client: httpx.AsyncClient,
    clock: StoppedClock,
    monkeypatch: pytest.MonkeyPatch,
    *,
    authority: str,
) -> World:
    """A class whose phones were bound by and by, so that nothing but its checks is odd."""
    pauses = [61.0 + 37 * number for number in range(len(PEOPLE))]
    return await a_class(
        resources, client, clock, monkeypatch, authority=authority, binds_after_s=pauses, sessions=LESSONS
    )


async def drawn_for(world: World, resources: Resources) -> tuple[bytes, CheckTerms]:
    """What the class's draw will ask; only whoever could open the sealed seed knows."""
    waiting = await drawing.unrevealed_anywhere(resources, DrawPurpose.CHECKS)
    (draw,) = [each for each in waiting if each.terms["class_id"] == str(world.class_id)]
    seed, terms = await drawing.seed_of(resources, draw), TypeAdapter(CheckTerms).validate_python(draw.terms)
    return seed, terms


async def asked_thrice(
    world: World, resources: Resources, clock: StoppedClock, *, answering: int, people: int = len(PEOPLE)
) -> None:
    """Everybody signs in for three lessons as they please, the room is asked in each, and so many answer."""
    dice = random.Random(7)
    await checks.plan_checks(resources)
    seed, terms = await drawn_for(world, resources)
    rooms = rules.rooms_of(seed, terms)
    for number in range(LESSONS):
        if (session_id := UUID(str(world.session(number)))) not in rooms:
            continue
        clock.move_to(world.starts_at(number) - minutes(10))
        await world.instructor.sign_in()
        for each in dice.sample(world.trainees, people):
            await each.phone.sign_in()
            await by_phone(each, world, number, "in")
            clock.advance(seconds=dice.expovariate(1 / 40))
        length = rules.length_s(world.starts_at(number), world.starts_at(number) + minutes(180), terms)
        clock.move_to(world.starts_at(number) + minutes(rules.room_offset_s(seed, session_id, length, terms) / 60))
        assert await checks.hold_checks(resources) == people
        await world.instructor.sign_in()
        for each, pause in zip(world.trainees[:answering], dice.sample(PAUSES_S, answering), strict=True):
            await each.phone.sign_in()
            clock.advance(seconds=pause)
            await by_phone(each, world, number, "mid")
    clock.move_to(world.starts_at(LESSONS - 1))


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


async def shown(world: World, clock: StoppedClock, resources: Resources) -> dict[str, Any]:
    clock.advance(days=2)
    await look_at_classes(resources)
    clock.advance(days=SHADOW_DAYS)
    await world.officer.sign_in()
    return dict(await world.officer.get("/v1/risk"))


async def test_a_class_whose_rooms_are_seldom_answered_is_listed_and_nobody_is_named(
    app: FastAPI, resources: Resources, client: httpx.AsyncClient, clock: StoppedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = await bound_at_home(resources, client, clock, monkeypatch, authority="330604")
    await asked_thrice(world, resources, clock, answering=2)
    (found,) = (await shown(world, clock, resources))["classes"]
    signals = {each["kind"]: each for each in found["signals"]}
    assert (signals["rooms"]["p"] < 0.001, signals["missed"]["p"] < 0.001) == (True, True)
    assert "共27人次，未应答21人次" in signals["rooms"]["found"]["zh"]
    assert "网络经常不好" in signals["rooms"]["honest"]["zh"]
    assert "9人中有7人多次未应答" in signals["missed"]["found"]["zh"]
    assert not any(each.name in str(found) or str(each.trainee_id) in str(found) for each in world.trainees)
    assert await look_at_classes(resources) == 0
    async with a_browser(app) as browser:
        await sign_in(browser, world.officer.login)
        page = await Desk(browser).see("/risk")
    assert ("全班同时确认未应答" in page, "腾不出手" in page) == (True, True)
    assert not any(each.name in page for each in world.trainees)
    with pytest.raises(Refused):
        await world.admin.get("/v1/risk")


async def test_a_class_that_answers_is_looked_at_and_not_listed(
    resources: Resources, client: httpx.AsyncClient, clock: StoppedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = await bound_at_home(resources, client, clock, monkeypatch, authority="330603")
    await asked_thrice(world, resources, clock, answering=len(PEOPLE))
    found = await shown(world, clock, resources)
    assert (found["looked_at"], found["classes"]) == (1, [])


async def test_of_fewer_than_eight_people_who_never_answer_nothing_is_said(
    resources: Resources, client: httpx.AsyncClient, clock: StoppedClock
) -> None:
    world = await a_world(resources, client, clock, kinds=PEOPLE[:7], sessions=LESSONS, authority="330681")
    await asked_thrice(world, resources, clock, answering=0, people=7)
    assert (await shown(world, clock, resources))["classes"] == []


async def test_heads_that_differ_in_three_lessons_list_a_class_once_a_night_has_passed(
    resources: Resources, client: httpx.AsyncClient, clock: StoppedClock
) -> None:
    world = await a_world(resources, client, clock, kinds=("targeted",) * 2, sessions=LESSONS, authority="330624")
    clock.move_to(world.starts_at(5))
    for number in range(3):
        async with resources.database.write() as unit:
            store.add_headcount(unit, heads_of(world, number, clock))
    (found,) = (await shown(world, clock, resources))["classes"]
    (signal,) = found["signals"]
    assert (signal["kind"], found["people"]) == ("heads", 30)
    assert "每次与签到人数至少相差18人" in signal["found"]["zh"]


def heads_of(world: World, number: int, clock: StoppedClock) -> Headcount:
    return Headcount(
        headcount_id=new_id(),
        class_id=UUID(str(world.class_id)),
        session_id=UUID(str(world.session(number))),
        counted=12 - number,
        present=30,
        code_source=CodeSource.DISPLAY,
        taken_by=new_id(),
        taken_at=clock.now(),
    )
