"""Instructors of a class: the institution says who teaches it, and an instructor sees and works in no other class."""

from uuid import UUID

from checkin_service.access import accounts, audit
from checkin_service.access.model import Permission, Role, Subject
from checkin_service.conduct import service as conduct
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.idempotency import once_per
from checkin_service.kit.refusal import refuse
from checkin_service.kit.resources import Resources
from checkin_service.kit.words import Words
from checkin_service.timetable.schemas.instructors import InstructorLine, InstructorList, Instructors
from checkin_service.timetable.service.guards import bad_row, refuse_rows
from checkin_service.timetable.service.reading import class_of_party
from checkin_service.timetable.store import instructors as store


async def instructors(resources: Resources, subject: Subject, class_id: UUID) -> InstructorList:
    """One's own instructors, each with whether they teach the class."""
    await class_of_party(resources, subject, class_id)
    own, teaching = await _own(resources, subject), set(await store.instructors_of(resources.database, class_id))
    return _list(class_id, own, teaching)


@once_per("request_id", operation="instructors")
async def assign(
    unit: UnitOfWork, resources: Resources, subject: Subject, class_id: UUID, body: Instructors
) -> InstructorList:
    """The list as it is from now on; instructors of another institution that teaches a leg stay as they are."""
    now = resources.clock.now()
    await class_of_party(resources, subject, class_id)
    own, wanted = await _own(resources, subject), set(body.instructors)
    rows = enumerate(body.instructors, start=1)
    refuse_rows([bad_row(number, each, _NOT_YOURS) for number, each in rows if each not in own])
    before = own.keys() & set(await store.instructors_of(resources.database, class_id))
    for refusal in (await conduct.refused_instructors(resources, wanted - before)).values():
        refuse(refusal, reason="instructor_sanction")
    for staff_id in sorted(before ^ wanted):
        teaches = staff_id in wanted
        store.say_who_teaches(unit, class_id, staff_id, teaches=teaches, changed_by=subject.subject_id, changed_at=now)
        detail = {"class_id": str(class_id), "teaches": teaches}
        audit.record(unit, subject, Permission.INSTRUCTOR_ASSIGN, staff_id, at=now, detail=detail)
    return _list(class_id, own, wanted)


async def _own(resources: Resources, subject: Subject) -> dict[UUID, str]:
    """Instructors of the institution who have not left, by name."""
    found = await accounts.accounts(resources, subject)
    return {
        each.staff_id: each.display_name for each in found if each.role is Role.INSTRUCTOR and each.disabled_at is None
    }


def _list(class_id: UUID, own: dict[UUID, str], teaching: set[UUID]) -> InstructorList:
    lines = [
        InstructorLine(staff_id=staff_id, display_name=name, teaches=staff_id in teaching)
        for staff_id, name in own.items()
    ]
    return InstructorList(class_id=class_id, instructors=lines)


_NOT_YOURS = Words("不是贵单位的在职教员。", "This is no instructor of your institution.")
