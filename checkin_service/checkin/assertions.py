"""Signed statements about a person: by a card terminal or by the electronic social security card's platform."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeGuard

import jwt
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey

if TYPE_CHECKING:
    from jwt.types import Options

_FRESH_FOR = timedelta(seconds=120)
_LATEST = 2**40
_NO_CHECKS: "Options" = {
    "verify_exp": False,
    "verify_nbf": False,
    "verify_iat": False,
    "verify_aud": False,
    "verify_iss": False,
}


def claimed_document(assertion: str) -> tuple[str, str] | None:
    """Kind and number of the document an assertion speaks of; not yet believed."""
    try:
        claims = jwt.decode(assertion, options={"verify_signature": False, **_NO_CHECKS})
    except (jwt.InvalidTokenError, RecursionError):  # Brackets nested by the thousand fit into an assertion.
        return None
    kind, number = claims.get("document_kind"), claims.get("document_number")
    return (kind, number) if _is_plain(kind) and _is_plain(number) else None


def fault_in(assertion: str, *, public_key: bytes | None, expected: Mapping[str, Any], now: datetime) -> str | None:
    """What is wrong with an assertion, or `None` when it is signed by the key, fresh, and says what is expected."""
    if public_key is None:
        return "unknown_issuer"
    try:
        # One algorithm, whatever the header says.
        claims = jwt.decode(assertion, _key(public_key), algorithms=["ES256"], options=_NO_CHECKS)
    except (jwt.InvalidTokenError, ValueError, RecursionError):
        return "bad_signature"
    issued = claims.get("iat")
    if not isinstance(issued, int) or not 0 <= issued < _LATEST:
        return "no_time"
    if abs(now.timestamp() - issued) > _FRESH_FOR.total_seconds():
        return "not_fresh"
    return next((f"other_{name}" for name, value in expected.items() if claims.get(name) != value), None)


def _is_plain(value: Any) -> TypeGuard[str]:
    """Machines write documents in ASCII; JSON can spell text that no encoding holds."""
    return isinstance(value, str) and value.isascii()


def _key(public_key: bytes) -> EllipticCurvePublicKey:
    return EllipticCurvePublicKey.from_encoded_point(SECP256R1(), public_key)
