"""Whom checks point at: told inside an open inspection alone, ticked for a group check, to the class's authority."""

from datetime import timedelta
from uuid import UUID

import httpx
import psycopg
import pytest
from fastapi import FastAPI

from checkin_service.checkin.model.checks import CheckRow, Together
from checkin_service.checkin.service import check_outcomes
from checkin_service.kit.resources import Resources
from checkin_service.signals.model import SignalKind
from checkin_service.trust import store
from checkin_service.trust.model import Look, SignalNote
from tests.building.world import World, a_world
from tests.conftest import StoppedClock
from tests.inspections.test_inspections_http import conclude, visit
from tests.trust.test_risk_http import an_invented_class, plan, shown
from tests.web.desk import Desk
from tests.web.staff_browser import a_browser, sign_in

SLOWER = 2


def checks_of(world: World, clock: StoppedClock) -> list[CheckRow]:
    """Everybody quick when asked alone, twice; with the room, thrice, the first two late and the others quick."""

    def row(person: int, lesson: int, after_s: float, together: Together | None) -> CheckRow:
        opens_at = clock.now() - timedelta(days=1)
        return CheckRow(
            trainee_id=UUID(str(world.trainees[person].trainee_id)),
            class_id=UUID(str(world.class_id)),
            session_id=UUID(int=lesson),
            ordinal=lesson,
            opens_at=opens_at,
            closes_at=opens_at + timedelta(seconds=90),
            is_answered=True,
            is_doubtful=False,
            words_sealed=None,
            together=together,
            answered_at=opens_at + timedelta(seconds=after_s),
            is_by_code=True,
        )

    people = range(len(world.trainees))
    alone = [row(each, lesson, 20, None) for each in people for lesson in (1, 2)]
    return alone + [
        row(each, lesson, 85 if each < SLOWER else 25, Together.ROOM) for each in people for lesson in (3, 4, 5)
    ]


async def pointed_at(world: World, resources: Resources, clock: StoppedClock, monkeypatch: pytest.MonkeyPatch) -> None:
    """The class's checks have been looked at, and some of its people slow down with the room."""
    rows = checks_of(world, clock)

    async def held(*_: object) -> list[CheckRow]:
        return rows

    monkeypatch.setattr(check_outcomes, "_rows", held)
    note = SignalNote(kind=SignalKind.TOGETHER, version=1, p=0.0002, figures={"rooms": 3, "people": 8, "times": 3.0})
    look = Look(
        class_id=UUID(str(world.class_id)),
        number=2,
        authority_code="330604",
        people=len(world.trainees),
        lessons=5,
        calibration="test",
        notes=[note],
        e=400,
        p=0.0025,
        looked_at=clock.now(),
    )
    async with resources.database.write() as unit:
        store.add_look(unit, look)


async def ticked(app: FastAPI, login: str, path: str) -> tuple[int, bool]:
    async with a_browser(app) as browser:
        await sign_in(browser, login)
        page = (await browser.get(path)).text
    return page.count(" checked>"), "检查办理期间显示" in page


async def test_people_are_named_while_an_inspection_is_open_and_not_before_or_after(
    app: FastAPI,
    resources: Resources,
    client: httpx.AsyncClient,
    clock: StoppedClock,
    monkeypatch: pytest.MonkeyPatch,
    database_url: str,
) -> None:
    world = await an_invented_class(resources, client, clock, monkeypatch, "330604")
    await shown(world, clock, resources)
    await pointed_at(world, resources, clock, monkeypatch)
    path = f"/risk/{world.class_id}/group"
    async with a_browser(app) as browser:
        await sign_in(browser, world.officer.login)
        listed = await Desk(browser).see("/risk")
    assert "单独应答快、同时应答慢" in listed
    assert not any(each.name in listed for each in world.trainees)
    assert await ticked(app, world.officer.login, path) == (0, False)
    case = await plan(world, clock)
    assert await ticked(app, world.officer.login, path) == (SLOWER, True)
    with psycopg.connect(database_url) as connection:
        (read,) = connection.execute("SELECT count(*) FROM audit_entry WHERE detail->>'named' = '2'").fetchone() or ()
    assert read == 1
    other = await a_world(resources, client, clock, authority="330683")
    assert await ticked(app, other.officer.login, path) == (0, False)
    await visit(world, case["inspection_id"])
    await conclude(world, case["inspection_id"], "passed")
    assert await ticked(app, world.officer.login, path) == (0, False)
