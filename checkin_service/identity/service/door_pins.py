"""A person without a phone sets a PIN at a device at the door, by the invitation that came with the voucher."""

import hmac
from uuid import UUID

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.identity.rules import people
from checkin_service.identity.schemas import DoorPinAnswer, NewDoorPin
from checkin_service.identity.service.devices import invitation_hash_of
from checkin_service.identity.store import door_pins as store
from checkin_service.identity.store import persons
from checkin_service.kit.database import Stale
from checkin_service.kit.problem import Problem, ProblemKind
from checkin_service.kit.resources import Resources


async def set_door_pin(resources: Resources, subject: Subject, body: NewDoorPin) -> DoorPinAnswer:
    """The invitation is used up by it: a person signs in by phone or at the door, and changes by a new invitation."""
    hashed, now = invitation_hash_of(resources, body.invitation), resources.clock.now()
    found = await persons.invitation_of(resources.database, hashed)
    if found is None:
        raise Problem(ProblemKind.SIGN_IN_REFUSED)
    if (obstacle := people.obstacle_to_binding(found, now)) is not None:
        raise Problem(ProblemKind.STATE_CONFLICT, obstacle)
    try:
        async with resources.database.write() as unit:
            store.add_door_pin(
                unit,
                trainee_id=found.trainee_id,
                set_at=now,
                pin_hash=_hash(resources, found.trainee_id, body.pin.get_secret_value()),
                invitation_hash=hashed,
                terminal_id=subject.subject_id,
            )
            audit.record(unit, subject, Permission.DOOR_PIN_SET, found.trainee_id, at=now)
    except Stale:
        raise Problem(ProblemKind.STATE_CONFLICT, people.INVITATION_USED) from None
    return DoorPinAnswer(set_at=now)


def is_door_pin_right(resources: Resources, *, trainee_id: UUID, pin: str, pin_hash: bytes | None) -> bool:
    """Whether this is the person's PIN for the door; nobody who has set none has one."""
    return pin_hash is not None and hmac.compare_digest(_hash(resources, trainee_id, pin), pin_hash)


def _hash(resources: Resources, trainee_id: UUID, pin: str) -> bytes:
    # As with a phone's PIN: the server's secret protects it, and a few wrong tries at one device.
    return resources.pins.of(b"door:" + trainee_id.bytes + pin.encode())
