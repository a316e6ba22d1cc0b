"""Where to look, from check-ins to the list: an invented class is listed and inspected, an honest one is not."""

import random
from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI

from checkin_service.client import Phone, Refused
from checkin_service.kit.civil import day_of
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from checkin_service.trust.service import look_at_classes
from tests.building.world import World, a_world, at_the_site
from tests.conftest import StoppedClock
from tests.web.desk import Desk
from tests.web.staff_browser import a_browser, sign_in

PEOPLE = ("targeted",) * 9
SHADOW_DAYS = 30


async def a_class(
    resources: Resources,
    client: httpx.AsyncClient,
    clock: StoppedClock,
    monkeypatch: pytest.MonkeyPatch,
    *,
    authority: str,
    binds_after_s: Sequence[float],
    kinds: tuple[str, ...] = PEOPLE,
    sessions: int = 5,
) -> World:
    """A class whose phones are bound so far apart."""
    bind, pauses = Phone.bind, iter(binds_after_s)

    async def slowly(self: Phone, *args: Any, **named: Any) -> Any:
        clock.advance(seconds=next(pauses))
        return await bind(self, *args, **named)

    with monkeypatch.context() as patched:
        patched.setattr(Phone, "bind", slowly)
        return await a_world(resources, client, clock, kinds=kinds, authority=authority, sessions=sessions)


async def sign_in_all(world: World, clock: StoppedClock, *, pauses: Sequence[Sequence[float]], shuffles: bool) -> None:
    """Everybody signs in for every lesson, so many seconds after the one before."""
    for lesson, steps in enumerate(pauses):
        clock.move_to(world.starts_at(lesson) - timedelta(minutes=10))
        await world.instructor.sign_in()
        people = list(world.trainees)
        if shuffles:
            random.shuffle(people)
        for trainee, pause in zip(people, steps, strict=True):
            clock.advance(seconds=pause)
            code = await world.instructor.classroom_code(world.session(lesson))
            proof = trainee.phone.pin_code(code)
            answer = await trainee.phone.check_in(world.session(lesson), proof=proof, at=at_the_site())
            assert answer["outcome"] == "accepted", answer


async def an_invented_class(
    resources: Resources, client: httpx.AsyncClient, clock: StoppedClock, monkeypatch: pytest.MonkeyPatch, place: str
) -> World:
    bound = [0.05] * len(PEOPLE)
    world = await a_class(resources, client, clock, monkeypatch, authority=place, binds_after_s=bound)
    await sign_in_all(world, clock, pauses=[[11.0] * len(PEOPLE)] * 5, shuffles=False)
    return world


async def an_honest_class(
    resources: Resources, client: httpx.AsyncClient, clock: StoppedClock, monkeypatch: pytest.MonkeyPatch, place: str
) -> World:
    draw = random.Random(7)
    bound = [draw.uniform(20, 200) for _ in PEOPLE]
    world = await a_class(resources, client, clock, monkeypatch, authority=place, binds_after_s=bound)
    pauses = [[draw.expovariate(1 / 40) for _ in PEOPLE] for _ in range(5)]
    await sign_in_all(world, clock, pauses=pauses, shuffles=True)
    return world


async def shown(world: World, clock: StoppedClock, resources: Resources) -> dict[str, Any]:
    """The list after a night's look and the shadow period."""
    clock.advance(days=2)
    await look_at_classes(resources)
    clock.advance(days=SHADOW_DAYS)
    await world.officer.sign_in()
    return dict(await world.officer.get("/v1/risk"))


async def plan(world: World, clock: StoppedClock, **changes: Any) -> dict[str, Any]:
    body = {"inspection_id": new_id(), "about": f"class:{world.class_id}", "kind": "unannounced", "origin": "risk"}
    body |= {"due_on": day_of(clock.now()), "reason": "手机同时绑定"}
    return dict(await world.officer.post("/v1/inspections", body | changes))


async def test_an_invented_class_is_listed_and_an_inspection_planned_on_it(
    resources: Resources, client: httpx.AsyncClient, clock: StoppedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = await an_invented_class(resources, client, clock, monkeypatch, "330604")
    clock.advance(days=2)
    await look_at_classes(resources)
    await world.officer.sign_in()
    shadow = await world.officer.get("/v1/risk")
    assert (shadow["is_shadow"], shadow["looked_at"], shadow["classes"]) == (True, 1, [])
    with pytest.raises(Refused) as refused:
        await plan(world, clock)
    assert "not on the list" in str(refused.value)

    clock.advance(days=SHADOW_DAYS)
    await world.officer.sign_in()
    (found,) = (await world.officer.get("/v1/risk"))["classes"]
    assert (found["class_id"], found["people"], found["lessons"]) == (str(world.class_id), len(PEOPLE), 5)
    binding = next(each for each in found["signals"] if each["kind"] == "binding")
    assert binding["p"] < 0.001
    assert "同一教室" in binding["honest"]["zh"]
    names = [each.name for each in world.trainees]
    assert not any(name in str(found) for name in [*names, *(str(each.trainee_id) for each in world.trainees)])

    case = await plan(world, clock)
    (found,) = (await world.officer.get("/v1/risk"))["classes"]
    assert [each["inspection_id"] for each in found["steps"]] == [case["inspection_id"]]
    closing = {"request_id": new_id(), "reason": "已到场，人数相符"}
    await world.officer.post(f"/v1/risk/{world.class_id}/closing", closing)
    assert (await world.officer.get("/v1/risk"))["classes"] == []
    with pytest.raises(Refused):
        await world.officer.post(f"/v1/risk/{world.class_id}/closing", closing | {"request_id": new_id()})


async def test_an_honest_class_is_looked_at_and_not_listed(
    resources: Resources, client: httpx.AsyncClient, clock: StoppedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = await an_honest_class(resources, client, clock, monkeypatch, "330603")
    found = await shown(world, clock, resources)
    assert (found["is_shadow"], found["looked_at"], found["classes"]) == (False, 1, [])


async def test_of_a_small_group_nothing_is_said(
    resources: Resources, client: httpx.AsyncClient, clock: StoppedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = ("targeted",) * 7
    world = await a_class(
        resources, client, clock, monkeypatch, authority="330681", binds_after_s=[0.05] * 7, kinds=few
    )
    await sign_in_all(world, clock, pauses=[[0.05] * 7] * 5, shuffles=False)
    found = await shown(world, clock, resources)
    assert (found["looked_at"], found["classes"]) == (1, [])


async def test_no_other_authority_sees_or_closes_it_and_looking_twice_changes_nothing(
    resources: Resources, client: httpx.AsyncClient, clock: StoppedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = await an_invented_class(resources, client, clock, monkeypatch, "330682")
    found = await shown(world, clock, resources)
    await look_at_classes(resources)
    assert await world.officer.get("/v1/risk") == found
    other = await a_world(resources, client, clock, authority="330683")
    assert (await other.officer.get("/v1/risk"))["classes"] == []
    with pytest.raises(Refused) as refused:
        await other.officer.post(f"/v1/risk/{world.class_id}/closing", {"request_id": new_id(), "reason": "与我无关"})
    assert refused.value.status == 404
    with pytest.raises(Refused):
        await world.admin.get("/v1/risk")


async def test_in_pages_an_officer_reads_why_plans_an_inspection_and_takes_the_class_off(
    app: FastAPI,
    resources: Resources,
    client: httpx.AsyncClient,
    clock: StoppedClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = await an_invented_class(resources, client, clock, monkeypatch, "330624")
    async with a_browser(app) as browser:
        await sign_in(browser, world.officer.login)
        assert "还没有班期可看" in await Desk(browser).see("/risk")
    await shown(world, clock, resources)
    async with a_browser(app) as browser:
        await sign_in(browser, world.officer.login)
        desk = Desk(browser)
        page = await desk.see("/risk")
        assert ("手机绑定" in page, "正常情况下怎么会这样" in page) == (True, True)
        form = f"/inspections/new?class={world.class_id}&amp;origin=risk"
        assert form in page
        planned = await desk.fill(
            form.replace("&amp;", "&"),
            "/inspections/new",
            about=f"class:{world.class_id}",
            kind="unannounced",
            origin="risk",
            due_on=day_of(clock.now()).isoformat(),
            reason="手机同时绑定",
        )
        assert "风险清单" in planned.text
        assert "已安排检查" in await desk.see("/risk")
        taken = await desk.fill("/risk", f"/risk/{UUID(str(world.class_id))}", reason="已到场，人数相符")
        assert ("已记录" in taken.text, "没有需要去看的班期" in taken.text) == (True, True)
