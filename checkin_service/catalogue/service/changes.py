"""Use cases of changes: an institution keeps its data current, its authority decides, and the history stays (SX-30)."""

from uuid import UUID

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.access.service import authority_of, reads
from checkin_service.catalogue import rules
from checkin_service.catalogue.model.changes import AskedChange, ChangeDecision, InstitutionChange
from checkin_service.catalogue.schemas.changes import (
    ChangeAnswer,
    InstitutionRecord,
    NewChange,
    NewChangeDecision,
    WaitingChanges,
)
from checkin_service.catalogue.store import changes as store
from checkin_service.catalogue.store import registers, standing
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.idempotency import once_per
from checkin_service.kit.problem import existing, not_found
from checkin_service.kit.refusal import refuse
from checkin_service.kit.resources import Resources
from checkin_service.kit.words import Words


@once_per("change_id")
async def ask_change(
    unit: UnitOfWork, resources: Resources, subject: Subject, institution_id: UUID, body: NewChange
) -> ChangeAnswer:
    """By the institution itself; one at a time, and not once it is closed."""
    held = existing(await registers.institution_of(resources.database, institution_id))
    if subject.institution_id != institution_id:
        raise not_found()
    before = await store.changes_of(resources.database, institution_id)
    present = rules.standing_after(await standing.decisions_on(resources.database, institution_id))
    refuse(
        rules.change_refusal(held, body.name, body.address, present=present, before=before), reason="institution_change"
    )
    new = InstitutionChange(
        **body.model_dump(),
        institution_id=institution_id,
        authority_code=held.authority_code,
        former_name=held.name,
        former_address=held.address,
        asked_by=subject.subject_id,
        asked_at=resources.clock.now(),
    )
    store.add_change(unit, new)
    audit.record(unit, subject, Permission.INSTITUTION_KEEP, body.change_id, at=new.asked_at)
    return ChangeAnswer.showing(new, approved=None, reason=None, decided_at=None)


@once_per("request_id", operation="institution-change")
async def decide_change(
    unit: UnitOfWork, resources: Resources, subject: Subject, change_id: UUID, body: NewChangeDecision
) -> ChangeAnswer:
    """By the supervising authority; an approved one is registered at once."""
    found = existing(await store.change_of(resources.database, change_id))
    if found.authority_code != subject.authority_code:
        raise not_found()
    refuse(_DECIDED if found.approved is not None else None, reason="institution_change")
    now = resources.clock.now()
    decision = ChangeDecision(
        change_id=change_id,
        approved=body.approved,
        reason=body.reason,
        decided_by=subject.subject_id,
        decided_at=now,
    )
    store.add_change_decision(unit, decision)
    if body.approved:
        store.rename(unit, of_institution=found.institution_id, to_name=found.name, to_address=found.address)
    audit.record(
        unit,
        subject,
        Permission.INSTITUTION_CREATE,
        found.institution_id,
        at=now,
        tenant=f"institution:{found.institution_id}",
        detail={"change": str(change_id), "approved": body.approved},
    )
    return ChangeAnswer.showing(found, approved=body.approved, reason=body.reason, decided_at=now)


async def record_of(resources: Resources, subject: Subject, institution_id: UUID) -> InstitutionRecord:
    """For the institution itself and for those who supervise it, from above too."""
    held = existing(await registers.institution_of(resources.database, institution_id))
    if subject.institution_id != institution_id and not reads(subject, held.authority_code):
        raise not_found()
    found = await store.changes_of(resources.database, institution_id)
    decisions = await standing.decisions_on(resources.database, institution_id)
    return InstitutionRecord.showing(held, standing=rules.standing_after(decisions), changes=list(map(_shown, found)))


async def waiting_changes(resources: Resources, subject: Subject) -> WaitingChanges:
    found = await store.waiting_changes(resources.database, authority_of(subject))
    return WaitingChanges(changes=list(map(_shown, found)))


def _shown(found: AskedChange) -> ChangeAnswer:
    return ChangeAnswer.showing(found)


_DECIDED = Words("该变更申请已有处理结果。", "The change has been decided already.")
