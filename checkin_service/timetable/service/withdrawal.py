"""Leaving a class (退班): the trainee's own word; an institution strikes nobody off."""

from uuid import UUID

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.idempotency import once_per
from checkin_service.kit.outbox import announce
from checkin_service.kit.problem import Problem, ProblemKind, not_found
from checkin_service.kit.resources import Resources
from checkin_service.kit.words import Words
from checkin_service.timetable.model import ClassState
from checkin_service.timetable.schemas.plan_changes import Withdrawal, WithdrawalAnswer
from checkin_service.timetable.service.guards import require_state
from checkin_service.timetable.store import classes, registrations

WITHDRAWN = "registration.withdrawn"


@once_per("request_id", operation=Permission.REGISTRATION_WITHDRAW)
async def withdraw(
    unit: UnitOfWork, resources: Resources, subject: Subject, class_id: UUID, body: Withdrawal
) -> WithdrawalAnswer:
    """The trainee leaves the class: check-ins are refused from now on, and the completion determines nothing."""
    now, trainee_id = resources.clock.now(), subject.subject_id
    registration = await registrations.registration_of(resources.database, trainee_id, class_id)
    found = await classes.class_of(resources.database, class_id)
    if registration is None or found is None:
        raise not_found()
    require_state(found, ClassState.APPLIED, ClassState.OPEN)
    if not registration.is_active:
        raise Problem(ProblemKind.STATE_CONFLICT, _LEFT_BEFORE)
    registrations.withdraw(unit, registration, reason=body.reason, at=now)
    announce(
        unit,
        WITHDRAWN,
        trainee_id,
        {
            "class_id": str(class_id),
            "voucher_id": str(registration.voucher_id) if registration.voucher_id else None,
        },
        occurred_at=now,
    )
    classes.change_class(unit, found)  # Leaving and completion notice each other.
    audit.record(
        unit, subject, Permission.REGISTRATION_WITHDRAW, class_id, at=now, tenant=f"institution:{found.institution_id}"
    )
    return WithdrawalAnswer(class_id=class_id, trainee_id=trainee_id, withdrawn_at=now)


_LEFT_BEFORE = Words("您已退出本班。", "You have left this class before.")
