"""Face enrolment over HTTP with the real engine and public-domain portraits."""

import base64
from typing import Any
from uuid import UUID

import httpx
import pytest
from sqlalchemy import select

from biometrics import Reference
from checkin_service.identity.service.faces import REFERENCE
from checkin_service.identity.store.faces import latest_reference
from checkin_service.identity.tables import face_reference
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from checkin_service.kit.sealing import SealBroken
from tests.access.people import a_trainee, bearer
from tests.building import faces_material
from tests.identity.trainees import register
from tests.tools.reading import reading


@pytest.fixture
async def trainee_id(resources: Resources) -> UUID:
    return await register(resources)


@pytest.fixture
def headers(resources: Resources, trainee_id: UUID) -> dict[str, str]:
    return bearer(resources, a_trainee(trainee_id))


def _enrolment(*photos: bytes) -> dict[str, Any]:
    return {"reference_id": str(new_id()), "photos": [base64.b64encode(photo).decode() for photo in photos]}


async def _consent(client: httpx.AsyncClient, headers: dict[str, str], *, given: bool = True) -> None:
    body = {"request_id": str(new_id()), "purpose": "face", "given": given, "text_version": "2026-01"}
    assert (await client.post("/v1/consents", json=body, headers=headers)).status_code == 201


async def _references(resources: Resources, trainee_id: UUID) -> list[Any]:
    return await resources.database.read(
        reading(select(face_reference).where(face_reference.c.trainee_id == trainee_id))
    )


async def test_a_face_is_enrolled_from_several_photos(
    client: httpx.AsyncClient, resources: Resources, trainee_id: UUID, headers: dict[str, str]
) -> None:
    await _consent(client, headers)
    body = _enrolment(faces_material.collins(), faces_material.collins(1))
    answer = await client.post("/v1/face-references", json=body, headers=headers)
    assert answer.status_code == 201, answer.text
    assert answer.json()["photos"] == 2
    sealed = await latest_reference(resources.database, trainee_id)
    assert sealed is not None
    assert Reference.from_bytes(resources.sealer.open(trainee_id, REFERENCE, sealed)).photos == 2
    repeated = await client.post("/v1/face-references", json=body, headers=headers)
    assert repeated.content == answer.content


async def test_without_consent_nothing_is_stored(
    client: httpx.AsyncClient, resources: Resources, trainee_id: UUID, headers: dict[str, str]
) -> None:
    answer = await client.post("/v1/face-references", json=_enrolment(faces_material.collins()), headers=headers)
    assert answer.status_code == 403
    assert answer.json()["type"] == "/problems/consent-required"
    assert await _references(resources, trainee_id) == []


async def test_withdrawing_erases_the_reference_at_once_and_opens_no_way_to_another_face(
    client: httpx.AsyncClient, resources: Resources, trainee_id: UUID, headers: dict[str, str]
) -> None:
    await _consent(client, headers)
    await client.post("/v1/face-references", json=_enrolment(faces_material.collins()), headers=headers)
    await _consent(client, headers, given=False)
    sealed = await latest_reference(resources.database, trainee_id)
    assert sealed == b""
    with pytest.raises(SealBroken):
        resources.sealer.open(trainee_id, REFERENCE, sealed)
    await _consent(client, headers)
    other = await client.post("/v1/face-references", json=_enrolment(faces_material.hopper()), headers=headers)
    assert other.status_code == 409


async def test_photos_of_two_people_are_refused(client: httpx.AsyncClient, headers: dict[str, str]) -> None:
    await _consent(client, headers)
    body = _enrolment(faces_material.collins(), faces_material.hopper())
    answer = await client.post("/v1/face-references", json=body, headers=headers)
    assert answer.status_code == 422
    assert answer.json()["type"] == "/problems/rule-refused"


async def test_a_photo_without_a_face_is_refused_with_advice_and_stores_nothing(
    client: httpx.AsyncClient, resources: Resources, trainee_id: UUID, headers: dict[str, str]
) -> None:
    await _consent(client, headers)
    body = _enrolment(faces_material.collins(), faces_material.landscape())
    answer = await client.post("/v1/face-references", json=body, headers=headers)
    assert answer.status_code == 422
    problem = answer.json()
    assert (problem["photo"], bool(problem["detail"]), bool(problem["detail_en"])) == (2, True, True)
    assert await _references(resources, trainee_id) == []


@pytest.mark.parametrize("photo", [b"", b"x", b"not a photo at all", b"\xff\xd8\xff\xe0" + bytes(100)])
async def test_a_file_that_is_no_photo_is_malformed(
    client: httpx.AsyncClient, headers: dict[str, str], photo: bytes
) -> None:
    await _consent(client, headers)
    answer = await client.post("/v1/face-references", json=_enrolment(photo), headers=headers)
    assert answer.status_code == 422


@pytest.mark.parametrize("photos", [[], ["%%%"], ["/9j/"] * 4, [1], None])
async def test_a_malformed_enrolment_is_refused(
    client: httpx.AsyncClient, headers: dict[str, str], photos: object
) -> None:
    body = {"reference_id": str(new_id()), "photos": photos}
    assert (await client.post("/v1/face-references", json=body, headers=headers)).status_code == 422
