"""Access tokens and nonces: what is ours passes, everything else is nobody."""

import base64
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import jwt
import pytest

from checkin_service.access import model, tokens
from checkin_service.access.model import Role, Subject
from checkin_service.kit.problem import Problem, ProblemKind
from tests.access.people import At, a_trainee, an_institution_admin, an_officer

KEY = bytes(range(32))
NOW = datetime(2026, 3, 2, 0, 30, tzinfo=UTC)
SOME_ID = UUID("01890000-0000-7000-8000-000000000001")


@dataclass
class Service:
    """The two things that tokens need of the resources."""

    token_key: bytes = KEY
    clock: At = field(default_factory=lambda: At(NOW))


def claims(**changed: Any) -> dict[str, Any]:
    seconds = int(NOW.timestamp())
    good = {
        "iss": "checkin-service",
        "aud": "checkin-service",
        "sub": str(uuid4()),
        "kind": "staff",
        "role": "officer",
        "authority": "330600",
        "iat": seconds,
        "exp": seconds + 600,
    }
    return {name: value for name, value in {**good, **changed}.items() if value is not None}


def forged(payload: dict[str, Any], *, key: bytes = KEY, typ: str = "at+jwt", algorithm: str = "HS256") -> str:
    return jwt.encode(payload, key, algorithm, headers={"typ": typ})


def is_refused(token: str, service: Service | None = None) -> bool:
    with pytest.raises(Problem) as refused:
        tokens.verify(service or Service(), token)  # type: ignore[arg-type]
    return refused.value.kind is ProblemKind.NOT_SIGNED_IN


@pytest.mark.parametrize(
    "subject",
    [
        a_trainee(),
        an_officer(),
        an_institution_admin(),
        model.terminal(uuid4(), site_id=uuid4(), institution_id=uuid4()),
    ],
    ids=lambda subject: str(subject.role),
)
def test_a_token_brings_back_the_subject_it_was_issued_to(subject: Subject) -> None:
    assert tokens.verify(Service(), tokens.issue(Service(), subject)) == subject  # type: ignore[arg-type]


def test_the_control_token_of_these_tests_is_good() -> None:
    assert tokens.verify(Service(), forged(claims())).role is Role.OFFICER  # type: ignore[arg-type]


def test_a_token_lives_ten_minutes_of_the_services_own_clock() -> None:
    token = tokens.issue(Service(), a_trainee())  # type: ignore[arg-type]
    tokens.verify(Service(clock=At(NOW + timedelta(seconds=599))), token)  # type: ignore[arg-type]
    assert is_refused(token, Service(clock=At(NOW + timedelta(seconds=600))))


@pytest.mark.parametrize("key", [b"", b"short", bytes(31)])
def test_a_short_key_neither_signs_nor_verifies(key: bytes) -> None:
    with pytest.raises(tokens.WeakKey):
        tokens.issue(Service(token_key=key), a_trainee())  # type: ignore[arg-type]
    with pytest.raises(tokens.WeakKey):
        tokens.verify(Service(token_key=key), forged(claims()))  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["iss", "aud", "sub", "kind", "role", "iat", "exp", "authority"])
def test_a_missing_claim_is_refused(name: str) -> None:
    assert is_refused(forged(claims(**{name: None})))


@pytest.mark.parametrize(
    "changed",
    [
        {"iss": "somebody-else"},
        {"aud": "another-service"},
        {"aud": []},
        {"sub": "330600"},
        {"sub": ""},
        {"kind": "emperor"},
        {"kind": "trainee"},
        {"kind": "terminal"},
        {"role": "institution_admin"},
        {"role": "root"},
        {"role": None},
        {"exp": int(NOW.timestamp()) + 601},
        {"exp": int(NOW.timestamp()) - 1},
        {"exp": True},
        {"exp": 1e18},
        {"exp": "9999999999"},
        {"iat": int(NOW.timestamp()) + 6, "exp": int(NOW.timestamp()) + 600},
        {"iat": "yesterday"},
        {"kind": "trainee", "role": "officer", "device": str(SOME_ID)},
        {"kind": "terminal", "role": "reviewer", "site": str(SOME_ID), "institution": str(SOME_ID)},
    ],
    ids=str,
)
def test_claims_that_do_not_fit_are_refused(changed: dict[str, Any]) -> None:
    assert is_refused(forged(claims(**changed)))


@pytest.mark.parametrize("algorithm", ["HS384", "HS512"])
def test_another_algorithm_is_refused(algorithm: str) -> None:
    assert is_refused(forged(claims(), key=bytes(range(64)), algorithm=algorithm), Service(token_key=bytes(range(64))))


@pytest.mark.parametrize("name", ["none", "None", "nOnE", ""])
def test_an_unsigned_token_is_refused(name: str) -> None:
    def part(content: dict[str, Any]) -> str:
        return base64.urlsafe_b64encode(json.dumps(content).encode()).rstrip(b"=").decode()

    assert is_refused(f"{part({'alg': name, 'typ': 'at+jwt'})}.{part(claims())}.")


def test_another_key_another_type_and_an_oversized_token_are_refused() -> None:
    assert is_refused(forged(claims(), key=bytes(32)))
    assert is_refused(forged(claims(), typ="JWT"))
    assert is_refused(forged(claims(padding="x" * 3000)))


@pytest.mark.parametrize("token", ["", ".", "..", "a.b.c", "Bearer", "\u0000", "𠮷", "e30.e30.e30"])
def test_what_is_no_token_is_refused(token: str) -> None:
    assert is_refused(token)


def test_a_change_of_any_character_is_noticed() -> None:
    token = tokens.issue(Service(), an_officer())  # type: ignore[arg-type]
    for place in range(0, len(token) - 1, 7):
        other = "A" if token[place] != "A" else "B"
        assert is_refused(token[:place] + other + token[place + 1 :])


def test_a_nonce_is_fresh_for_sixty_seconds() -> None:
    nonce = tokens.new_nonce(Service())  # type: ignore[arg-type]
    tokens.require_fresh_nonce(Service(clock=At(NOW + timedelta(seconds=60))), nonce)  # type: ignore[arg-type]
    for seconds in (61, 3600, -6):
        with pytest.raises(Problem):
            tokens.require_fresh_nonce(Service(clock=At(NOW + timedelta(seconds=seconds))), nonce)  # type: ignore[arg-type]


@pytest.mark.parametrize("nonce", ["", "A", "AAAA", "!!!!", "A" * 75, "签到"])
def test_a_nonce_that_is_not_ours_is_refused(nonce: str) -> None:
    with pytest.raises(Problem):
        tokens.require_fresh_nonce(Service(), nonce)  # type: ignore[arg-type]


def test_a_nonce_has_exactly_one_spelling() -> None:
    nonce = tokens.new_nonce(Service())  # type: ignore[arg-type]
    for other in (nonce + "=", nonce + "\n", nonce[:-1] + "!", " " + nonce):
        with pytest.raises(Problem):
            tokens.require_fresh_nonce(Service(), other)  # type: ignore[arg-type]
