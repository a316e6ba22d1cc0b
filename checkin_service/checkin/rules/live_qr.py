"""The live QR of a trainee's own device for one session: signed there, with its own fix and the room's code in it.

`S1.` holds ids and moment only; `S2.` holds the phone's fix and what shows the room beside them. Whoever scans it is a
second witness: what the phone says of itself is in the signed part, so that nobody who passes it on can add to it.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from struct import Struct
from uuid import UUID

from checkin_service.access.signatures import is_signed
from checkin_service.checkin.model.attempts import Sighting
from checkin_service.kit.base64url import decode
from checkin_service.policy.book import PolicyView
from geo import Datum, InvalidPosition, Position

PREFIX = "S1."
PREFIX_WITH_PROOF = "S2."
AHEAD = timedelta(seconds=5)
"""How far a phone's clock may run ahead of ours."""

_BODY = Struct(">16s16s16sQ")
_PROOF = Struct(">iiBIHB16s")
"""Longitude and latitude in 1e-7 degrees, the datum's number (0 without a fix, with the top bit for a simulated one),
accuracy in decimetres (0 where none is stated), age in tenths of a second, then what shows the room, and it."""
_DATUMS = dict(enumerate(Datum, start=1))
_IS_MOCK, _PER_DEGREE = 0x80, 1e7
_CLAIM, _CODE = 1, 2
_DIGITS = 6
_LATEST_MS = 4_102_444_800_000
"""The year 2100: beyond it a moment is nonsense."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnFix:
    """Where the phone that made the QR says it was, and how long before."""

    position: Position
    accuracy_m: float | None
    age_s: float
    is_mock: bool | None

    def sighting(self, *, made_at: datetime, now: datetime) -> Sighting:
        """The fix as it is judged: its age grows until the QR is scanned."""
        return Sighting(
            position=self.position,
            accuracy_m=self.accuracy_m,
            confidence=None,
            is_mock=self.is_mock,
            received_at=now,
            age_s=round(self.age_s + max(0.0, (now - made_at).total_seconds()), 1),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanCode:
    """What a scanned QR says; nothing of it is believed before its signature is checked."""

    device_id: UUID
    session_id: UUID
    qr_id: UUID
    made_at: datetime
    signed: bytes
    signature: bytes
    fix: OwnFix | None = None
    claim_id: UUID | None = None
    """The claim for which the phone exchanged the room's code."""
    code: str | None = None
    """The room's code itself, where the phone had no network to exchange it."""

    def is_by(self, public_key: bytes) -> bool:
        return is_signed(self.signed, public_key=public_key, signature=self.signature)


def parsed(text: str) -> ScanCode | None:
    """What a QR says, or `None` when it is not one of ours."""
    signed, _, signature = text.rpartition(".")
    has_proof = signed.startswith(PREFIX_WITH_PROOF)
    if not has_proof and not signed.startswith(PREFIX):
        return None
    try:
        body, mark = decode(signed[len(PREFIX) :]), decode(signature)
        if len(body) != _BODY.size + (_PROOF.size if has_proof else 0):
            return None
        device, session, qr, milliseconds = _BODY.unpack_from(body)
        if milliseconds > _LATEST_MS:
            return None
        fix, claim_id, code = _proof(body[_BODY.size :]) if has_proof else (None, None, None)
    except ValueError:
        return None
    return ScanCode(
        device_id=UUID(bytes=device),
        session_id=UUID(bytes=session),
        qr_id=UUID(bytes=qr),
        made_at=datetime.fromtimestamp(milliseconds / 1000, UTC),
        # The text as it was scanned, not what was understood of it: else two texts could share a signature.
        signed=signed.encode(),
        signature=mark,
        fix=fix,
        claim_id=claim_id,
        code=code,
    )


def fault_in(
    code: ScanCode, *, public_key: bytes, session_id: UUID, now: datetime, used: bool, policy: PolicyView
) -> str | None:
    """Why a QR shows nothing; `None` when it does. A picture that was sent on is too old before it can be scanned."""
    if not code.is_by(public_key):
        return "qr_unsigned"
    if code.session_id != session_id:
        return "qr_other_session"
    if code.made_at - now > AHEAD:
        return "qr_clock_ahead"
    if now - code.made_at > timedelta(seconds=policy.value("scan.valid_s").integer):
        return "qr_too_old"
    return "qr_used_before" if used else None


def _proof(part: bytes) -> tuple[OwnFix | None, UUID | None, str | None]:
    """ValueError for what no phone of ours writes."""
    longitude, latitude, datum, decimetres, tenths, kind, room = _PROOF.unpack(part)
    if kind not in {0, _CLAIM, _CODE}:
        raise ValueError("unknown proof of the room")
    fix = None
    if datum & ~_IS_MOCK:
        if datum & ~_IS_MOCK not in _DATUMS:
            raise ValueError("unknown datum")
        fix = OwnFix(
            position=_position(longitude, latitude, _DATUMS[datum & ~_IS_MOCK]),
            accuracy_m=decimetres / 10 or None,
            age_s=tenths / 10,
            is_mock=True if datum & _IS_MOCK else None,
        )
    claim_id = UUID(bytes=room) if kind == _CLAIM else None
    return fix, claim_id, f"{int.from_bytes(room[:4]) % 10**_DIGITS:0{_DIGITS}d}" if kind == _CODE else None


def _position(longitude: int, latitude: int, datum: Datum) -> Position:
    try:
        return Position(longitude=longitude / _PER_DEGREE, latitude=latitude / _PER_DEGREE, datum=datum)
    except InvalidPosition as invalid:
        raise ValueError("no place on Earth") from invalid
