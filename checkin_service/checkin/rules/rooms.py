"""Rules of rooms that were asked at once: how many answered in each, and whether that is odd for honest people.

It speaks of the class and names nobody: a note for the authority, which weighs nothing.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby
from math import comb

from checkin_service.checkin.model.checks import CheckRow, CheckState, RoomCheck, Together
from checkin_service.checkin.rules.checks import state_of

ROOMS_AT_LEAST = 3
_PEOPLE_AT_LEAST = 8
_MISSED_BY_HONEST = 0.10
"""Of honest people whom the room's screen tells; an assumption, and slow classes miss more."""
_SELDOM = 0.01


def rooms_of(found: Sequence[CheckRow], now: datetime) -> Iterator[RoomCheck]:
    """Those that have ended for everybody, oldest first."""
    asked = sorted(
        (each for each in found if each.together == Together.ROOM), key=lambda each: (each.opens_at, each.session_id)
    )
    for session_id, group in groupby(asked, key=lambda each: each.session_id):
        rows = list(group)
        if any(state_of(each, now) is CheckState.OPEN for each in rows):
            continue
        yield RoomCheck(
            session_id=session_id,
            ordinal=rows[0].ordinal,
            opens_at=rows[0].opens_at,
            asked=len(rows),
            missed=sum(state_of(each, now) is CheckState.MISSED for each in rows),
        )


def are_odd(rooms: Sequence[RoomCheck]) -> bool:
    """Whether so many were missed as honest people miss in one class of a hundred, and not on one bad day alone.

    >>> def rooms(*missed):
    ...     return [RoomCheck(session_id=None, ordinal=1, opens_at=None, asked=30, missed=each) for each in missed]
    >>> [are_odd(rooms(*missed)) for missed in ((5, 6, 5), (5, 6, 6), (17, 1, 1), (9, 9))]
    [False, True, False, False]
    """
    large = [each for each in rooms if each.asked >= _PEOPLE_AT_LEAST]
    many = [each for each in large if each.missed > _MISSED_BY_HONEST * each.asked]
    asked, missed = sum(each.asked for each in large), sum(each.missed for each in large)
    return len(large) >= ROOMS_AT_LEAST and len(many) > 1 and at_least(missed, asked, _MISSED_BY_HONEST) <= _SELDOM


def at_least(hits: int, tries: int, share: float) -> float:
    """How often so many of so many come about, when each does with this share.

    >>> [round(at_least(hits, 2, 0.5), 2) for hits in (0, 1, 2)]
    [1.0, 0.75, 0.25]
    """
    return sum(comb(tries, each) * share**each * (1 - share) ** (tries - each) for each in range(hits, tries + 1))
