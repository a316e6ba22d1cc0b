"""The institution examines applications (SX-18, FJ-29) and accepts them, refuses them, or keeps people waiting."""

from datetime import datetime
from uuid import UUID

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.admission import rules
from checkin_service.admission.model import Application, ApplicationState
from checkin_service.admission.schemas import Applicant, Applicants, ApplicationAnswer, ApplicationRuling
from checkin_service.admission.store import applications as store
from checkin_service.admission.store import courses
from checkin_service.identity import service as identity
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.idempotency import once_per
from checkin_service.kit.outbox import announce
from checkin_service.kit.problem import not_found
from checkin_service.kit.refusal import unfit
from checkin_service.kit.resources import Resources
from checkin_service.kit.scope import Work, acting_as
from checkin_service.timetable import service as timetable
from checkin_service.voucher import service as vouchers


async def applicants(resources: Resources, subject: Subject, class_id: UUID) -> Applicants:
    """Who has applied for a class of one's own institution, and how each one's voucher stands today."""
    await timetable.class_for(resources, subject, class_id)
    found = await store.applications_for(resources.database, class_id)
    people = await identity.people(resources, [each.trainee_id for each in found])
    offered = await courses.offer_of(resources.database, class_id)
    places = offered.places if offered else 0
    now, shown = resources.clock.now(), list[Applicant]()
    for each in found:
        # They have shown it by applying with it.
        with acting_as(Work.SHOWN_VOUCHER):
            voucher = await vouchers.voucher_of(resources, each.trainee_id, each.voucher_id)
        if voucher is None:
            continue
        person = people[each.trainee_id]
        shown.append(
            Applicant(
                **dict(ApplicationAnswer.of(each)),
                trainee_id=each.trainee_id,
                name=person.name,
                document_kind=person.document_kind,
                masked_document=person.masked_document,
                voucher_state=vouchers.state_at(voucher, now),
            )
        )
    return Applicants(class_id=class_id, places=places, free=await _free(resources, class_id, places), applicants=shown)


@once_per("request_id", operation="application-ruling")
async def decide(
    unit: UnitOfWork, resources: Resources, subject: Subject, application_id: UUID, body: ApplicationRuling
) -> ApplicationAnswer:
    """Accepted, the person is on the roster, with what was examined and by which documents on record."""
    now, state = resources.clock.now(), ApplicationState(body.state)
    found = await _application(resources, subject, application_id)
    offered = await courses.offer_of(resources.database, found.class_id)
    free = await _free(resources, found.class_id, offered.places if offered else 0)
    refusal = rules.refusal_to_decide(found, state, free=free)
    if refusal is not None:
        raise unfit(refusal)
    if state is ApplicationState.ACCEPTED:
        await timetable.admit(
            resources,
            unit,
            subject,
            found.class_id,
            timetable.Admitted(found.trainee_id, found.voucher_kind, body.request_id, body.examined, body.evidence),
            now,
        )
    store.add_decision(unit, found, state, reason=body.reason, by=subject.subject_id, at=now)
    announce_answer(unit, found, state, at=now)
    detail = {"state": state.value, "examined": list(body.examined)}
    audit.record(unit, subject, Permission.APPLICATION_DECIDE, application_id, at=now, detail=detail)
    answer = ApplicationAnswer.of(found)
    return answer.model_copy(update={"state": state, "reason": body.reason, "decided_at": now})


async def _application(resources: Resources, subject: Subject, application_id: UUID) -> Application:
    """An application for a class of one's own institution; 404 for everybody else."""
    found = await store.application_by_id(resources.database, application_id)
    if found is None:
        raise not_found()
    await timetable.class_for(resources, subject, found.class_id)
    return found


async def _free(resources: Resources, class_id: UUID, places: int) -> int:
    taken = await courses.taken_of(resources.database, class_id)
    return max(places - (taken.taken if taken else 0), 0)


def announce_answer(
    unit: UnitOfWork,
    application: Application,
    state: ApplicationState,
    *,
    at: datetime,
    until: datetime | None = None,
) -> None:
    """The news that an application was answered, or that a place is offered until a moment."""
    payload = {
        "class_id": str(application.class_id),
        "application_id": str(application.application_id),
        "state": state.value,
    }
    if until is not None:
        payload["offered_until"] = until.isoformat()
    announce(unit, "application.decided", application.trainee_id, payload, occurred_at=at)
