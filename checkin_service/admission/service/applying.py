"""A person applies for a place with a voucher, declares what only they can, looks at it, and withdraws it."""

from datetime import datetime
from uuid import UUID

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.admission import rules
from checkin_service.admission.model import UNDER_WAY, Application, ApplicationState
from checkin_service.admission.schemas import (
    ApplicationAnswer,
    ApplicationWithdrawal,
    NewApplication,
    OwnApplication,
    OwnApplications,
)
from checkin_service.admission.store import applications as store
from checkin_service.admission.store import courses
from checkin_service.kit.civil import day_of
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.idempotency import once_per
from checkin_service.kit.problem import Problem, ProblemKind, not_found
from checkin_service.kit.refusal import by_law, unfit
from checkin_service.kit.resources import Resources
from checkin_service.kit.scope import Work, acting_as
from checkin_service.kit.words import Words
from checkin_service.policy.book import policy_at
from checkin_service.timetable import service as timetable
from checkin_service.voucher import service as vouchers
from checkin_service.voucher.model.vouchers import VoucherRefusal
from checkin_service.voucher.service import persons


@once_per("application_id", operation="class-application")
async def apply(
    unit: UnitOfWork, resources: Resources, subject: Subject, class_id: UUID, body: NewApplication
) -> ApplicationAnswer:
    """For a class that is offered and has not begun, once; a class that is not offered does not exist for anybody."""
    now, person = resources.clock.now(), subject.subject_id
    with acting_as(Work.PLACES):
        taken = await courses.taken_of(resources.database, class_id)
    offered = await courses.offer_of(resources.database, class_id)
    found = await timetable.offered_class(resources, class_id) if offered and taken else None
    if found is None or taken is None:
        raise not_found(rules.NOT_OFFERED)
    before = [each for each in await store.applications_by(resources.database, person) if each.class_id == class_id]
    _require(rules.refusal_to_apply(offered, starts_at=taken.starts_at, now=now, before=before))
    voucher = await vouchers.voucher_of(resources, person, body.voucher_id)
    if voucher is None:
        raise not_found()
    _require(rules.refusal_of_voucher(voucher, found.paying_authority, on=day_of(now)))
    view = policy_at(found.paying_authority, now, known_at=now)
    declared = tuple(dict.fromkeys(body.declared))
    _require(rules.refusal_of_declarations(view, voucher.kind, declared))
    for condition in declared:
        ordinal = await persons.last_declared(resources.database, person, condition) + 1
        persons.add_declaration(unit, trainee_id=person, condition=condition, ordinal=ordinal, given=True, at=now)
    new = Application(
        trainee_id=person,
        application_id=body.application_id,
        class_id=class_id,
        voucher_id=voucher.voucher_id,
        voucher_kind=voucher.kind,
        declared=declared,
        applied_at=now,
    )
    store.add_application(unit, new)
    tenant = f"institution:{found.institution_id}"
    audit.record(unit, subject, Permission.PLACE_APPLY, new.application_id, at=now, tenant=tenant)
    return ApplicationAnswer.of(new)


async def own_applications(resources: Resources, subject: Subject) -> OwnApplications:
    now = resources.clock.now()
    found = await store.applications_by(resources.database, subject.subject_id)
    classes = {each.application_id: each for each in await store.applied_for(resources.database, subject.subject_id)}
    return OwnApplications(applications=[_own(each, classes[each.application_id], now) for each in found])


def _own(application: Application, of_class: store.Applied, now: datetime) -> OwnApplication:
    return OwnApplication(
        **dict(ApplicationAnswer.of(application)),
        class_name=of_class.class_name,
        institution_name=of_class.institution_name,
        starts_at=of_class.starts_at,
        may_withdraw=application.state in UNDER_WAY,
        may_take=rules.refusal_to_take(application, now=now) is None,
    )


@once_per("request_id", operation="application-withdrawal")
async def withdraw(
    unit: UnitOfWork, resources: Resources, subject: Subject, application_id: UUID, body: ApplicationWithdrawal
) -> ApplicationAnswer:
    """While nobody has decided; whoever was accepted leaves the class instead."""
    del body  # Its id makes sending it twice harmless.
    now = resources.clock.now()
    found = await store.application_of(resources.database, subject.subject_id, application_id)
    if found is None:
        raise not_found()
    if found.state not in UNDER_WAY:
        raise Problem(ProblemKind.STATE_CONFLICT, _DECIDED)
    store.add_decision(unit, found, ApplicationState.WITHDRAWN, reason=None, by=subject.subject_id, at=now)
    audit.record(unit, subject, Permission.PLACE_APPLY, application_id, at=now, detail={"state": "withdrawn"})
    answer = ApplicationAnswer.of(found)
    return answer.model_copy(update={"state": ApplicationState.WITHDRAWN, "decided_at": now})


def _require(refusal: Words | VoucherRefusal | None) -> None:
    if isinstance(refusal, VoucherRefusal):
        raise by_law(refusal.words, refusal.basis, reason=refusal.reason)
    if refusal is not None:
        raise unfit(refusal)


_DECIDED = Words(
    "该申请已处理；已录取的，请在班内办理退班。",
    "This application has been dealt with; whoever was accepted leaves the class instead.",
)
