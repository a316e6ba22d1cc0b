"""Proofs that it is the person who asks: the PIN of the phone in their hand, or the e-card's platform (MP-08)."""

from collections.abc import Mapping
from uuid import UUID

from checkin_service.access.model import Subject
from checkin_service.identity import service as identity
from checkin_service.identity.model import DocumentKind
from checkin_service.identity.rules import pins
from checkin_service.kit.ids import new_id
from checkin_service.kit.limits import Limit
from checkin_service.kit.problem import Problem, ProblemKind, not_found
from checkin_service.kit.refusal import by_law, unfit
from checkin_service.kit.resources import Resources
from checkin_service.kit.words import Words
from checkin_service.policy.book import PolicyView, policy_at
from checkin_service.policy.clauses import law
from checkin_service.policy.model import NATIONAL
from checkin_service.registry import rules
from checkin_service.registry.store import claims as store

_PINS = Limit("PINs of one phone", most=6)


async def require_pin(resources: Resources, subject: Subject, pin: str, view: PolicyView, *, also: str = "") -> None:
    """The PIN of the phone, or `also`; after a wrong one nobody may try for a while, and longer after each."""
    # Of many tries at once few are looked at, before any of them can be known to have failed.
    await resources.limits.require(_PINS, subject.device_id or subject.subject_id)
    now = resources.clock.now()
    failed_at = await store.failures_since(resources.database, subject.subject_id, now - pins.LONGEST)
    if wait_s := pins.wait_s(failed_at, now, view):
        raise Problem(ProblemKind.TOO_MANY_ATTEMPTS, retry_after_s=wait_s)
    device = await identity.active_device(resources, subject.device_id) if subject.device_id else None
    pin_hash = device.pin_hash if device and device.trainee_id == subject.subject_id else None
    tried = [pin, also] if also else [pin]
    if any(
        identity.is_pin_right(resources, device_id=subject.device_id, pin=each, pin_hash=pin_hash) for each in tried
    ):
        return
    async with resources.database.write() as unit:
        store.add_failure(unit, trainee_id=subject.subject_id, failure_id=new_id(), failed_at=now)
    raise by_law(_WRONG_PIN, law("MP-08"), reason="wrong_pin")


async def require_e_card(resources: Resources, subject: Subject, assertion: str, expected: Mapping[str, str]) -> None:
    """A fresh statement of the e-card's platform about this person, for just what is `expected` of it."""
    issuer, now = resources.e_card_issuer, resources.clock.now()
    # The platform is the nation's: for how long its word is fresh is no matter of the place.
    view = policy_at(NATIONAL, now, known_at=now)
    fault = identity.assertion_fault(
        assertion,
        public_key=issuer.public_key if issuer else None,
        expected={"aud": "checkin-service", "iss": issuer.name if issuer else None, **expected},
        now=now,
        valid_for=rules.statement_life(view),
    )
    if fault is None and await person_of(resources, assertion) != subject.subject_id:
        fault = "other_person"
    if fault is not None:
        raise unfit(_INVALID, reason=fault)


async def person_of(resources: Resources, assertion: str) -> UUID:
    """Whom a statement that has been verified speaks of."""
    claimed = identity.claimed_document(assertion)
    if claimed is None or claimed[0] not in set(DocumentKind):
        raise not_found(NOTHING)
    found = await identity.person_by_document(resources, DocumentKind(claimed[0]), claimed[1])
    if found is None:
        raise not_found(NOTHING)
    return found


NOTHING = Words("没有可领取的培训券。", "There is no voucher to be claimed.")
_WRONG_PIN = Words(
    "PIN码不正确。请核对，十五秒后再试；每错一次，等待加倍。",
    "The PIN is not right. Check it and try again in a quarter of a minute; each mistake doubles the wait.",
)
_INVALID = Words("电子社保卡凭据无效，请重新核验。", "The e-card's statement is not valid; verify again.")
