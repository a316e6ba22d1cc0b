"""Rules of rooms asked at once: how many answered in each and when, and whether that is odd for honest people.

It speaks of the class and names nobody: a note for the authority, which weighs nothing.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby, pairwise
from math import comb, log
from statistics import pstdev

from checkin_service.checkin.model.checks import CheckRow, CheckState, RoomCheck, Together
from checkin_service.checkin.rules.checks import state_of

ROOMS_AT_LEAST = 3
_PEOPLE_AT_LEAST = 8
_NOT_NOTICED = 0.03
"""Of honest people whom the room's screen tells; an assumption."""
_LATE_FROM = 2 / 3
_TOO_SLOW_PER_LATE = 0.6
"""Where many answer in the last third of the time, so many more are too slow for it."""
_SELDOM = 0.01
_GAPS_AT_LEAST = 12
_EVEN_BELOW = 0.5
"""Spread of pauses in logarithms: of one hand some 0.3, of people who answer by themselves 0.7 and more."""
_FLOOR_S = 0.5


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
    """Whether honest rooms come out so in one class of a hundred.

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
    large = [each for each in rooms if each.hurried >= _PEOPLE_AT_LEAST]
    return len(large) >= ROOMS_AT_LEAST and (_are_always_short(large) or _are_even(large))


def _are_always_short(rooms: Sequence[RoomCheck]) -> bool:
    """In each of the rooms with a screen more were missed than slow people explain, so that no bad day makes it.

    The least odd of so many rooms is so odd in one honest class of a hundred.
    """
    shown = [each for each in rooms if each.is_shown]
    return len(shown) >= ROOMS_AT_LEAST and max(map(_p, shown)) <= _SELDOM ** (1 / len(shown))


def _p(room: RoomCheck) -> float:
    late = sum(_LATE_FROM * room.within_s < each <= room.within_s for each in room.answers_s)
    share = min(0.9, _NOT_NOTICED + _TOO_SLOW_PER_LATE * late / room.hurried)
    return at_least(room.hurried_missed, room.hurried, share)


def _are_even(rooms: Sequence[RoomCheck]) -> bool:
    """Whether answers follow one another, from the moment of asking on, as one hand goes from phone to phone."""
    gaps = [
        later - earlier
        for room in rooms
        for earlier, later in pairwise([0.0, *(each for each in room.answers_s if each <= room.within_s)])
    ]
    return len(gaps) >= _GAPS_AT_LEAST and pstdev(log(each + _FLOOR_S) for each in gaps) < _EVEN_BELOW


def at_least(hits: int, tries: int, share: float) -> float:
    """How often so many of so many come about, when each does with this share.

    >>> [round(at_least(hits, 2, 0.5), 2) for hits in (0, 1, 2)]
    [1.0, 0.75, 0.25]
    """
    return sum(comb(tries, each) * share**each * (1 - share) ** (tries - each) for each in range(hits, tries + 1))


def _missed(rows: Sequence[CheckRow], now: datetime) -> int:
    return sum(state_of(each, now) is CheckState.MISSED for each in rows)


def _answers_s(rows: Sequence[CheckRow]) -> list[float]:
    return sorted((each.answered_at - each.opens_at).total_seconds() for each in rows if each.answered_at is not None)
