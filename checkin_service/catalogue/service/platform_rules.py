"""Use cases of an online platform's rules (FJ-31): published for everybody, accepted before a class is applied for."""

from datetime import datetime
from uuid import UUID

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.access.service import authority_of
from checkin_service.catalogue.model.platform_rules import PlatformRules, RulesAcceptance
from checkin_service.catalogue.model.registers import Institution
from checkin_service.catalogue.rules import platform_rules as rules
from checkin_service.catalogue.schemas.platform_rules import (
    NewPlatformRules,
    NewRulesAcceptance,
    PlatformRulesAnswer,
    PlatformRulesItem,
    PlatformRulesList,
    PublicRules,
)
from checkin_service.catalogue.store import platform_rules as store
from checkin_service.catalogue.store import registers
from checkin_service.kit.civil import day_of
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.idempotency import once_per
from checkin_service.kit.limits import Limit
from checkin_service.kit.problem import existing, not_found
from checkin_service.kit.refusal import refuse
from checkin_service.kit.resources import Resources
from checkin_service.policy.book import line_of

_ASKED = Limit("platform rules", most=60)
_REASON = "platform_rules"


@once_per("rules_id")
async def publish_rules(
    unit: UnitOfWork, resources: Resources, subject: Subject, body: NewPlatformRules
) -> PlatformRulesAnswer:
    """By an officer, for the places of the authority and those below it."""
    now = resources.clock.now()
    refuse(rules.publishing_refusal(body.effective_from, day_of(now)), reason=_REASON)
    new = PlatformRules(
        **body.model_dump(), authority_code=authority_of(subject), published_by=subject.subject_id, published_at=now
    )
    store.add_rules(unit, new)
    detail = {"kind": new.kind.value, "document": new.document_number}
    audit.record(unit, subject, Permission.INSTITUTION_CREATE, new.rules_id, at=now, detail=detail)
    return PlatformRulesAnswer.showing(new)


@once_per("request_id", operation="rules-acceptance")
async def accept_rules(
    unit: UnitOfWork, resources: Resources, subject: Subject, rules_id: UUID, body: NewRulesAcceptance
) -> PlatformRulesItem:
    """By the institution itself, of a version that holds today."""
    del body
    held = await _own(resources, subject)
    found = await _published(resources, held.authority_code)
    asked = next((each for each in found if each.rules_id == rules_id), None)
    if asked is None:
        raise not_found()
    now = resources.clock.now()
    present = rules.in_force(found, line_of(held.authority_code), day_of(now))
    refuse(rules.acceptance_refusal(rules_id, present, await _accepted(resources, held)), reason=_REASON)
    new = RulesAcceptance(
        rules_id=rules_id, institution_id=held.institution_id, accepted_by=subject.subject_id, accepted_at=now
    )
    store.add_acceptance(unit, new)
    audit.record(unit, subject, Permission.INSTITUTION_KEEP, rules_id, at=now, detail={"accepted": True})
    return PlatformRulesItem.showing(asked, is_in_force=True, accepted_at=now, acceptances=None)


async def platform_rules(resources: Resources, subject: Subject) -> PlatformRulesList:
    """For an institution with its own word, for an authority with how many accepted; those of above included."""
    today, accepted, counts = day_of(resources.clock.now()), dict[UUID, datetime](), dict[UUID, int]()
    if subject.institution_id is not None:
        held = await _own(resources, subject)
        line = line_of(held.authority_code)
        words = await store.accepted_by(resources.database, held.institution_id)
        accepted = {each.rules_id: each.accepted_at for each in words}
    else:
        line = line_of(authority_of(subject))
    found = await store.published_by(resources.database, list(line))
    if subject.institution_id is None:
        told = await store.acceptances_of(resources.database, [each.rules_id for each in found])
        counts = {each.rules_id: 0 for each in found} | {each.rules_id: each.institutions for each in told}
    present = {each.rules_id for each in rules.in_force(found, line, today)}
    return PlatformRulesList(
        rules=[
            PlatformRulesItem.showing(
                each,
                is_in_force=each.rules_id in present,
                accepted_at=accepted.get(each.rules_id),
                acceptances=counts.get(each.rules_id),
            )
            for each in found
        ]
    )


async def public_rules(resources: Resources, division: str, *, address: str) -> PublicRules:
    """For everybody, without signing in: what holds in a place today."""
    await resources.limits.require_of(_ASKED, address)
    found = await _published(resources, division)
    present = rules.in_force(found, line_of(division), day_of(resources.clock.now()))
    return PublicRules(division=division, rules=[PlatformRulesAnswer.showing(each) for each in present])


async def require_rules_accepted(resources: Resources, held: Institution) -> None:
    """Refuse a class of an institution that has yet to accept what holds; where nothing holds nothing is asked."""
    found = await _published(resources, held.authority_code)
    present = rules.in_force(found, line_of(held.authority_code), day_of(resources.clock.now()))
    if present:
        refuse(rules.unaccepted_refusal(present, await _accepted(resources, held)), reason=_REASON)


async def _own(resources: Resources, subject: Subject) -> Institution:
    return existing(await registers.institution_of(resources.database, existing(subject.institution_id)))


async def _published(resources: Resources, authority_code: str) -> list[PlatformRules]:
    return await store.published_by(resources.database, list(line_of(authority_code)))


async def _accepted(resources: Resources, held: Institution) -> set[UUID]:
    return {each.rules_id for each in await store.accepted_by(resources.database, held.institution_id)}
