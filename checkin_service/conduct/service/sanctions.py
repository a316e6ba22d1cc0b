"""Sanctions of institutions: decided by two people, appealed against, decided on anew by a third (FJ-34)."""

from collections.abc import Collection
from uuid import UUID

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.conduct import rules
from checkin_service.conduct.model.sanctions import (
    CLOSED_TO_PEOPLE,
    Imposed,
    Sanction,
    SanctionAppeal,
    SanctionAppealDecision,
    SanctionKind,
)
from checkin_service.conduct.rules import sanctions as sanction_rules
from checkin_service.conduct.schemas.sanctions import (
    NewSanction,
    NewSanctionAppeal,
    NewSanctionAppealDecision,
    SanctionAnswer,
)
from checkin_service.conduct.service.reading import audit_entry, policy_of, sanction_shown, supervised
from checkin_service.conduct.store import sanctions as store
from checkin_service.kit.civil import day_of
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.idempotency import once_per
from checkin_service.kit.problem import existing, not_found
from checkin_service.kit.refusal import refuse
from checkin_service.kit.resources import Resources
from checkin_service.proposals import service as proposals
from checkin_service.proposals.model import Proposal, ProposalKind
from checkin_service.proposals.schemas import ProposalAnswer

_REASON = "institution_conduct"


@once_per("sanction_id")
async def propose_sanction(
    unit: UnitOfWork, resources: Resources, subject: Subject, institution_id: UUID, body: NewSanction
) -> ProposalAnswer:
    """By an officer of the supervising authority; what could not be decided is refused at once."""
    await supervised(resources, subject, institution_id)
    await _require_fit(resources, institution_id, body)
    return proposals.propose(
        unit,
        resources,
        subject,
        body,
        kind=ProposalKind.SANCTION,
        proposal_id=body.sanction_id,
        about=institution_id,
        permission=Permission.CONDUCT_JUDGE,
    )


async def impose(unit: UnitOfWork, resources: Resources, subject: Subject, proposal: Proposal) -> SanctionAnswer:
    """Decided by a second person; it holds from now on."""
    body = proposal.request_as(NewSanction)
    await _require_fit(resources, proposal.about, body)
    new = Imposed(
        sanction_id=body.sanction_id,
        institution_id=proposal.about,
        authority_code=proposal.authority_code,
        kind=body.kind,
        party=body.party,
        until=body.until,
        referred_to=body.referred_to,
        law=body.law,
        document_number=body.document_number,
        reason=body.reason,
        proposed_by=proposal.proposed_by,
        decided_by=subject.subject_id,
        decided_at=resources.clock.now(),
    )
    store.add_sanction(unit, new)
    detail: dict[str, object] = {
        "sanction": str(new.sanction_id),
        "kind": new.kind.value,
        "document": new.document_number,
    }
    audit_entry(unit, resources, subject, proposal.about, detail)
    return sanction_shown(resources, Sanction(**{name: getattr(new, name) for name in Imposed.__dataclass_fields__}))


@once_per("request_id", operation="sanction-appeal")
async def appeal_sanction(
    unit: UnitOfWork, resources: Resources, subject: Subject, sanction_id: UUID, body: NewSanctionAppeal
) -> SanctionAnswer:
    """By the institution itself, once and in time."""
    found = existing(await store.sanction_of(resources.database, sanction_id))
    if found.institution_id != subject.institution_id:
        raise not_found()
    now, policy = resources.clock.now(), policy_of(resources, found.authority_code)
    refuse(rules.appeal_refusal(found, today=day_of(now), policy=policy), reason=_REASON)
    new = SanctionAppeal(sanction_id=sanction_id, words=body.words, filed_by=subject.subject_id, filed_at=now)
    store.add_appeal(unit, new)
    audit.record(unit, subject, Permission.CONDUCT_ANSWER, sanction_id, at=now, detail={"step": "appeal"})
    return sanction_shown(resources, found, appeal_words=body.words, appeal_at=now)


@once_per("request_id", operation="sanction-appeal-decision")
async def decide_sanction_appeal(
    unit: UnitOfWork, resources: Resources, subject: Subject, sanction_id: UUID, body: NewSanctionAppealDecision
) -> SanctionAnswer:
    """By a third person of the authority."""
    found = existing(await store.sanction_of(resources.database, sanction_id))
    if found.authority_code != subject.authority_code:
        raise not_found()
    refuse(rules.appeal_decision_refusal(found, subject.subject_id), reason=_REASON)
    await proposals.require_independent(resources, subject, found.proposed_by, found.decided_by)
    now = resources.clock.now()
    decision = SanctionAppealDecision(
        sanction_id=sanction_id, upheld=body.upheld, reason=body.reason, decided_by=subject.subject_id, decided_at=now
    )
    store.add_appeal_decision(unit, decision)
    detail: dict[str, object] = {"appeal_of": str(sanction_id), "upheld": body.upheld}
    audit_entry(unit, resources, subject, found.institution_id, detail)
    changed = {"upheld": body.upheld, "appeal_reason": body.reason, "appeal_decided_at": now}
    return sanction_shown(resources, found, holds=found.holds_on(day_of(now)) and not body.upheld, **changed)


async def require_qualified(resources: Resources, institution_id: UUID) -> None:
    """Refuse a class of an institution that may not train for now."""
    await _require_none(resources, institution_id, {SanctionKind.DISQUALIFICATION})


async def require_open_to_people(resources: Resources, institution_id: UUID) -> None:
    """Refuse more people to an institution that takes no vouchers, or may not train, for now."""
    await _require_none(resources, institution_id, CLOSED_TO_PEOPLE)


async def _require_none(resources: Resources, institution_id: UUID, kinds: Collection[SanctionKind]) -> None:
    found = await store.sanctions_of(resources.database, institution_id)
    refuse(sanction_rules.bar_refusal(found, kinds, day_of(resources.clock.now())), reason="institution_sanction")


async def _require_fit(resources: Resources, institution_id: UUID, body: NewSanction) -> None:
    refuse(
        sanction_rules.sanction_refusal(
            body.kind,
            body.party,
            until=body.until,
            referred_to=body.referred_to,
            present=await store.sanctions_of(resources.database, institution_id),
            today=day_of(resources.clock.now()),
        ),
        reason=_REASON,
    )
