"""Changes of an approved plan: by the authority, with a reason; the baseline stays and everybody's forecast follows."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from checkin_service.client import Refused
from checkin_service.client.wire import Actor
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from tests.building.world import World, a_world, at_the_site
from tests.conftest import StoppedClock


@pytest.fixture
async def world(resources: Resources, client: httpx.AsyncClient, clock: StoppedClock) -> World:
    """Five sessions of four class hours, the first in an hour."""
    return await a_world(resources, client, clock)


async def change(world: World, kind: str, *, by: Actor | None = None, number: int = 1, **more: Any) -> dict[str, Any]:
    asked = {"kind": kind, "session_id": world.session(number), **more}
    body = {"change_id": new_id(), "reason": "台风停课通知", "change": asked}
    return dict(await (by or world.officer).post(f"/v1/classes/{world.class_id}/plan-changes", body))


def new_session(world: World, **changes: Any) -> dict[str, Any]:
    starts_at = world.starts_at(4) + timedelta(days=1)
    body = {
        "session_id": new_id(),
        "site_id": world.site_id,
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=3),
        "class_hours": 4,
    }
    return body | changes


async def check_in(world: World, clock: StoppedClock, number: int = 0) -> dict[str, Any]:
    clock.move_to(world.starts_at(number) - timedelta(minutes=5))
    phone = world.trainees[0].phone
    code = await world.instructor.classroom_code(world.session(number))
    return await phone.check_in(world.session(number), proof=phone.pin_code(code), at=at_the_site())


async def test_a_cancelled_session_leaves_the_total_and_the_baseline_stays(world: World, clock: StoppedClock) -> None:
    changed = await change(world, "cancelled")
    assert (changed["baseline_hours"], changed["total_hours"]) == (20, 16)
    assert [each["is_cancelled"] for each in changed["sessions"]] == [False, True, False, False, False]
    answer = await check_in(world, clock)
    assert answer["attendance"]["rate"] == "4/16"
    assert answer["forecast"]["needed_hours"] == 10
    assert answer["forecast"]["sessions_left"] == 3
    (own,) = await world.trainees[0].phone.own_attendance()
    assert (own["baseline_hours"], own["attendance"]["total_hours"]) == (20, 16)
    board = await world.admin.attendance_of(world.class_id)
    assert (board["baseline_hours"], board["total_hours"]) == (20, 16)


async def test_a_session_made_up_enters_the_total(world: World) -> None:
    await change(world, "cancelled")
    made_up = await change(world, "made_up", **new_session(world))
    assert (made_up["baseline_hours"], made_up["total_hours"]) == (20, 20)
    assert len(made_up["sessions"]) == 6


async def test_an_added_session_can_be_attended(world: World, clock: StoppedClock) -> None:
    added = new_session(world, class_hours=2)
    assert (await change(world, "added", **added))["total_hours"] == 22
    clock.move_to(added["starts_at"] - timedelta(minutes=5))
    phone = world.trainees[0].phone
    code = await world.instructor.classroom_code(added["session_id"])
    answer = await phone.check_in(added["session_id"], proof=phone.pin_code(code), at=at_the_site())
    assert (answer["credited_hours"], answer["attendance"]["rate"]) == (2, "2/22")


async def test_a_moved_session_is_attended_at_its_new_time(world: World, clock: StoppedClock) -> None:
    starts_at = world.starts_at(1) + timedelta(hours=5)
    moved = await change(world, "moved", starts_at=starts_at, ends_at=starts_at + timedelta(hours=3))
    assert moved["total_hours"] == 20
    clock.move_to(world.starts_at(1) - timedelta(minutes=5))
    phone = world.trainees[0].phone
    with pytest.raises(Refused, match="is shown while people may check in"):
        await world.instructor.classroom_code(world.session(1))
    early = await phone.check_in(world.session(1), proof=phone.pin_code("000000"), at=at_the_site())
    assert early["outcome"] == "refused"
    clock.move_to(starts_at - timedelta(minutes=5))
    code = await world.instructor.classroom_code(world.session(1))
    answer = await phone.check_in(world.session(1), proof=phone.pin_code(code), at=at_the_site())
    assert answer["credited_hours"] == 4


async def test_what_was_credited_is_not_cancelled(world: World, clock: StoppedClock) -> None:
    await check_in(world, clock)
    with pytest.raises(Refused, match="have been credited"):
        await change(world, "cancelled", number=0)


async def test_a_session_that_nobody_attended_can_be_cancelled_afterwards(world: World, clock: StoppedClock) -> None:
    clock.move_to(world.starts_at() + timedelta(days=1))
    assert (await change(world, "cancelled", number=0))["total_hours"] == 16


async def test_no_session_is_added_to_the_past_nor_over_another(world: World, clock: StoppedClock) -> None:
    overlapping = new_session(world, starts_at=world.starts_at(2), ends_at=world.starts_at(2) + timedelta(hours=1))
    with pytest.raises(Refused, match="overlap"):
        await change(world, "added", **overlapping)
    past = clock.now() - timedelta(hours=5)
    with pytest.raises(Refused, match="lie ahead"):
        await change(world, "added", **new_session(world, starts_at=past, ends_at=past + timedelta(hours=1)))


async def test_once_its_check_in_has_begun_a_session_is_not_moved(world: World, clock: StoppedClock) -> None:
    later = world.starts_at(0) + timedelta(hours=6)
    clock.move_to(world.starts_at(0) - timedelta(minutes=30))
    with pytest.raises(Refused, match="has begun"):
        await change(world, "moved", number=0, starts_at=later, ends_at=later + timedelta(hours=3))


async def test_an_institution_changes_no_plan(world: World) -> None:
    with pytest.raises(Refused) as refused:
        await change(world, "cancelled", by=world.admin)
    assert refused.value.status == 403


async def test_the_history_of_a_plan_says_why_and_both_totals(world: World) -> None:
    await change(world, "cancelled")
    await change(world, "made_up", **new_session(world))
    told = await world.admin.get(f"/v1/classes/{world.class_id}/plan-changes")
    totals = [(each["kind"], each["hours_before"], each["hours_after"]) for each in told["changes"]]
    assert totals == [("cancelled", 20, 16), ("made_up", 16, 20)]
    assert told["changes"][0]["reason"] == "台风停课通知"
    assert told["changes"][0]["before"]["is_cancelled"] is False


async def test_a_repeated_change_is_made_once(world: World) -> None:
    asked = {"kind": "cancelled", "session_id": world.session(1)}
    body = {"change_id": new_id(), "reason": "台风", "change": asked}
    path = f"/v1/classes/{world.class_id}/plan-changes"
    assert await world.officer.post(path, body) == await world.officer.post(path, body)


async def test_whoever_withdraws_checks_in_no_more(world: World, clock: StoppedClock) -> None:
    phone = world.trainees[0].phone
    body = {"request_id": new_id(), "reason": "已就业"}
    await phone.post(f"/v1/classes/{world.class_id}/withdrawal", body)
    answer = await check_in(world, clock)
    assert answer["outcome"] == "refused"
    assert "withdrawn" in {each["reason"] for each in answer["findings"]}
    with pytest.raises(Refused) as twice:
        await phone.post(f"/v1/classes/{world.class_id}/withdrawal", body | {"request_id": new_id()})
    assert twice.value.status == 409


async def test_a_late_joiner_is_measured_against_the_whole_plan(
    resources: Resources, client: httpx.AsyncClient, clock: StoppedClock
) -> None:
    world = await a_world(resources, client, clock)
    clock.move_to(world.starts_at(2) - timedelta(minutes=5))
    (own,) = await world.trainees[0].phone.own_attendance()
    assert own["attendance"]["total_hours"] == 20
    assert own["forecast"]["outlook"] == "at_risk"
