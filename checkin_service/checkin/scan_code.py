"""The live QR of a trainee's own device for one session: signed there, half a minute old at most."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from checkin_service.access.signatures import is_signed
from checkin_service.kit.base64url import decode, encode

PREFIX = "S1."
LIFE = timedelta(seconds=30)
"""A picture that was sent on is too old before it can be scanned."""
AHEAD = timedelta(seconds=5)
"""How far a phone's clock may run ahead of ours."""

_BODY_BYTES = 16 + 16 + 16 + 8
_LATEST_MS = 4_102_444_800_000
"""The year 2100: beyond it a moment is nonsense."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanCode:
    """What a scanned QR says; nothing of it is believed before its signature is checked."""

    device_id: UUID
    session_id: UUID
    qr_id: UUID
    made_at: datetime
    signed: bytes
    signature: bytes

    def is_by(self, public_key: bytes) -> bool:
        return is_signed(self.signed, public_key=public_key, signature=self.signature)


def to_be_signed(*, device_id: UUID, session_id: UUID, qr_id: UUID, made_at: datetime) -> str:
    """What a device signs; the QR is this text, a dot, and the signature in base64url."""
    milliseconds = round(made_at.timestamp() * 1000)
    return PREFIX + encode(device_id.bytes + session_id.bytes + qr_id.bytes + milliseconds.to_bytes(8))


def parsed(text: str) -> ScanCode | None:
    """What a QR says, or `None` when it is not one of ours."""
    signed, _, signature = text.rpartition(".")
    try:
        body, mark = decode(signed.removeprefix(PREFIX)), decode(signature)
    except ValueError:
        return None
    if not signed.startswith(PREFIX) or len(body) != _BODY_BYTES:
        return None
    milliseconds = int.from_bytes(body[48:])
    if milliseconds > _LATEST_MS:
        return None
    return ScanCode(
        device_id=UUID(bytes=body[:16]),
        session_id=UUID(bytes=body[16:32]),
        qr_id=UUID(bytes=body[32:48]),
        made_at=datetime.fromtimestamp(milliseconds / 1000, UTC),
        signed=signed.encode(),
        signature=mark,
    )


def fault_in(code: ScanCode, *, public_key: bytes, session_id: UUID, now: datetime, used: bool) -> str | None:
    """Why a QR shows nothing; `None` when it does."""
    if not code.is_by(public_key):
        return "qr_unsigned"
    if code.session_id != session_id:
        return "qr_other_session"
    if not -AHEAD <= now - code.made_at <= LIFE:
        return "qr_too_old"
    return "qr_used_before" if used else None
