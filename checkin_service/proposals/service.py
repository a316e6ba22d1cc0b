"""Use cases of proposals: adding one, ruling on one, and the list of those that wait.

What is to be done stays with the capability that it belongs to; it hands the request over, and is given it back when a
second person has approved.
"""

from collections.abc import Collection, Sequence
from dataclasses import fields, replace
from uuid import UUID

from checkin_service.access import accounts, audit
from checkin_service.access.model import Permission, Subject
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.http.paging import PageRequest
from checkin_service.kit.problem import existing
from checkin_service.kit.refusal import by_law
from checkin_service.kit.resources import Resources
from checkin_service.policy.book import policy_at
from checkin_service.proposals import rules, store
from checkin_service.proposals.model import Proposal, ProposalKind, ProposalRuling, Proposed
from checkin_service.proposals.schemas import Grounded, NewRuling, ProposalAnswer


def propose(
    unit: UnitOfWork,
    resources: Resources,
    subject: Subject,
    body: Grounded,
    *,
    kind: ProposalKind,
    proposal_id: UUID,
    about: UUID,
    permission: Permission,
) -> ProposalAnswer:
    """Add a request that nobody has approved yet to the write."""
    new = Proposal(
        authority_code=existing(subject.authority_code),
        proposal_id=proposal_id,
        kind=kind,
        about=about,
        content=body.model_dump(mode="json"),
        document_number=body.document_number,
        reason=body.reason,
        proposed_by=subject.subject_id,
        proposed_at=resources.clock.now(),
    )
    store.add_proposal(unit, Proposed(**{each.name: getattr(new, each.name) for each in fields(Proposed)}))
    detail = {"step": "proposed", "kind": kind.value, "proposal": str(proposal_id), "document": body.document_number}
    audit.record(unit, subject, permission, about, at=new.proposed_at, detail=detail)
    return ProposalAnswer.showing(new)


async def waiting_for(resources: Resources, subject: Subject, proposal_id: UUID, body: NewRuling) -> Proposal:
    """The proposal that this person may rule on; 404 for other authorities', a refusal for one's own."""
    found = existing(await store.proposal_of(resources.database, existing(subject.authority_code), proposal_id))
    await require_second_person(
        resources,
        subject,
        proposed_by=found.proposed_by,
        is_ruled=found.approved is not None,
        approved=body.approved,
        reason=body.reason,
    )
    return found


async def require_second_person(
    resources: Resources,
    subject: Subject,
    *,
    proposed_by: UUID,
    is_ruled: bool,
    approved: bool = True,
    reason: str | None = None,
) -> None:
    """Refuse whoever cannot say the second word to what somebody proposed, or not like this."""
    _refuse(
        rules.refusal_to_rule(
            proposed_by=proposed_by, by=subject.subject_id, is_ruled=is_ruled, approved=approved, reason=reason
        )
    )
    await require_independent(resources, subject, proposed_by)


async def require_independent(resources: Resources, subject: Subject, *others: UUID) -> None:
    """Refuse a second person whose account is not independent of those before; within one authority alone."""
    now, by = resources.clock.now(), subject.subject_id
    origins = await accounts.origins_of(resources, by, *others)
    view = policy_at(existing(subject.authority_code), now, known_at=now)
    _refuse(rules.refusal_of_origins(view, by, origins[by], {each: origins[each] for each in others}))


async def has_second_person(resources: Resources, subject: Subject, others: Sequence[UUID]) -> bool:
    """Whether one of these accounts could be the second person to what this one begins."""
    now, by = resources.clock.now(), subject.subject_id
    origins = await accounts.origins_of(resources, by, *others)
    view = policy_at(existing(subject.authority_code), now, known_at=now)
    return any(rules.refusal_of_origins(view, by, origins[by], {each: origins[each]}) is None for each in others)


def _refuse(refusal: rules.RulingRefusal | None) -> None:
    if refusal is not None:
        raise by_law(refusal.words, refusal.basis, reason=refusal.reason)


def rule(
    unit: UnitOfWork, resources: Resources, subject: Subject, proposal: Proposal, body: NewRuling
) -> ProposalAnswer:
    """Add the second person's word to the write."""
    now = resources.clock.now()
    ruling = ProposalRuling(
        authority_code=proposal.authority_code,
        proposal_id=proposal.proposal_id,
        approved=body.approved,
        reason=body.reason,
        proposed_by=proposal.proposed_by,
        ruled_by=subject.subject_id,
        ruled_at=now,
    )
    store.add_ruling(unit, ruling)
    detail = {"kind": proposal.kind.value, "approved": body.approved, "document": proposal.document_number}
    audit.record(unit, subject, Permission.PROPOSAL_RULE, proposal.proposal_id, at=now, detail=detail)
    ruled = replace(
        proposal, approved=body.approved, ruling_reason=body.reason, ruled_by=subject.subject_id, ruled_at=now
    )
    return ProposalAnswer.showing(ruled)


async def approved(resources: Resources, authority_code: str, proposal_id: UUID) -> Proposal | None:
    """What two people of an authority have agreed on under this id."""
    found = await store.proposal_of(resources.database, authority_code, proposal_id)
    return found if found is not None and found.approved else None


async def waiting_about(
    resources: Resources, authorities: Collection[str], about: UUID, kind: ProposalKind
) -> list[Proposed]:
    """What people of these authorities propose about one thing, and nobody has ruled on."""
    return await store.waiting_about(resources.database, authorities=authorities, about=about, kind=kind)


async def proposals(
    resources: Resources, subject: Subject, page: PageRequest, *, only_waiting: bool
) -> tuple[list[Proposal], str | None]:
    """A page of one's own authority's proposals, and the cursor of the next."""
    found = await store.proposals(resources.database, existing(subject.authority_code), page, only_waiting=only_waiting)
    return page.shown(found, lambda each: each.proposal_id)
