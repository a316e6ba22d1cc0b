"""Moving a registration to another class (转班), its voucher with it."""

from dataclasses import replace
from datetime import datetime

from checkin_service.catalogue import service as catalogue
from checkin_service.conduct import service as conduct
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.problem import Problem, ProblemKind, existing
from checkin_service.kit.resources import Resources
from checkin_service.kit.words import Words
from checkin_service.policy.book import policy_at
from checkin_service.timetable.model import Registration, TrainingClass
from checkin_service.timetable.service.fitness import offer_of, require_training
from checkin_service.timetable.store import classes, registrations
from checkin_service.voucher import service as vouchers


async def require_taken_over(resources: Resources, read: Registration, target: TrainingClass) -> None:
    """Another institution may take somebody over: it takes people, and the voucher can serve there (MP-05)."""
    await catalogue.require_active(resources, target.institution_id)
    await conduct.require_open_to_people(resources, target.institution_id)
    if read.voucher_id is None:
        return
    now = resources.clock.now()
    view = policy_at(target.paying_authority, now, known_at=now)
    voucher = existing(await vouchers.voucher_of(resources, read.trainee_id, read.voucher_id))
    template = await vouchers.template_of(resources, voucher)
    require_training(view, {voucher.kind}, template, await offer_of(resources, target))


async def move_registration(
    resources: Resources,
    unit: UnitOfWork,
    read: Registration,
    held: TrainingClass,
    target: TrainingClass,
    *,
    reason: str,
    at: datetime,
) -> None:
    """The one ended and the other begun in the same write; both classes notice whoever changes them meanwhile."""
    if read.voucher_id is not None:
        voucher = await vouchers.voucher_of(resources, read.trainee_id, read.voucher_id)
        if voucher is None or not vouchers.can_change_class(voucher, held.class_id):
            raise Problem(ProblemKind.STATE_CONFLICT, _NOT_IN_USE)
        vouchers.change_class(unit, voucher, class_id=target.class_id, institution_id=target.institution_id)
    registrations.withdraw(unit, read, reason=reason, at=at)
    begun = replace(read, class_id=target.class_id, registered_at=at, withdrawn_at=None, withdrawal_reason=None)
    registrations.add_registrations(unit, [begun])
    classes.change_class(unit, held)
    classes.change_class(unit, target)


_NOT_IN_USE = Words("培训券已不在本班使用中，不能转班。", "The voucher is not in use in this class any more.")
