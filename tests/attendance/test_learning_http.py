"""Learning records over HTTP: credited once, refused ones kept, traced by the proof and told in the document."""

import asyncio
import json
from datetime import timedelta
from typing import Any

import httpx
import pytest

from checkin_service.attendance.service.verification import counter_differences, unfounded_credits
from checkin_service.client import Refused
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from tests.attendance.learning import LearningPlatform, learn
from tests.building.world import World, a_world, at_the_site
from tests.conftest import StoppedClock


@pytest.fixture
async def world(resources: Resources, client: httpx.AsyncClient, clock: StoppedClock) -> World:
    """A class of four sessions of four hours, and four hours to be learnt at one's own pace."""
    world = await a_world(resources, client, clock, kinds=("targeted", "targeted"), sessions=4, learning_hours=4)
    clock.move_to(world.starts_at() + timedelta(hours=10))
    return world


@pytest.fixture
async def platform(world: World) -> LearningPlatform:
    platform = LearningPlatform()
    await platform.be_entered(world)
    return platform


async def standing(world: World) -> dict[str, Any]:
    (own,) = await world.trainees[0].phone.own_attendance()
    return dict(own["attendance"])


async def faults(resources: Resources, world: World) -> list[str]:
    people = {each.trainee_id for each in world.trainees}
    different = [each for each in await counter_differences(resources.database) if each.trainee_id in people]
    return [str(each) for each in different] + [
        each.fault
        async for each in unfounded_credits(resources.database, resources.sealer)
        if each.trainee_id in people
    ]


async def test_a_record_credits_the_hours_it_completes(
    world: World, platform: LearningPlatform, resources: Resources
) -> None:
    trainee, evening = world.trainees[0], world.starts_at() + timedelta(hours=4)
    first = await learn(platform, world, trainee, evening, 80)
    assert (first["accepted"], first["counted_minutes"], first["credited_hours"]) == (True, 80, 1)
    assert first["attendance"]["rate"] == "1/20"
    second = await learn(platform, world, trainee, evening + timedelta(hours=2), 30)
    assert (second["counted_minutes"], second["credited_hours"]) == (30, 1)
    assert (await standing(world))["rate"] == "2/20"
    assert await faults(resources, world) == []


async def test_what_was_learnt_and_what_is_left_to_learn_stand_in_the_forecast(
    world: World, platform: LearningPlatform, clock: StoppedClock
) -> None:
    trainee = world.trainees[0]
    answer = await learn(platform, world, trainee, world.starts_at() + timedelta(hours=4), 50)
    # Three sessions of four hours, and three of the four hours to learn.
    assert answer["forecast"]["hours_left"] == 15
    (own,) = await trainee.phone.own_attendance()
    assert own["forecast"]["hours_left"] == 15
    clock.move_to(world.starts_at(1) - timedelta(minutes=5))
    code = await world.instructor.classroom_code(world.session(1))
    checked_in = await trainee.phone.check_in(world.session(1), proof=trainee.phone.pin_code(code), at=at_the_site())
    assert checked_in["forecast"]["hours_left"] == 11


async def test_a_repeated_record_is_answered_once(world: World, platform: LearningPlatform) -> None:
    trainee = world.trainees[0]
    said = platform.statement(world.session(-1), trainee, world.starts_at() + timedelta(hours=4))
    first = await trainee.phone.post("/v1/learning-records", said)
    assert await trainee.phone.post("/v1/learning-records", said) == first
    assert (await standing(world))["credited_hours"] == 1


async def test_records_of_one_time_sent_at_once_are_counted_once(
    world: World, platform: LearningPlatform, resources: Resources
) -> None:
    trainee, evening = world.trainees[0], world.starts_at() + timedelta(hours=4)
    statements = [platform.statement(world.session(-1), trainee, evening) for _ in range(8)]

    sent = (trainee.phone.post("/v1/learning-records", said) for said in statements)
    answers = await asyncio.gather(*sent, return_exceptions=True)
    assert {each.status for each in answers if isinstance(each, Refused)} <= {409}
    assert len([each for each in answers if isinstance(each, dict) and each["accepted"]]) == 1
    assert (await standing(world))["credited_hours"] == 1
    assert await faults(resources, world) == []


async def test_a_statement_about_somebody_else_is_kept_and_counts_nothing(
    world: World, platform: LearningPlatform
) -> None:
    trainee, friend = world.trainees
    said = platform.statement(world.session(-1), friend, world.starts_at() + timedelta(hours=4))
    answer = await trainee.phone.post("/v1/learning-records", said)
    assert (answer["accepted"], answer["credited_hours"]) == (False, 0)
    assert {each["reason"] for each in answer["findings"] if each["outcome"] == "fail"} == {
        "not_signed",
        "another_person",
    }
    listed = await trainee.phone.get("/v1/learning-records", **{"class": world.class_id})
    assert [each["accepted"] for each in listed["records"]] == [False]
    assert (await friend.phone.get("/v1/learning-records", **{"class": world.class_id}))["records"] == []
    assert len((await world.admin.get("/v1/learning-records", **{"class": world.class_id}))["records"]) == 1


async def test_an_institution_is_no_witness_of_its_own_classes(world: World) -> None:
    platform, trainee = LearningPlatform(), world.trainees[0]
    await platform.be_entered(world, operator_id=world.institution_id)
    answer = await learn(platform, world, trainee, world.starts_at() + timedelta(hours=4))
    assert not answer["accepted"]
    said = platform.statement(world.session(-1), trainee, world.starts_at() + timedelta(hours=4))
    with pytest.raises(Refused) as refused:
        await world.admin.post("/v1/learning-records", said)
    assert refused.value.status == 403


async def test_a_platform_that_was_ended_is_believed_no_more(world: World, platform: LearningPlatform) -> None:
    trainee, evening = world.trainees[0], world.starts_at() + timedelta(hours=4)
    await learn(platform, world, trainee, evening)
    end = {"request_id": new_id(), "reason": "合同到期"}
    await world.officer.post(f"/v1/learning-platforms/{platform.platform_id}/end", end)
    assert not (await learn(platform, world, trainee, evening + timedelta(hours=1)))["accepted"]
    assert (await standing(world))["credited_hours"] == 1
    with pytest.raises(Refused) as refused:
        await world.officer.post(
            f"/v1/learning-platforms/{platform.platform_id}/end", {"request_id": new_id(), "reason": "合同到期"}
        )
    assert refused.value.status == 404
    listed = (await world.officer.get("/v1/learning-platforms"))["platforms"]
    (ended,) = [each for each in listed if each["platform_id"] == str(platform.platform_id)]
    assert ended["ended_at"]


async def test_a_platform_of_nobody_is_not_entered(world: World) -> None:
    with pytest.raises(Refused) as refused:
        await LearningPlatform().be_entered(world, operator_id=new_id())
    assert refused.value.status == 404


async def test_nobody_checks_in_to_what_is_learnt_at_ones_own_pace(world: World) -> None:
    trainee = world.trainees[0]
    with pytest.raises(Refused, match="no window"):
        await world.instructor.classroom_code(world.session(-1))
    answer = await trainee.phone.check_in(world.session(-1), proof=trainee.phone.pin_code("000000"), at=at_the_site())
    assert answer["outcome"] == "refused"
    assert "session_self_paced" in {each["reason"] for each in answer["findings"]}
    (own,) = (await trainee.phone.get("/v1/me/classes"))["classes"]
    (alone,) = [each for each in own["sessions"] if each["delivery"] == "self_paced"]
    assert alone["windows"] == []


async def test_a_record_of_a_class_of_others_does_not_exist(world: World, platform: LearningPlatform) -> None:
    trainee = world.trainees[0]
    said = platform.statement(new_id(), trainee, world.starts_at() + timedelta(hours=4))
    with pytest.raises(Refused) as refused:
        await trainee.phone.post("/v1/learning-records", said)
    assert refused.value.status == 404


async def test_practice_is_never_self_paced(world: World) -> None:
    session = world.sessions[-1] | {"session_id": new_id(), "part": "practice", "ordinal": 1}
    with pytest.raises(Refused) as refused:
        await world.admin.apply_for_class(
            name="实操班", project_id=world.project_id, teaching_plan="实操", sessions=[session]
        )
    assert "自主学习" in json.dumps(refused.value.problem, ensure_ascii=False)
