"""What somebody said to a missed check: in their copy, gone with their erasure, and ended with the evidence."""

from datetime import timedelta

import httpx
import psycopg
import pytest

from checkin_service.checkin.service import checks
from checkin_service.cli.verify import verify
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from checkin_service.privacy.service.retention import end_what_is_over
from tests.building.world import World, at_the_site
from tests.conftest import StoppedClock
from tests.privacy.rights import GROUNDS, a_class_with_somebody, end_class

WORDS = "去了洗手间，没听到提醒"
GONE = "（已删除）"
STEP_S = 240
"""Shorter than a check lasts."""


@pytest.fixture
async def ended(resources: Resources, client: httpx.AsyncClient, clock: StoppedClock) -> World:
    """A class that is over, in which the first person missed a check and said why; four of five lessons had one."""
    world = await a_class_with_somebody(resources, client, clock)
    phone = world.trainees[0].phone
    await checks.plan_checks(resources)
    for lesson in range(2):
        if lesson:
            clock.move_to(world.starts_at(lesson))
            await world.instructor.sign_in()
            code = await world.instructor.classroom_code(world.session(lesson))
            await phone.check_in(world.session(lesson), proof=phone.pin_code(code), at=at_the_site())
        while clock.now() < world.starts_at(lesson) + timedelta(hours=4):
            await checks.hold_checks(resources)
            clock.advance(seconds=STEP_S)
    await phone.sign_in()
    missed = (await phone.get("/v1/me/checks"))["checks"][0]
    assert missed["state"] == "missed"
    body = {"request_id": new_id(), "words": WORDS}
    await phone.post(f"/v1/me/checks/{missed['session_id']}/explanation", body)
    for each in (world.admin, world.officer, world.reviewer):
        await each.sign_in()
    await end_class(world, resources, clock)
    return world


async def read_by_the_authority(world: World) -> str:
    await world.officer.sign_in()
    found = (await world.officer.get(f"/v1/classes/{world.class_id}/checks"))["checks"]
    (said,) = [each["explanation"] for each in found if each["explanation"]]
    return str(said)


async def test_it_stands_opened_in_the_copy(ended: World) -> None:
    phone = ended.trainees[0].phone
    await phone.sign_in()
    copy = await phone.get("/v1/me/copy")
    assert WORDS in copy["document"]
    assert await read_by_the_authority(ended) == WORDS


async def test_it_goes_with_an_erasure_and_that_there_was_a_check_stays(
    ended: World, resources: Resources, database_url: str
) -> None:
    phone = ended.trainees[0].phone
    await phone.sign_in()
    asked = await phone.post("/v1/me/erasure", {"person_request_id": new_id()})
    await ended.officer.sign_in()
    decision = {"request_id": new_id(), "approved": True, "document_number": GROUNDS["document_number"]}
    await ended.officer.post(f"/v1/person-requests/{asked['person_request_id']}/decision", decision)
    assert await read_by_the_authority(ended) == GONE
    with psycopg.connect(database_url) as connection:
        held = "SELECT count(*) FROM person_check WHERE class_id = %s AND trainee_id = %s"
        row = connection.execute(held, [ended.class_id, ended.trainees[0].trainee_id]).fetchone()
    assert row is not None
    assert row[0] > 0
    assert await verify(resources.database, resources.sealer) == 0


async def test_it_ends_with_the_evidence_three_years_after_the_class(
    ended: World, resources: Resources, clock: StoppedClock
) -> None:
    clock.advance(days=1_094)
    await end_what_is_over(resources)
    assert await read_by_the_authority(ended) == WORDS
    clock.advance(days=2)
    await end_what_is_over(resources)
    assert await read_by_the_authority(ended) == GONE
    assert await verify(resources.database, resources.sealer) == 0
