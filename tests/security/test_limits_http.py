"""Limits over HTTP: whoever sends much is told to wait, and nobody who is in the right waits for somebody else."""

import secrets
from collections import Counter
from datetime import timedelta
from itertools import count
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from checkin_service.access.guessing import _FAILED_KEYS
from checkin_service.access.service import _REFRESHES, _UNKNOWN_TOKENS
from checkin_service.checkin.schemas.examples import CHECK_INS
from checkin_service.checkin.service.attempts import ATTEMPTS_OF_ONE
from checkin_service.identity.service.devices import _BINDINGS, _UNKNOWN_INVITATIONS
from checkin_service.kit.limits import Limit
from checkin_service.kit.request_counts import drop_old, request_count
from checkin_service.kit.resources import Resources
from tests.access.people import Phone
from tests.conftest import StoppedClock
from tests.identity.trainees import a_bound_trainee, invite, register
from tests.tools.reading import reading

_MINUTES = count(1)
_ATTEMPT = CHECK_INS["pin_and_code"]["value"]


@pytest.fixture(autouse=True)
def a_minute_of_its_own(clock: StoppedClock) -> None:
    clock.advance(minutes=next(_MINUTES))


async def nonce(client: httpx.AsyncClient) -> str:
    return str((await client.post("/v1/tokens/nonce")).json()["nonce"])


async def sent(client: httpx.AsyncClient, path: str, body: Any, *, beyond: Limit) -> Counter[int]:
    """The statuses of ten requests more than a limit allows."""
    answers = [await client.post(path, json=body) for _ in range(beyond.most + 10)]
    assert all(0 < int(each.headers["retry-after"]) <= 60 for each in answers if each.status_code == 429)
    return Counter(each.status_code for each in answers)


async def test_who_floods_with_invented_refresh_tokens_keeps_nobody_at_the_address_from_going_on(
    client: httpx.AsyncClient, resources: Resources
) -> None:
    _, phone = await a_bound_trainee(resources, client)
    granted = (await client.post("/v1/tokens/device", json=phone.sign_in(await nonce(client)))).json()
    invented = {"refresh_token": secrets.token_urlsafe(32)}
    found = await sent(client, "/v1/tokens/refresh", invented, beyond=_UNKNOWN_TOKENS)
    assert found == {401: _UNKNOWN_TOKENS.most, 429: 10}
    for _ in range(5):
        answer = await client.post("/v1/tokens/refresh", json={"refresh_token": granted["refresh_token"]})
        assert answer.status_code == 200
        granted = answer.json()
    assert (await client.post("/v1/tokens/revocation", json=invented)).status_code == 429
    ours = {"refresh_token": granted["refresh_token"]}
    assert (await client.post("/v1/tokens/revocation", json=ours)).status_code == 204


async def test_one_refresh_token_is_not_tried_without_end(client: httpx.AsyncClient, resources: Resources) -> None:
    _, phone = await a_bound_trainee(resources, client)
    granted = (await client.post("/v1/tokens/device", json=phone.sign_in(await nonce(client)))).json()
    found = await sent(client, "/v1/tokens/refresh", {"refresh_token": granted["refresh_token"]}, beyond=_REFRESHES)
    assert found == {200: 1, 401: _REFRESHES.most - 1, 429: 10}


async def test_who_floods_with_invented_invitations_keeps_no_classmate_from_binding(
    client: httpx.AsyncClient, resources: Resources
) -> None:
    found = await sent(client, "/v1/devices", Phone().binding("7K3M-Q0XA-91ZR-TT4C-2HDE"), beyond=_UNKNOWN_INVITATIONS)
    assert found == {401: _UNKNOWN_INVITATIONS.most, 429: 10}
    invitation = await invite(resources, await register(resources))
    assert (await client.post("/v1/devices", json=Phone().binding(invitation.lower()))).status_code == 201


async def test_one_invitation_is_not_tried_without_end(client: httpx.AsyncClient, resources: Resources) -> None:
    invitation = await invite(resources, await register(resources))
    body = Phone().binding(invitation) | {"signature": Phone().binding("another")["signature"]}
    assert await sent(client, "/v1/devices", body, beyond=_BINDINGS) == {401: _BINDINGS.most, 429: 10}


async def test_wrong_signatures_of_an_address_end_and_its_right_ones_count_nowhere(
    client: httpx.AsyncClient, resources: Resources
) -> None:
    _, phone = await a_bound_trainee(resources, client)
    for _ in range(20):
        assert (await client.post("/v1/tokens/device", json=phone.sign_in(await nonce(client)))).status_code == 200
    forged = Phone().sign_in(await nonce(client)) | {"device_id": str(phone.device_id)}
    assert await sent(client, "/v1/tokens/device", forged, beyond=_FAILED_KEYS) == {
        401: _FAILED_KEYS.most,
        429: 10,
    }


async def test_a_phone_that_sends_without_end_is_stopped_and_another_checks_in(
    client: httpx.AsyncClient, resources: Resources
) -> None:
    found: dict[str, Counter[int]] = {}
    for name, times in (("loud", ATTEMPTS_OF_ONE.most + 10), ("quiet", 3)):
        _, phone = await a_bound_trainee(resources, client)
        granted = (await client.post("/v1/tokens/device", json=phone.sign_in(await nonce(client)))).json()
        headers = {"authorization": f"Bearer {granted['access_token']}"}
        answers = [await client.post("/v1/check-ins", json=_ATTEMPT, headers=headers) for _ in range(times)]
        found[name] = Counter(each.status_code for each in answers)
    # Nobody is registered for the lesson that they name: what is no attempt is answered all the same.
    assert found == {"loud": {404: ATTEMPTS_OF_ONE.most, 429: 10}, "quiet": {404: 3}}


async def test_the_common_counts_name_nobody_and_are_gone_a_night_after_their_time(
    client: httpx.AsyncClient, resources: Resources, clock: StoppedClock
) -> None:
    await sent(client, "/v1/tokens/refresh", {"refresh_token": secrets.token_urlsafe(32)}, beyond=_UNKNOWN_TOKENS)
    (kept, *_) = await resources.database.read(reading(select(request_count.c.bucket)))
    assert len(kept[0]) == 16
    clock.move_to(clock.now() + timedelta(days=3))
    await drop_old(resources)
    assert await resources.database.read(reading(select(request_count.c.bucket))) == []
