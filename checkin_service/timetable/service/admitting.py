"""Taking a person onto a roster whose application the institution has examined and accepted."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from checkin_service.access.model import Subject
from checkin_service.kit.civil import day_of
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.refusal import by_law
from checkin_service.kit.resources import Resources
from checkin_service.policy.model import VoucherKind
from checkin_service.registry import service as registry
from checkin_service.timetable.model import ClassState, Registration, RegistrationCheck, TrainingClass
from checkin_service.timetable.service import fitness, intake, sector_plans
from checkin_service.timetable.store import classes, preparing, registrations


class Admitted(NamedTuple):
    """Who is accepted with which kind of voucher, and what was examined of them by which documents."""

    trainee_id: UUID
    voucher_kind: VoucherKind
    check_id: UUID
    examined: Sequence[str]
    evidence: str | None


async def offered_class(resources: Resources, class_id: UUID) -> TrainingClass | None:
    """The class, if people can still apply for a place in it."""
    found = await classes.class_of(resources.database, class_id)
    return found if found is not None and found.state in {ClassState.APPLIED, ClassState.OPEN} else None


async def admit(
    resources: Resources, unit: UnitOfWork, subject: Subject, class_id: UUID, accepted: Admitted, now: datetime
) -> None:
    """Part of the write that accepts: the person on the roster, as a row of it would be judged, with the checks."""
    kind = accepted.voucher_kind
    found = await intake.class_for_roster(resources, subject, class_id, {kind}, now)
    repeated = await fitness.repeated(resources, found, {accepted.trainee_id: kind}, now)
    if accepted.trainee_id in repeated:
        refusal = repeated[accepted.trainee_id]
        raise by_law(refusal.words, refusal.basis, reason=refusal.reason)
    await sector_plans.require_named(resources, found, accepted.trainee_id, now)
    entry = Registration(
        trainee_id=accepted.trainee_id, class_id=class_id, voucher_kind=kind, voucher_id=None, registered_at=now
    )
    registrations.add_registrations(unit, [entry])
    preparing.add_checks(unit, [_check(accepted, class_id, item, subject, now) for item in sorted(accepted.examined)])
    registry.enter_from_roster(
        unit, [accepted.trainee_id], authority_code=found.paying_authority, class_id=class_id, at=now
    )
    classes.change_class(unit, found)  # Opening and roster notice each other.


def _check(accepted: Admitted, class_id: UUID, item: str, subject: Subject, now: datetime) -> RegistrationCheck:
    return RegistrationCheck(
        trainee_id=accepted.trainee_id,
        class_id=class_id,
        check_id=accepted.check_id,
        item=item,
        examined_on=day_of(now),
        evidence=accepted.evidence or "",
        examined_by=subject.subject_id,
        recorded_at=now,
    )
