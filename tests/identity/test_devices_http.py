"""Binding a phone and signing in with its key, over HTTP on a real database."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from checkin_service.access import service as access
from checkin_service.access import tokens
from checkin_service.identity import service
from checkin_service.identity.service.devices import is_pin_right
from checkin_service.identity.store.persons import active_device
from checkin_service.identity.tables import device
from checkin_service.kit.ids import new_id
from checkin_service.kit.problem import Problem
from checkin_service.kit.resources import Resources
from tests.access.people import At, Phone, base64url, later
from tests.identity.trainees import a_bound_trainee, invite, register
from tests.tools.reading import reading


async def _nonce(client: httpx.AsyncClient) -> str:
    nonce: str = (await client.post("/v1/tokens/nonce")).json()["nonce"]
    return nonce


async def test_a_trainee_binds_a_phone_and_signs_in_with_its_key(
    client: httpx.AsyncClient, resources: Resources
) -> None:
    subject, phone = await a_bound_trainee(resources, client)
    answer = await client.post("/v1/tokens/device", json=phone.sign_in(await _nonce(client)))
    assert answer.status_code == 200
    assert tokens.verify(resources, answer.json()["access_token"]) == subject
    refreshed = await client.post("/v1/tokens/refresh", json={"refresh_token": answer.json()["refresh_token"]})
    assert tokens.verify(resources, refreshed.json()["access_token"]) == subject


async def test_the_bound_phone_shows_in_the_person(client: httpx.AsyncClient, resources: Resources) -> None:
    subject, _ = await a_bound_trainee(resources, client)
    assert (await service.people(resources, [subject.subject_id]))[subject.subject_id].has_device


async def test_repeating_the_binding_gives_the_first_answer(client: httpx.AsyncClient, resources: Resources) -> None:
    phone, invitation = Phone(), await invite(resources, await register(resources))
    body = phone.binding(invitation)
    first = await client.post("/v1/devices", json=body)
    assert (await client.post("/v1/devices", json=body)).content == first.content
    assert (await client.post("/v1/devices", json={**body, "pin": "190312"})).status_code == 409


async def test_an_invitation_works_once(client: httpx.AsyncClient, resources: Resources) -> None:
    invitation = await invite(resources, await register(resources))
    assert (await client.post("/v1/devices", json=Phone().binding(invitation))).status_code == 201
    assert (await client.post("/v1/devices", json=Phone().binding(invitation))).status_code == 409


async def test_of_many_phones_with_one_invitation_exactly_one_is_bound(
    client: httpx.AsyncClient, resources: Resources
) -> None:
    invitation = await invite(resources, await register(resources))
    bodies = [Phone().binding(invitation) for _ in range(6)]
    answers = await asyncio.gather(*(client.post("/v1/devices", json=body) for body in bodies))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409, 409, 409]


async def test_a_person_has_one_active_phone(client: httpx.AsyncClient, resources: Resources) -> None:
    subject, _ = await a_bound_trainee(resources, client)
    second = await client.post("/v1/devices", json=Phone().binding(await invite(resources, subject.subject_id)))
    assert second.status_code == 409
    assert second.json()["detail_en"].startswith("You have bound a phone already. For another one")


async def test_one_key_serves_one_person(client: httpx.AsyncClient, resources: Resources) -> None:
    _, phone = await a_bound_trainee(resources, client)
    lent = replace(phone, device_id=new_id())
    answer = await client.post("/v1/devices", json=lent.binding(await invite(resources, await register(resources))))
    assert answer.status_code == 409


async def test_a_device_id_of_somebody_else_is_taken(client: httpx.AsyncClient, resources: Resources) -> None:
    _, phone = await a_bound_trainee(resources, client)
    other = Phone(device_id=phone.device_id)
    answer = await client.post("/v1/devices", json=other.binding(await invite(resources, await register(resources))))
    assert answer.status_code == 409


async def test_an_expired_invitation_binds_nothing(client: httpx.AsyncClient, resources: Resources) -> None:
    invitation = await invite(resources, await register(resources), seconds=0)
    assert (await client.post("/v1/devices", json=Phone().binding(invitation))).status_code == 409


async def test_an_unknown_invitation_and_a_foreign_signature_look_the_same(
    client: httpx.AsyncClient, resources: Resources
) -> None:
    invitation = await invite(resources, await register(resources))
    unknown = await client.post("/v1/devices", json=Phone().binding("0000-0000-0000-0000-0000"))
    foreign_signature = {**Phone().binding(invitation), "signature": base64url(Phone().sign(invitation))}
    foreign = await client.post("/v1/devices", json=foreign_signature)
    assert unknown.status_code == foreign.status_code == 401
    assert unknown.json() == foreign.json()


@pytest.mark.parametrize(
    "changed",
    [
        {"pin": "123456"},
        {"pin": "48027"},
        {"pin": 480275},
        {"public_key": base64url(bytes(65))},
        {"public_key": "not base64url!"},
        {"signature": base64url(bytes(63))},
        {"signature": "="},
        {"invitation": "签到签到签到签到签到签到"},
        {"device_id": "0"},
        {"trainee_id": "0197c9a0-6f00-7000-8000-000000000001"},
    ],
    ids=str,
)
async def test_a_malformed_binding_is_refused(
    client: httpx.AsyncClient, resources: Resources, changed: dict[str, Any]
) -> None:
    body = {**Phone().binding(await invite(resources, await register(resources))), **changed}
    answer = await client.post("/v1/devices", json=body)
    assert answer.status_code == 422
    assert str(body["pin"]) not in answer.text


async def test_a_stale_nonce_an_unknown_device_and_a_foreign_key_are_refused(
    client: httpx.AsyncClient, resources: Resources
) -> None:
    _, phone = await a_bound_trainee(resources, client)
    nonce = await _nonce(client)
    stranger = replace(Phone(), device_id=phone.device_id)
    for body in (Phone().sign_in(nonce), stranger.sign_in(nonce), phone.sign_in("A" * 75)):
        assert (await client.post("/v1/tokens/device", json=body)).status_code == 401
    two_minutes_ago = replace(resources, clock=At(resources.clock.now() - timedelta(minutes=2)))
    old = phone.sign_in(tokens.new_nonce(two_minutes_ago))
    assert (await client.post("/v1/tokens/device", json=old)).status_code == 401


async def test_a_trainee_stays_signed_in_for_thirty_days(client: httpx.AsyncClient, resources: Resources) -> None:
    _, phone = await a_bound_trainee(resources, client)
    signed_in = (await client.post("/v1/tokens/device", json=phone.sign_in(await _nonce(client)))).json()
    with pytest.raises(Problem):
        await access.refresh(later(resources, days=30), signed_in["refresh_token"], address="192.0.2.1")
    assert await access.refresh(later(resources, days=29), signed_in["refresh_token"], address="192.0.2.1")


async def test_a_pin_belongs_to_its_device(client: httpx.AsyncClient, resources: Resources) -> None:
    _, phone = await a_bound_trainee(resources, client)
    bound = await active_device(resources.database, phone.device_id)
    assert bound is not None
    assert is_pin_right(resources, device_id=phone.device_id, pin=phone.pin, pin_hash=bound.pin_hash)
    assert not is_pin_right(resources, device_id=phone.device_id, pin="480276", pin_hash=bound.pin_hash)
    assert not is_pin_right(resources, device_id=new_id(), pin=phone.pin, pin_hash=bound.pin_hash)
    for nothing in (None, b""):
        assert not is_pin_right(resources, device_id=phone.device_id, pin=phone.pin, pin_hash=nothing)
    assert not is_pin_right(resources, device_id=None, pin=phone.pin, pin_hash=bound.pin_hash)


async def test_equal_pins_of_two_people_do_not_look_equal(client: httpx.AsyncClient, resources: Resources) -> None:
    phones = [(await a_bound_trainee(resources, client))[1] for _ in range(2)]
    rows = [
        (await resources.database.read(reading(select(device).where(device.c.device_id == phone.device_id))))[0]
        for phone in phones
    ]
    assert phones[0].pin == phones[1].pin
    assert rows[0].pin_hash != rows[1].pin_hash
