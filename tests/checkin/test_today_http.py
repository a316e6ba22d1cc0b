"""A person's own day over HTTP: one statement, everything the first screen shows, and nothing of anybody else."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest

from checkin_service.access import model
from checkin_service.attendance.service.standing import own_standings
from checkin_service.checkin.service.today import today
from checkin_service.client import Phone, Refused
from checkin_service.kit.base64url import encode
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from tests.building.world import SITE, Trainee, World, a_world, at_the_site
from tests.conftest import StoppedClock
from tests.tools.statements import Recorded, recorded


@pytest.fixture
async def world(resources: Resources, client: httpx.AsyncClient, clock: StoppedClock) -> World:
    return await a_world(resources, client, clock, kinds=("targeted", "targeted"))


@pytest.fixture
async def asked(database_url: str) -> AsyncIterator[Recorded]:
    async with recorded(database_url) as watched:
        yield watched


async def day_of(phone: Phone) -> dict[str, Any]:
    return dict(await phone.get("/v1/me/today"))


async def signs(phone: Phone) -> list[str]:
    (own,) = (await day_of(phone))["classes"]
    return [session["mark"] for session in own["sessions"]]


async def check_in(world: World, trainee: Trainee, **changes: Any) -> dict[str, Any]:
    code = await world.instructor.classroom_code(world.session())
    arguments = {"at": at_the_site(), "proof": trainee.phone.pin_code(code), **changes}
    return dict(await trainee.phone.check_in(world.session(), **arguments))


async def test_the_day_says_who_where_when_and_how_one_stands(world: World) -> None:
    trainee = world.trainees[0]
    day = await day_of(trainee.phone)
    (own,) = day["classes"]
    first = own["sessions"][0]
    assert (day["name"], day["has_face"]) == (trainee.name, False)
    assert [(each["purpose"], each["given"]) for each in day["consents"]] == [("location", True)]
    assert (own["class_id"], own["voucher_state"], own["attendance"]["rate"]) == (str(world.class_id), "used", "0/20")
    assert own["forecast"]["needed_hours"] == 12
    assert "pin_code" in own["proofs"]
    assert [each["phase"] for each in first["windows"]] == ["in"]
    assert first["scan_valid_s"] > 0
    assert own["position"] == {"inside_at": 0.95, "accuracy_cap_m": 500, "believed_at_most": 0.68}
    place = day["places"][0]
    assert (place["site_name"], place["address"], place["radius_m"]) == ("主校区", "测试路1号", 200)
    assert place["longitude"] == pytest.approx(SITE["longitude"])


async def test_every_session_has_the_sign_of_what_became_of_it(world: World, clock: StoppedClock) -> None:
    counted, doubtful = world.trainees
    assert await signs(counted.phone) == ["ahead"] * 5
    clock.move_to(world.starts_at() - timedelta(minutes=5))
    await check_in(world, counted)
    await check_in(world, doubtful, proof=doubtful.phone.pin_code("000000"))
    assert await signs(counted.phone) == ["counted", *["ahead"] * 4]
    assert await signs(doubtful.phone) == ["doubtful", *["ahead"] * 4]
    clock.move_to(world.starts_at(1) + timedelta(hours=4))
    for each in world.trainees:
        await each.phone.sign_in()
    assert (await signs(counted.phone))[:3] == ["counted", "missed", "ahead"]
    assert (await signs(doubtful.phone))[:3] == ["doubtful", "missed", "ahead"]


async def test_leave_is_a_sign_of_its_own(world: World) -> None:
    trainee = world.trainees[0]
    body = {"leave_id": new_id(), "class_id": world.class_id, "reason": "就医"}
    period = {"starts_at": world.starts_at(1), "ends_at": world.starts_at(1) + timedelta(hours=3)}
    leave = await trainee.phone.post("/v1/leaves", body | period)
    decision = {"request_id": new_id(), "trainee_id": leave["trainee_id"], "leave_id": leave["leave_id"]}
    await world.reviewer.post("/v1/leaves/decisions", decision | {"granted": True, "reason": "属实"})
    assert (await signs(trainee.phone))[:3] == ["ahead", "leave", "ahead"]


async def test_grounds_beside_the_circle_are_drawn_in_metres(
    resources: Resources, client: httpx.AsyncClient, clock: StoppedClock
) -> None:
    east, north = SITE["longitude"] + 0.003, SITE["latitude"]
    ring = [[east, north], [east + 0.001, north], [east + 0.001, north + 0.001], [east, north]]
    area = {"datum": "wgs84", "geometry": {"type": "Polygon", "coordinates": [ring]}}
    world = await a_world(resources, client, clock, site={"areas": [area]})
    (place, *_) = (await day_of(world.trainees[0].phone))["places"]
    ((first, *_others),) = place["rings_m"]
    assert max(abs(first[0]), abs(first[1])) > 200


MANY = 20


async def in_more_classes(
    resources: Resources, client: httpx.AsyncClient, clock: StoppedClock, trainee: Trainee, count: int
) -> None:
    """The person is entered in so many classes of another institution, of twenty lessons each."""
    other = await a_world(resources, client, clock, sessions=MANY)
    row = {"trainee_id": trainee.trainee_id, "name": trainee.name, "document": trainee.document}
    classes = [other.class_id, *[await another_class(other) for _ in range(count - 1)]]
    for class_id in classes:
        await other.admin.submit_roster(class_id, [row | {"voucher_kind": "general"}])


async def another_class(world: World) -> UUID:
    plan = [each | {"session_id": new_id()} for each in world.sessions]
    return await world.admin.apply_for_class(
        name="又一班", project_id=world.project_id, teaching_plan="安全用电", sessions=plan
    )


async def test_a_day_is_one_statement_for_one_class_and_for_twenty(
    world: World, resources: Resources, client: httpx.AsyncClient, clock: StoppedClock, asked: Recorded
) -> None:
    trainee = world.trainees[0]
    subject = model.trainee(trainee.trainee_id, device_id=trainee.phone.device_id)
    watched = replace(resources, database=asked.database)
    assert len((await today(watched, subject)).classes) == 1
    (read,) = asked.sent
    assert read.sql.startswith("SELECT")
    await in_more_classes(resources, client, clock, trainee, MANY - 1)
    asked.sent.clear()
    classes = (await today(watched, subject)).classes
    assert (len(classes), sum(len(each.sessions) for each in classes)) == (MANY, 5 + MANY * (MANY - 1))
    assert len(asked.sent) == 1


async def test_ones_standing_takes_as_many_reads_for_twenty_classes_as_for_one(
    world: World, resources: Resources, client: httpx.AsyncClient, clock: StoppedClock, asked: Recorded
) -> None:
    trainee = world.trainees[0]
    subject = model.trainee(trainee.trainee_id, device_id=trainee.phone.device_id)
    counting = replace(resources, database=asked.database)
    assert len((await own_standings(counting, subject)).classes) == 1
    for_one = len(asked.sent)
    await in_more_classes(resources, client, clock, trainee, MANY - 1)
    asked.sent.clear()
    assert len((await own_standings(counting, subject)).classes) == MANY
    assert len(asked.sent) == for_one


async def test_signing_in_can_bring_the_day_along(world: World) -> None:
    phone = world.trainees[0].phone
    nonce = (await phone._post_unsigned("/v1/tokens/nonce", {}))["nonce"]
    body = {"device_id": phone.device_id, "nonce": nonce, "signature": phone._key.signature(nonce)}
    answer = await phone._post_unsigned("/v1/tokens/device/today", body)
    assert answer["today"]["name"] == world.trainees[0].name
    headers = {"Authorization": f"Bearer {answer['token']['access_token']}"}
    assert (await world.client.get("/v1/me/today", headers=headers)).status_code == 200
    forged = body | {"signature": encode(bytes(64))}
    with pytest.raises(Refused):
        await phone._post_unsigned("/v1/tokens/device/today", forged)


async def test_a_session_says_what_counted_and_why_not(world: World, clock: StoppedClock) -> None:
    counted, doubtful = world.trainees
    clock.move_to(world.starts_at() - timedelta(minutes=5))
    await check_in(world, counted)
    refused = await check_in(world, doubtful, at=at_the_site(longitude=120.634))
    good = await counted.phone.get(f"/v1/me/sessions/{world.session()}")
    bad = await doubtful.phone.get(f"/v1/me/sessions/{world.session()}")
    assert (good["mark"], good["credited_hours"], good["attempts"][0]["findings"]) == ("counted", 4, [])
    (attempt,) = bad["attempts"]
    assert (bad["credited_hours"], attempt["attempt_id"], attempt["outcome"]) == (0, refused["attempt_id"], "refused")
    assert attempt["findings"][0]["outcome"] == "fail"
    assert attempt["findings"][0]["sentence"]["zh"]


async def test_what_a_reviewer_decided_stands_at_the_session(world: World, clock: StoppedClock) -> None:
    trainee = world.trainees[0]
    clock.move_to(world.starts_at() - timedelta(minutes=5))
    doubtful = await check_in(world, trainee, proof=trainee.phone.pin_code("000000"))
    attempt = {"trainee_id": trainee.trainee_id, "attempt_id": doubtful["attempt_id"]}
    await world.reviewer.open_evidence(attempt)
    decision = attempt | {"request_id": new_id(), "decision": "reject", "reason": "未见本人"}
    await world.reviewer.post("/v1/reviews", decision)
    found = await trainee.phone.get(f"/v1/me/sessions/{world.session()}")
    assert found["mark"] == "ahead"
    assert found["attempts"][0]["review"] | {"reviewed_at": ""} == {
        "accepted": False,
        "reason": "未见本人",
        "reviewed_at": "",
    }


async def test_a_session_of_another_class_is_not_found(
    world: World, resources: Resources, client: httpx.AsyncClient, clock: StoppedClock
) -> None:
    other = await a_world(resources, client, clock)
    with pytest.raises(Refused) as refused:
        await world.trainees[0].phone.get(f"/v1/me/sessions/{other.session()}")
    assert refused.value.status == 404
