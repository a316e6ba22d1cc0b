"""Giving and withdrawing the separate consents, over HTTP on a real database."""

import asyncio
from typing import Any

import httpx
import pytest

from checkin_service.identity.words.consents import CURRENT
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from tests.access.people import a_trainee, an_institution_admin, an_officer, bearer
from tests.identity.trainees import register

VERSIONS = {purpose.value: text.version for purpose, text in CURRENT.items()}


@pytest.fixture
async def headers(resources: Resources) -> dict[str, str]:
    return bearer(resources, a_trainee(await register(resources)))


def _decision(purpose: str = "face", *, given: bool = True, **changed: Any) -> dict[str, Any]:
    version = VERSIONS.get(purpose, "2026-01")
    return {"request_id": str(new_id()), "purpose": purpose, "given": given, "text_version": version, **changed}


async def _given(client: httpx.AsyncClient, headers: dict[str, str]) -> dict[str, bool]:
    answer = await client.get("/v1/consents", headers=headers)
    return {each["purpose"]: each["given"] for each in answer.json()["consents"]}


async def test_the_wordings_are_public_and_in_two_languages(client: httpx.AsyncClient) -> None:
    texts = (await client.get("/v1/consent-texts")).json()["texts"]
    assert {text["purpose"] for text in texts} == {"face", "face_photo", "location"}
    assert all(text["body"]["zh"] and text["body"]["en"] and text["text_version"] for text in texts)


async def test_nobody_has_consented_to_anything_at_first(client: httpx.AsyncClient, headers: dict[str, str]) -> None:
    assert await _given(client, headers) == {}


async def test_each_purpose_is_consented_to_separately(client: httpx.AsyncClient, headers: dict[str, str]) -> None:
    answer = await client.post("/v1/consents", json=_decision("location"), headers=headers)
    assert answer.status_code == 201
    assert await _given(client, headers) == {"location": True}


async def test_a_consent_can_be_withdrawn_and_given_again(client: httpx.AsyncClient, headers: dict[str, str]) -> None:
    for given in (True, False, True):
        await client.post("/v1/consents", json=_decision(given=given), headers=headers)
        assert await _given(client, headers) == {"face": given}


async def test_repeating_a_request_changes_nothing_later(client: httpx.AsyncClient, headers: dict[str, str]) -> None:
    give, withdraw = _decision(), _decision(given=False)
    first = await client.post("/v1/consents", json=give, headers=headers)
    await client.post("/v1/consents", json=withdraw, headers=headers)
    assert (await client.post("/v1/consents", json=give, headers=headers)).content == first.content
    assert await _given(client, headers) == {"face": False}


async def test_an_old_wording_cannot_be_consented_to_but_withdrawn_from(
    client: httpx.AsyncClient, headers: dict[str, str]
) -> None:
    old = await client.post("/v1/consents", json=_decision(text_version="1999-01"), headers=headers)
    assert old.status_code == 409
    withdrawn = await client.post("/v1/consents", json=_decision(given=False, text_version="1999-01"), headers=headers)
    assert withdrawn.status_code == 201


async def test_parallel_decisions_collide_and_never_mix(client: httpx.AsyncClient, headers: dict[str, str]) -> None:
    bodies = [_decision(given=bool(number % 2)) for number in range(6)]
    answers = await asyncio.gather(*(client.post("/v1/consents", json=body, headers=headers) for body in bodies))
    assert {answer.status_code for answer in answers} <= {201, 409}
    assert len(await _given(client, headers)) == 1


async def test_only_a_trainee_consents(client: httpx.AsyncClient, resources: Resources) -> None:
    for subject in (an_officer(), an_institution_admin()):
        answer = await client.post("/v1/consents", json=_decision(), headers=bearer(resources, subject))
        assert answer.status_code == 403


@pytest.mark.parametrize("changed", [{"purpose": "profiling"}, {"given": "yes"}, {"given": 1}, {"text_version": ""}])
async def test_a_malformed_decision_is_refused(
    client: httpx.AsyncClient, headers: dict[str, str], changed: dict[str, Any]
) -> None:
    answer = await client.post("/v1/consents", json={**_decision(), **changed}, headers=headers)
    assert answer.status_code == 422
