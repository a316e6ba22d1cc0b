"""Evidence on its way into its seal and out again."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from os import urandom
from typing import NamedTuple
from uuid import UUID

from pydantic import TypeAdapter

from checkin_service.checkin.model.attempts import Evidence, Sighting, Situation
from checkin_service.checkin.model.packing import EVIDENCE as PACKING
from checkin_service.kit.keyring import Realm
from checkin_service.kit.sealing import Purpose, SealBroken, Sealer
from geo import Position

EVIDENCE_PURPOSE = Purpose(Realm.EVIDENCE, "check-in")
EVIDENCE = TypeAdapter(Evidence)
"""Evidence as JSON; older evidence names what was `None` as well."""
_SALT_BYTES = 16


class Sealed(NamedTuple):
    payload: bytes
    commitment: bytes


def sealed(sealer: Sealer, trainee_id: UUID, evidence: Evidence) -> Sealed:
    """The evidence under the person's key, and the commitment that outlives it.

    The commitment is salted, so that it tells nothing once the evidence and its salt are erased.
    """
    # Half of it would be names of what this attempt does not have, to be sealed, kept and opened at each of the next.
    salted = urandom(_SALT_BYTES) + PACKING.packed(EVIDENCE.dump_json(evidence, exclude_none=True))
    return Sealed(sealer.seal(trainee_id, EVIDENCE_PURPOSE, salted), sha256(salted).digest())


def with_sightings(sealer: Sealer, situation: Situation) -> Situation:
    """What is known, with the person's earlier fixes opened, to be compared with the new one and for nothing else."""
    newest_first, trainee = situation.sealed_recent, situation.trainee
    accepted = situation.sealed_last_accepted
    # Mostly the latest that was accepted is one of the latest.
    payloads = list(dict.fromkeys((*newest_first, *([accepted] if accepted else []))))
    found = dict(zip(payloads, sightings(sealer, trainee.trainee_id, payloads), strict=True))
    recent = [seen for each in reversed(newest_first) if (seen := found[each]) is not None]
    last_accepted = found[accepted] if accepted else None
    return replace(situation, trainee=replace(trainee, last_accepted=last_accepted, recent=tuple(recent)))


def sightings(sealer: Sealer, trainee_id: UUID, payloads: Sequence[bytes]) -> list[Sighting | None]:
    """Where each attempt was measured, as far as its evidence still opens and holds a fix; nothing else of it."""
    if not payloads:
        return []
    # Together, because the person's key is unwrapped once for all of them.
    try:
        opened = sealer.open_all(trainee_id, EVIDENCE_PURPOSE, payloads)
    except SealBroken:
        # The key was destroyed or the evidence purged: the new fix is compared with nothing.
        return [None] * len(payloads)
    return [_sighting(_KEPT.validate_json(PACKING.unpacked(each[_SALT_BYTES:]))) for each in opened]


def opened(salted: bytes) -> Evidence:
    """The evidence, once its seal is open."""
    return EVIDENCE.validate_json(PACKING.unpacked(salted[_SALT_BYTES:]))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    """What tells where an attempt was measured, of the evidence of it."""

    position: Position | None = None
    accuracy_m: float | None = None
    confidence: float | None = None
    is_mock: bool | None = None
    received_at: datetime
    bracketed_at: datetime | None = None


_KEPT = TypeAdapter(_Kept)


def _sighting(kept: _Kept) -> Sighting | None:
    if kept.position is None:
        return None
    return Sighting(
        position=kept.position,
        accuracy_m=kept.accuracy_m,
        confidence=kept.confidence,
        is_mock=kept.is_mock,
        received_at=kept.bracketed_at or kept.received_at,
    )
