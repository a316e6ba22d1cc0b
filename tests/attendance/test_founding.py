"""Credits by decision, from paper, learnt or taken along rest on what they say; what does not is named."""

from datetime import timedelta

import httpx
import psycopg
import pytest

from checkin_service.attendance.service.verification import unfounded_credits
from checkin_service.kit.resources import Resources
from tests.attendance.learning import LearningPlatform, learn
from tests.attendance.test_appeals_http import decide, file
from tests.building.world import World, a_world
from tests.conftest import StoppedClock


@pytest.fixture(scope="module")
async def founded(resources: Resources, client: httpx.AsyncClient, session_clock: StoppedClock) -> World:
    """Two hours corrected by a decision, one learnt."""
    before = session_clock.now()
    world = await a_world(resources, client, session_clock, sessions=4, learning_hours=4)
    platform, trainee = LearningPlatform(), world.trainees[0]
    await platform.be_entered(world)
    session_clock.move_to(world.starts_at() + timedelta(hours=10))
    await decide(world.reviewer, await file(trainee.phone, world, hours=2))
    await learn(platform, world, trainee, world.starts_at() + timedelta(hours=4))
    session_clock.move_to(before)
    return world


async def faults(resources: Resources, world: World) -> set[str]:
    mine = world.trainees[0].trainee_id
    return {
        each.fault async for each in unfounded_credits(resources.database, resources.sealer) if each.trainee_id == mine
    }


_TURN = (
    "UPDATE learning_record SET statement_commitment = "
    "substring(statement_commitment FROM {by} + 1) || substring(statement_commitment FOR {by}) WHERE trainee_id = %s"
)
_SPOILT = (
    "UPDATE learning_record SET statement_sealed = overlay(statement_sealed PLACING {new} FROM 1) WHERE trainee_id = %s"
)


@pytest.mark.parametrize(
    ("tamper", "mend", "fault"),
    [
        (
            "UPDATE correction_decision SET accepted = false WHERE trainee_id = %s",
            "UPDATE correction_decision SET accepted = true WHERE trainee_id = %s",
            "correction_without_decision",
        ),
        (
            "UPDATE appeal SET hours = 1 WHERE trainee_id = %s",
            "UPDATE appeal SET hours = 2 WHERE trainee_id = %s",
            "correction_without_decision",
        ),
        (
            "UPDATE credit SET mode = 'imported' WHERE mode = 'corrected' AND trainee_id = %s",
            "UPDATE credit SET mode = 'corrected' WHERE mode = 'imported' AND trainee_id = %s",
            "import_without_opening_balance",
        ),
        (
            "UPDATE credit SET mode = 'transferred' WHERE mode = 'corrected' AND trainee_id = %s",
            "UPDATE credit SET mode = 'corrected' WHERE mode = 'transferred' AND trainee_id = %s",
            "taken_along_without_transfer",
        ),
        (
            "UPDATE learning_record SET credited_hours = 2 WHERE trainee_id = %s",
            "UPDATE learning_record SET credited_hours = 1 WHERE trainee_id = %s",
            "learnt_without_record",
        ),
        (
            "UPDATE learning_record SET minutes = 80, counted_minutes = 80 WHERE trainee_id = %s",
            "UPDATE learning_record SET minutes = 50, counted_minutes = 50 WHERE trainee_id = %s",
            "record_counts_too_much",
        ),
        (
            _TURN.format(by=1),
            _TURN.format(by=31),
            "record_not_signed",
        ),
        (
            _SPOILT.format(new=r"'\x02'::bytea"),
            _SPOILT.format(new=r"'\x01'::bytea"),
            "record_not_signed",
        ),
    ],
)
async def test_what_does_not_rest_on_what_it_says_is_named(
    founded: World, resources: Resources, database_url: str, tamper: str, mend: str, fault: str
) -> None:
    execute(database_url, tamper, founded)
    assert fault in await faults(resources, founded)
    execute(database_url, mend, founded)
    assert await faults(resources, founded) == set()


def execute(database_url: str, statement: str, world: World) -> None:
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute(statement, (world.trainees[0].trainee_id,))
