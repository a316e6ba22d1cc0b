"""Leave over HTTP: asked for or recorded, decided by somebody else, shown, and never raising a rate."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from checkin_service.client import Refused
from checkin_service.client.wire import Actor
from checkin_service.eligibility.store import facts
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from tests.building.world import World, a_world
from tests.conftest import StoppedClock


@pytest.fixture
async def world(resources: Resources, client: httpx.AsyncClient, clock: StoppedClock) -> World:
    return await a_world(resources, client, clock, kinds=("targeted", "targeted"))


async def ask(actor: Actor, world: World, path: str = "/v1/leaves", **changes: Any) -> dict[str, Any]:
    body = {
        "leave_id": new_id(),
        "class_id": world.class_id,
        "starts_at": world.starts_at(1),
        "ends_at": world.starts_at(2) + timedelta(hours=3),
        "reason": "就医",
        "evidence": "诊断证明",
    }
    return dict(await actor.post(path, body | changes))


async def decide(actor: Actor, leave: dict[str, Any], *, granted: bool = True) -> dict[str, Any]:
    body = {
        "request_id": new_id(),
        "trainee_id": leave["trainee_id"],
        "leave_id": leave["leave_id"],
        "granted": granted,
        "reason": "情况属实",
    }
    return dict(await actor.post("/v1/leaves/decisions", body))


async def leaves(actor: Actor, world: World, **more: str) -> list[dict[str, Any]]:
    return list((await actor.get("/v1/leaves", **{"class": world.class_id}, **more))["leaves"])


async def test_granted_leave_is_shown_and_raises_no_rate(world: World) -> None:
    trainee = world.trainees[0]
    (before,) = await trainee.phone.own_attendance()
    asked = await ask(trainee.phone, world)
    assert asked["class_hours"] == 8
    await decide(world.reviewer, asked)
    (after,) = await trainee.phone.own_attendance()
    assert after["attendance"] == before["attendance"]
    assert after["forecast"] == before["forecast"]
    assert (before["leave_hours"], after["leave_hours"]) == (0, 8)
    board = await world.admin.attendance_of(world.class_id)
    assert {each["trainee_id"]: each["leave_hours"] for each in board["trainees"]} == {
        str(trainee.trainee_id): 8,
        str(world.trainees[1].trainee_id): 0,
    }


async def test_leave_that_is_not_granted_explains_nothing(world: World) -> None:
    trainee = world.trainees[0]
    await decide(world.officer, await ask(trainee.phone, world), granted=False)
    (own,) = await trainee.phone.own_attendance()
    assert own["leave_hours"] == 0
    (told,) = await leaves(trainee.phone, world)
    assert (told["granted"], told["decision_reason"]) == (False, "情况属实")


async def test_an_institution_records_and_does_not_decide(world: World) -> None:
    recorded = await ask(world.admin, world, "/v1/leave-records", trainee_id=world.trainees[0].trainee_id)
    with pytest.raises(Refused) as refused:
        await decide(world.admin, recorded)
    assert refused.value.status == 403
    await decide(world.reviewer, recorded)
    with pytest.raises(Refused) as refused:
        await decide(world.reviewer, recorded)
    assert refused.value.status == 409


async def test_evidence_is_not_read_by_the_institution(world: World) -> None:
    await ask(world.trainees[0].phone, world)
    (seen,) = await leaves(world.reviewer, world, open="true")
    assert seen["evidence"] == "诊断证明"
    (seen,) = await leaves(world.admin, world)
    assert seen["evidence"] is None
    assert await leaves(world.trainees[1].phone, world) == []


async def test_leave_covers_whole_sessions_of_the_class(world: World) -> None:
    phone = world.trainees[0].phone
    starts_at = world.starts_at(1)
    with pytest.raises(Refused) as refused:
        await ask(phone, world, starts_at=starts_at + timedelta(minutes=1), ends_at=starts_at + timedelta(hours=9))
    assert refused.value.status == 422
    with pytest.raises(Refused) as refused:
        await ask(phone, world, starts_at=starts_at, ends_at=starts_at)
    assert refused.value.status == 422
    with pytest.raises(Refused) as refused:
        await ask(phone, world, class_id=new_id())
    assert refused.value.status == 404


async def test_who_has_left_needs_no_leave(world: World) -> None:
    phone = world.trainees[0].phone
    body = {"request_id": new_id(), "reason": "已就业"}
    await phone.post(f"/v1/classes/{world.class_id}/withdrawal", body)
    with pytest.raises(Refused) as refused:
        await ask(phone, world)
    assert refused.value.status == 422


async def test_the_determination_tells_of_leave(world: World, clock: StoppedClock, resources: Resources) -> None:
    trainee = world.trainees[0]
    await decide(world.reviewer, await ask(trainee.phone, world))
    clock.move_to(world.starts_at(4) + timedelta(hours=4))
    await world.admin.apply_for_completion(world.class_id)
    await world.officer.decide_completion(world.class_id)
    place = (trainee.trainee_id, world.class_id)
    found = (await facts.of_completed(resources.database, [place]))[place]
    assert [each.is_on_leave for each in found.sessions] == [False, True, True, False, False]
    assert found.credited_hours == 0
    assert found.total_hours == 20
    with pytest.raises(Refused) as refused:
        await ask(trainee.phone, world)
    assert refused.value.status == 422
