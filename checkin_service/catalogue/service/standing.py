"""Use cases of an institution's standing: suspended, closed or let return by two people."""

from uuid import UUID

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.catalogue import rules
from checkin_service.catalogue.model.standing import Standing, StandingDecision
from checkin_service.catalogue.schemas.standing import InstitutionStandings, NewStanding, StandingAnswer
from checkin_service.catalogue.service.guards import require_readable, require_supervised
from checkin_service.catalogue.store import standing as store
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.refusal import unfit
from checkin_service.kit.resources import Resources
from checkin_service.kit.words import Words
from checkin_service.proposals import service as proposals
from checkin_service.proposals.model import Proposal, ProposalKind
from checkin_service.proposals.schemas import ProposalAnswer


async def propose_standing(
    unit: UnitOfWork, resources: Resources, subject: Subject, institution_id: UUID, body: NewStanding
) -> ProposalAnswer:
    """Within the write of those who also know how it conducted itself; what could not be decided is refused at once."""
    await require_supervised(resources, subject, institution_id)
    _require(rules.standing_refusal(await standing_of(resources, institution_id), body.standing))
    return proposals.propose(
        unit,
        resources,
        subject,
        body,
        kind=ProposalKind.INSTITUTION_STANDING,
        proposal_id=body.standing_id,
        about=institution_id,
        permission=Permission.INSTITUTION_CREATE,
    )


async def stand(unit: UnitOfWork, resources: Resources, subject: Subject, proposal: Proposal) -> StandingDecision:
    """Approved by a second person; it holds from now on."""
    body, before = proposal.request_as(NewStanding), await store.decisions_on(resources.database, proposal.about)
    _require(rules.standing_refusal(rules.standing_after(before), body.standing))
    return _decide(unit, resources, subject, proposal, body.standing, len(before) + 1)


async def suspend(unit: UnitOfWork, resources: Resources, subject: Subject, proposal: Proposal) -> None:
    """What two people decided takes an institution out for a time; one that is suspended already stays so."""
    before = await store.decisions_on(resources.database, proposal.about)
    present = rules.standing_after(before)
    if present is Standing.CLOSED:
        _require(rules.refusal_while(present))
    if present is Standing.ACTIVE:
        _decide(unit, resources, subject, proposal, Standing.SUSPENDED, len(before) + 1)


def _decide(
    unit: UnitOfWork, resources: Resources, subject: Subject, proposal: Proposal, to: Standing, ordinal: int
) -> StandingDecision:
    decided = StandingDecision(
        institution_id=proposal.about,
        ordinal=ordinal,
        standing=to,
        document_number=proposal.document_number,
        reason=proposal.reason,
        proposed_by=proposal.proposed_by,
        decided_by=subject.subject_id,
        decided_at=resources.clock.now(),
    )
    store.add_decision(unit, decided)
    tenant, detail = f"institution:{proposal.about}", {"standing": to.value}
    audit.record(
        unit,
        subject,
        Permission.INSTITUTION_CREATE,
        proposal.about,
        at=decided.decided_at,
        tenant=tenant,
        detail=detail,
    )
    return decided


async def standings(resources: Resources, subject: Subject, institution_id: UUID) -> InstitutionStandings:
    await require_readable(resources, subject, institution_id)
    found = await store.decisions_on(resources.database, institution_id)
    return InstitutionStandings(
        institution_id=institution_id,
        standing=rules.standing_after(found),
        decisions=list(map(StandingAnswer.showing, found)),
    )


async def require_active(resources: Resources, institution_id: UUID) -> None:
    """Refuse a new class, or more people in one, of an institution that is suspended or closed."""
    _require(rules.refusal_while(await standing_of(resources, institution_id)))


async def standing_of(resources: Resources, institution_id: UUID) -> Standing:
    """How an institution stands now."""
    return rules.standing_after(await store.decisions_on(resources.database, institution_id))


def _require(refusal: Words | None) -> None:
    if refusal is not None:
        raise unfit(refusal, reason="institution_standing")
