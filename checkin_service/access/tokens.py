"""Access tokens (signed, ten minutes, nothing to look up) and the nonces that devices and terminals sign.

Verification stands before every request: one HMAC, one small JSON, no database. The service's clock decides about
expiry, so that the demonstration's moved clock holds here too.
"""

import hmac
import os
import struct
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from pydantic_core import from_json, to_json

from checkin_service.access import model
from checkin_service.access.model import MalformedSubject, Role, Subject, SubjectKind, scope_of
from checkin_service.kit.base64url import decode, encode
from checkin_service.kit.problem import Problem, ProblemKind
from checkin_service.kit.resources import Resources
from checkin_service.kit.scope import act_for

ACCESS_TOKEN_LIFE = timedelta(minutes=10)
NONCE_LIFE = timedelta(seconds=60)
CLOCK_TOLERANCE = timedelta(seconds=5)
"""Between our own nodes; a token from the future beyond it is not ours."""

_ISSUER = _AUDIENCE = "checkin-service"
_WHO = {"sub", "kind", "role", "institution", "authority", "device", "site", "sid", "only"}
_CLAIMS = {"iss", "aud", "iat", "exp"} | _WHO
_ENROL = "enrol"
"""What a token is for, of staff who have to set up their second factor first."""
_LONGEST_TOKEN = 2048
_SHORTEST_KEY = 32


class WeakKey(ValueError):
    """HMAC would sign with any key, even one of five bytes; we do not."""


def issue(resources: Resources, subject: Subject) -> str:
    """A signed access token for a subject whose sign-in has just been checked."""
    now = int(resources.clock.now().timestamp())
    claims = {
        "iss": _ISSUER,
        "aud": _AUDIENCE,
        "sub": str(subject.subject_id),
        "kind": subject.kind.value,
        "role": subject.role.value,
        "iat": now,
        "exp": now + int(ACCESS_TOKEN_LIFE.total_seconds()),
        **_tenancy_claims(subject),
    }
    signed = f"{_HEADER}.{encode(to_json(claims))}"
    return f"{signed}.{_signature(resources, signed)}"


def verify(resources: Resources, token: str) -> Subject:
    """The subject a token speaks for; anything not exactly as we issue it is nobody.

    The signature comes first: nothing of a token is read, not even its header, unless we wrote it. So there is no
    algorithm to choose and no content to be surprised by. From here on the request sees the subject's rows.
    """
    signed, _, signature = token.rpartition(".")
    header, _, payload = signed.partition(".")
    if len(token) > _LONGEST_TOKEN or not token.isascii() or header != _HEADER:
        raise Problem(ProblemKind.NOT_SIGNED_IN)
    # Comparing the text leaves exactly one spelling of each token.
    if not hmac.compare_digest(_signature(resources, signed), signature):
        raise Problem(ProblemKind.NOT_SIGNED_IN)
    try:
        claims = from_json(decode(payload))
        if not _is_current(claims, resources.clock.now()):
            raise Problem(ProblemKind.NOT_SIGNED_IN)
        subject = _subject(claims)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Problem(ProblemKind.NOT_SIGNED_IN) from error
    act_for(scope_of(subject))
    return subject


def new_nonce(resources: Resources) -> str:
    """Something fresh to sign; it carries its own time and proof, so nothing is stored."""
    body = struct.pack(">Q", int(resources.clock.now().timestamp())) + os.urandom(16)
    return encode(body + _nonce_proof(resources, body))


def require_fresh_nonce(resources: Resources, nonce: str) -> None:
    """Refuse a nonce that is not ours or older than a minute."""
    try:
        content = decode(nonce)
    except ValueError:
        raise Problem(ProblemKind.SIGN_IN_REFUSED) from None
    body, proof = content[:24], content[24:]
    # Comparing the text too leaves exactly one spelling of each nonce.
    if not hmac.compare_digest(proof, _nonce_proof(resources, body)) or encode(content) != nonce:
        raise Problem(ProblemKind.SIGN_IN_REFUSED)
    age = resources.clock.now().timestamp() - struct.unpack(">Q", body[:8])[0]
    if not -CLOCK_TOLERANCE.total_seconds() <= age <= NONCE_LIFE.total_seconds():
        raise Problem(ProblemKind.SIGN_IN_REFUSED)


def _strong(key: bytes) -> bytes:
    if len(key) < _SHORTEST_KEY:
        raise WeakKey(f"the token key needs at least {_SHORTEST_KEY} bytes")
    return key


def _tenancy_claims(subject: Subject) -> dict[str, str]:
    claims = {
        "institution": subject.institution_id,
        "authority": subject.authority_code,
        "device": subject.device_id,
        "site": subject.site_id,
        "sid": subject.sign_in_id,
        "only": _ENROL if subject.granted == model.ENROLLING else None,
    }
    return {name: str(value) for name, value in claims.items() if value is not None}


def _is_current(claims: dict[str, Any], now: datetime) -> bool:
    """Issued by us for us, and neither from the future nor expired."""
    issued, expires = claims["iat"], claims["exp"]
    if claims["iss"] != _ISSUER or claims["aud"] != _AUDIENCE or not claims.keys() <= _CLAIMS:
        return False
    if type(issued) is not int or type(expires) is not int:
        return False
    seconds = now.timestamp()
    return (
        issued <= seconds + CLOCK_TOLERANCE.total_seconds()
        and seconds < expires
        and expires - issued <= ACCESS_TOKEN_LIFE.total_seconds()
    )


def _subject(claims: dict[str, Any]) -> Subject:
    """The subject is built by the same functions that build it at sign-in, so that no mixture gets through."""
    kind, role, subject_id = SubjectKind(claims["kind"]), Role(claims["role"]), UUID(claims["sub"])
    match kind:
        case SubjectKind.TRAINEE:
            subject = model.trainee(subject_id, device_id=UUID(claims["device"]))
        case SubjectKind.TERMINAL:
            subject = model.terminal(
                subject_id, site_id=UUID(claims["site"]), institution_id=UUID(claims["institution"])
            )
        case SubjectKind.PLATFORM:
            raise MalformedSubject("a platform's client holds keys and no tokens")
        case SubjectKind.STAFF if role in model.AUTHORITY_ROLES:
            subject = model.authority_staff(subject_id, role=role, authority_code=claims["authority"])
        case SubjectKind.STAFF:
            subject = model.institution_staff(subject_id, role=role, institution_id=UUID(claims["institution"]))
    if subject.role is not role:
        raise MalformedSubject("the role does not fit the kind of subject")
    return _as_signed_in(subject, claims) if kind is SubjectKind.STAFF else subject


def _as_signed_in(subject: Subject, claims: dict[str, Any]) -> Subject:
    """A member of staff with the sign-in that the token descends from, and what alone it is for, if it says so."""
    sign_in_id = UUID(claims["sid"]) if "sid" in claims else None
    if "only" not in claims:
        return replace(subject, sign_in_id=sign_in_id)
    if claims["only"] != _ENROL:
        raise MalformedSubject("a token is for nothing that we know")
    return replace(subject, sign_in_id=sign_in_id, granted=model.ENROLLING)


def _signature(resources: Resources, signed: str) -> str:
    return encode(hmac.digest(_strong(resources.token_key), signed.encode("ascii"), sha256))


def _nonce_proof(resources: Resources, body: bytes) -> bytes:
    # The prefix keeps nonces and access tokens apart, although both are made under one key.
    return hmac.digest(_strong(resources.token_key), b"nonce:" + body, sha256)


_HEADER = encode(b'{"alg":"HS256","typ":"at+jwt"}')
