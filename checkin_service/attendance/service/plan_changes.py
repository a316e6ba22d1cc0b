"""The use case of a plan change: the timetable changes, and credit follows a session that was broken off."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from checkin_service.access.model import Permission, Subject
from checkin_service.attendance import store
from checkin_service.attendance.service.crediting import CHANGED
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.idempotency import once_per
from checkin_service.kit.outbox import announce
from checkin_service.kit.resources import Resources
from checkin_service.timetable import service as timetable
from checkin_service.timetable.schemas import ClassAnswer
from checkin_service.timetable.schemas.plan_changes import BreakOff, PlanChangeRequest


@once_per("change_id", operation=Permission.PLAN_CHANGE)
async def change_plan(
    unit: UnitOfWork, resources: Resources, subject: Subject, class_id: UUID, body: PlanChangeRequest
) -> ClassAnswer:
    """Cancel, break off, move, make up or add a session; everybody's forecast follows the class's new revision."""
    roster = [each.trainee_id for each in await timetable.roster_of(resources.database, class_id)]
    credited = await store.credited_among(resources.database, roster, [body.change.session_id])
    answer = await timetable.change_plan(resources, unit, subject, class_id, body, is_credited=bool(credited))
    if isinstance(body.change, BreakOff):
        hours = {trainee_id: found[body.change.session_id] for trainee_id, found in credited.items()}
        await _cut(resources, unit, answer, body.change, hours, now=resources.clock.now())
    return answer


async def _cut(
    resources: Resources,
    unit: UnitOfWork,
    changed: ClassAnswer,
    asked: BreakOff,
    credited: Mapping[UUID, int],
    *,
    now: datetime,
) -> None:
    """The hours not held leave the credit of everybody who has them, as they leave the total of everybody."""
    store.cut_to_hours_held(
        unit, session_id=asked.session_id, of_class=changed.class_id, hours_held=asked.hours_held, at=now
    )
    counters = await store.counters_of_class(resources.database, changed.class_id)
    for trainee_id, hours in credited.items():
        beyond = hours - asked.hours_held
        if beyond > 0:
            left = counters[trainee_id].credited_hours - beyond
            payload = {
                "class_id": str(changed.class_id),
                "credited_hours": left,
                "total_hours": changed.total_hours,
            }
            announce(unit, CHANGED, trainee_id, payload, occurred_at=now)
