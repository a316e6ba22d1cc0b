"""Warnings: on a check-in, and by a daily look at those who stayed away; each once, in the write that finds it."""

from datetime import timedelta

import httpx
import psycopg
import pytest

from checkin_service.attendance.service import nightly_warnings
from checkin_service.kit.resources import Resources
from tests.building.world import Trainee, World, a_world, at_the_site
from tests.conftest import StoppedClock


@pytest.fixture
async def world(resources: Resources, client: httpx.AsyncClient, clock: StoppedClock) -> World:
    """Five sessions of four class hours, of which three are needed; a general voucher asks for no rate."""
    return await a_world(resources, client, clock, kinds=("targeted", "general"))


def warnings_to(database_url: str, trainee: Trainee) -> list[str]:
    with psycopg.connect(database_url) as connection:
        rows = connection.execute(
            "SELECT type FROM outbox WHERE trainee_id = %s AND type IN "
            "('attendance.at_risk', 'attendance.out_of_reach') ORDER BY sequence",
            (trainee.trainee_id,),
        )
        return [row[0] for row in rows]


async def test_who_stays_away_is_warned_once_and_told_when_it_is_too_late(
    world: World, resources: Resources, clock: StoppedClock, database_url: str
) -> None:
    away, general = world.trainees
    await nightly_warnings.warn_those_at_risk(resources)
    assert warnings_to(database_url, away) == []
    clock.move_to(world.starts_at(0) + timedelta(hours=4))
    for _ in range(2):
        await nightly_warnings.warn_those_at_risk(resources)
    assert warnings_to(database_url, away) == ["attendance.at_risk"]
    clock.move_to(world.starts_at(2) + timedelta(hours=4))
    for _ in range(2):
        await nightly_warnings.warn_those_at_risk(resources)
    assert warnings_to(database_url, away) == ["attendance.at_risk", "attendance.out_of_reach"]
    assert warnings_to(database_url, general) == []


async def test_a_check_in_that_finds_the_risk_tells_it_at_once(
    world: World, resources: Resources, clock: StoppedClock, database_url: str
) -> None:
    late = world.trainees[0]
    clock.move_to(world.starts_at(1) - timedelta(minutes=5))
    code = await world.instructor.classroom_code(world.session(1))
    answer = await late.phone.check_in(world.session(1), proof=late.phone.pin_code(code), at=at_the_site())
    assert answer["forecast"]["outlook"] == "at_risk"
    assert warnings_to(database_url, late) == ["attendance.at_risk"]
    await nightly_warnings.warn_those_at_risk(resources)
    assert warnings_to(database_url, late) == ["attendance.at_risk"]


async def test_a_refused_check_in_warns_too_and_the_next_one_still_counts(
    world: World, clock: StoppedClock, database_url: str
) -> None:
    late = world.trainees[0]
    clock.move_to(world.starts_at(1) - timedelta(minutes=5))
    far = await late.phone.check_in(
        world.session(1), proof=late.phone.pin_code("000000"), at=at_the_site(latitude=30.5)
    )
    assert far["outcome"] == "refused"
    assert warnings_to(database_url, late) == ["attendance.at_risk"]
    clock.advance(seconds=30)
    code = await world.instructor.classroom_code(world.session(1))
    answer = await late.phone.check_in(world.session(1), proof=late.phone.pin_code(code), at=at_the_site())
    assert answer["credited_hours"] == 4
    assert warnings_to(database_url, late) == ["attendance.at_risk"]
