"""The claim of a classroom code: what a phone gets for a code at the moment it is typed, and brings a while later."""

import hmac
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from uuid import UUID

from checkin_service.checkin.model.attempts import CodeSource
from checkin_service.kit.base64url import decode, encode

_PREFIX = b"claim:"
_SOURCES = tuple(CodeSource)
_BODY_BYTES = 4 * 16 + 8 + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeClaim:
    """A code that was right when it was typed, exchanged by one person's device for one session."""

    claim_id: UUID
    trainee_id: UUID
    device_id: UUID
    session_id: UUID
    claimed_at: datetime
    source: CodeSource

    def is_of(self, *, trainee_id: UUID, device_id: UUID | None, session_id: UUID) -> bool:
        return (self.trainee_id, self.device_id, self.session_id) == (trainee_id, device_id, session_id)


def signed(key: bytes, claim: CodeClaim) -> str:
    """The claim as text, with our own mark: nobody else can make one or change it."""
    ids = (claim.claim_id, claim.trainee_id, claim.device_id, claim.session_id)
    milliseconds = round(claim.claimed_at.timestamp() * 1000)
    body = b"".join(each.bytes for each in ids) + milliseconds.to_bytes(8) + bytes([_SOURCES.index(claim.source)])
    return encode(body + _mark(key, body))


def opened(key: bytes, text: str) -> CodeClaim | None:
    """The claim that we signed, or `None` for anything else."""
    try:
        content = decode(text)
    except ValueError:
        return None
    body, mark = content[:_BODY_BYTES], content[_BODY_BYTES:]
    if not hmac.compare_digest(mark, _mark(key, body)):
        return None
    claim, trainee, device, session = (UUID(bytes=body[at : at + 16]) for at in range(0, 64, 16))
    return CodeClaim(
        claim_id=claim,
        trainee_id=trainee,
        device_id=device,
        session_id=session,
        claimed_at=datetime.fromtimestamp(int.from_bytes(body[64:72]) / 1000, UTC),
        source=_SOURCES[body[72]],
    )


def _mark(key: bytes, body: bytes) -> bytes:
    # The prefix keeps claims and codes apart, although both are made under one key.
    return hmac.digest(key, _PREFIX + body, sha256)
