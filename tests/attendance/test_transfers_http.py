"""Transfers over HTTP: registration, voucher and class hours move together, and each counts once."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest

from checkin_service.attendance.service.verification import counter_differences, unfounded_credits
from checkin_service.client import Refused
from checkin_service.eligibility.store import facts
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from checkin_service.timetable import service as timetable
from checkin_service.voucher import service as vouchers
from tests.building.identities import a_name, a_resident_id
from tests.building.world import Trainee, World, a_world, approve, at_the_site
from tests.conftest import StoppedClock

GROUNDS = {"document_number": "示人社培〔2026〕8号", "reason": "工作时间调整"}


@pytest.fixture
async def world(resources: Resources, client: httpx.AsyncClient, clock: StoppedClock) -> World:
    return await a_world(resources, client, clock, kinds=("targeted",))


async def another_class(world: World, first_day: datetime, *, sessions: int = 5) -> UUID:
    """Open, of the same project, meeting in the evening."""
    plan = [
        {
            "session_id": new_id(),
            "ordinal": number + 1,
            "site_id": world.site_id,
            "starts_at": first_day + timedelta(hours=8, days=number),
            "ends_at": first_day + timedelta(hours=11, days=number),
            "class_hours": 4,
        }
        for number in range(sessions)
    ]
    class_id = await world.admin.apply_for_class(
        name="电工晚班", project_id=world.project_id, teaching_plan="安全用电", sessions=plan
    )
    row = {"trainee_id": new_id(), "name": a_name(), "document": a_resident_id(), "voucher_kind": "targeted"}
    await world.admin.submit_roster(class_id, [row])
    await world.admin.record_briefing(class_id)
    await world.officer.decide_opening(class_id)
    return class_id


async def attend(world: World, trainee: Trainee, number: int, clock: StoppedClock) -> None:
    clock.move_to(world.starts_at(number) - timedelta(minutes=5))
    code = await world.instructor.classroom_code(world.session(number))
    answer = await trainee.phone.check_in(world.session(number), proof=trainee.phone.pin_code(code), at=at_the_site())
    assert answer["outcome"] == "accepted"


async def propose_move(world: World, to_class_id: UUID) -> UUID:
    body = {
        "transfer_id": new_id(),
        "trainee_id": world.trainees[0].trainee_id,
        "to_class_id": to_class_id,
        **GROUNDS,
    }
    await world.officer.post(f"/v1/classes/{world.class_id}/transfers", body)
    return UUID(str(body["transfer_id"]))


async def move(world: World, to_class_id: UUID) -> dict[str, Any]:
    return await approve(world, await propose_move(world, to_class_id))


async def test_what_can_no_longer_be_done_when_it_is_approved_is_refused(world: World) -> None:
    first = await propose_move(world, await another_class(world, world.starts_at(2)))
    second = await propose_move(world, await another_class(world, world.starts_at(2)))
    (own,) = (await world.trainees[0].phone.get("/v1/me/classes"))["classes"]
    assert own["class_id"] == str(world.class_id)
    await approve(world, first)
    with pytest.raises(Refused) as refused:
        await approve(world, second)
    assert "has left it" in str(refused.value)


async def test_hours_and_voucher_go_along_and_count_once(
    world: World, clock: StoppedClock, resources: Resources
) -> None:
    trainee, target = world.trainees[0], await another_class(world, world.starts_at())
    await attend(world, trainee, 0, clock)
    await attend(world, trainee, 1, clock)
    clock.move_to(world.starts_at(1) + timedelta(hours=13))
    moved = await move(world, target)
    assert (moved["hours"], moved["attendance"]["rate"]) == (8, "8/20")
    classes = {each["class_id"]: each for each in await trainee.phone.own_attendance()}
    assert classes[str(target)]["attendance"]["credited_hours"] == 8
    voucher = await vouchers.voucher_of(resources, trainee.trainee_id, UUID(moved["voucher_id"]))
    assert voucher is not None
    assert (voucher.class_id, voucher.state) == (target, "used")
    registered = await timetable.registration_of(resources.database, trainee.trainee_id, target)
    assert registered is not None
    assert registered.voucher_id == voucher.voucher_id
    assert [
        each
        async for each in unfounded_credits(resources.database, resources.sealer)
        if each.trainee_id == trainee.trainee_id
    ] == []
    assert [
        each for each in await counter_differences(resources.database) if each.trainee_id == trainee.trainee_id
    ] == []


async def test_sessions_still_to_come_are_still_to_be_earned(world: World, clock: StoppedClock) -> None:
    target = await another_class(world, world.starts_at(2))
    await attend(world, world.trainees[0], 0, clock)
    moved = await move(world, target)
    assert (moved["hours"], moved["attendance"]["rate"]) == (0, "0/20")


async def test_the_class_that_was_left_determines_nothing(
    world: World, clock: StoppedClock, resources: Resources
) -> None:
    trainee = world.trainees[0]
    await move(world, await another_class(world, world.starts_at(2)))
    clock.move_to(world.starts_at(4) + timedelta(hours=4))
    await world.admin.apply_for_completion(world.class_id)
    await world.officer.decide_completion(world.class_id)
    place = (trainee.trainee_id, world.class_id)
    assert await facts.of_completed(resources.database, [place]) == {}


async def test_nobody_leaves_twice_or_returns(world: World) -> None:
    target = await another_class(world, world.starts_at(2))
    await move(world, target)
    with pytest.raises(Refused) as refused:
        await move(world, await another_class(world, world.starts_at(2)))
    assert refused.value.status == 422
    body = {"transfer_id": new_id(), "trainee_id": world.trainees[0].trainee_id, **GROUNDS}
    with pytest.raises(Refused) as refused:
        await world.officer.post(f"/v1/classes/{target}/transfers", body | {"to_class_id": world.class_id})
    assert refused.value.status == 422


async def test_only_the_supervising_authority_moves_anybody(world: World) -> None:
    target = await another_class(world, world.starts_at(2))
    body = {
        "transfer_id": new_id(),
        "trainee_id": world.trainees[0].trainee_id,
        "to_class_id": target,
        **GROUNDS,
    }
    for actor in (world.admin, world.reviewer, world.trainees[0].phone):
        with pytest.raises(Refused) as refused:
            await actor.post(f"/v1/classes/{world.class_id}/transfers", body)
        assert refused.value.status == 403


async def test_who_has_moved_is_checked_in_there_and_not_here(world: World, clock: StoppedClock) -> None:
    trainee, target = world.trainees[0], await another_class(world, world.starts_at(2))
    await move(world, target)
    clock.move_to(world.starts_at(1) - timedelta(minutes=5))
    code = await world.instructor.classroom_code(world.session(1))
    answer = await trainee.phone.check_in(world.session(1), proof=trainee.phone.pin_code(code), at=at_the_site())
    assert answer["outcome"] == "refused"
    (own,) = [
        each for each in (await trainee.phone.get("/v1/me/classes"))["classes"] if each["class_id"] == str(target)
    ]
    session = own["sessions"][0]
    clock.move_to(datetime.fromisoformat(session["starts_at"]) - timedelta(minutes=5))
    await world.admin.give_to_everybody(target)
    code = await world.instructor.classroom_code(UUID(session["session_id"]))
    answer = await trainee.phone.check_in(
        UUID(session["session_id"]), proof=trainee.phone.pin_code(code), at=at_the_site()
    )
    assert answer["outcome"] == "accepted"
