"""`verify`: counters agree with facts, and whatever was tampered with is found and named."""

from datetime import timedelta

import httpx
import psycopg
import pytest

from checkin_service import migrate
from checkin_service.cli.verify import verify
from checkin_service.kit.database import Database
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from checkin_service.kit.scope import Work
from tests.building.world import World, a_world, at_the_site
from tests.conftest import StoppedClock, a_database


@pytest.fixture(scope="module")
async def attended(resources: Resources, client: httpx.AsyncClient, session_clock: StoppedClock) -> World:
    """Two people came to the first session."""
    before = session_clock.now()
    world = await a_world(resources, client, session_clock, kinds=("targeted", "targeted"))
    session_clock.move_to(world.starts_at() - timedelta(minutes=5))
    for trainee in world.trainees:
        code = await world.instructor.classroom_code(world.session())
        await trainee.phone.check_in(world.session(), proof=trainee.phone.pin_code(code), at=at_the_site())
    session_clock.move_to(before)
    return world


async def test_untouched_counters_agree(
    attended: World, resources: Resources, capsys: pytest.CaptureFixture[str]
) -> None:
    await verify(resources.database)
    assert str(attended.trainees[0].trainee_id) not in capsys.readouterr().out


async def test_nothing_wrong_ends_with_zero(capsys: pytest.CaptureFixture[str]) -> None:
    with a_database("verify") as url:
        migrate.upgrade(url)
        async with Database.connected(url, connections=2, work=Work.OPERATOR) as database:
            assert await verify(database) == 0
    assert "0 counters agree" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("tamper", "mend", "said"),
    [
        (
            "UPDATE attendance SET credited_hours = 8 WHERE trainee_id = %s",
            "UPDATE attendance SET credited_hours = 4 WHERE trainee_id = %s",
            "counter 8/0/0/0 ≠ facts 4/0/0/0",
        ),
        (
            "UPDATE attempt SET decision = 'refused' WHERE trainee_id = %s",
            "UPDATE attempt SET decision = 'accepted' WHERE trainee_id = %s",
            "presence_without_attempt",
        ),
        (
            "UPDATE presence SET phase = 'mid' WHERE trainee_id = %s",
            "UPDATE presence SET phase = 'in' WHERE trainee_id = %s",
            "attempt_without_presence",
        ),
        (
            "UPDATE presence SET attempt_id = '00000000-0000-0000-0000-000000000001' WHERE trainee_id = %s",
            "UPDATE presence p SET attempt_id = a.attempt_id FROM attempt a WHERE a.trainee_id = p.trainee_id AND p.trainee_id = %s",  # noqa: E501
            "credit_without_presence",
        ),
        (
            "UPDATE voucher SET state = 'payable' WHERE trainee_id = %s",
            "UPDATE voucher SET state = 'used' WHERE trainee_id = %s",
            "is payable, its history ends used",
        ),
    ],
)
async def test_what_was_tampered_with_is_found_and_named(
    attended: World,
    resources: Resources,
    database_url: str,
    capsys: pytest.CaptureFixture[str],
    tamper: str,
    mend: str,
    said: str,
) -> None:
    trainee_id = attended.trainees[0].trainee_id
    _execute(database_url, tamper, trainee_id)
    try:
        assert await verify(resources.database) == 1
    finally:
        _execute(database_url, mend, trainee_id)
    out = capsys.readouterr().out
    assert said in out
    assert str(trainee_id) in out
    await verify(resources.database)
    assert str(trainee_id) not in capsys.readouterr().out


@pytest.mark.parametrize("column", ["granted_fen", "committed_fen"])
async def test_a_budget_that_was_moved_by_hand_is_found(capsys: pytest.CaptureFixture[str], column: str) -> None:
    fund, moved = "unemployment_insurance_fund", {"granted_fen": 500, "committed_fen": 0}
    with a_database("verify_budget") as url:
        migrate.upgrade(url)
        _execute(url, "INSERT INTO authority VALUES ('330600', '测试人社局', now())")
        _execute(url, "INSERT INTO fund_budget VALUES ('330600', %s, 2026, 500, 0)", fund)
        _execute(
            url,
            "INSERT INTO budget_entry VALUES ('330600', %s, %s, 2026, 'grant', 500, '测试财社9号', %s, now())",
            *(new_id(), fund, new_id()),
        )
        async with Database.connected(url, connections=2, work=Work.OPERATOR) as database:
            assert await verify(database) == 0
            moved[column] += 7
            _execute(url, "UPDATE fund_budget SET granted_fen = %s, committed_fen = %s", *moved.values())
            assert await verify(database) == 1
    assert f"budget 330600 {fund} 2026" in capsys.readouterr().out


def _execute(database_url: str, statement: str, *values: object) -> None:
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute(statement, values)
