"""Signals of unannounced checks: a class's rooms asked at once, its headcounts, and who missed most of theirs."""

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from math import comb, exp, log, log10
from statistics import fmean, median, pstdev
from types import MappingProxyType

from checkin_service.signals.model import PEOPLE_AT_LEAST, Asked, Checks, Pace, Reading, Readings, SignalKind

ROOMS_AT_LEAST = 3
_NOT_NOTICED = 0.03
"""Of honest people whom the room's screen tells; an assumption."""
_LATE_FROM = 2 / 3
_TOO_SLOW_PER_LATE = 0.6
"""Where many answer in the last third of the time, so many more are too slow for it."""
_GAPS_AT_LEAST = 12
_FLOOR_S = 0.5
_WITHIN_AT_LEAST_S = 90.0
"""In a shorter time honest people who take longer are missed as a bag of phones is."""
_SPREAD_AT_LEAST = 0.05
_ALONE_AT_LEAST = 2
_SUSPECTED_FROM = 0.55
"""In logarithms: of honest people few are so much slower, of one hand with ten phones most."""
_MISSED_AS = 1.3
"""An answer that was missed counts as so many times as long as a room of the shortest time."""
_NEVER = 1e-300

COUNTED_BY: Mapping[SignalKind, str] = MappingProxyType(
    {
        SignalKind.ROOMS: "rooms",
        SignalKind.ROOM_PACE: "rooms",
        SignalKind.TOGETHER: "rooms",
        SignalKind.HEADS: "lessons",
        SignalKind.MISSED: "checks",
    }
)
"""Which figure grows when there is something new to say."""


def check_readings(checks: Checks) -> Readings:
    """What each signal says of all checks together; those with too little to go by say nothing."""
    said = {kind: read(checks) for kind, read in _READ.items()}
    return {kind: reading for kind, reading in said.items() if reading is not None}


def rooms(checks: Checks) -> Reading | None:
    """How seldom honest rooms miss so many in each of them; one bad day makes no class odd.

    >>> room = Asked(people=30, missed=9, within_s=90, answers_s=[20.0] * 21, is_shown=True)
    >>> rooms(Checks(rooms=[room] * 3, heads=[], missed=[])).figures
    {'rooms': 3, 'missed': 27, 'asked': 90}
    """
    shown = [each for each in _long_rooms(checks) if each.is_shown]
    if len(shown) < ROOMS_AT_LEAST:
        return None
    figures = {"rooms": len(shown), "missed": sum(each.missed for each in shown)}
    return Reading(score=oddness_of(shown), figures=figures | {"asked": sum(each.people for each in shown)})


def room_pace(checks: Checks) -> Reading | None:
    """How evenly answers follow one another from the moment of asking on, in logarithms."""
    large = _long_rooms(checks)
    spread = pause_spread(large)
    if len(large) < ROOMS_AT_LEAST or spread is None:
        return None
    seconds = round(median(_pauses(large)), 1)
    return Reading(
        score=1 / (_SPREAD_AT_LEAST + spread),
        figures={"rooms": len(large), "seconds": seconds, "spread": round(spread, 2)},
    )


def together(checks: Checks) -> Reading | None:
    """How much slower those eight are with the room than alone who are slowest so, beside the others of the class.

    Whoever is slow is so alone too; one hand with ten phones is quick with one and late with the last of ten.

    >>> alone, quick, late = [20.0, 30.0], [(25.0, 90.0)] * 3, [(80.0, 90.0)] * 3
    >>> paces = [Pace(alone_s=alone, rooms_s=each) for each in [quick] * 10 + [late] * 8]
    >>> together(Checks(rooms=[], heads=[], missed=[], paces=paces)).figures
    {'rooms': 3, 'people': 8, 'times': 3.2}
    """
    known = [(slowness, each) for each in checks.paces if (slowness := slowness_of(each)) is not None]
    found = sorted((slowness for slowness, _ in known), reverse=True)
    if len(found) < 2 * PEOPLE_AT_LEAST:
        return None
    rooms = int(median(len(_long(each)) for _, each in known))
    slowest = sum(found[:PEOPLE_AT_LEAST]) / PEOPLE_AT_LEAST
    figures = {"rooms": rooms, "people": PEOPLE_AT_LEAST, "times": round(exp(slowest - median(found)), 1)}
    return Reading(score=slowest - median(found), figures=figures)


def suspected(paces: Sequence[Pace]) -> list[int]:
    """Which of these people are so much slower with the room than alone that one hand may have answered for them.

    >>> alone, quick, late = [20.0, 30.0], [(25.0, 90.0)] * 3, [(80.0, 90.0)] * 3
    >>> suspected([Pace(alone_s=alone, rooms_s=each) for each in [quick] * 4 + [late, []]])
    [4]
    """
    known = {number: found for number, each in enumerate(paces) if (found := slowness_of(each)) is not None}
    usual = median(known.values()) if known else 0.0
    return [number for number, found in known.items() if found > usual + _SUSPECTED_FROM]


def slowness_of(pace: Pace) -> float | None:
    """How many times as long a person takes with the room as alone, in logarithms; None of too few checks.

    >>> round(slowness_of(Pace(alone_s=[20.0, 20.0], rooms_s=[(40.0, 90.0)] * 3)), 2)
    0.68
    """
    rooms = _long(pace)
    if len(pace.alone_s) < _ALONE_AT_LEAST or len(rooms) < ROOMS_AT_LEAST:
        return None
    with_room = fmean(log(_FLOOR_S + _counted_s(answer)) for answer, _ in rooms)
    return with_room - fmean(log(_FLOOR_S + each) for each in pace.alone_s)


def _counted_s(answer_s: float) -> float:
    """What comes later than the shortest room allows counts as missed, however long a room had."""
    return answer_s if answer_s <= _WITHIN_AT_LEAST_S else _MISSED_AS * _WITHIN_AT_LEAST_S


def _long(pace: Pace) -> list[tuple[float, float]]:
    return [each for each in pace.rooms_s if each[1] >= _WITHIN_AT_LEAST_S]


def heads(checks: Checks) -> Reading | None:
    """By how many heads at the least each lesson differs from its check-ins: one bad photograph makes no class odd.

    >>> heads(Checks(rooms=[], heads=[(30, 20), (30, 22), (30, 25)], missed=[])).figures
    {'lessons': 3, 'least': 5}
    """
    large = [each for each in checks.heads if max(each) >= PEOPLE_AT_LEAST]
    if len(large) < ROOMS_AT_LEAST:
        return None
    least = min(abs(present - counted) for present, counted in large)
    return Reading(score=float(least), figures={"lessons": len(large), "least": least})


def missed(checks: Checks) -> Reading | None:
    """Which share of people missed three checks or more and more than half of those they had.

    >>> missed(Checks(rooms=[], heads=[], missed=[(3, 3)] * 4 + [(0, 3)] * 8)).figures
    {'checks': 3, 'people': 4, 'of': 12}
    """
    known = [each for each in checks.missed if each[1] >= ROOMS_AT_LEAST]
    if len(known) < PEOPLE_AT_LEAST:
        return None
    people = sum(is_pattern(*each) for each in known)
    checks_each = int(median(held for _, held in known))
    return Reading(score=people / len(known), figures={"checks": checks_each, "people": people, "of": len(known)})


def is_pattern(missed: int, held: int) -> bool:
    """Whether so many missed checks are more than a bad day.

    >>> is_pattern(3, 5), is_pattern(3, 6), is_pattern(2, 2)
    (True, False, False)
    """
    return missed >= ROOMS_AT_LEAST and 2 * missed > held


def large_rooms(rooms: Sequence[Asked]) -> list[Asked]:
    """Of fewer people nothing is said."""
    return [each for each in rooms if each.people >= PEOPLE_AT_LEAST]


def oddness_of(shown: Sequence[Asked]) -> float:
    """How seldom the least odd of so many rooms is so odd, if people miss what slow ones explain: 2 is once in 100."""
    return -len(shown) * log10(max(*map(_p, shown), _NEVER))


def pause_spread(rooms: Sequence[Asked]) -> float | None:
    """Of the pauses between answers, in logarithms; None of too few."""
    pauses = _pauses(rooms)
    return None if len(pauses) < _GAPS_AT_LEAST else pstdev(log(each + _FLOOR_S) for each in pauses)


def at_least(hits: int, tries: int, share: float) -> float:
    """How often so many of so many come about, when each does with this share.

    >>> [round(at_least(hits, 2, 0.5), 2) for hits in (0, 1, 2)]
    [1.0, 0.75, 0.25]
    """
    return sum(comb(tries, each) * share**each * (1 - share) ** (tries - each) for each in range(hits, tries + 1))


def _p(room: Asked) -> float:
    late = sum(_LATE_FROM * room.within_s < each <= room.within_s for each in room.answers_s)
    share = min(0.9, _NOT_NOTICED + _TOO_SLOW_PER_LATE * late / room.people)
    return at_least(room.missed, room.people, share)


def _pauses(rooms: Sequence[Asked]) -> list[float]:
    return [
        later - earlier
        for room in rooms
        for earlier, later in pairwise([0.0, *(each for each in room.answers_s if each <= room.within_s)])
    ]


def _long_rooms(checks: Checks) -> list[Asked]:
    return [each for each in large_rooms(checks.rooms) if each.within_s >= _WITHIN_AT_LEAST_S]


_READ: Mapping[SignalKind, Callable[[Checks], Reading | None]] = MappingProxyType(
    {
        SignalKind.ROOMS: rooms,
        SignalKind.ROOM_PACE: room_pace,
        SignalKind.TOGETHER: together,
        SignalKind.HEADS: heads,
        SignalKind.MISSED: missed,
    }
)
