"""Lapses of institutions: recorded by two people, appealed against, decided on by a third."""

from uuid import UUID

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.conduct import rules, store
from checkin_service.conduct.model import (
    Lapse,
    LapseAppeal,
    LapseAppealDecision,
    Recorded,
)
from checkin_service.conduct.schemas import (
    LapseAnswer,
    NewLapse,
    NewLapseAppeal,
    NewLapseAppealDecision,
)
from checkin_service.conduct.service.reading import audit_entry, lapse_shown, policy_of, supervised
from checkin_service.kit.civil import day_of
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.idempotency import once_per
from checkin_service.kit.problem import existing, not_found
from checkin_service.kit.refusal import refuse
from checkin_service.kit.resources import Resources
from checkin_service.proposals import service as proposals
from checkin_service.proposals.model import Proposal, ProposalKind
from checkin_service.proposals.schemas import ProposalAnswer


@once_per("lapse_id")
async def propose_lapse(
    unit: UnitOfWork, resources: Resources, subject: Subject, institution_id: UUID, body: NewLapse
) -> ProposalAnswer:
    """By an officer of the supervising authority; another confirms it."""
    return await found_lapse(unit, resources, subject, institution_id, body)


async def found_lapse(
    unit: UnitOfWork, resources: Resources, subject: Subject, institution_id: UUID, body: NewLapse
) -> ProposalAnswer:
    """The same within the write of an inspection that found it."""
    await supervised(resources, subject, institution_id)
    refuse(rules.lapse_refusal(body.occurred_on, day_of(resources.clock.now())), reason="institution_conduct")
    return proposals.propose(
        unit,
        resources,
        subject,
        body,
        kind=ProposalKind.LAPSE,
        proposal_id=body.lapse_id,
        about=institution_id,
        permission=Permission.CONDUCT_JUDGE,
    )


async def record_lapse(unit: UnitOfWork, resources: Resources, subject: Subject, proposal: Proposal) -> LapseAnswer:
    """Confirmed by a second person; it counts from now on."""
    body, now = proposal.request_as(NewLapse), resources.clock.now()
    new = Recorded(
        lapse_id=body.lapse_id,
        institution_id=proposal.about,
        authority_code=proposal.authority_code,
        kind=body.kind,
        occurred_on=body.occurred_on,
        words=body.reason,
        inspection_id=body.inspection_id,
        document_number=body.document_number,
        proposed_by=proposal.proposed_by,
        decided_by=subject.subject_id,
        decided_at=now,
    )
    store.add_lapse(unit, new)
    audit_entry(unit, resources, subject, proposal.about, {"lapse": str(new.lapse_id), "kind": new.kind.value})
    kept = Lapse(**{name: getattr(new, name) for name in Recorded.__dataclass_fields__})
    return lapse_shown(kept, policy_of(resources, new.authority_code))


@once_per("request_id", operation="lapse-appeal")
async def appeal(
    unit: UnitOfWork, resources: Resources, subject: Subject, lapse_id: UUID, body: NewLapseAppeal
) -> LapseAnswer:
    """By the institution itself, once and in time."""
    found = existing(await store.lapse_of(resources.database, lapse_id))
    if found.institution_id != subject.institution_id:
        raise not_found()
    now, policy = resources.clock.now(), policy_of(resources, found.authority_code)
    refuse(rules.appeal_refusal(found, today=day_of(now), policy=policy), reason="institution_conduct")
    store.add_appeal(unit, LapseAppeal(lapse_id=lapse_id, words=body.words, filed_by=subject.subject_id, filed_at=now))
    audit.record(unit, subject, Permission.CONDUCT_ANSWER, lapse_id, at=now, detail={"step": "appeal"})
    return lapse_shown(found, policy, appeal_words=body.words, appeal_at=now)


@once_per("request_id", operation="lapse-appeal-decision")
async def decide_appeal(
    unit: UnitOfWork, resources: Resources, subject: Subject, lapse_id: UUID, body: NewLapseAppealDecision
) -> LapseAnswer:
    """By a third person of the authority."""
    found = existing(await store.lapse_of(resources.database, lapse_id))
    if found.authority_code != subject.authority_code:
        raise not_found()
    refuse(rules.appeal_decision_refusal(found, subject.subject_id), reason="institution_conduct")
    await proposals.require_independent(resources, subject, found.proposed_by, found.decided_by)
    now = resources.clock.now()
    decision = LapseAppealDecision(
        lapse_id=lapse_id, upheld=body.upheld, reason=body.reason, decided_by=subject.subject_id, decided_at=now
    )
    store.add_appeal_decision(unit, decision)
    audit_entry(unit, resources, subject, found.institution_id, {"appeal_of": str(lapse_id), "upheld": body.upheld})
    return lapse_shown(
        found,
        policy_of(resources, found.authority_code),
        counts=not body.upheld,
        upheld=body.upheld,
        appeal_reason=body.reason,
        appeal_decided_at=now,
    )
