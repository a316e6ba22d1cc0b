"""The challenge of a card terminal: ours, for one attempt of one terminal, and with the moment it was given."""

import hmac
from datetime import UTC, datetime
from hashlib import sha256
from uuid import UUID

from checkin_service.kit.base64url import decode, encode

_PREFIX = b"card-challenge:"


def challenge(key: bytes, *, terminal_id: UUID, attempt_id: UUID, session_id: UUID, at: datetime) -> str:
    """What the terminal signs with its statement; it serves one attempt, so it serves once."""
    moment = round(at.timestamp() * 1000).to_bytes(8)
    return encode(moment + _mark(key, terminal_id, attempt_id, session_id, moment))


def given_at(key: bytes, text: str, *, terminal_id: UUID, attempt_id: UUID, session_id: UUID) -> datetime | None:
    """When we gave this challenge for this attempt; `None` when we did not."""
    try:
        content = decode(text)
    except ValueError:
        return None
    moment, mark = content[:8], content[8:]
    if not hmac.compare_digest(mark, _mark(key, terminal_id, attempt_id, session_id, moment)):
        return None
    return datetime.fromtimestamp(int.from_bytes(moment) / 1000, UTC)


def _mark(key: bytes, terminal_id: UUID, attempt_id: UUID, session_id: UUID, moment: bytes) -> bytes:
    return hmac.digest(key, _PREFIX + terminal_id.bytes + attempt_id.bytes + session_id.bytes + moment, sha256)
