"""What lies ahead in a class: its timetable from a cache, whose revision every check-in's read confirms."""

from collections import OrderedDict
from datetime import datetime
from uuid import UUID

from checkin_service.attendance.rules import sessions_ahead
from checkin_service.checkin.model import Situation
from checkin_service.kit.database import Database
from checkin_service.policy.book import PolicyView
from checkin_service.timetable import service as timetable
from checkin_service.timetable.model import Session

_CLASSES_KEPT = 4096
_plans: OrderedDict[UUID, tuple[int, tuple[Session, ...]]] = OrderedDict()


async def hours_ahead(
    database: Database, situation: Situation, policy: PolicyView, now: datetime, *, just_credited: bool
) -> list[int]:
    """Class hours of each session that can still be attended and has not been credited."""
    session, trainee = situation.session, situation.trainee
    sessions = await _sessions(database, session.class_id, situation.class_revision)
    return [
        ahead.class_hours
        for ahead in sessions_ahead(sessions, now=now, policy=policy)
        if not all(trainee.is_present(ahead.session_id, phase) for phase in session.phases)
        and not (just_credited and ahead.session_id == session.session_id)
    ]


async def _sessions(database: Database, class_id: UUID, revision: int) -> tuple[Session, ...]:
    known = _plans.get(class_id)
    if known is not None and known[0] == revision:
        _plans.move_to_end(class_id)
        return known[1]
    sessions = tuple(await timetable.sessions_of(database, class_id))
    _plans[class_id] = (revision, sessions)
    if len(_plans) > _CLASSES_KEPT:
        _plans.popitem(last=False)
    return sessions
