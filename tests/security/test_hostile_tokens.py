"""Access tokens that we did not issue, or not for this, and refresh tokens that come twice."""

import asyncio
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx
import jwt
import pytest

from checkin_service.access import tokens
from checkin_service.client.keys import SigningKey
from checkin_service.kit.base64url import encode
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from tests.building.world import PASSWORD, World
from tests.conftest import StoppedClock
from tests.security.hostile import refused

Claims = dict[str, Any]


class Mint:
    """Whoever knows how tokens look, and for some tests even the key."""

    def __init__(self, resources: Resources, world: World) -> None:
        self.key = resources.token_key
        now = int(resources.clock.now().timestamp())
        self.claims: Claims = {
            "iss": "checkin-service",
            "aud": "checkin-service",
            "sub": str(new_id()),
            "kind": "staff",
            "role": "officer",
            "authority": "330600",
            "institution": str(world.institution_id),
            "iat": now,
            "exp": now + 600,
        }

    def token(self, *, key: bytes | None = None, alg: str = "HS256", typ: Any = "at+jwt", **changes: Any) -> str:
        claims = {name: value for name, value in (self.claims | changes).items() if value is not ...}
        return jwt.PyJWT().encode(claims, self.key if key is None else key, alg, headers={"typ": typ})

    def unsigned(self, alg: str) -> str:
        header, payload = {"alg": alg, "typ": "at+jwt"}, self.claims
        return f"{encode(json.dumps(header).encode())}.{encode(json.dumps(payload).encode())}."


@pytest.fixture
def mint(resources: Resources, in_class: World) -> Mint:
    return Mint(resources, in_class)


async def asked(client: httpx.AsyncClient, token: str, *, scheme: str = "Bearer") -> httpx.Response:
    return await client.get("/v1/me", headers={b"Authorization": f"{scheme} {token}".encode()})


async def test_a_token_made_with_the_key_and_every_claim_would_be_believed(
    client: httpx.AsyncClient, mint: Mint
) -> None:
    assert (await asked(client, mint.token(institution=...))).status_code == 200


CHANGED: dict[str, Claims] = {
    "expired": {"exp": 1_700_000_000, "iat": 1_699_999_400},
    "expires this second": {"exp": ("now", 0)},
    "issued in the future": {"iat": ("now", 60), "exp": ("now", 600)},
    "valid for a day": {"exp": ("now", 86_400)},
    "times in words": {"iat": "now", "exp": "never"},
    "times in halves": {"exp": ("now", 300.5)},
    "time is true": {"iat": True},
    "no expiry": {"exp": ...},
    "no issue": {"iat": ...},
    "not yet": {"nbf": 4_000_000_000},
    "other audience": {"aud": "payment-service"},
    "several audiences": {"aud": ["payment-service", "treasury"]},
    "no audience": {"aud": ...},
    "other issuer": {"iss": "another-service"},
    "no issuer": {"iss": ...},
    "no subject": {"sub": ...},
    "subject is no id": {"sub": "officer"},
    "subject is a number": {"sub": 1},
    "other type": {"typ": "JWT"},
    "refresh type": {"typ": "rt+jwt"},
    "no type": {"typ": None},
    "type is a list": {"typ": ["at+jwt"]},
    "unknown role": {"role": "superuser"},
    "role in capitals": {"role": "OFFICER"},
    "unknown kind": {"kind": "root"},
    "no role": {"role": ...},
    "a trainee as officer": {"kind": "trainee", "role": "officer", "device": "01997c3e-7a00-7c3d-9f00-0123456789ab"},
    "a terminal as reviewer": {"kind": "terminal", "role": "reviewer", "site": str(new_id())},
    "staff as trainee": {"role": "trainee"},
    "an administrator of an authority": {"role": "institution_admin", "institution": ...},
    "an officer of an institution": {"role": "officer", "authority": ...},
    "a trainee without a device": {"kind": "trainee", "role": "trainee"},
    "a list of roles": {"role": ["trainee", "officer"]},
    "another key": {"key": bytes(range(100, 132))},
    "HS512": {"alg": "HS512"},
    "HS384": {"alg": "HS384"},
}


@pytest.mark.filterwarnings("ignore::jwt.warnings.InsecureKeyLengthWarning")
@pytest.mark.parametrize("changes", CHANGED.values(), ids=CHANGED)
async def test_a_token_that_differs_in_anything_is_nobodys(
    client: httpx.AsyncClient, mint: Mint, resources: Resources, changes: Claims
) -> None:
    now = int(resources.clock.now().timestamp())
    meant = {name: now + value[1] if isinstance(value, tuple) else value for name, value in changes.items()}
    problem = refused(await asked(client, mint.token(**meant)), 401)
    assert problem["type"] == "/problems/not-signed-in"


def _headed(header: bytes) -> str:
    return f"{encode(header)}.e30.c2ln"


FORGED: dict[str, Callable[[Mint], str]] = {
    "signature cut off": lambda mint: mint.token().rsplit(".", 1)[0] + ".",
    "signature changed": lambda mint: mint.token()[:-4] + "AAAA",
    "no signature part": lambda mint: mint.token().rsplit(".", 1)[0],
    "four parts": lambda mint: mint.token() + ".x",
    "with a line feed": lambda mint: mint.token() + "\tx",
    "ES256 by a key of one's own": lambda mint: SigningKey().assertion(mint.claims),
    "a hundred thousand characters": lambda mint: mint.token(padding="a" * 75_000),
    "deep header": lambda _: _headed(b"[" * 1400),
    "deep object": lambda _: _headed(b'{"a":' * 270),
    "not ASCII": lambda _: "\u00e9.\u00e9.\u00e9",
    "half a character": lambda _: _headed(b'{"typ": "\\ud800"}'),
    "nothing": lambda _: "",
    "dots": lambda _: "..",
    "null": lambda _: "null",
}
FORGED |= {
    f"algorithm {alg or 'empty'}": lambda mint, alg=alg: mint.unsigned(alg)  # type: ignore[misc]
    for alg in ("none", "None", "nOnE", "")
}


@pytest.mark.parametrize("forge", FORGED.values(), ids=FORGED)
async def test_a_forged_token_is_nobodys(client: httpx.AsyncClient, mint: Mint, forge: Callable[[Mint], str]) -> None:
    refused(await asked(client, forge(mint)), 401)


@pytest.mark.parametrize("scheme", ["Basic", "Token", "", "Bearer Bearer", "Digest"])
async def test_only_bearer_tokens_are_read(client: httpx.AsyncClient, mint: Mint, scheme: str) -> None:
    refused(await asked(client, mint.token(), scheme=scheme), 401)


async def test_a_token_in_the_query_or_a_cookie_is_not_read(client: httpx.AsyncClient, mint: Mint) -> None:
    token = mint.token(institution=...)
    refused(await client.get("/v1/me", params={"access_token": token, "token": token}), 401)
    refused(await client.get("/v1/me", headers={"Cookie": f"access_token={token}; token={token}"}), 401)


async def test_every_refusal_says_how_to_sign_in(client: httpx.AsyncClient) -> None:
    answer = await client.get("/v1/me")
    refused(answer, 401)
    assert answer.headers["www-authenticate"] == "Bearer"


# Refresh tokens and nonces -----------------------------------------------------------------------------------------


async def test_a_refresh_token_used_twice_ends_the_sign_in(in_class: World) -> None:
    client = in_class.client
    login = {"login": in_class.instructor.login, "password": PASSWORD}
    first = (await client.post("/v1/tokens/password", json=login)).json()["refresh_token"]
    second = (await client.post("/v1/tokens/refresh", json={"refresh_token": first})).json()["refresh_token"]
    refused(await client.post("/v1/tokens/refresh", json={"refresh_token": first}), 401)
    refused(await client.post("/v1/tokens/refresh", json={"refresh_token": second}), 401)


async def test_of_parallel_uses_of_a_refresh_token_one_wins_at_most(in_class: World) -> None:
    client = in_class.client
    login = {"login": in_class.instructor.login, "password": PASSWORD}
    token = (await client.post("/v1/tokens/password", json=login)).json()["refresh_token"]
    answers = await asyncio.gather(
        *(client.post("/v1/tokens/refresh", json={"refresh_token": token}) for _ in range(16))
    )
    assert [answer.status_code for answer in answers].count(200) <= 1
    assert {answer.status_code for answer in answers} <= {200, 401}


async def test_an_access_token_refreshes_nothing(in_class: World, mint: Mint) -> None:
    token = mint.token(institution=...)
    refused(await in_class.client.post("/v1/tokens/refresh", json={"refresh_token": token}), 401, 422)


async def test_a_nonce_is_ours_and_fresh(in_class: World, resources: Resources, clock: StoppedClock) -> None:
    phone, client = in_class.trainees[0].phone, in_class.client
    fresh = tokens.new_nonce(resources)

    async def sign_in(nonce: str) -> httpx.Response:
        body = {"device_id": str(phone.device_id), "nonce": nonce, "signature": phone._key.signature(nonce)}
        return await client.post("/v1/tokens/device", json=body)

    assert (await sign_in(fresh)).status_code == 200
    for invented in (fresh[:-2] + "AA", fresh + "A", fresh + "=", "A" * len(fresh), "-", "..", fresh[:24]):
        refused(await sign_in(invented), 401)
    clock.advance(seconds=61)
    refused(await sign_in(fresh), 401)
    ahead = tokens.new_nonce(resources)
    clock.move_to(clock.now() - timedelta(minutes=5))
    refused(await sign_in(ahead), 401)


async def test_a_phone_signs_in_with_its_own_key_only(in_class: World, resources: Resources) -> None:
    mine, other = in_class.trainees[0].phone, in_class.trainees[1].phone
    nonce = tokens.new_nonce(resources)
    signatures = (
        other._key.signature(nonce),
        mine._key.signature(nonce[::-1]),
        encode(bytes(64)),
        encode(b"\xff" * 64),
    )
    for signature in signatures:
        body = {"device_id": str(mine.device_id), "nonce": nonce, "signature": signature}
        refused(await in_class.client.post("/v1/tokens/device", json=body), 401)
        as_terminal = {"terminal_id": str(in_class.terminal.terminal_id), "nonce": nonce, "signature": signature}
        refused(await in_class.client.post("/v1/tokens/terminal", json=as_terminal), 401)


async def test_guessing_a_password_is_slowed_down_alike_for_known_and_unknown_logins(in_class: World) -> None:
    known = f"guessed-{new_id().hex[-8:]}"
    await in_class.admin.create_instructor(
        login=known, password=PASSWORD, display_name="教员", institution_id=in_class.institution_id
    )
    for login in (known, f"nobody-{new_id().hex[-8:]}"):
        answers = [
            await in_class.client.post("/v1/tokens/password", json={"login": login, "password": f"guess {number}"})
            for number in range(7)
        ]
        assert [answer.status_code for answer in answers] == [401] * 5 + [429] * 2
        assert answers[-1].headers["retry-after"]
        refused(answers[0], 401)
