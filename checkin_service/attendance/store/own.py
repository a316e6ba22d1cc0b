"""Hours and leaves of one person in all of their classes at once: two reads, however many classes there are."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Uuid, bindparam, select

from checkin_service.attendance.model.credits import Counter
from checkin_service.attendance.model.evidence import EvidenceClass
from checkin_service.attendance.model.leave import Leave
from checkin_service.attendance.tables import attendance, counted, credit, is_counted, leave_decision, leave_request
from checkin_service.kit.database import Database, Statement
from checkin_service.kit.questions import alike

_own = bindparam("trainee_id", type_=Uuid)


@dataclass(frozen=True, slots=True)
class OwnHours:
    """Of one class: the counter, credited hours by session, and by class of evidence in alphabetical order."""

    counter: Counter = field(default_factory=Counter)
    by_session: dict[UUID, int] = field(default_factory=dict)
    by_evidence: dict[EvidenceClass, int] = field(default_factory=dict)


class _Line(NamedTuple):
    class_id: UUID
    counter: Counter
    session_id: UUID | None
    evidence_class: EvidenceClass | None
    hours: int | None


_credited = (
    select(credit.c.class_id, credit.c.session_id, credit.c.evidence_class, counted().label("hours"))
    .where(credit.c.trainee_id == _own, is_counted)
    .group_by(credit.c.class_id, credit.c.session_id, credit.c.evidence_class)
    .subquery("credited")
)
_HOURS = Statement(
    select(
        attendance.c.class_id,
        attendance.c.credited_hours,
        attendance.c.corrected_hours,
        attendance.c.imported_hours,
        attendance.c.asserted_hours,
        attendance.c.outlook,
        attendance.c.version,
        _credited.c.session_id,
        _credited.c.evidence_class,
        _credited.c.hours,
    )
    .select_from(attendance)
    .outerjoin(_credited, _credited.c.class_id == attendance.c.class_id)
    .where(attendance.c.trainee_id == _own)
    .order_by(_credited.c.evidence_class),
    _Line,
)
_LEAVES = Statement(
    select(leave_request)
    .join(leave_decision, alike(leave_decision, leave_request, "trainee_id", "leave_id"))
    .where(leave_request.c.trainee_id == _own, leave_decision.c.granted),
    Leave,
)


async def own_hours(database: Database, trainee_id: UUID) -> dict[UUID, OwnHours]:
    """What is counted of a person, by class; a class without any is absent."""
    found: dict[UUID, OwnHours] = {}
    for line in await database.read(_HOURS, trainee_id=trainee_id):
        own = found.setdefault(line.class_id, OwnHours(line.counter))
        if line.session_id is None or line.hours is None:
            continue
        own.by_session[line.session_id] = own.by_session.get(line.session_id, 0) + line.hours
        if line.evidence_class is not None:
            own.by_evidence[line.evidence_class] = own.by_evidence.get(line.evidence_class, 0) + line.hours
    return found


async def own_leaves(database: Database, trainee_id: UUID) -> dict[UUID, list[Leave]]:
    """The leaves granted to a person, by class."""
    found: dict[UUID, list[Leave]] = defaultdict(list)
    for leave in await database.read(_LEAVES, trainee_id=trainee_id):
        found[leave.class_id].append(leave)
    return found
