"""Promises about storing: no consent, nothing kept; one id, one answer, however often it is sent."""

import asyncio
from datetime import timedelta
from typing import Any

import httpx
import pytest
from pydantic_core import to_json

from checkin_service.client import face
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from tests.building import faces_material
from tests.building.world import Trainee, World, a_world, at_the_site
from tests.conftest import StoppedClock
from tests.security.conftest import CountRows
from tests.security.hostile import refused
from tests.security.well_formed import REQUESTS, Scene


@pytest.fixture(scope="module")
async def own_world(resources: Resources, client: httpx.AsyncClient, session_clock: StoppedClock) -> World:
    return await a_world(resources, client, session_clock, kinds=("targeted",) * 4)


@pytest.fixture
def session(own_world: World, clock: StoppedClock) -> World:
    clock.move_to(own_world.starts_at() - timedelta(minutes=5))
    return own_world


# Consent -----------------------------------------------------------------------------------------------------------


async def withdraw(trainee: Trainee, purpose: str) -> None:
    body = {"request_id": new_id(), "purpose": purpose, "given": False, "text_version": "2026-01"}
    await trainee.phone.post("/v1/consents", body)


async def test_without_consent_to_the_location_nothing_is_kept(session: World, counted: CountRows) -> None:
    trainee = session.trainees[0]
    await withdraw(trainee, "location")
    code, before = await session.instructor.classroom_code(session.session()), await counted()
    body = trainee.phone.attempt(session.session(), at=at_the_site(), proof=trainee.phone.pin_code(code))
    problem = refused(await trainee.phone.send_attempt(body), 403)
    assert (problem["type"], problem["purpose"]) == ("/problems/consent-required", "location")
    assert await counted() == before


async def test_without_consent_to_the_face_not_even_a_hostile_photo_is_looked_at(
    session: World, counted: CountRows
) -> None:
    phone, before = session.trainees[0].phone, await counted()
    for photo in (faces_material.collins(), b"no photo at all"):
        attempt = phone.attempt(session.session(), at=None, proof=face(photo))
        assert refused(await phone.send_attempt(attempt), 403)["purpose"] == "face"
        enrolment = {"reference_id": new_id(), "photos": [face(photo)["photo"]]}
        refused(await phone.send("POST", "/v1/face-references", content=to_json(enrolment)), 403)
    assert await counted() == before


async def test_who_withholds_both_consents_can_still_attend(session: World) -> None:
    trainee = session.trainees[0]
    code = await session.instructor.classroom_code(session.session())
    answer = await trainee.phone.check_in(session.session(), at=None, proof=trainee.phone.pin_code(code))
    assert answer["outcome"] in {"accepted", "doubtful"}


# One id, one answer ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("change", [{"phase": "out"}, {"position": None}, {"classroom_code": "000000"}])
async def test_the_same_id_with_another_body_is_a_conflict(session: World, counted: CountRows, change: Any) -> None:
    trainee = session.trainees[1]
    wanted = await REQUESTS["POST /v1/check-ins"](Scene(session), trainee.phone)
    body = (wanted.body or {}) | {"person_proof": trainee.phone.pin_code("000000"), "classroom_code": None}
    first = await trainee.phone.send_attempt(to_json(body))
    assert first.status_code == 201
    before = await counted()
    problem = refused(await trainee.phone.send_attempt(to_json(body | change)), 409)
    assert problem["type"] == "/problems/id-conflict"
    assert (await trainee.phone.send_attempt(to_json(body))).content == first.content
    assert await counted() == before


async def test_two_people_may_choose_the_same_id(session: World) -> None:
    attempt_id = new_id()
    for trainee in session.trainees[1:3]:
        proof = trainee.phone.pin_code("000000")
        answer = await trainee.phone.check_in(session.session(), at=None, proof=proof, attempt_id=attempt_id)
        assert answer["attempt_id"] == str(attempt_id)


PARALLEL = 32
TWINS = ["POST /v1/classes", "POST /v1/classes/{class_id}/roster", "POST /v1/sites", "POST /v1/staff"]


@pytest.mark.parametrize("route", TWINS)
async def test_thirty_two_of_the_same_at_once_are_one(session: World, counted: CountRows, route: str) -> None:
    actor = session.officer if route.endswith(("sites", "staff")) else session.admin
    asked, before = await REQUESTS[route](Scene(session), actor), await counted()
    answers = await asyncio.gather(*(actor.send("POST", asked.path, content=asked.content) for _ in range(PARALLEL)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    more = {name: count - before[name] for name, count in (await counted()).items() if count != before[name]}
    assert more["answered_request"] == 1
    assert more["audit_entry"] == 1


async def test_thirty_two_of_the_same_id_with_different_bodies_are_one_and_conflicts(
    session: World, counted: CountRows
) -> None:
    attempt_id, phone, before = new_id(), session.trainees[2].phone, await counted()
    proof = phone.pin_code("000000")
    bodies = [
        phone.attempt(session.session(), at=at_the_site(accuracy_m=metres), attempt_id=attempt_id, proof=proof)
        for metres in range(20, 20 + PARALLEL)
    ]
    answers = await asyncio.gather(*(phone.send_attempt(body) for body in bodies))
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * (PARALLEL - 1)
    assert (await counted())["attempt"] == before["attempt"] + 1
