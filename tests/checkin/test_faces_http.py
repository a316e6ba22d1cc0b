"""Check-ins by face over HTTP: replays, limited tries, another engine's reference, withdrawal, kept photos."""

import asyncio
import json
import time
from base64 import b64encode
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from itertools import count
from typing import Any

import httpx
import pytest
from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert

from biometrics import Reference
from checkin_service.checkin.service.purging import purge
from checkin_service.checkin.tables import evidence_photo
from checkin_service.client import Refused, face
from checkin_service.identity.service.faces import REFERENCE
from checkin_service.identity.store.faces import latest_reference
from checkin_service.identity.tables import face_reference, face_tries
from checkin_service.kit.database import Fragment
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from checkin_service.kit.sealing import SealBroken
from checkin_service.policy.book import DATA, Book
from checkin_service.policy.load import parse_pack
from tests.building import faces_material
from tests.building.world import Trainee, World, a_world, at_the_site
from tests.conftest import StoppedClock
from tests.tools.reading import reading

SEEDS = count(1000)


@pytest.fixture(scope="module")
async def world(resources: Resources, client: httpx.AsyncClient, session_clock: StoppedClock) -> AsyncIterator[World]:
    """Ten people in a class, all of whom have enrolled the same face: tests need one, and invent nobody else's."""
    before = session_clock.now()
    made = await a_world(resources, client, session_clock, kinds=("targeted",) * 24)
    for trainee in made.trainees:
        await trainee.phone.consent("face")
        await trainee.phone.enrol_face([faces_material.collins(number) for number in range(3)])
    yield made
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
    clock.move_to(world.starts_at().replace(second=0))
    return world


def another_photo() -> bytes:
    return faces_material.collins(next(SEEDS))


def a_stranger() -> bytes:
    return faces_material.hopper(next(SEEDS))


async def by_face(world: World, trainee: Trainee, photo: bytes, **changes: Any) -> dict[str, Any]:
    return await trainee.phone.check_in(world.session(), at=at_the_site(), proof=face(photo), **changes)


def finding(answer: dict[str, Any], check: str) -> dict[str, Any]:
    return next(each for each in answer["findings"] if each["check"] == check)


async def failures(resources: Resources, trainee: Trainee) -> int:
    (row,) = await resources.database.read(
        reading(
            select(func.coalesce(func.sum(face_tries.c.failures), 0).label("failures")).where(
                face_tries.c.trainee_id == trainee.trainee_id
            )
        )
    )
    return int(row.failures)


async def set_failures(resources: Resources, trainee: Trainee, failures: int) -> None:
    async with resources.database.write() as unit:
        unit.add(
            Fragment(
                insert(face_tries)
                .values(trainee_id=trainee.trainee_id, failures=failures, version=0)
                .on_conflict_do_update(index_elements=[face_tries.c.trainee_id], set_={"failures": failures})
            )
        )


async def test_a_matching_photo_is_accepted_and_labelled(
    in_class: World, trainee: Trainee, resources: Resources
) -> None:
    answer = await by_face(in_class, trainee, another_photo())
    assert answer["outcome"] == "accepted"
    person, liveness = finding(answer, "person"), finding(answer, "liveness")
    assert person["reason"] == "face_match"
    assert person["measured"]["assurance"] == "unproven"
    assert (liveness["outcome"], liveness["measured"]["label"]) == ("note", "no_pad")
    assert await failures(resources, trainee) == 0


async def test_the_very_same_photo_in_another_attempt_is_a_doubt(in_class: World, trainee: Trainee) -> None:
    photo = another_photo()
    await by_face(in_class, trainee, photo)
    again = await by_face(in_class, trainee, photo)
    assert again["outcome"] == "doubtful"
    assert finding(again, "replay")["reason"] == "photo_used_before"


async def test_an_enrolment_photo_is_no_check_in_photo(in_class: World, trainee: Trainee) -> None:
    answer = await by_face(in_class, trainee, faces_material.collins(0))
    assert finding(answer, "replay")["reason"] == "photo_used_before"


async def test_the_same_photo_saved_again_is_noted(in_class: World, trainee: Trainee) -> None:
    pixels = faces_material.portrait("collins")
    await by_face(in_class, trainee, faces_material.to_jpeg(pixels, quality=95))
    again = await by_face(in_class, trainee, faces_material.to_jpeg(pixels, quality=60))
    replay = finding(again, "replay")
    assert (replay["reason"], replay["outcome"]) == ("photo_nearly_used_before", "note")
    assert again["outcome"] == "accepted"


async def test_the_same_photo_at_once_counts_as_new_once(in_class: World, trainee: Trainee) -> None:
    photo = another_photo()
    answers = await asyncio.gather(*(by_face(in_class, trainee, photo) for _ in range(4)))
    replays = [any(each["check"] == "replay" for each in answer["findings"]) for answer in answers]
    assert sorted(replays) == [False, True, True, True]


async def test_repeating_an_attempt_is_no_replay(in_class: World, trainee: Trainee) -> None:
    phone = trainee.phone
    body = phone.attempt(in_class.session(), at=at_the_site(), proof=face(another_photo()))
    first, second = await phone.send_attempt(body), await phone.send_attempt(body)
    assert first.content == second.content


async def test_five_failures_in_a_row_make_one_wait_half_a_minute(
    in_class: World, trainee: Trainee, resources: Resources, clock: StoppedClock
) -> None:
    for number in range(5):
        answer = await by_face(in_class, trainee, a_stranger())
        assert finding(answer, "person")["outcome"] == "doubt"
        assert await failures(resources, trainee) == number + 1
    phone = trainee.phone
    body = phone.attempt(in_class.session(), at=at_the_site(), proof=face(another_photo()))
    too_soon = await phone.send_attempt(body)
    assert (too_soon.status_code, too_soon.headers["retry-after"]) == (429, "30")
    # Another way is open at once, and at no greater cost.
    code = await in_class.instructor.classroom_code(in_class.session())
    other = await phone.check_in(in_class.session(), at=at_the_site(), proof=phone.pin_code(code))
    assert other["outcome"] == "accepted"
    clock.advance(seconds=30)
    assert (await by_face(in_class, trainee, another_photo()))["outcome"] == "accepted"
    assert await failures(resources, trainee) == 0


async def test_guesses_sent_at_once_are_all_counted(in_class: World, trainee: Trainee, resources: Resources) -> None:
    bodies = [trainee.phone.attempt(in_class.session(), at=at_the_site(), proof=face(a_stranger())) for _ in range(7)]
    answers = await asyncio.gather(*(trainee.phone.send_attempt(body) for body in bodies))
    judged = sum(answer.status_code == 201 for answer in answers)
    assert judged <= 5
    assert judged == await failures(resources, trainee)
    assert {answer.status_code for answer in answers} <= {201, 429, 503}


async def test_after_fifty_failures_nothing_is_compared_until_the_authority_has_helped(
    in_class: World, trainee: Trainee, resources: Resources, clock: StoppedClock
) -> None:
    await set_failures(resources, trainee, 50)
    clock.advance(hours=0, minutes=1)
    answer = await by_face(in_class, trainee, another_photo())
    person = finding(answer, "person")
    assert (answer["outcome"], person["reason"], person["measured"]["score"]) == ("doubtful", "face_stopped", None)
    release = {"request_id": new_id(), "trainee_id": trainee.trainee_id, "reason": "已到窗口核验身份证原件"}
    with pytest.raises(Refused) as refused:
        await in_class.admin.post("/v1/face-releases", release)
    assert refused.value.status == 403
    await in_class.reviewer.post("/v1/face-releases", release)
    assert (await by_face(in_class, trainee, another_photo()))["outcome"] == "accepted"


async def test_a_photo_without_a_face_costs_no_try(in_class: World, trainee: Trainee, resources: Resources) -> None:
    answer = await by_face(in_class, trainee, faces_material.landscape())
    assert finding(answer, "person")["reason"] == "face_no_face"
    assert await failures(resources, trainee) == 0


async def make_older(resources: Resources, trainee: Trainee) -> None:
    """Let the reference be of an earlier path version."""
    sealed = await latest_reference(resources.database, trainee.trainee_id)
    assert sealed
    present = Reference.from_bytes(resources.sealer.open(trainee.trainee_id, REFERENCE, sealed))
    older = replace(present, path_version="0")
    async with resources.database.write() as unit:
        unit.add(
            Fragment(
                update(face_reference)
                .values(sealed=resources.sealer.seal(trainee.trainee_id, REFERENCE, older.to_bytes()))
                .where(face_reference.c.trainee_id == trainee.trainee_id)
            )
        )


def with_renewal(body: bytes, photo: bytes) -> bytes:
    return json.dumps({**json.loads(body), "renewal_photo": b64encode(photo).decode()}).encode()


async def test_a_reference_of_another_version_is_renewed_with_a_check_in_by_another_proof(
    in_class: World, trainee: Trainee, resources: Resources
) -> None:
    await make_older(resources, trainee)
    answer = await by_face(in_class, trainee, another_photo())
    person = finding(answer, "person")
    assert (answer["outcome"], person["reason"]) == ("doubtful", "face_other_version")
    assert "photo" in person["advice"]["en"]
    phone, photo = trainee.phone, another_photo()
    wrong_pin = phone.attempt(in_class.session(), at=at_the_site(), proof=phone.pin_code("000000"))
    refused = json.loads((await phone.send_attempt(with_renewal(wrong_pin, photo))).content)
    assert refused["outcome"] == "doubtful"
    assert finding(await by_face(in_class, trainee, another_photo()), "person")["reason"] == "face_other_version"
    code = await in_class.instructor.classroom_code(in_class.session())
    right = phone.attempt(in_class.session(), at=at_the_site(), proof=phone.pin_code(code))
    renewed = json.loads((await phone.send_attempt(with_renewal(right, photo))).content)
    assert (renewed["outcome"], finding(renewed, "face_renewal")["reason"]) == ("accepted", "face_renewed")
    assert (await by_face(in_class, trainee, another_photo()))["outcome"] == "accepted"


async def test_a_reference_that_can_be_compared_is_not_renewed_past_the_authority(
    in_class: World, trainee: Trainee, clock: StoppedClock
) -> None:
    phone = trainee.phone
    code = await in_class.instructor.classroom_code(in_class.session())
    body = phone.attempt(in_class.session(), at=at_the_site(), proof=phone.pin_code(code))
    answer = json.loads((await phone.send_attempt(with_renewal(body, a_stranger()))).content)
    assert answer["outcome"] == "accepted"
    assert finding(answer, "face_renewal")["measured"] == "not_needed"
    clock.advance(seconds=30)
    assert (await by_face(in_class, trainee, another_photo()))["outcome"] == "accepted"


async def test_withdrawing_makes_the_face_unreadable_within_a_second_and_costs_nothing(
    in_class: World, trainee: Trainee, resources: Resources
) -> None:
    before = await latest_reference(resources.database, trainee.trainee_id)
    assert before
    started = time.perf_counter()
    withdrawal = {"request_id": new_id(), "purpose": "face", "given": False, "text_version": "2026-01"}
    await trainee.phone.post("/v1/consents", withdrawal)
    # What a backup of the database still holds opens no more either.
    with pytest.raises(SealBroken):
        resources.sealer.open(trainee.trainee_id, REFERENCE, before)
    assert time.perf_counter() - started < 1
    assert (await in_class.admin.get(f"/v1/classes/{in_class.class_id}/roster"))["trainees"]
    code = await in_class.instructor.classroom_code(in_class.session())
    answer = await trainee.phone.check_in(in_class.session(), at=at_the_site(), proof=trainee.phone.pin_code(code))
    assert (answer["outcome"], answer["credited_hours"]) == ("accepted", 4)


@pytest.fixture
def keeping_photos(monkeypatch: pytest.MonkeyPatch) -> None:
    """A policy under which photos are kept for a week."""
    text = (DATA / "000000.toml").read_text("utf-8")
    text = text.replace('key = "face.evidence_photo_days"\nvalue = 0', 'key = "face.evidence_photo_days"\nvalue = 7')
    packs = [
        parse_pack(text, file="000000.toml"),
        *(parse_pack(path.read_text("utf-8"), file=path.name) for path in DATA.glob("33*.toml")),
    ]
    changed = Book(packs)
    monkeypatch.setattr("checkin_service.policy.book.book", lambda: changed)


async def photos_kept(resources: Resources, trainee: Trainee) -> int:
    (row,) = await resources.database.read(
        reading(
            select(func.count().label("photos"))
            .select_from(evidence_photo)
            .where(evidence_photo.c.trainee_id == trainee.trainee_id)
        )
    )
    return int(row.photos)


async def test_no_photo_is_kept_by_default_nor_without_its_own_consent(
    in_class: World, trainee: Trainee, resources: Resources, people: Iterator[Trainee], request: pytest.FixtureRequest
) -> None:
    await trainee.phone.consent("face_photo")
    await by_face(in_class, trainee, another_photo())
    assert await photos_kept(resources, trainee) == 0
    request.getfixturevalue("keeping_photos")
    other = next(people)
    await by_face(in_class, other, another_photo())
    assert await photos_kept(resources, other) == 0


@pytest.mark.usefixtures("keeping_photos")
async def test_a_kept_photo_is_for_the_reviewer_and_goes_when_its_time_is_over(
    in_class: World, trainee: Trainee, resources: Resources, clock: StoppedClock
) -> None:
    await trainee.phone.consent("face_photo")
    answer = await by_face(in_class, trainee, another_photo())
    path, query = f"/v1/check-ins/{answer['attempt_id']}/photo", {"trainee": str(trainee.trainee_id)}
    shown = await in_class.reviewer.send("GET", path, query=query)
    assert (shown.status_code, shown.headers["cache-control"]) == (200, "no-store")
    assert shown.content[:3] == b"\xff\xd8\xff"
    for actor in (in_class.officer, in_class.admin, trainee.phone):
        assert (await actor.send("GET", path, query=query)).status_code == 403
    clock.advance(days=7)
    await purge(resources)
    assert await photos_kept(resources, trainee) == 0
    assert (await in_class.reviewer.send("GET", path, query=query)).status_code == 404


@pytest.mark.usefixtures("keeping_photos")
async def test_a_kept_photo_is_unreadable_once_the_consent_to_the_face_is_withdrawn(
    in_class: World, trainee: Trainee
) -> None:
    await trainee.phone.consent("face_photo")
    answer = await by_face(in_class, trainee, another_photo())
    withdrawal = {"request_id": new_id(), "purpose": "face", "given": False, "text_version": "2026-01"}
    await trainee.phone.post("/v1/consents", withdrawal)
    path, query = f"/v1/check-ins/{answer['attempt_id']}/photo", {"trainee": str(trainee.trainee_id)}
    assert (await in_class.reviewer.send("GET", path, query=query)).status_code == 404


async def test_a_full_pool_sheds_faces_at_once_while_others_check_in_as_fast_as_ever(
    in_class: World, trainee: Trainee, people: Iterator[Trainee], resources: Resources
) -> None:
    """Admission is bounded: who brings a photo comes again in two seconds, who does not notices nothing."""
    await trainee.phone.own_attendance()  # Signed in, so that the raw request below is.
    busy = [asyncio.create_task(resources.faces.run(time.sleep, 1.5)) for _ in range(8)]
    await asyncio.sleep(0)
    other = next(people)
    body = trainee.phone.attempt(in_class.session(), at=at_the_site(), proof=face(another_photo()))
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {trainee.phone._tokens['access_token']}"}
    started = time.perf_counter()
    shed = await in_class.client.post("/v1/check-ins", content=body, headers=headers)
    assert (shed.status_code, shed.headers["retry-after"]) == (503, "2")
    assert time.perf_counter() - started < 0.2
    code = await in_class.instructor.classroom_code(in_class.session())
    started = time.perf_counter()
    answer = await other.phone.check_in(in_class.session(), at=at_the_site(), proof=other.phone.pin_code(code))
    assert answer["outcome"] == "accepted"
    assert time.perf_counter() - started < 0.5
    for task in busy:
        task.cancel()
    await asyncio.gather(*busy, return_exceptions=True)
    assert resources.faces.inside == 0
