"""The QR on a holder's screen: the voucher's name under a signature that lives for half a minute."""

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from uuid import UUID

from checkin_service.kit.base64url import decode, encode

PREFIX = "V1."
LIFE = timedelta(seconds=30)
"""A screenshot that was sent on is dead before it can be shown."""

_MAC_BYTES = 16
_BODY_BYTES = 16 + 16 + 8


class Fault(StrEnum):
    FORGED = "qr_forged"
    TOO_OLD = "qr_too_old"


@dataclass(frozen=True, slots=True)
class LiveCode:
    """Whose voucher a token shows."""

    trainee_id: UUID
    voucher_id: UUID


def new_token(key: bytes, *, trainee_id: UUID, voucher_id: UUID, now: datetime) -> str:
    """A token for the holder's screen; a new one is asked for every few seconds.

    >>> now = datetime.fromisoformat("2026-03-02T08:00:00+08:00")
    >>> token = new_token(b"k" * 32, trainee_id=UUID(int=1), voucher_id=UUID(int=2), now=now)
    >>> opened(b"k" * 32, token, now=now + LIFE).voucher_id.int
    2
    >>> opened(b"k" * 32, token, now=now + 2 * LIFE)
    <Fault.TOO_OLD: 'qr_too_old'>
    """
    body = trainee_id.bytes + voucher_id.bytes + int(now.timestamp()).to_bytes(8)
    return PREFIX + encode(body + _mac(key, body))


def opened(key: bytes, token: str, *, now: datetime) -> LiveCode | Fault:
    """What a token shows, or why it is not believed."""
    try:
        data = decode(token.removeprefix(PREFIX))
    except ValueError:
        return Fault.FORGED
    body, mac = data[:_BODY_BYTES], data[_BODY_BYTES:]
    if len(data) != _BODY_BYTES + _MAC_BYTES or not hmac.compare_digest(mac, _mac(key, body)):
        return Fault.FORGED
    if not 0 <= now.timestamp() - int.from_bytes(body[32:]) <= LIFE.total_seconds():
        return Fault.TOO_OLD
    return LiveCode(UUID(bytes=body[:16]), UUID(bytes=body[16:32]))


def _mac(key: bytes, body: bytes) -> bytes:
    return hmac.digest(key, b"voucher-qr" + body, sha256)[:_MAC_BYTES]
