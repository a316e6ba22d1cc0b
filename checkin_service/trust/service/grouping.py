"""A suspected group of a class on the risk list: proposed with a reason, asked at once when a second person agrees."""

from uuid import UUID

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.access.service import authority_of
from checkin_service.checkin.schemas.group_checks import NewGroupCheck
from checkin_service.checkin.service import check_outcomes, group_checks
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.idempotency import once_per
from checkin_service.kit.resources import Resources
from checkin_service.proposals import service as proposals
from checkin_service.proposals.model import ProposalKind
from checkin_service.proposals.schemas import ProposalAnswer
from checkin_service.timetable import service as timetable
from checkin_service.trust import rules, store
from checkin_service.trust.service.listing import note_group


async def slower_together(resources: Resources, subject: Subject, class_id: UUID) -> list[UUID]:
    """Whom the checks point at; told to the class's authority inside an open inspection alone, and kept who read it."""
    held = await timetable.class_for(resources, subject, class_id)
    looks = await store.looks_at(resources.database, class_id)
    steps = await store.steps_of(resources.database, [class_id])
    if held.supervising_authority != authority_of(subject) or not rules.may_name(looks, steps):
        return []
    found = await check_outcomes.slower_together(resources, class_id)
    async with resources.database.write() as unit:
        now = resources.clock.now()
        audit.record(unit, subject, Permission.RISK_CLOSE, class_id, at=now, detail={"named": len(found)})
    return found


@once_per("group_check_id")
async def propose_group(
    unit: UnitOfWork, resources: Resources, subject: Subject, class_id: UUID, body: NewGroupCheck
) -> ProposalAnswer:
    """By an officer; the people are named here alone, and to whoever approves it."""
    await note_group(unit, resources, subject, class_id, reason=body.reason)
    await group_checks.require_group(resources, class_id, body)
    return proposals.propose(
        unit,
        resources,
        subject,
        body,
        kind=ProposalKind.GROUP_CHECK,
        proposal_id=body.group_check_id,
        about=class_id,
        permission=Permission.RISK_CLOSE,
    )
