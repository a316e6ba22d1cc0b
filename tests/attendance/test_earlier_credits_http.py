"""Credits of before hours were kept as bits: a row for each hour, which counts as one."""

from collections.abc import AsyncIterator
from datetime import timedelta

import httpx
import psycopg
import pytest

from checkin_service.attendance.service.verification import counter_differences
from checkin_service.eligibility.store import facts
from checkin_service.kit.resources import Resources
from tests.building.world import World, a_world, at_the_site
from tests.conftest import StoppedClock

AS_BEFORE = """
ALTER TABLE credit DISABLE TRIGGER USER;
INSERT INTO credit (trainee_id, session_id, hour, class_id, mode, attempt_id, credited_at, evidence_class)
SELECT trainee_id, session_id, another, class_id, mode, attempt_id, credited_at, evidence_class
FROM credit, generate_series(2, 4) AS another WHERE hour_bits IS NOT NULL;
UPDATE credit SET hour_bits = NULL;
ALTER TABLE credit ENABLE TRIGGER USER;
"""


@pytest.fixture
async def attended(
    resources: Resources, client: httpx.AsyncClient, clock: StoppedClock, database_url: str
) -> AsyncIterator[World]:
    """One person, present at the first session of four hours, credited as it was done before."""
    world = await a_world(resources, client, clock, kinds=("targeted",))
    clock.move_to(world.starts_at() - timedelta(minutes=5))
    trainee = world.trainees[0]
    code = await world.instructor.classroom_code(world.session())
    answer = await trainee.phone.check_in(world.session(), at=at_the_site(), proof=trainee.phone.pin_code(code))
    assert answer["credited_hours"] == 4
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute(AS_BEFORE)
        yield world
        connection.execute("ALTER TABLE credit DISABLE TRIGGER USER; DELETE FROM credit; DELETE FROM attendance")


async def test_each_counts_one_hour_wherever_hours_are_counted(
    attended: World, clock: StoppedClock, resources: Resources
) -> None:
    trainee = attended.trainees[0]
    (own,) = await trainee.phone.own_attendance()
    assert own["attendance"]["credited_hours"] == 4
    board = await attended.admin.attendance_of(attended.class_id)
    assert [each["attendance"]["credited_hours"] for each in board["trainees"]] == [4]
    assert await counter_differences(resources.database) == []
    clock.move_to(attended.starts_at(4) + timedelta(hours=4))
    await attended.admin.apply_for_completion(attended.class_id)
    await attended.officer.decide_completion(attended.class_id)
    (judged,) = (await facts.of_completed(resources.database, [(trainee.trainee_id, attended.class_id)])).values()
    assert [each.credited_hours for each in judged.sessions if each.credited_hours] == [4]
