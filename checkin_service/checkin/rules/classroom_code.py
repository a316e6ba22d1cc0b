"""The rotating classroom code: HMAC of session and time window, shown in the room, worthless a few seconds later."""

import hmac
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from checkin_service.checkin.model.attempts import CodeSource

_DIGITS = 6
_PREFIX = {CodeSource.DISPLAY: b"", CodeSource.REMOTE_DISPLAY: b"remote:"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """The window whose code somebody typed, and whose screen showed it."""

    window: int
    source: CodeSource


def window_number(moment: datetime, window_s: int) -> int:
    """The number of the time window a moment lies in.

    >>> from datetime import UTC
    >>> window_number(datetime(1970, 1, 1, 0, 1, tzinfo=UTC), 10)
    6
    """
    return int(moment.timestamp()) // window_s


def code_of(key: bytes, session_id: UUID, window: int, source: CodeSource = CodeSource.DISPLAY) -> str:
    """The code of one window: six digits (RFC 4226 truncation over SHA-256), for people to type.

    What a member of staff reads on a screen of their own is another code than the display at the site shows: so the
    code by itself tells where it was read.
    """
    digest = hmac.digest(key, _PREFIX[source] + session_id.bytes + window.to_bytes(8), sha256)
    # Where the four bytes are taken from depends on the digest itself, and the sign bit goes, as RFC 4226, 5.3 asks.
    offset = digest[-1] & 0x0F
    number = int.from_bytes(digest[offset : offset + 4]) & 0x7FFF_FFFF
    return f"{number % 10**_DIGITS:0{_DIGITS}d}"


def recognised(key: bytes, session_id: UUID, code: str, *, now_window: int, accepted: int) -> Recognised | None:
    """The most recent of the accepted windows whose code this is; `None` when it is wrong or too old."""
    # The newest first: should two windows share a code, it is the screen's present one that somebody has just typed.
    for window in range(now_window, now_window - accepted, -1):
        for source in _PREFIX:
            # In constant time: the time an answer takes must not tell how many digits were right.
            if hmac.compare_digest(code_of(key, session_id, window, source).encode(), code.encode()):
                return Recognised(window=window, source=source)
    return None
