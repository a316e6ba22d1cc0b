"""People held back at issue, named as long as a condition of theirs is unchecked."""

from uuid import UUID

from checkin_service.kit.resources import Resources
from checkin_service.timetable.model import FirstHeldBack, HeldBackPerson, TrainingClass
from checkin_service.timetable.service.conditions import in_doubt
from checkin_service.timetable.service.vouchers import without_voucher
from checkin_service.timetable.store import classes
from checkin_service.timetable.store.held_back import held_back_under


async def people_held_back(resources: Resources, authority_code: str, *, class_id: UUID | None) -> list[HeldBackPerson]:
    """Everybody in classes that the authority pays who still has no voucher for what nobody has checked."""
    now = resources.clock.now()
    kept = await held_back_under(resources.database, authority_code, class_id)
    doubted = dict[tuple[UUID, UUID], tuple[TrainingClass, tuple[str, ...]]]()
    for each in {one.class_id for one in kept}:
        found = await classes.class_of(resources.database, each)
        if found is None:
            continue
        unserved = await without_voucher(resources, found, now)
        for trainee_id, conditions in (await in_doubt(resources, found, unserved, now)).items():
            doubted[trainee_id, each] = found, conditions
    return [
        _person(each, *doubted[each.trainee_id, each.class_id])
        for each in kept
        if (each.trainee_id, each.class_id) in doubted
    ]


def _person(first: FirstHeldBack, found: TrainingClass, conditions: tuple[str, ...]) -> HeldBackPerson:
    return HeldBackPerson(first.trainee_id, first.class_id, found.name, first.held_at, conditions)
