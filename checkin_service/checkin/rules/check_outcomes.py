"""Outcomes of a class's checks as signals take them: rooms, heads and how often each person missed; nobody by name."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from math import inf
from uuid import UUID

from checkin_service.checkin.model.checks import CheckRow, CheckState, Together
from checkin_service.checkin.model.headcounts import HeadcountRow
from checkin_service.checkin.rules.checks import state_of
from checkin_service.checkin.rules.rooms import asked_of, rooms_of
from checkin_service.signals.model import Checks, Pace


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
        paces=list(paces_of(ended, now).values()),
    )


def paces_of(ended: Sequence[CheckRow], now: datetime) -> dict[UUID, Pace]:
    """How soon each person answered, alone and with rooms whose screen showed it; who had longer time is left out."""
    until = {each.session_id: each.opens_at + timedelta(seconds=each.within_s) for each in rooms_of(ended, now)}
    shown = {each.session_id for each in rooms_of(ended, now) if each.is_shown}
    alone: dict[UUID, list[float]] = defaultdict(list)
    rooms: dict[UUID, list[tuple[float, float]]] = defaultdict(list)
    for each in ended:
        if each.together is None and each.answered_at is not None:
            alone[each.trainee_id].append(_after_s(each))
        if each.together == Together.ROOM and each.session_id in shown and each.closes_at == until[each.session_id]:
            rooms[each.trainee_id].append((_after_s(each), (each.closes_at - each.opens_at).total_seconds()))
    return {each: Pace(alone_s=alone[each], rooms_s=rooms[each]) for each in sorted(alone.keys() & rooms.keys())}


def _after_s(check: CheckRow) -> float:
    """Endless without an answer."""
    return inf if check.answered_at is None else (check.answered_at - check.opens_at).total_seconds()


def _closest(counted: Sequence[HeadcountRow]) -> list[tuple[int, int]]:
    """Check-ins and heads of each lesson, by the photograph that comes closest."""
    lessons: dict[UUID, list[tuple[int, int]]] = defaultdict(list)
    for each in counted:
        lessons[each.session_id].append((each.present, each.counted))
    return [min(each, key=lambda pair: abs(pair[0] - pair[1])) for each in lessons.values()]
