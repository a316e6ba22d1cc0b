"""Proofs that phones are their person's own: signed statements, counter and desk, and what is told of it."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.identity.model import BindingProof, BoundPhone
from checkin_service.identity.rules import bindings as rules
from checkin_service.identity.schemas import BindingAssertion, BindingProofAnswer, NewBindingProof
from checkin_service.identity.service.assertions import assertion_fault, claimed_document
from checkin_service.identity.service.persons import document_hash
from checkin_service.identity.store import bindings, persons
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.idempotency import Kept, once
from checkin_service.kit.networks import network_prefix
from checkin_service.kit.outbox import announce
from checkin_service.kit.problem import Problem, ProblemKind, not_found
from checkin_service.kit.refusal import by_law, unfit
from checkin_service.kit.resources import Resources
from checkin_service.kit.words import Words
from checkin_service.policy.book import policy_at
from checkin_service.policy.clauses import law
from checkin_service.policy.model import NATIONAL

PROVEN = "device.proven"
_ORIGINS_KEPT_FOR = timedelta(days=180)


class ShownDocument(NamedTuple):
    """An identity document as somebody read it off the card."""

    kind: str
    number: str


async def require_assertion(
    resources: Resources, stated: BindingAssertion, *, trainee_id: UUID, device_id: UUID, now: datetime
) -> None:
    """Refuse a statement that does not say, freshly and signed, that this phone is this person's."""
    issuers = {
        BindingProof.E_CARD.value: resources.e_card_issuer,
        BindingProof.NETWORK_IDENTITY.value: resources.network_identity_issuer,
    }
    issuer = issuers[stated.kind]
    policy = policy_at(NATIONAL, now, known_at=now)
    fault = assertion_fault(
        stated.assertion,
        public_key=issuer.public_key if issuer else None,
        expected={
            "aud": "checkin-service",
            "iss": issuer.name if issuer else None,
            "purpose": "device_binding",
            "device_id": str(device_id),
        },
        now=now,
        valid_for=timedelta(seconds=policy.value("checkin.assertion_valid_s").integer),
    )
    claimed = claimed_document(stated.assertion)
    if fault is None and not (claimed and await _is_of(resources, ShownDocument(*claimed), trainee_id)):
        fault = "other_person"
    if fault is not None:
        raise by_law(_INVALID, law("MP-22"), reason=fault)


async def prove_own(resources: Resources, subject: Subject, body: NewBindingProof) -> Kept[BindingProofAnswer]:
    """The person proves the phone in their hand by a signed statement of identity, after it was bound."""

    async def act(unit: UnitOfWork) -> BindingProofAnswer:
        now = resources.clock.now()
        phone = await bound_phone(resources, subject.subject_id)
        if phone is None or phone.device_id != subject.device_id:
            raise not_found(rules.NO_PHONE)
        await require_assertion(resources, body.proof, trainee_id=phone.trainee_id, device_id=phone.device_id, now=now)
        add_proof(unit, subject, phone, BindingProof(body.proof.kind), reason=None, at=now)
        return BindingProofAnswer.of(phone.trainee_id, phone.device_id, BindingProof(body.proof.kind), at=now)

    return await once(resources.database, caller=subject.tenant, request_id=body.request_id, body=body, act=act)


async def require_shown(resources: Resources, shown: ShownDocument | None, *, trainee_id: UUID) -> None:
    """Refuse what is proven in person without the very document that the person is registered with."""
    if shown is None:
        raise unfit(rules.NEEDS_DOCUMENT)
    if not await _is_of(resources, shown, trainee_id):
        raise unfit(rules.OTHER_DOCUMENT)


async def bound_phone(resources: Resources, trainee_id: UUID) -> BoundPhone | None:
    """The person's present phone and how it was bound."""
    found = await bindings.bound_phones(resources.database, [trainee_id])
    return found[0] if found else None


async def bound_phones(resources: Resources, trainee_ids: Collection[UUID]) -> dict[UUID, BoundPhone]:
    """The present phones of these people; who has none is left out."""
    return {each.trainee_id: each for each in await bindings.bound_phones(resources.database, trainee_ids)}


def add_proof(
    unit: UnitOfWork, subject: Subject, phone: BoundPhone, kind: BindingProof, *, reason: str | None, at: datetime
) -> None:
    """Add a proof to the write, with its audit entry, and tell the person."""
    obstacle = rules.obstacle_to_proof(kind, phone.binding.proofs)
    if obstacle is not None:
        raise Problem(ProblemKind.STATE_CONFLICT, obstacle)
    is_own = subject.device_id is not None
    bindings.add_proof(
        unit,
        trainee_id=phone.trainee_id,
        device_id=phone.device_id,
        kind=kind,
        reason=reason,
        proved_by=None if is_own else subject.subject_id,
        proved_at=at,
    )
    audit.record(
        unit,
        subject,
        Permission.DEVICE_BIND if is_own else Permission.DEVICE_PROVE,
        phone.device_id,
        at=at,
        detail={"kind": kind.value, "reason": reason},
    )
    announce(unit, PROVEN, phone.trainee_id, {"device_id": str(phone.device_id), "kind": kind.value}, occurred_at=at)


def add_origin(
    resources: Resources, unit: UnitOfWork, *, trainee_id: UUID, device_id: UUID, address: str, agent: str, at: datetime
) -> None:
    """Keep from which network and kind of client a phone was bound: a keyed hash of the prefix, and a family."""
    prefix = network_prefix(address)
    bindings.add_origin(
        unit,
        trainee_id=trainee_id,
        device_id=device_id,
        network_hash=None if prefix is None else resources.lookup.of(f"network:{prefix}"),
        agent_family=rules.agent_family(agent),
        seen_at=at,
    )


def purge_origins(unit: UnitOfWork, *, now: datetime) -> None:
    bindings.purge_origins(unit, before=now - _ORIGINS_KEPT_FOR)


async def _is_of(resources: Resources, shown: ShownDocument, trainee_id: UUID) -> bool:
    owner = await persons.person_by_document(resources.database, document_hash(resources, shown.kind, shown.number))
    return owner == trainee_id


_INVALID = Words(
    "身份核验凭据无效，手机未据此核验。请重新核验，或到人社部门窗口核验。",
    "The assertion of identity is not valid and proves nothing. Verify again, or go to the authority's counter.",
)
