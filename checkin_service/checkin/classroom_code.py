"""The rotating classroom code: HMAC of session and time window, shown in the room, worthless a few seconds later."""

import hmac
from datetime import datetime
from hashlib import sha256
from uuid import UUID

_DIGITS = 6


def window_number(moment: datetime, window_s: int) -> int:
    """The number of the time window a moment lies in.

    >>> from datetime import UTC
    >>> window_number(datetime(1970, 1, 1, 0, 1, tzinfo=UTC), 10)
    6
    """
    return int(moment.timestamp()) // window_s


def code_of(key: bytes, session_id: UUID, window: int) -> str:
    """The code of one window: six digits (RFC 4226 truncation over SHA-256), for people to type."""
    digest = hmac.digest(key, session_id.bytes + window.to_bytes(8), sha256)
    offset = digest[-1] & 0x0F
    number = int.from_bytes(digest[offset : offset + 4]) & 0x7FFF_FFFF
    return f"{number % 10**_DIGITS:0{_DIGITS}d}"


def window_of(key: bytes, session_id: UUID, code: str, *, now_window: int, accepted: int) -> int | None:
    """The most recent of the accepted windows whose code this is; `None` when it is wrong or too old."""
    for window in range(now_window, now_window - accepted, -1):
        if hmac.compare_digest(code_of(key, session_id, window).encode(), code.encode()):
            return window
    return None
