"""Outcomes of a class's checks as signals take them: rooms, heads and how often each person missed; nobody by name."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from checkin_service.checkin.model.checks import CheckRow, CheckState, Together
from checkin_service.checkin.model.headcounts import HeadcountRow
from checkin_service.checkin.rules.checks import state_of
from checkin_service.checkin.rules.rooms import asked_of, rooms_of
from checkin_service.signals.model import Checks


def outcomes_of(rows: Sequence[CheckRow], counted: Sequence[HeadcountRow], now: datetime) -> Checks:
    """Of those that have ended. A group that somebody named was not drawn, and counts among nobody's checks."""
    ended = [each for each in rows if each.closes_at < now]
    drawn = [each for each in ended if each.together != Together.GROUP]
    held: dict[UUID, list[bool]] = defaultdict(list)
    for each in drawn:
        held[each.trainee_id].append(state_of(each, now) is CheckState.MISSED)
    return Checks(
        rooms=[asked_of(each) for each in rooms_of(ended, now)],
        heads=_closest([each for each in counted if each.taken_at < now]),
        missed=[(sum(each), len(each)) for each in held.values()],
    )


def _closest(counted: Sequence[HeadcountRow]) -> list[tuple[int, int]]:
    """Check-ins and heads of each lesson, by the photograph that comes closest."""
    lessons: dict[UUID, list[tuple[int, int]]] = defaultdict(list)
    for each in counted:
        lessons[each.session_id].append((each.present, each.counted))
    return [min(each, key=lambda pair: abs(pair[0] - pair[1])) for each in lessons.values()]
