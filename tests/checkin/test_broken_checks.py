"""A check that breaks: the person gets a doubt, the operator a figure and a line in the log, nobody a secret."""

from collections.abc import AsyncIterator
from datetime import timedelta

import httpx
import pytest
import structlog

from checkin_service.checkin.service import judging
from checkin_service.kit.http.observe import REGISTRY
from checkin_service.kit.resources import Resources
from tests.building.operator import OPERATOR
from tests.building.world import World, a_world, at_the_site
from tests.conftest import StoppedClock


@pytest.fixture(scope="module")
async def world(resources: Resources, client: httpx.AsyncClient, session_clock: StoppedClock) -> AsyncIterator[World]:
    before = session_clock.now()
    yield await a_world(resources, client, session_clock, kinds=("targeted",) * 2)
    session_clock.move_to(before)


async def figure(client: httpx.AsyncClient, named: str) -> float:
    """The present value of one line of the figures; 0 before there is one."""
    lines = (await client.get("/metrics", headers=OPERATOR)).text.splitlines()
    return next((float(line.rsplit(" ", 1)[1]) for line in lines if line.startswith(f"{named} ")), 0.0)


async def test_a_broken_check_is_counted_and_logged_without_the_person(
    world: World, client: httpx.AsyncClient, clock: StoppedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    named = 'checkin_check_failed_total{check="location"}'
    trainee, here = world.trainees[0], at_the_site()

    def broken(*places: object, **_: object) -> None:
        raise RuntimeError(trainee.trainee_id, places)

    clock.move_to(world.starts_at() - timedelta(minutes=5))
    code = await world.instructor.classroom_code(world.session())
    before = await figure(client, named)
    monkeypatch.setattr("checkin_service.checkin.rules.where.locate", broken)
    # A logger of its own, because one that was used before may be bound to an earlier configuration.
    monkeypatch.setattr(judging, "_log", structlog.get_logger())
    with structlog.testing.capture_logs() as logged:
        answer = await trainee.phone.check_in(world.session(), proof=trainee.phone.pin_code(code), at=here)
    assert answer["outcome"] == "doubtful"
    assert "check_failed" in {each["reason"] for each in answer["findings"]}
    assert await figure(client, named) == before + 1
    (line,) = (each for each in logged if each["event"] == "check.failed")
    assert line.pop("where").startswith(f"{__name__}.broken:")
    assert line == {"event": "check.failed", "log_level": "error", "check": "location", "error": "RuntimeError"}


async def test_check_ins_are_counted_once_by_decision_and_proof(
    world: World, client: httpx.AsyncClient, clock: StoppedClock
) -> None:
    named = 'checkin_attempts_total{decision="accepted",proof="pin_code"}'
    phone = world.trainees[1].phone
    clock.move_to(world.starts_at() - timedelta(minutes=5))
    body = phone.attempt(
        world.session(),
        proof=phone.pin_code(await world.instructor.classroom_code(world.session())),
        at=at_the_site(),
    )
    before = await figure(client, named)
    for _ in range(2):
        assert (await phone.send_attempt(body)).json()["outcome"] == "accepted"
    assert await figure(client, named) == before + 1


def test_every_check_is_counted_from_zero_so_that_the_first_fault_is_a_rise() -> None:
    (family,) = (each for each in REGISTRY.collect() if each.name == "checkin_check_failed")
    counted = {sample.labels["check"] for sample in family.samples if sample.name.endswith("_total")}
    assert counted >= {"registration", "time", "location", "person", "sender", "fix_habits", "phase", "counting"}
