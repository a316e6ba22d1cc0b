"""Invitations, devices and their PINs, and signing in with a device's key."""

import hmac
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from checkin_service.access import audit, granting, guessing, model, tokens
from checkin_service.access import service as access
from checkin_service.access.model import Permission, Subject
from checkin_service.access.schemas import TokenAnswer, WithSecret
from checkin_service.access.signatures import is_signed
from checkin_service.identity.model import BindingProof, BoundPhone, Device, Invitation, PhoneBinding
from checkin_service.identity.rules import invitations, people
from checkin_service.identity.schemas import DeviceAnswer, DeviceSignIn, NewDevice
from checkin_service.identity.service import bindings
from checkin_service.identity.store import persons
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.idempotency import Kept, once
from checkin_service.kit.limits import Limit
from checkin_service.kit.outbox import announce
from checkin_service.kit.problem import Problem, ProblemKind, existing
from checkin_service.kit.resources import Resources

_BINDINGS = Limit("bindings by one invitation", most=30)
_UNKNOWN_INVITATIONS = Limit("invitations that are not ours", most=120)
BOUND, UNBOUND = "device.bound", "device.unbound"
"""News for the person: whoever did not do this themselves says so before the new phone counts as proven."""


def invite(resources: Resources, unit: UnitOfWork, *, trainee_id: UUID, expires_at: datetime) -> str:
    """Add an invitation to the write; the code exists in the answer only, the database keeps a keyed hash."""
    code = invitations.new_code(_check_of(resources))
    invitation_hash = invitation_hash_of(resources, code)
    persons.add_invitation(unit, invitation_hash=invitation_hash, trainee_id=trainee_id, expires_at=expires_at)
    return code


async def active_device(resources: Resources, device_id: UUID) -> Device | None:
    """The bound device of this id with its owner and key; `None` when it is unknown or no longer bound."""
    return await persons.active_device(resources.database, device_id)


async def unbind(resources: Resources, unit: UnitOfWork, *, trainee_id: UUID, at: datetime) -> UUID | None:
    """Part of a write: the person's phone serves them no longer and is signed out; which one it was, if any."""
    device_id = await persons.bound_device(resources.database, trainee_id)
    if device_id is not None:
        persons.revoke_device(unit, trainee_id=trainee_id, device_id=device_id, at=at)
        access.end_sign_ins(unit, device_id=device_id, at=at)
        announce(unit, UNBOUND, trainee_id, {"device_id": str(device_id)}, occurred_at=at)
    return device_id


async def bind_device(resources: Resources, body: NewDevice, *, address: str, agent: str) -> Kept[DeviceAnswer]:
    """Bind a phone to the person whom the invitation names: one active device each, each invitation once."""
    invitation_hash = invitation_hash_of(resources, body.invitation)
    # Whoever has an invitation of ours is never counted with strangers who share the address.
    if invitations.is_ours(body.invitation, _check_of(resources)):
        await resources.limits.require(_BINDINGS, invitation_hash.hex())
    else:
        await resources.limits.require_of(_UNKNOWN_INVITATIONS, address)
    invitation = await persons.invitation_of(resources.database, invitation_hash)
    is_holder = is_signed(body.invitation.encode(), public_key=body.public_key, signature=body.signature)
    if invitation is None or not is_holder:
        raise Problem(ProblemKind.SIGN_IN_REFUSED)
    found = invitation
    pin_hash = _pin_hash(resources, body.device_id, body.pin.get_secret_value())

    async def act(unit: UnitOfWork) -> DeviceAnswer:
        now = resources.clock.now()
        if body.proof is not None:
            await bindings.require_assertion(
                resources, body.proof, trainee_id=found.trainee_id, device_id=body.device_id, now=now
            )
        answer = _bind(unit, body, found, pin_hash, now=now)
        bindings.add_origin(
            resources,
            unit,
            trainee_id=found.trainee_id,
            device_id=body.device_id,
            address=address,
            agent=agent,
            at=now,
        )
        return answer

    return await once(
        resources.database,
        caller=f"trainee:{invitation.trainee_id}",
        request_id=body.device_id,
        body=WithSecret(body=body, secret=pin_hash.hex()),
        act=act,
    )


async def sign_in_device(resources: Resources, body: DeviceSignIn, *, address: str) -> TokenAnswer:
    """Tokens for the person whose active device has signed a fresh nonce."""
    tokens.require_fresh_nonce(resources, body.nonce)
    guessing.require_keys_left(resources, address)
    device = await persons.active_device(resources.database, body.device_id)
    if device is None or not is_signed(body.nonce.encode(), public_key=device.public_key, signature=body.signature):
        await guessing.key_failed(resources, address)
        raise Problem(ProblemKind.SIGN_IN_REFUSED)
    subject, now = model.trainee(device.trainee_id, device_id=device.device_id), resources.clock.now()
    async with resources.database.write() as unit:
        audit.record(unit, subject, Permission.SIGN_IN, device.device_id, at=now)
        return granting.grant(resources, unit, subject, at=now)


def is_pin_right(resources: Resources, *, device_id: UUID | None, pin: str, pin_hash: bytes | None) -> bool:
    """Whether this is the PIN of this device; no device or no PIN is no."""
    if device_id is None or not pin_hash:
        return False
    return hmac.compare_digest(_pin_hash(resources, device_id, pin), pin_hash)


def change_pin(resources: Resources, unit: UnitOfWork, subject: Subject, pin: str, *, at: datetime) -> None:
    """Add to a write that the phone in one's hand has another PIN from now on; who asks has shown the old one."""
    device_id = existing(subject.device_id)
    persons.change_pin(
        unit, trainee_id=subject.subject_id, device_id=device_id, pin_hash=_pin_hash(resources, device_id, pin)
    )
    audit.record(unit, subject, Permission.PIN_CHANGE, device_id, at=at)


def _bind(unit: UnitOfWork, body: NewDevice, invitation: Invitation, pin_hash: bytes, *, now: datetime) -> DeviceAnswer:
    obstacle = people.obstacle_to_binding(invitation, now)
    if obstacle is not None:
        raise Problem(ProblemKind.STATE_CONFLICT, obstacle)
    persons.add_device(
        unit,
        Device(
            trainee_id=invitation.trainee_id, device_id=body.device_id, public_key=body.public_key, pin_hash=pin_hash
        ),
        invitation_hash=invitation.invitation_hash,
        key_hash=sha256(body.public_key).digest(),
        at=now,
    )
    subject = model.trainee(invitation.trainee_id, device_id=body.device_id)
    audit.record(unit, subject, Permission.DEVICE_BIND, body.device_id, at=now)
    announce(unit, BOUND, invitation.trainee_id, {"device_id": str(body.device_id)}, occurred_at=now)
    if body.proof is not None:
        phone = BoundPhone(
            trainee_id=invitation.trainee_id,
            device_id=body.device_id,
            binding=PhoneBinding(bound_at=now, replaces_another=False, proofs=frozenset()),
        )
        bindings.add_proof(unit, subject, phone, BindingProof(body.proof.kind), reason=None, at=now)
    return DeviceAnswer(
        device_id=body.device_id,
        trainee_id=invitation.trainee_id,
        bound_at=now,
        is_proven=body.proof is not None,
    )


def invitation_hash_of(resources: Resources, code: str) -> bytes:
    """The look-up hash of an invitation, however it was typed."""
    return resources.lookup.of(f"invitation:{invitations.normalised(code)}")


def _check_of(resources: Resources) -> invitations.Check:
    return lambda drawn: resources.lookup.of(f"invitation-check:{drawn}")


def _pin_hash(resources: Resources, device_id: UUID, pin: str) -> bytes:
    # A million PINs are tried in a second whatever the hash, so what protects them is the server's secret, and that a
    # PIN works only together with the bound device's key and a few wrong tries. A slow hash would add nothing but load
    # to every check-in. The device id is the salt: equal PINs of two people do not look equal.
    return resources.pins.of(device_id.bytes + pin.encode())
