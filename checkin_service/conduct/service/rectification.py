"""Orders to rectify: from the number of the text on, with a report, a decision and the way back (SX-32)."""

from uuid import UUID

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.catalogue import service as catalogue
from checkin_service.catalogue.model.registers import Institution
from checkin_service.catalogue.model.standing import Standing
from checkin_service.catalogue.schemas.standing import NewStanding
from checkin_service.conduct import rules, store
from checkin_service.conduct.model import (
    Rectification,
    RectificationStep,
    Step,
)
from checkin_service.conduct.schemas import (
    NewRectification,
    NewReport,
    NewReportDecision,
    RectificationAnswer,
)
from checkin_service.conduct.service.reading import (
    audit_entry,
    met_at,
    order_shown,
    policy_of,
    steps_of,
    supervised,
)
from checkin_service.kit.civil import day_of
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.idempotency import once_per
from checkin_service.kit.problem import existing, not_found
from checkin_service.kit.refusal import refuse
from checkin_service.kit.resources import Resources
from checkin_service.proposals import service as proposals
from checkin_service.proposals.model import Proposal, ProposalKind
from checkin_service.proposals.schemas import ProposalAnswer


@once_per("rectification_id")
async def propose_rectification(
    unit: UnitOfWork, resources: Resources, subject: Subject, institution_id: UUID, body: NewRectification
) -> ProposalAnswer:
    """Where the number of the text is reached, that number included; another person approves."""
    held = await supervised(resources, subject, institution_id)
    await _require_order(resources, held, body)
    return proposals.propose(
        unit,
        resources,
        subject,
        body,
        kind=ProposalKind.RECTIFICATION,
        proposal_id=body.rectification_id,
        about=institution_id,
        permission=Permission.CONDUCT_JUDGE,
    )


async def order(unit: UnitOfWork, resources: Resources, subject: Subject, proposal: Proposal) -> RectificationAnswer:
    """Approved by a second person: ordered, and suspended until it is met."""
    body = proposal.request_as(NewRectification)
    held = existing(await catalogue.institution_of(resources, proposal.about))
    counted = await _require_order(resources, held, body)
    new = Rectification(
        rectification_id=body.rectification_id,
        institution_id=proposal.about,
        authority_code=proposal.authority_code,
        counted=counted,
        demands=body.demands,
        due_on=body.due_on,
        document_number=body.document_number,
        reason=body.reason,
        proposed_by=proposal.proposed_by,
        decided_by=subject.subject_id,
        decided_at=resources.clock.now(),
    )
    store.add_rectification(unit, new)
    await catalogue.suspend(unit, resources, subject, proposal)
    audit_entry(unit, resources, subject, proposal.about, {"rectification": str(new.rectification_id)})
    return order_shown(resources, new, [])


@once_per("request_id", operation="rectification-report")
async def report(
    unit: UnitOfWork, resources: Resources, subject: Subject, rectification_id: UUID, body: NewReport
) -> RectificationAnswer:
    """By the institution: what it did, and once that is enough the new application."""
    found = existing(await store.rectification_of(resources.database, rectification_id))
    if found.institution_id != subject.institution_id:
        raise not_found()
    steps = await store.steps_of(resources.database, rectification_id)
    to = Step.READMISSION_ASKED if rules.is_met(steps) else Step.REPORTED
    return _stepped(unit, resources, subject, found, steps, to, body.words)


@once_per("request_id", operation="rectification-decision")
async def decide_report(
    unit: UnitOfWork, resources: Resources, subject: Subject, rectification_id: UUID, body: NewReportDecision
) -> RectificationAnswer:
    """By an officer; what is lacking is reported on again."""
    found = existing(await store.rectification_of(resources.database, rectification_id))
    if found.authority_code != subject.authority_code:
        raise not_found()
    steps = await store.steps_of(resources.database, rectification_id)
    return _stepped(unit, resources, subject, found, steps, Step.MET if body.met else Step.UNMET, body.words)


@once_per("standing_id")
async def propose_standing(
    unit: UnitOfWork, resources: Resources, subject: Subject, institution_id: UUID, body: NewStanding
) -> ProposalAnswer:
    """By an officer of the supervising authority; one under an order does not return before it has rectified."""
    proposed = await catalogue.propose_standing(unit, resources, subject, institution_id, body)
    if body.standing is Standing.ACTIVE:
        await require_rectified(resources, institution_id)
    return proposed


async def require_rectified(resources: Resources, institution_id: UUID) -> None:
    """Refuse to let an institution return whose order is not met, or that has not applied anew."""
    orders = await store.rectifications_of(resources.database, institution_id)
    if not orders:
        return
    steps = await store.steps_of(resources.database, orders[-1].rectification_id)
    refuse(rules.return_refusal(steps, policy_of(resources, orders[-1].authority_code)), reason="institution_conduct")


async def _require_order(resources: Resources, held: Institution, body: NewRectification) -> str:
    """How the counts stand that the order rests on; a refusal where it cannot be given."""
    today = day_of(resources.clock.now())
    lapses = await store.lapses_of(resources.database, held.institution_id)
    orders = await store.rectifications_of(resources.database, held.institution_id)
    steps = {each.rectification_id: await steps_of(resources, each) for each in orders}
    policy = policy_of(resources, held.authority_code)
    counts = rules.tallies(lapses, since=met_at(orders, steps), on=today, policy=policy)
    before = orders[-1] if orders else None
    present = steps[before.rectification_id] if before else []
    refuse(rules.order_refusal(counts, before, present, body.due_on, today), reason="institution_conduct")
    return rules.counted_in_words(counts)


def _stepped(
    unit: UnitOfWork,
    resources: Resources,
    subject: Subject,
    found: Rectification,
    steps: list[RectificationStep],
    to: Step,
    words: str,
) -> RectificationAnswer:
    refuse(rules.step_refusal(steps, to), reason="institution_conduct")
    new = RectificationStep(
        rectification_id=found.rectification_id,
        ordinal=len(steps) + 1,
        step=to,
        words=words,
        taken_by=subject.subject_id,
        taken_at=resources.clock.now(),
    )
    store.add_step(unit, new)
    permission = Permission.CONDUCT_ANSWER if subject.institution_id else Permission.CONDUCT_JUDGE
    audit.record(unit, subject, permission, found.rectification_id, at=new.taken_at, detail={"step": to.value})
    return order_shown(resources, found, [*steps, new])
