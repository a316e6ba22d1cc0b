"""The beacon of a display: each minute signed by its own key, so that it tells the time where there is no network."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from checkin_service.access.signatures import is_signed
from checkin_service.kit.base64url import decode
from checkin_service.policy.book import PolicyView

PREFIX = "B1."
LIFE = timedelta(minutes=1)
_BODY_BYTES = 16 + 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Beacon:
    """What a beacon says; nothing of it is believed before its signature is checked."""

    session_id: UUID
    minute: int
    """Since 1970."""
    signed: bytes
    signature: bytes

    @property
    def begins_at(self) -> datetime:
        return datetime.fromtimestamp(self.minute * 60, UTC)

    @property
    def window(self) -> int:
        """Its number among the codes that served a person once: below zero, where no code's window lies."""
        return -self.minute


def parsed(text: str) -> Beacon | None:
    """What a beacon says, or `None` when it is not one of ours."""
    signed, _, signature = text.rpartition(".")
    try:
        body, mark = decode(signed.removeprefix(PREFIX)), decode(signature)
    except ValueError:
        return None
    if not signed.startswith(PREFIX) or len(body) != _BODY_BYTES:
        return None
    return Beacon(
        session_id=UUID(bytes=body[:16]),
        minute=int.from_bytes(body[16:]),
        # The text as it was seen, not what was understood of it: else two texts could share a signature.
        signed=signed.encode(),
        signature=mark,
    )


def brackets(
    beacon: Beacon, *, session_id: UUID, keys: Collection[bytes], made_at: datetime, policy: PolicyView
) -> bool:
    """Whether it shows that an attempt was made in the room about its minute.

    `keys` are those of the devices that stood at the site then. It is of this session, and the phone's claim lies as
    near to it as clocks differ: one that is old, foreign or signed by nobody brackets nothing.
    """
    tolerance = timedelta(seconds=policy.value("offline.clock_tolerance_s").integer)
    is_near = -tolerance <= made_at - beacon.begins_at <= LIFE + tolerance
    return (
        beacon.session_id == session_id
        and is_near
        and any(is_signed(beacon.signed, public_key=key, signature=beacon.signature) for key in keys)
    )


def moment_of_beacon(beacon: Beacon, *, made_at: datetime) -> datetime:
    """The phone's claim, kept within the minute in which the beacon was shown."""
    return min(max(made_at, beacon.begins_at), beacon.begins_at + LIFE)
