"""The use case of a plan change: the timetable changes, unless class hours of the session have been credited."""

from uuid import UUID

from checkin_service.access.model import Permission, Subject
from checkin_service.attendance import store
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.idempotency import once
from checkin_service.kit.resources import Resources
from checkin_service.timetable import service as timetable
from checkin_service.timetable.change_schemas import PlanChangeRequest
from checkin_service.timetable.schemas import ClassAnswer, ForClass


async def change_plan(resources: Resources, subject: Subject, class_id: UUID, body: PlanChangeRequest) -> bytes:
    """Cancel, move, make up or add a session; everybody's forecast follows the class's new revision."""

    async def act(unit: UnitOfWork) -> ClassAnswer:
        roster = [each.trainee_id for each in await timetable.roster_of(resources.database, class_id)]
        credited = await store.credited_among(resources.database, roster, [body.change.session_id])
        return await timetable.change_plan(resources, unit, subject, class_id, body, is_credited=bool(credited))

    asked = ForClass(operation=Permission.PLAN_CHANGE, class_id=class_id, body=body)
    return await once(resources.database, caller=subject.tenant, request_id=body.change_id, body=asked, act=act)
