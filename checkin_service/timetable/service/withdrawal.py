"""Leaving a class (退班): the trainee's own word; an institution strikes nobody off."""

from uuid import UUID

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.idempotency import once
from checkin_service.kit.outbox import announce
from checkin_service.kit.problem import Problem, ProblemKind, not_found
from checkin_service.kit.resources import Resources
from checkin_service.kit.words import Words
from checkin_service.timetable.change_schemas import Withdrawal, WithdrawalAnswer
from checkin_service.timetable.model import ClassState
from checkin_service.timetable.schemas import ForClass
from checkin_service.timetable.service.guards import require_state
from checkin_service.timetable.store import classes, registrations

WITHDRAWN = "registration.withdrawn"


async def withdraw(resources: Resources, subject: Subject, class_id: UUID, body: Withdrawal) -> bytes:
    """The trainee leaves the class: check-ins are refused from now on, and the completion determines nothing."""

    async def act(unit: UnitOfWork) -> WithdrawalAnswer:
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
            type_=WITHDRAWN,
            trainee_id=trainee_id,
            payload={
                "class_id": str(class_id),
                "voucher_id": str(registration.voucher_id) if registration.voucher_id else None,
            },
            occurred_at=now,
        )
        classes.change_class(unit, found)  # Leaving and completion notice each other.
        audit.record(
            unit,
            subject=subject,
            action=Permission.REGISTRATION_WITHDRAW,
            object_id=class_id,
            at=now,
            tenant=f"institution:{found.institution_id}",
        )
        return WithdrawalAnswer(class_id=class_id, trainee_id=trainee_id, withdrawn_at=now)

    asked = ForClass(operation=Permission.REGISTRATION_WITHDRAW, class_id=class_id, body=body)
    return await once(resources.database, caller=subject.tenant, request_id=body.request_id, body=asked, act=act)


_LEFT_BEFORE = Words("您已退出本班。", "You have left this class before.")
