"""Check-ins over HTTP against a real database."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import Uuid, bindparam, func, select

from checkin_service.attendance.tables import credit
from checkin_service.checkin.tables import attempt
from checkin_service.client import ECardPlatform, Refused
from checkin_service.identity.service.persons import ERASED
from checkin_service.kit.ids import new_id
from checkin_service.kit.keyring import Realm
from checkin_service.kit.resources import Resources
from tests.building.world import Trainee, World, a_world, at_the_site
from tests.conftest import StoppedClock
from tests.tools.reading import reading


@pytest.fixture(scope="module")
async def world(resources: Resources, client: httpx.AsyncClient, session_clock: StoppedClock) -> AsyncIterator[World]:
    before = session_clock.now()
    yield await a_world(resources, client, session_clock, kinds=("targeted",) * 12)
    session_clock.move_to(before)


@pytest.fixture(scope="module")
def people(world: World) -> Iterator[Trainee]:
    return iter(world.trainees)


@pytest.fixture
def trainee(people: Iterator[Trainee]) -> Trainee:
    """Somebody whom no other test has."""
    return next(people)


@pytest.fixture
def in_class(world: World, clock: StoppedClock) -> World:
    """The world five minutes before the first session."""
    clock.move_to(world.starts_at() - timedelta(minutes=5))
    return world


_ROWS_OF = reading(
    select(
        *(
            select(func.count()).where(table.c.trainee_id == bindparam("trainee_id", type_=Uuid)).label(name)
            for name, table in (("attempts", attempt), ("credits", credit))
        )
    )
)


async def check_in(world: World, trainee: Trainee, **changes: Any) -> dict[str, Any]:
    code = changes.pop("code", None) or await world.instructor.classroom_code(world.session())
    arguments = {"at": at_the_site(), "proof": trainee.phone.pin_code(code), **changes}
    return await trainee.phone.check_in(world.session(), **arguments)


async def test_an_honest_arrival_credits_the_session_and_tells_the_exact_rate(
    in_class: World, trainee: Trainee
) -> None:
    answer = await check_in(in_class, trainee)
    assert answer["outcome"] == "accepted"
    assert answer["credited_hours"] == 4
    assert answer["attendance"] == {
        "credited_hours": 4,
        "corrected_hours": 0,
        "imported_hours": 0,
        "asserted_hours": 0,
        "total_hours": 20,
        "rate": "4/20",
        "decimal": "0.2000",
    }
    assert answer["forecast"]["needed_hours"] == 12
    assert answer["forecast"]["sessions_left"] == 4
    assert answer["forecast"]["may_miss_sessions"] == 2
    for finding in answer["findings"]:
        assert finding["sentence"]["zh"]
        assert finding["sentence"]["en"]
        assert finding["basis"]["kind"]


async def test_a_second_acceptance_of_the_same_session_credits_nothing(
    in_class: World, trainee: Trainee, clock: StoppedClock
) -> None:
    await check_in(in_class, trainee)
    clock.advance(seconds=30)
    answer = await check_in(in_class, trainee)
    assert answer["outcome"] == "accepted"
    assert answer["credited_hours"] == 0
    assert answer["attendance"]["rate"] == "4/20"


async def test_far_away_is_refused_with_distance_and_limit(in_class: World, trainee: Trainee) -> None:
    answer = await check_in(in_class, trainee, at=at_the_site(longitude=120.634))
    assert answer["outcome"] == "refused"
    location = next(each for each in answer["findings"] if each["check"] == "location")
    assert location["outcome"] == "fail"
    assert location["limit"] == 200
    assert 4900 < location["measured"]["distance_m"] < 5100
    assert answer["credited_hours"] == 0


async def test_an_exact_repeat_gets_the_first_answer_byte_for_byte(in_class: World, trainee: Trainee) -> None:
    code = await in_class.instructor.classroom_code(in_class.session())
    body = trainee.phone.attempt(in_class.session(), proof=trainee.phone.pin_code(code), at=at_the_site())
    first, second = await trainee.phone.send_attempt(body), await trainee.phone.send_attempt(body)
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.content == second.content
    read = await trainee.phone.send("GET", f"/v1/check-ins/{first.json()['attempt_id']}")
    assert read.content == first.content


async def test_the_same_id_with_another_body_is_a_conflict(
    in_class: World, trainee: Trainee, clock: StoppedClock
) -> None:
    attempt_id = new_id()
    await check_in(in_class, trainee, attempt_id=attempt_id)
    clock.advance(seconds=30)
    with pytest.raises(Refused) as refused:
        await check_in(in_class, trainee, attempt_id=attempt_id)
    assert refused.value.status == 409
    assert refused.value.problem["type"] == "/problems/id-conflict"


async def test_thirty_two_parallel_sends_make_one_row_and_one_credit(
    in_class: World, trainee: Trainee, resources: Resources
) -> None:
    code = await in_class.instructor.classroom_code(in_class.session())
    body = trainee.phone.attempt(in_class.session(), proof=trainee.phone.pin_code(code), at=at_the_site())
    answers = await asyncio.gather(*(trainee.phone.send_attempt(body) for _ in range(32)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    (rows,) = await resources.database.read(_ROWS_OF, trainee_id=trainee.trainee_id)
    assert (rows.attempts, rows.credits) == (1, 1)
    (standing,) = await trainee.phone.own_attendance()
    assert standing["attendance"]["credited_hours"] == 4


async def test_two_different_attempts_at_once_credit_the_session_once(in_class: World, trainee: Trainee) -> None:
    await trainee.phone.consent("face")
    code = await in_class.instructor.classroom_code(in_class.session())
    answers = await asyncio.gather(
        *(
            trainee.phone.check_in(in_class.session(), proof=trainee.phone.pin_code(code), at=at_the_site())
            for _ in range(6)
        )
    )
    assert sum(answer["credited_hours"] for answer in answers) == 4
    # The code served once; whoever came later needs the next one.
    assert sorted(answer["outcome"] for answer in answers) == ["accepted"] + ["doubtful"] * 5


async def test_a_doubt_ends_by_a_new_attempt_with_the_classroom_code(
    in_class: World, trainee: Trainee, e_card_platform: ECardPlatform, clock: StoppedClock
) -> None:
    poor = at_the_site(accuracy_m=2000.0)

    async def attempt(**extra: Any) -> dict[str, Any]:
        attempt_id = new_id()
        proof = e_card_platform.proof(
            attempt_id=attempt_id, session_id=in_class.session(), document=trainee.document, at=clock.now()
        )
        return await check_in(in_class, trainee, attempt_id=attempt_id, proof=proof, at=poor, **extra)

    doubtful = await attempt()
    assert (doubtful["outcome"], doubtful["credited_hours"]) == ("doubtful", 0)
    code = await in_class.instructor.classroom_code(in_class.session())
    resolved = await attempt(classroom_code=code)
    assert (resolved["outcome"], resolved["credited_hours"]) == ("accepted", 4)
    assert trainee.trainee_id not in {
        each["trainee_id"] for each in await in_class.reviewer.open_reviews(in_class.class_id)
    }


async def test_a_doubt_ends_by_the_authoritys_reviewer(in_class: World, trainee: Trainee) -> None:
    doubtful = await check_in(in_class, trainee, at=at_the_site(is_mock=True))
    assert doubtful["outcome"] == "doubtful"
    (review,) = [
        each
        for each in await in_class.reviewer.open_reviews(in_class.class_id)
        if each["trainee_id"] == str(trainee.trainee_id)
    ]
    assert review["trainee_name"] == trainee.name
    decided = await in_class.reviewer.decide(review, decision="accept", reason="视频核实在场")
    assert decided["credited_hours"] == 4
    assert decided["attendance"]["rate"] == "4/20"
    with pytest.raises(Refused) as again:
        await in_class.reviewer.decide(review, decision="reject", reason="改变主意")
    assert again.value.status == 409


async def test_a_person_whose_name_can_no_longer_be_opened_hides_nobody_elses_doubt(
    in_class: World, people: Iterator[Trainee], resources: Resources
) -> None:
    erased, other = next(people), next(people)
    for each in (erased, other):
        await check_in(in_class, each, at=at_the_site(is_mock=True))
    resources.sealer.destroy(erased.trainee_id, Realm.IDENTITY)
    names = {
        each["trainee_id"]: each["trainee_name"] for each in await in_class.reviewer.open_reviews(in_class.class_id)
    }
    assert names[str(other.trainee_id)] == other.name
    assert names[str(erased.trainee_id)] == ERASED


async def test_the_institution_cannot_review_and_the_officer_cannot_decide(in_class: World) -> None:
    for actor in (in_class.admin, in_class.instructor, in_class.officer):
        # Who is asking is settled before what was sent.
        assert (await actor.send("POST", "/v1/reviews", content=b"{}")).status_code == 403
        body = {
            "request_id": str(new_id()),
            "trainee_id": str(new_id()),
            "attempt_id": str(new_id()),
            "decision": "accept",
            "reason": "我说在就在",
        }
        refused = await actor.send("POST", "/v1/reviews", content=json.dumps(body).encode())
        assert refused.status_code == 403


async def test_an_unknown_session_or_another_class_is_not_found(
    in_class: World, trainee: Trainee, resources: Resources, client: httpx.AsyncClient, clock: StoppedClock
) -> None:
    with pytest.raises(Refused) as unknown:
        await trainee.phone.check_in(new_id(), proof=trainee.phone.pin_code("123456"), at=at_the_site())
    assert unknown.value.status == 404
    other = await a_world(resources, client, clock)
    with pytest.raises(Refused) as foreign:
        await trainee.phone.check_in(other.session(), proof=trainee.phone.pin_code("123456"), at=at_the_site())
    assert foreign.value.status == 404
    for path in (f"/v1/classes/{in_class.class_id}/attendance", f"/v1/sessions/{in_class.session()}/code"):
        assert (await other.admin.send("GET", path)).status_code == 404
