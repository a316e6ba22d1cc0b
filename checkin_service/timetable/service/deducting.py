"""A voucher put to use from afar by its holder, whom the e-card's platform has just checked (MP-13)."""

from uuid import UUID

from checkin_service.access.model import Subject, acting_at
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.idempotency import once_per
from checkin_service.kit.problem import existing
from checkin_service.kit.refusal import refuse
from checkin_service.kit.resources import Resources
from checkin_service.registry import service as registry
from checkin_service.timetable import rules
from checkin_service.timetable.model import ClassState
from checkin_service.timetable.schemas.vouchers import ActivationAnswer, Deduction
from checkin_service.timetable.service.guards import require_state
from checkin_service.timetable.service.reading import policy_of_class, registrations_of_trainee
from checkin_service.timetable.service.vouchers import use
from checkin_service.timetable.store import classes
from checkin_service.voucher import service as vouchers


@once_per("request_id", operation="deduction")
async def deduct(
    unit: UnitOfWork, resources: Resources, subject: Subject, voucher_id: UUID, body: Deduction
) -> ActivationAnswer:
    """In a class with lessons online that has the person on its roster; its institution reads of it in its records."""
    voucher = existing(await vouchers.voucher_of(resources, subject.subject_id, voucher_id))
    own = await registrations_of_trainee(resources.database, subject.subject_id)
    found = existing(next((each.training_class for each in own if each.training_class.class_id == body.class_id), None))
    require_state(found, ClassState.OPEN)
    sessions = await classes.sessions_of(resources.database, [found.class_id])
    refuse(rules.deduction_refusal(policy_of_class(found, now=resources.clock.now()), sessions))
    expected = {
        "purpose": "voucher_deduction",
        "voucher_id": str(voucher_id),
        "class_id": str(body.class_id),
    }
    await registry.require_e_card(resources, subject, body.assertion, expected)
    return await use(unit, resources, acting_at(subject, found.institution_id), found, voucher, way="e_card")
