"""Appeals over HTTP: filed by a trainee or proposed by the institution, decided by others, shown apart."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from checkin_service.client import Refused
from checkin_service.client.wire import Actor
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from tests.building.outbox import undelivered
from tests.building.world import Trainee, World, a_world, at_the_site
from tests.conftest import StoppedClock


@pytest.fixture
async def world(resources: Resources, client: httpx.AsyncClient, clock: StoppedClock) -> World:
    """The first session is over and nobody has checked in."""
    world = await a_world(resources, client, clock, kinds=("targeted", "targeted"))
    clock.move_to(world.starts_at() + timedelta(hours=4))
    return world


async def file(actor: Actor, world: World, path: str = "/v1/appeals", **changes: Any) -> dict[str, Any]:
    body = {
        "appeal_id": new_id(),
        "session_id": world.session(),
        "hours": 4,
        "reason": "终端断电",
        "evidence": "同桌李某可以作证",
    }
    return dict(await actor.post(path, body | changes))


async def decide(actor: Actor, appeal: dict[str, Any], decision: str = "accept") -> dict[str, Any]:
    body = {
        "request_id": new_id(),
        "trainee_id": appeal["trainee_id"],
        "appeal_id": appeal["appeal_id"],
        "decision": decision,
        "reason": "监控录像核实",
    }
    return dict(await actor.post("/v1/appeals/decisions", body))


async def standing(trainee: Trainee) -> dict[str, Any]:
    (own,) = await trainee.phone.own_attendance()
    return dict(own["attendance"])


async def test_an_accepted_appeal_credits_hours_shown_apart(world: World) -> None:
    trainee = world.trainees[0]
    filed = await file(trainee.phone, world)
    assert (await standing(trainee))["credited_hours"] == 0
    decided = await decide(world.reviewer, filed)
    assert decided["credited_hours"] == 4
    shown = await standing(trainee)
    assert (shown["rate"], shown["corrected_hours"], shown["imported_hours"]) == ("4/20", 4, 0)
    assert decided["attendance"] == shown
    board = await world.admin.attendance_of(world.class_id)
    corrected = {each["trainee_id"]: each["attendance"]["corrected_hours"] for each in board["trainees"]}
    assert corrected[str(trainee.trainee_id)] == 4


async def test_a_rejected_appeal_credits_nothing_and_may_be_filed_once_more(world: World) -> None:
    trainee = world.trainees[0]
    await decide(world.reviewer, await file(trainee.phone, world), "reject")
    assert (await standing(trainee))["credited_hours"] == 0
    assert (await file(trainee.phone, world))["due_on"]


async def test_part_of_a_session_can_be_contested(world: World) -> None:
    trainee = world.trainees[0]
    await decide(world.reviewer, await file(trainee.phone, world, hours=1))
    await decide(world.reviewer, await file(trainee.phone, world, hours=3))
    assert (await standing(trainee))["corrected_hours"] == 4


async def test_the_authority_has_fifteen_working_days(world: World, clock: StoppedClock) -> None:
    filed = await file(world.trainees[0].phone, world)
    assert filed["due_on"] == "2026-03-23"
    (listed,) = await open_appeals(world.reviewer, world)
    assert not listed["is_overdue"]
    clock.move_to(world.starts_at() + timedelta(days=22))
    (listed,) = await open_appeals(world.reviewer, world)
    assert listed["is_overdue"]


async def open_appeals(actor: Actor, world: World) -> list[dict[str, Any]]:
    return list((await actor.get("/v1/appeals", **{"class": world.class_id, "open": "true"}))["appeals"])


async def test_evidence_is_read_by_the_trainee_and_the_authority_but_not_by_the_institution(world: World) -> None:
    await file(world.trainees[0].phone, world)
    for actor in (world.trainees[0].phone, world.reviewer, world.officer):
        (seen,) = await open_appeals(actor, world)
        assert seen["evidence"] == "同桌李某可以作证"
    (seen,) = await open_appeals(world.admin, world)
    assert seen["evidence"] is None
    assert await open_appeals(world.trainees[1].phone, world) == []


async def test_an_institution_proposes_and_another_side_decides(world: World) -> None:
    trainee = world.trainees[0]
    proposed = await file(world.admin, world, "/v1/correction-proposals", trainee_id=trainee.trainee_id)
    assert (await standing(trainee))["credited_hours"] == 0
    with pytest.raises(Refused) as refused:
        await decide(world.admin, proposed)
    assert refused.value.status == 403
    await decide(world.reviewer, proposed)
    assert (await standing(trainee))["corrected_hours"] == 4


async def test_a_decision_is_final(world: World) -> None:
    filed = await file(world.trainees[0].phone, world)
    await decide(world.reviewer, filed, "reject")
    with pytest.raises(Refused) as refused:
        await decide(world.reviewer, filed)
    assert refused.value.status == 404


async def test_a_decision_sent_again_gets_its_first_answer(world: World) -> None:
    filed = await file(world.trainees[0].phone, world)
    body = {
        "request_id": new_id(),
        "trainee_id": filed["trainee_id"],
        "appeal_id": filed["appeal_id"],
        "decision": "accept",
        "reason": "监控录像核实",
    }
    first = await world.reviewer.post("/v1/appeals/decisions", body)
    assert await world.reviewer.post("/v1/appeals/decisions", body) == first


async def test_nobody_decides_an_appeal_that_does_not_exist(world: World) -> None:
    with pytest.raises(Refused) as refused:
        await decide(world.reviewer, {"trainee_id": world.trainees[0].trainee_id, "appeal_id": new_id()})
    assert refused.value.status == 404


async def test_one_appeal_about_a_session_at_a_time(world: World) -> None:
    await file(world.trainees[0].phone, world)
    with pytest.raises(Refused) as refused:
        await file(world.admin, world, "/v1/correction-proposals", trainee_id=world.trainees[0].trainee_id)
    assert refused.value.status == 422


async def test_a_review_after_a_correction_counts_no_hour_twice(world: World, clock: StoppedClock) -> None:
    trainee = world.trainees[0]
    clock.move_to(world.starts_at(1) - timedelta(minutes=5))
    doubtful = await trainee.phone.check_in(world.session(1), proof=trainee.phone.pin_code("000000"), at=at_the_site())
    assert doubtful["outcome"] == "doubtful"
    clock.move_to(world.starts_at(1) + timedelta(hours=4))
    await decide(world.reviewer, await file(trainee.phone, world, session_id=world.session(1), hours=3))
    (review,) = await world.reviewer.open_reviews(world.class_id)
    reviewed = await world.reviewer.decide(review, decision="accept", reason="监控录像核实")
    assert reviewed["credited_hours"] == 1
    shown = await standing(trainee)
    assert (shown["credited_hours"], shown["corrected_hours"]) == (4, 3)


async def test_filing_and_deciding_are_news(world: World, resources: Resources) -> None:
    trainee = world.trainees[0]
    await decide(world.reviewer, await file(trainee.phone, world))
    events = await undelivered(resources.database, count=10_000, attempts_limit=100)
    types = [each.type for each in events if each.trainee_id == trainee.trainee_id]
    assert {"appeal.filed", "attendance.changed", "appeal.decided"} <= set(types)


async def test_only_somebody_who_decided_nothing_confirms(world: World) -> None:
    trainee = world.trainees[0]
    body = {
        "request_id": new_id(),
        "trainee_id": trainee.trainee_id,
        "class_id": world.class_id,
        "reason": "已抽查录像",
    }
    with pytest.raises(Refused) as nothing_yet:
        await world.officer.post("/v1/corrections/confirmations", body)
    assert nothing_yet.value.status == 409
    await decide(world.reviewer, await file(trainee.phone, world))
    with pytest.raises(Refused) as same_person:
        await world.reviewer.post("/v1/corrections/confirmations", body)
    assert same_person.value.status == 403
    confirmed = await world.officer.post("/v1/corrections/confirmations", body)
    assert confirmed["corrected_hours"] == 4


async def test_who_rejected_the_check_in_does_not_decide_the_appeal(world: World, clock: StoppedClock) -> None:
    trainee = world.trainees[0]
    clock.move_to(world.starts_at(1) - timedelta(minutes=5))
    await trainee.phone.check_in(world.session(1), proof=trainee.phone.pin_code("000000"), at=at_the_site())
    (review,) = await world.reviewer.open_reviews(world.class_id)
    await world.reviewer.decide(review, decision="reject", reason="录像中无此人")
    clock.move_to(world.starts_at(1) + timedelta(hours=4))
    filed = await file(trainee.phone, world, session_id=world.session(1))
    with pytest.raises(Refused) as refused:
        await decide(world.reviewer, filed)
    assert refused.value.status == 403
