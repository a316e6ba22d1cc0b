"""The desk for corrections of people's names and documents: asked for in a class, decided by its authority."""

from datetime import datetime
from uuid import UUID

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.access.service import authority_of
from checkin_service.identity import service as identity
from checkin_service.identity.model import Written
from checkin_service.identity.rules import documents
from checkin_service.identity.schemas import (
    CorrectionAnswer,
    CorrectionDecision,
    CorrectionDecisionAnswer,
    NewCorrection,
)
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.http.paging import PageRequest
from checkin_service.kit.idempotency import once_per
from checkin_service.kit.outbox import announce
from checkin_service.kit.problem import not_found
from checkin_service.kit.resources import Resources
from checkin_service.review.schemas.corrections import CorrectionItem, CorrectionPage, WrittenBody
from checkin_service.review.store import corrections as store
from checkin_service.timetable import service as timetable

ASKED, CORRECTED, REFUSED = "person.correction_asked", "person.corrected", "person.correction_refused"


@once_per("correction_id")
async def ask(unit: UnitOfWork, resources: Resources, subject: Subject, body: NewCorrection) -> CorrectionAnswer:
    """The institution whose line was refused, or an officer, asks; from now on both spellings find the person."""
    held = await timetable.class_for(resources, subject, body.class_id)
    if subject.authority_code is not None and subject.authority_code != held.supervising_authority:
        raise not_found()
    now = resources.clock.now()
    trainee_id = await identity.ask_for_correction(unit, resources, subject, body)
    _announce(unit, ASKED, trainee_id, body.correction_id, now)
    audit.record(unit, subject, Permission.PERSON_CORRECTION_ASK, body.correction_id, at=now)
    return CorrectionAnswer(
        correction_id=body.correction_id, trainee_id=trainee_id, class_id=body.class_id, asked_at=now
    )


@once_per("request_id", operation="person-correction")
async def decide(
    unit: UnitOfWork, resources: Resources, subject: Subject, correction_id: UUID, body: CorrectionDecision
) -> CorrectionDecisionAnswer:
    """The word of the authority that supervises the class; an approval counts at once, everywhere."""
    if not await store.is_supervised_by(
        resources.database, body.trainee_id, correction_id, authority_code=authority_of(subject)
    ):
        raise not_found()
    now = resources.clock.now()
    correction = await identity.decide_correction(unit, resources, subject, correction_id, body)
    if body.approved:
        await timetable.publish_under(resources, unit, correction.trainee_id, correction.after.name)
    _announce(unit, CORRECTED if body.approved else REFUSED, correction.trainee_id, correction_id, now)
    detail = {"trainee": str(correction.trainee_id), "approved": body.approved, "document": body.document_number}
    audit.record(unit, subject, Permission.PERSON_CORRECTION_DECIDE, correction_id, at=now, detail=detail)
    return CorrectionDecisionAnswer(correction_id=correction_id, approved=body.approved, decided_at=now)


async def listed(resources: Resources, subject: Subject, page: PageRequest, *, only_waiting: bool) -> CorrectionPage:
    """Those of one's own classes, with both spellings."""
    found = await store.listed(
        resources.database,
        authority_code=subject.authority_code,
        institution_id=subject.institution_id,
        only_waiting=only_waiting,
        page=page,
    )
    shown, next_cursor = page.shown(found, lambda each: each.correction_id)
    people = await identity.corrections_of(resources, {each.trainee_id for each in shown})
    spelt = {each.correction_id: each for each in people}
    items = [
        CorrectionItem.showing(
            each,
            before=_shown(spelt[each.correction_id].before),
            after=_shown(spelt[each.correction_id].after),
        )
        for each in shown
        if each.correction_id in spelt  # Whoever has been erased is nobody's to decide.
    ]
    return CorrectionPage(corrections=items, next_cursor=next_cursor)


def _shown(written: Written) -> WrittenBody:
    return WrittenBody(name=written.name, document_kind=written.kind, masked_document=documents.masked(written.number))


def _announce(unit: UnitOfWork, what: str, trainee_id: UUID, correction_id: UUID, now: datetime) -> None:
    announce(unit, what, trainee_id, {"correction_id": str(correction_id)}, occurred_at=now)
