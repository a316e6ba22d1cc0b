"""Statements about a person that nobody made, or that were made about something else: doubted, never believed."""

import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

import jwt
import pytest
from pydantic_core import to_json

from checkin_service.client import ECardPlatform
from checkin_service.client.keys import SigningKey
from checkin_service.kit.base64url import encode
from checkin_service.kit.ids import new_id
from tests.building.identities import a_resident_id
from tests.building.world import World
from tests.conftest import StoppedClock
from tests.security.hostile import refused
from tests.security.well_formed import card_proof

Claims = dict[str, Any]


def unsigned(claims: Claims, *, alg: str = "none", signature: bytes = b"") -> str:
    return _jws({"alg": alg, "typ": "JWT"}, claims, signature)


def _jws(header: Any, claims: Any, signature: bytes = bytes(64)) -> str:
    return ".".join(encode(part) for part in (_raw(header), _raw(claims), signature))


def _raw(part: Any) -> bytes:
    return part if isinstance(part, bytes) else json.dumps(part).encode()


class Forger:
    """Whoever has a statement of the platform and wants another."""

    def __init__(self, world: World, platform: ECardPlatform, clock: StoppedClock) -> None:
        self._platform, self.world = platform, world
        self.attempt_id = new_id()
        self.claims: Claims = {
            "iss": platform.name,
            "aud": "checkin-service",
            "attempt_id": str(self.attempt_id),
            "session_id": str(world.session()),
            "document_kind": world.trainees[0].document["kind"],
            "document_number": world.trainees[0].document["number"],
            "method": "password",
            "iat": int(clock.now().timestamp()),
        }

    def signed(self, **changes: Any) -> str:
        """By the platform itself, but saying something else."""
        claims = {name: value for name, value in (self.claims | changes).items() if value is not ...}
        return self._platform._key.assertion(claims)

    async def send(self, assertion: str) -> Any:
        phone = self.world.trainees[0].phone
        proof = {"kind": "e_card", "assertion": assertion}
        body = phone.attempt(self.world.session(), at=None, proof=proof, attempt_id=self.attempt_id)
        return await phone.send_attempt(body)


@pytest.fixture
def forger(in_class: World, e_card_platform: ECardPlatform, clock: StoppedClock) -> Forger:
    return Forger(in_class, e_card_platform, clock)


def person_of(answer: Any) -> Any:
    assert answer.status_code == 201, answer.text
    # After many doubts of one person there is a second finding, about their number.
    found = {each["reason"]: each for each in answer.json()["findings"] if each["check"] == "person"}
    found.pop("too_many_failures", None)
    (finding,) = found.values()
    return finding


async def test_an_honest_statement_is_believed(forger: Forger) -> None:
    assert person_of(await forger.send(forger.signed()))["outcome"] == "pass"


SIGNED_BUT_WRONG: dict[str, Claims] = {
    "other attempt": {"attempt_id": str(new_id())},
    "other session": {"session_id": str(new_id())},
    "another's audience": {"aud": "payment-service"},
    "no audience": {"aud": ...},
    "other issuer": {"iss": "another platform"},
    "no issuer": {"iss": ...},
    "no attempt": {"attempt_id": ...},
    "other person": {"document_number": a_resident_id()["number"]},
    "other kind of document": {"document_kind": "passport"},
    "no document": {"document_number": ...},
    "document is a number": {"document_number": 330602199001011236},
    "document is a list": {"document_number": ["330602199001011236"]},
    "document is an object": {"document_number": {"$ne": ""}},
    "document in half a character": {"document_number": "\ud800"},
    "document with NUL": {"document_number": "33060219900101\u0000"},
    "no time": {"iat": ...},
    "time in words": {"iat": "now"},
    "time in halves": {"iat": 1772412730.5},
    "time is true": {"iat": True},
    "time before all": {"iat": -1},
    "time after all": {"iat": 10**30},
}


@pytest.mark.parametrize("changes", SIGNED_BUT_WRONG.values(), ids=SIGNED_BUT_WRONG)
async def test_a_statement_about_something_else_is_doubted(forger: Forger, changes: Claims) -> None:
    finding = person_of(await forger.send(forger.signed(**changes)))
    assert (finding["outcome"], finding["reason"]) == ("doubt", "assertion_invalid")


@pytest.mark.parametrize("seconds", [-121, 121, -86_400, 86_400])
async def test_a_stale_statement_is_doubted(forger: Forger, seconds: int) -> None:
    finding = person_of(await forger.send(forger.signed(iat=forger.claims["iat"] + seconds)))
    assert finding["measured"] == "not_fresh"


def _by_another_key(forger: Forger) -> str:
    return SigningKey().assertion(forger.claims)


def _by_the_phone(forger: Forger) -> str:
    return forger.world.trainees[0].phone._key.assertion(forger.claims)


def _by_a_terminal(forger: Forger) -> str:
    return forger.world.terminal._key.assertion(forger.claims)


def _mac_with_public_key(forger: Forger) -> str:
    header, payload = (encode(json.dumps(part).encode()) for part in ({"alg": "HS256"}, forger.claims))
    mac = jwt.algorithms.HMACAlgorithm(jwt.algorithms.HMACAlgorithm.SHA256)
    signature = mac.sign(f"{header}.{payload}".encode(), forger._platform.public_key)
    return f"{header}.{payload}.{encode(signature)}"


def _own_key_in_header(forger: Forger) -> str:
    key = SigningKey()
    public = json.loads(jwt.algorithms.ECAlgorithm.to_jwk(key._key.public_key()))
    headers = {"jwk": public, "jku": "https://example/keys", "kid": "../../dev/null"}
    return jwt.encode(forger.claims, key._key, algorithm="ES256", headers=headers)


def _payload_exchanged(forger: Forger) -> str:
    header, _, signature = forger.signed(attempt_id=str(new_id())).split(".")
    return f"{header}.{encode(json.dumps(forger.claims).encode())}.{signature}"


FORGED: dict[str, Callable[[Forger], str]] = {
    "another key": _by_another_key,
    "the phone's own key": _by_the_phone,
    "a terminal's key": _by_a_terminal,
    "MAC with the public key": _mac_with_public_key,
    "own key in the header": _own_key_in_header,
    "payload exchanged": _payload_exchanged,
    "r and s are zero": lambda forger: _jws({"alg": "ES256"}, forger.claims, bytes(64)),
    "r and s are huge": lambda forger: _jws({"alg": "ES256"}, forger.claims, b"\xff" * 64),
    "DER signature": lambda forger: _jws({"alg": "ES256"}, forger.claims, b"\x30\x06\x02\x01\x01\x02\x01\x01"),
    "other algorithm": lambda forger: _jws({"alg": "ES384"}, forger.claims, bytes(96)),
    "algorithm is a list": lambda forger: _jws({"alg": ["ES256"]}, forger.claims),
    "algorithm is missing": lambda forger: _jws({}, forger.claims),
    "critical header": lambda forger: _jws({"alg": "ES256", "crit": ["b64"], "b64": False}, forger.claims),
    "header is a list": lambda forger: _jws([], forger.claims),
    "header is no JSON": lambda forger: _jws(b"\xff\xfe", forger.claims),
    "deep header": lambda forger: _jws(b"[" * 1400, forger.claims),
    "deep payload": lambda _: _jws({"alg": "ES256"}, b'{"a":' * 500),
    "payload is a list": lambda _: _jws({"alg": "ES256"}, []),
    "payload is a huge number": lambda _: _jws({"alg": "ES256"}, b"9" * 2000),
    "payload has NaN": lambda _: _jws({"alg": "ES256"}, b'{"iat": NaN}'),
    "no base64": lambda _: "_.-._",
    "dots": lambda _: "a.a.a",
}
FORGED |= {
    f"algorithm {alg}": lambda forger, alg=alg: _jws({"alg": alg}, forger.claims)  # type: ignore[misc]
    for alg in ("none", "None", "nOnE", "", "HS256", "RS256", "PS256", "ES256K", "EdDSA", "es256")
}


@pytest.mark.parametrize("forge", FORGED.values(), ids=FORGED)
async def test_a_forged_statement_is_doubted(forger: Forger, forge: Callable[[Forger], str]) -> None:
    assertion = forge(forger)
    assert len(assertion) <= 4096
    finding = person_of(await forger.send(assertion))
    assert (finding["outcome"], finding["reason"]) == ("doubt", "assertion_invalid")


@pytest.mark.usefixtures("nothing_stored")
@pytest.mark.parametrize("assertion", ["a.b.", "a..c", "", "a.b.c.d", "a b.c.d", f"a.{'b' * 4096}.c", "é.b.c"])
async def test_what_is_no_statement_is_refused(forger: Forger, assertion: str) -> None:
    refused(await forger.send(assertion), 422)


async def test_a_statement_serves_for_its_attempt_only(forger: Forger) -> None:
    assertion = forger.signed()
    person_of(await forger.send(assertion))
    forger.attempt_id = new_id()
    assert person_of(await forger.send(assertion))["measured"] == "other_attempt_id"


# Card terminals ----------------------------------------------------------------------------------------------------


def card_attempt(world: World, attempt_id: UUID, clock: StoppedClock) -> dict[str, Any]:
    return {
        "attempt_id": attempt_id,
        "session_id": world.session(),
        "phase": "in",
        "captured_at": clock.now(),
        "position": None,
    }


CARDS: dict[str, Claims] = {
    "PIN not entered": {"pin_verified": False},
    "PIN in words": {"pin_verified": "true"},
    "PIN is one": {"pin_verified": 2},
    "other phase": {"phase": "out"},
    "other attempt": {"attempt_id": str(new_id())},
    "other session": {"session_id": str(new_id())},
    "the challenge left out": {"challenge": None},
}


@pytest.mark.parametrize("changes", CARDS.values(), ids=CARDS)
async def test_a_card_read_for_something_else_is_doubted(in_class: World, clock: StoppedClock, changes: Claims) -> None:
    body = card_attempt(in_class, new_id(), clock)
    challenge = await in_class.terminal.challenge(body["attempt_id"], in_class.session())
    clock.advance(seconds=8)
    body["person_proof"] = card_proof(in_class, in_class.terminal, body, answering=challenge, **changes)
    finding = person_of(await in_class.terminal.send("POST", "/v1/check-ins", content=to_json(body)))
    assert finding["reason"] == "assertion_invalid"
    assert (finding["measured"] == "other_challenge") is ("challenge" in changes)


async def test_a_phone_cannot_speak_for_a_terminal(in_class: World, clock: StoppedClock) -> None:
    body = card_attempt(in_class, new_id(), clock)
    body["person_proof"] = card_proof(in_class, in_class.terminal, body)
    finding = person_of(await in_class.trainees[0].phone.send_attempt(to_json(body)))
    assert finding["measured"] == "unknown_issuer"


async def test_a_terminal_speaks_under_its_own_id_only(in_class: World, clock: StoppedClock) -> None:
    body = card_attempt(in_class, new_id(), clock)
    challenge = await in_class.terminal.challenge(body["attempt_id"], in_class.session())
    body["person_proof"] = card_proof(in_class, in_class.terminal, body, answering=challenge) | {
        "terminal_id": new_id()
    }
    finding = person_of(await in_class.terminal.send("POST", "/v1/check-ins", content=to_json(body)))
    assert finding["measured"] == "other_terminal_id"


@pytest.mark.usefixtures("nothing_stored")
async def test_a_card_that_is_not_registered_is_not_found(in_class: World, clock: StoppedClock) -> None:
    body = card_attempt(in_class, new_id(), clock)
    stranger = a_resident_id()
    for number in (stranger["number"], "\ud800", "x" * 1000, "", 7, None):
        body["person_proof"] = card_proof(in_class, in_class.terminal, body, document_number=number)
        refused(await in_class.terminal.send("POST", "/v1/check-ins", content=to_json(body)), 404)
