"""The paper that says that the password was right and only the code is missing: for one account and five minutes."""

import hmac
import struct
from datetime import timedelta
from hashlib import sha256
from uuid import UUID

from checkin_service.access.account import StaffAccount
from checkin_service.kit.base64url import decode, encode
from checkin_service.kit.problem import Problem, ProblemKind
from checkin_service.kit.resources import Resources

HALFWAY_LIFE = timedelta(minutes=5)

_BODY_BYTES = 24


def issue(resources: Resources, account: StaffAccount) -> str:
    """For a form that asks for the code; it carries neither login nor password."""
    body = struct.pack(">Q16s", int(resources.clock.now().timestamp()), account.staff_id.bytes)
    return encode(body + _proof(resources, body))


def account_of(resources: Resources, halfway: str) -> UUID:
    """Whose it is; anything else, or one that is too old, means to begin anew."""
    try:
        content = decode(halfway)
    except ValueError:
        raise Problem(ProblemKind.SIGN_IN_REFUSED) from None
    body, proof = content[:_BODY_BYTES], content[_BODY_BYTES:]
    if len(body) < _BODY_BYTES or not hmac.compare_digest(proof, _proof(resources, body)):
        raise Problem(ProblemKind.SIGN_IN_REFUSED)
    issued, staff_id = struct.unpack(">Q16s", body)
    if not 0 <= resources.clock.now().timestamp() - issued <= HALFWAY_LIFE.total_seconds():
        raise Problem(ProblemKind.SIGN_IN_REFUSED)
    return UUID(bytes=staff_id)


def _proof(resources: Resources, body: bytes) -> bytes:
    # The prefix keeps these apart from tokens and nonces, which are made under the same key.
    return hmac.digest(resources.token_key, b"halfway:" + body, sha256)
