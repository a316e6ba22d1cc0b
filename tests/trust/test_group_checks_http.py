"""Suspected people asked at once: two of the authority agree, a seed says when, the list learns what came of it."""

import json
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI

from checkin_service.checkin.service import checks, group_checks
from checkin_service.client import Phone, Refused
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from checkin_service.transparency.rules.draws import Draws
from checkin_service.transparency.service import reading
from checkin_service.transparency.service.sealer import Sealer
from checkin_service.trust.service import look_at_classes
from tests.building.world import World, a_world, approve, at_the_site
from tests.conftest import StoppedClock
from tests.trust.test_risk_http import PEOPLE, SHADOW_DAYS, sign_in_all
from tests.web.desk import Desk
from tests.web.staff_browser import a_browser, sign_in

LESSONS = SHADOW_DAYS + 12


async def on_the_list(
    resources: Resources, client: httpx.AsyncClient, clock: StoppedClock, monkeypatch: pytest.MonkeyPatch, place: str
) -> World:
    """A class of one hand, listed, with lessons still to come; its phones were bound within a second."""
    bind = Phone.bind

    async def at_once(self: Phone, *args: Any, **named: Any) -> Any:
        clock.advance(seconds=0.05)
        return await bind(self, *args, **named)

    with monkeypatch.context() as patched:
        patched.setattr(Phone, "bind", at_once)
        world = await a_world(resources, client, clock, kinds=PEOPLE, authority=place, sessions=LESSONS)
    await sign_in_all(world, clock, pauses=[[11.0] * len(PEOPLE)] * 5, shuffles=False)
    clock.advance(days=2)
    await look_at_classes(resources)
    clock.advance(days=SHADOW_DAYS)
    await world.officer.sign_in()
    await world.reviewer.sign_in()
    return world


def asking(world: World, people: int = 3, **changes: Any) -> dict[str, Any]:
    suspected = [each.trainee_id for each in world.trainees[:people]]
    body = {"group_check_id": new_id(), "trainee_ids": suspected, "document_number": "越人社查〔2026〕3号"}
    return body | {"reason": "手机同时绑定，签到间隔相同"} | changes


async def propose(world: World, **changes: Any) -> dict[str, Any]:
    return dict(await world.officer.post(f"/v1/risk/{world.class_id}/group-checks", asking(world, **changes)))


async def listed(world: World) -> dict[str, Any]:
    (found,) = (await world.officer.get("/v1/risk"))["classes"]
    return dict(found)


def next_lesson(world: World, clock: StoppedClock) -> int:
    return next(each for each in range(LESSONS) if world.starts_at(each) > clock.now() + timedelta(minutes=30))


async def until_asked(world: World, resources: Resources, clock: StoppedClock) -> int:
    """Five of the class sign in for the next lesson; the clock goes on until somebody of the group is asked."""
    number = next_lesson(world, clock)
    clock.move_to(world.starts_at(number) - timedelta(minutes=5))
    await world.instructor.sign_in()
    for each in world.trainees[:5]:
        await each.phone.sign_in()
        await answered(world, number, each.phone, "in")
    clock.move_to(world.starts_at(number))
    while clock.now() < world.starts_at(number) + timedelta(hours=3):
        if found := await group_checks.hold_groups(resources):
            assert found == 3
            return number
        clock.advance(seconds=60)
    raise AssertionError("nobody was asked in the whole lesson")


async def answered(world: World, number: int, phone: Phone, phase: str) -> None:
    code = await world.instructor.classroom_code(world.session(number))
    answer = await phone.check_in(world.session(number), proof=phone.pin_code(code), at=at_the_site(), phase=phase)
    assert answer["outcome"] == "accepted", answer


async def own_groups(phone: Phone) -> list[str]:
    await phone.sign_in()
    found = (await phone.get("/v1/me/checks"))["checks"]
    return [each["state"] for each in found if each["together"] == "group"]


async def test_two_people_ask_a_group_in_the_next_lesson_and_the_list_learns_how_it_came_out(
    resources: Resources, client: httpx.AsyncClient, clock: StoppedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = await on_the_list(resources, client, clock, monkeypatch, "330604")
    waiting = await propose(world)
    assert waiting["state"] == "waiting"
    with pytest.raises(Refused):
        await world.officer.post(
            f"/v1/proposals/{waiting['proposal_id']}/ruling", {"request_id": new_id(), "approved": True}
        )
    assert await group_checks.hold_groups(resources) == 0
    assert (await listed(world))["groups"] == []
    outcome = await approve(world, waiting["proposal_id"])
    assert outcome["people"] == 3
    await until_asked(world, resources, clock)
    assert await group_checks.hold_groups(resources) == 0
    states = [await own_groups(each.phone) for each in world.trainees[:4]]
    assert states == [["open"], ["open"], ["open"], []]
    await world.instructor.sign_in()
    number = next(each for each in range(LESSONS) if world.starts_at(each) > clock.now() - timedelta(hours=3))
    await world.trainees[0].phone.sign_in()
    await answered(world, number, world.trainees[0].phone, "mid")
    clock.advance(minutes=10)
    assert [await own_groups(each.phone) for each in world.trainees[:2]] == [["answered"], ["missed"]]
    await world.officer.sign_in()
    found = await listed(world)
    (group,) = found["groups"]
    assert (group["people"], group["asked"], group["answered"]) == (3, 3, 1)
    assert [each["kind"] for each in found["steps"]] == ["group_check"]
    told = str(found)
    assert not any(each.name in told or str(each.trainee_id) in told for each in world.trainees)
    await follows(world, resources)


async def follows(world: World, resources: Resources) -> None:
    """The seed is known by night, and whoever has the log computes the moment again."""
    assert await group_checks.reveal_groups(resources) >= 1
    assert await group_checks.reveal_groups(resources) == 0
    await Sealer(resources).seal()
    faults: list[str] = []
    draws, groups = Draws(faults.append), 0
    async for line in reading.export(resources.database):
        entry = json.loads(line)
        fact = json.loads(entry["fact"]) if entry.get("kind") == "person_check" else {}
        groups += fact.get("class_id") == str(world.class_id) and fact.get("together") == "group"
        draws.read(line)
    assert (faults, groups) == ([], 3)


async def test_what_cannot_be_asked_is_refused_in_words(
    resources: Resources, client: httpx.AsyncClient, clock: StoppedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = await on_the_list(resources, client, clock, monkeypatch, "330603")
    with pytest.raises(Refused, match="two people at the least"):
        await propose(world, people=1)
    with pytest.raises(Refused, match="in the class now"):
        await propose(world, trainee_ids=[world.trainees[0].trainee_id, new_id()])
    other = await a_world(resources, client, clock, authority="330603", kinds=("targeted", "targeted"))
    with pytest.raises(Refused, match="not on the list"):
        await other.officer.post(f"/v1/risk/{other.class_id}/group-checks", asking(other, people=2))
    stranger = await a_world(resources, client, clock, authority="330683")
    with pytest.raises(Refused) as refused:
        await stranger.officer.post(f"/v1/risk/{world.class_id}/group-checks", asking(world))
    assert refused.value.status == 404


async def test_a_person_who_was_asked_alone_is_not_asked_again_in_that_lesson(
    resources: Resources, client: httpx.AsyncClient, clock: StoppedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor alone after the group: one question a lesson."""
    world = await on_the_list(resources, client, clock, monkeypatch, "330681")
    await approve(world, (await propose(world))["proposal_id"])
    await checks.plan_checks(resources)
    await until_asked(world, resources, clock)
    for _ in range(180):
        await checks.hold_checks(resources)
        clock.advance(seconds=60)
    for each in world.trainees[:3]:
        await each.phone.sign_in()
        assert len((await each.phone.get("/v1/me/checks"))["checks"]) == 1


async def test_in_pages_an_officer_chooses_by_name_and_a_second_person_reads_whom_it_asks(
    app: FastAPI,
    resources: Resources,
    client: httpx.AsyncClient,
    clock: StoppedClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = await on_the_list(resources, client, clock, monkeypatch, "330624")
    path = f"/risk/{UUID(str(world.class_id))}/group"
    async with a_browser(app) as browser:
        await sign_in(browser, world.officer.login)
        desk = Desk(browser)
        assert f'href="{path}"' in await desk.see("/risk")
        chosen = [await desk.checked(path, each.name) for each in world.trainees[:2]]
        few = await desk.fill(path, path, trainee_ids=chosen[:1], document_number="查3号", reason="同时绑定")
        assert "至少选两人" in few.text
        sent = await desk.fill(path, path, trainee_ids=chosen, document_number="查3号", reason="同时绑定")
        assert "已提出，等待另一人批准" in sent.text
        assert "可疑人员同时确认" in await desk.see("/risk")
    async with a_browser(app) as browser:
        await sign_in(browser, world.reviewer.login)
        desk = Desk(browser)
        page = await desk.see("/proposals")
        assert all(each.name in page for each in world.trainees[:2])
        assert world.trainees[2].name not in page
    (waiting,) = (await world.reviewer.get("/v1/proposals"))["proposals"]
    await approve(world, waiting["proposal_id"])
    async with a_browser(app) as browser:
        await sign_in(browser, world.officer.login)
        page = await Desk(browser).see("/risk")
        assert "2 人同时确认：已安排" in page
        assert not any(each.name in page for each in world.trainees)
