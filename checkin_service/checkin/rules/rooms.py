"""Rules of rooms asked at once: how many answered in each and when, and whether that is odd for honest people.

It speaks of the class and names nobody: a note for the authority, which weighs nothing.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby

from checkin_service.checkin.model.checks import CheckRow, CheckState, RoomCheck, Together
from checkin_service.checkin.rules.checks import state_of
from checkin_service.signals.checks import ROOMS_AT_LEAST, large_rooms, oddness_of, pause_spread
from checkin_service.signals.model import Asked

_ODD_FROM = 2.4
"""Fewer than one honest class in a hundred, of people who take much longer too."""
_EVEN_BELOW = 0.5
"""Spread of pauses in logarithms: of one hand some 0.3, of people who answer by themselves 0.7 and more."""


def rooms_of(found: Sequence[CheckRow], now: datetime) -> Iterator[RoomCheck]:
    """Those that have ended for everybody, oldest first."""
    asked = sorted(
        (each for each in found if each.together == Together.ROOM), key=lambda each: (each.opens_at, each.session_id)
    )
    for session_id, group in groupby(asked, key=lambda each: each.session_id):
        rows = list(group)
        if any(state_of(each, now) is CheckState.OPEN for each in rows):
            continue
        ends_at = min(each.closes_at for each in rows)
        in_time = [each for each in rows if each.closes_at == ends_at]
        answered = [each for each in rows if each.answered_at is not None]
        yield RoomCheck(
            session_id=session_id,
            ordinal=rows[0].ordinal,
            opens_at=rows[0].opens_at,
            asked=len(rows),
            missed=_missed(rows, now),
            hurried=len(in_time),
            hurried_missed=_missed(in_time, now),
            within_s=(ends_at - rows[0].opens_at).total_seconds(),
            answers_s=_answers_s(in_time),
            is_shown=0 < len(answered) <= 2 * sum(each.is_by_code for each in answered),
        )


def are_odd(rooms: Sequence[RoomCheck]) -> bool:
    """Whether fewer than one honest class of a hundred comes out so.

    >>> def rooms(*missed, is_shown=True, answers_s=()):
    ...     return [RoomCheck(session_id=None, ordinal=1, opens_at=None, asked=30, missed=each, hurried=30,
    ...                       hurried_missed=each, within_s=90, answers_s=answers_s, is_shown=is_shown)
    ...             for each in missed]
    >>> [are_odd(rooms(*missed)) for missed in ((3, 3, 3), (3, 3, 2), (17, 1, 1), (9, 9))]
    [True, False, False, False]
    >>> are_odd(rooms(9, 9, 9, is_shown=False)), are_odd(rooms(9, 9, 9, answers_s=[80] * 12))
    (False, False)
    >>> are_odd(rooms(24, 24, 24, is_shown=False, answers_s=[13, 27, 40, 52, 66, 80]))
    True
    """
    large = large_rooms([asked_of(each) for each in rooms])
    if len(large) < ROOMS_AT_LEAST:
        return False
    shown = [each for each in large if each.is_shown]
    spread = pause_spread(large)
    is_even = spread is not None and spread < _EVEN_BELOW
    return is_even or (len(shown) >= ROOMS_AT_LEAST and oddness_of(shown) >= _ODD_FROM)


def asked_of(room: RoomCheck) -> Asked:
    """What signals are given of it."""
    return Asked(
        people=room.hurried,
        missed=room.hurried_missed,
        within_s=room.within_s,
        answers_s=room.answers_s,
        is_shown=room.is_shown,
    )


def _missed(rows: Sequence[CheckRow], now: datetime) -> int:
    return sum(state_of(each, now) is CheckState.MISSED for each in rows)


def _answers_s(rows: Sequence[CheckRow]) -> list[float]:
    return sorted((each.answered_at - each.opens_at).total_seconds() for each in rows if each.answered_at is not None)
