"""Signed statements of identity by platforms that are believed: electronic social security card, network identity."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple, TypeGuard

import jwt
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey

from checkin_service.identity.service.persons import document_hash
from checkin_service.kit.resources import Resources

if TYPE_CHECKING:
    from jwt.types import Options

# A JSON number may have a thousand digits: a moment beyond this is nonsense, and would overflow a float below.
_LATEST = 2**40
# Age, audience and issuer are compared here, by the clock of the service and with a reason that people can be told.
NO_CHECKS: "Options" = {
    "verify_exp": False,
    "verify_nbf": False,
    "verify_iat": False,
    "verify_aud": False,
    "verify_iss": False,
}


def assertion_fault(
    assertion: str, *, public_key: bytes | None, expected: Mapping[str, Any], now: datetime, valid_for: timedelta
) -> str | None:
    """What is wrong with a signed statement; `None` when the key signed it, it is fresh and says what is expected."""
    if public_key is None:
        return "unknown_issuer"
    try:
        # One algorithm, whatever the header says.
        claims = jwt.decode(assertion, _key(public_key), algorithms=["ES256"], options=NO_CHECKS)
    except (jwt.InvalidTokenError, ValueError, RecursionError):
        return "bad_signature"
    issued = claims.get("iat")
    if not isinstance(issued, int) or not 0 <= issued < _LATEST:
        return "no_time"
    if abs(now.timestamp() - issued) > valid_for.total_seconds():
        return "not_fresh"
    return next((f"other_{name}" for name, value in expected.items() if claims.get(name) != value), None)


class ClaimedPerson(NamedTuple):
    """Whom a statement speaks of."""

    name: str
    kind: str
    number: str


def claimed_document(assertion: str) -> tuple[str, str] | None:
    """Kind and number of the document that a statement speaks of, read before it is verified and not yet believed."""
    claims = _unbelieved(assertion)
    kind, number = claims.get("document_kind"), claims.get("document_number")
    return (kind, number) if _is_plain(kind) and _is_plain(number) else None


def claimed_hash(resources: Resources, assertion: str) -> bytes | None:
    """The look-up hash of the document that a statement speaks of, as little believed as the document."""
    claimed = claimed_document(assertion)
    return document_hash(resources, *claimed) if claimed else None


def claimed_person(assertion: str) -> ClaimedPerson | None:
    """The document with the name beside it; nobody where either is missing or no text that can be kept."""
    document, name = claimed_document(assertion), _unbelieved(assertion).get("name")
    return ClaimedPerson(name, *document) if document is not None and isinstance(name, str) else None


def claimed_method(assertion: str) -> str:
    """By what a statement's platform says it has checked the person; a real-name check where it says nothing else."""
    method = _unbelieved(assertion).get("method")
    return method if method in ("face", "password") else "real_name"


def _unbelieved(assertion: str) -> Mapping[str, Any]:
    try:
        return jwt.decode(assertion, options={"verify_signature": False, **NO_CHECKS})
    except (jwt.InvalidTokenError, RecursionError):  # Brackets nested by the thousand fit into an assertion.
        return {}


def _is_plain(value: Any) -> TypeGuard[str]:
    """Machines write documents in ASCII; JSON can spell text that no encoding holds."""
    return isinstance(value, str) and value.isascii()


def _key(public_key: bytes) -> EllipticCurvePublicKey:
    return EllipticCurvePublicKey.from_encoded_point(SECP256R1(), public_key)
