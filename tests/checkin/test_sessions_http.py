"""Sessions of every kind over HTTP: online, across midnight, in two classes at once, theory and practice."""

from datetime import timedelta
from typing import Any

import httpx
import psycopg
import pytest

from checkin_service.checkin import store
from checkin_service.checkin.model.cases import Question
from checkin_service.client import ECardPlatform
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from tests.building.world import World, a_world, at_the_site
from tests.conftest import StoppedClock


@pytest.fixture
async def world(resources: Resources, client: httpx.AsyncClient, clock: StoppedClock) -> World:
    return await a_world(resources, client, clock)


async def add(world: World, **changes: Any) -> dict[str, Any]:
    starts_at = world.starts_at(4) + timedelta(days=1)
    session = {
        "kind": "added",
        "session_id": new_id(),
        "site_id": world.site_id,
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=3),
        "class_hours": 4,
    } | changes
    body = {"change_id": new_id(), "reason": "加课", "change": session}
    await world.officer.post(f"/v1/classes/{world.class_id}/plan-changes", body)
    return session


async def test_an_online_session_is_credited_in_its_own_mode(
    world: World, clock: StoppedClock, e_card_platform: ECardPlatform, database_url: str
) -> None:
    session, trainee, attempt_id = await add(world, delivery="online"), world.trainees[0], new_id()
    clock.move_to(session["starts_at"] - timedelta(minutes=5))
    proof = e_card_platform.proof(
        attempt_id=attempt_id, session_id=session["session_id"], document=trainee.document, at=clock.now()
    )
    answer = await trainee.phone.check_in(session["session_id"], proof=proof, at=None, attempt_id=attempt_id)
    assert (answer["outcome"], answer["credited_hours"]) == ("accepted", 4)
    with psycopg.connect(database_url) as connection:
        modes = connection.execute(
            "SELECT DISTINCT mode FROM credit WHERE trainee_id = %s", (trainee.trainee_id,)
        ).fetchall()
    assert modes == [("online",)]


async def test_a_session_across_midnight_is_one_session(world: World, clock: StoppedClock) -> None:
    # 23:55 in China: the check-in closes at 00:10 of the next civil day.
    starts_at = (world.starts_at(4) + timedelta(days=1)).replace(hour=15, minute=55)
    session = await add(world, starts_at=starts_at, ends_at=starts_at + timedelta(hours=3))
    clock.move_to(starts_at + timedelta(minutes=10))
    phone = world.trainees[0].phone
    code = await world.instructor.classroom_code(session["session_id"])
    answer = await phone.check_in(session["session_id"], proof=phone.pin_code(code), at=at_the_site())
    assert (answer["outcome"], answer["credited_hours"]) == ("accepted", 4)


async def test_whoever_is_accepted_in_two_classes_at_once_is_found(
    world: World, resources: Resources, client: httpx.AsyncClient, clock: StoppedClock
) -> None:
    other, trainee = await a_world(resources, client, clock), world.trainees[0]
    entry = {"trainee_id": trainee.trainee_id, "name": trainee.name, "document": trainee.document}
    await other.admin.submit_roster(other.class_id, [entry | {"voucher_kind": "targeted"}])
    clock.move_to(world.starts_at() - timedelta(minutes=5))
    outcomes = []
    for each in (world, other):
        clock.advance(seconds=20)
        code = await each.instructor.classroom_code(each.session())
        answer = await trainee.phone.check_in(each.session(), proof=trainee.phone.pin_code(code), at=at_the_site())
        outcomes.append({finding["reason"] for finding in answer["findings"]})
    assert "present_elsewhere" not in outcomes[0]
    assert "present_elsewhere" in outcomes[1]


async def test_theory_passed_is_known_where_practice_is_taught(
    world: World, resources: Resources, clock: StoppedClock
) -> None:
    practice = await add(world, part="practice")
    trainee_id = world.trainees[0].trainee_id

    async def has_passed_theory() -> bool:
        question = Question(
            session_id=practice["session_id"], attempt_id=new_id(), asked_at=clock.now(), trainee_id=trainee_id
        )
        found = await store.situation(resources.database, question)
        assert found is not None
        return found.trainee.has_passed_theory

    clock.move_to(world.starts_at(1))
    day = clock.now().date()
    results = [{"trainee_id": trainee_id, "passed": True, "assessed_on": day}]
    await world.admin.record_results(world.class_id, [results[0] | {"part": "theory", "passed": False}])
    assert not await has_passed_theory()
    await world.admin.record_results(world.class_id, [results[0] | {"part": "theory"}])
    assert await has_passed_theory()
    (line,) = await world.admin.roster_of(world.class_id)
    assert line["passed"] is None
