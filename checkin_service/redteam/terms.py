"""Whole terms against rooms asked at once and headcounts together: which classes are noted by the end, and by when.

Three lessons of forty are drawn; in each the room is asked and heads are counted. What is odd is the product's own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from statistics import median
from uuid import UUID

from checkin_service.checkin.rules import headcounts, rooms
from checkin_service.redteam import heads
from checkin_service.redteam.bags import ONE_BAD_DAY, ORDINARY, SLOW, VERY_SLOW, Mix, rooms_with_paces
from checkin_service.redteam.figures import Share
from checkin_service.redteam.together import is_noted
from checkin_service.signals.model import Checks

_LESSONS, _ROOMS, _ALONE, _WITHIN_S = 40, 3, 4, 90


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A class: who answers in the time of the room, how many have signed in, and how many of them are there."""

    name: str
    mix: Mix
    there: int
    present: int = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """Of so many classes, those noted by the end of the term."""

    by_rooms: Share
    by_heads: Share
    by_either: Share
    lesson: float | None
    """Of the forty, in which half of those noted were."""


def _handled(ghosts: int) -> Kind:
    return Kind(
        name=f"{ghosts} of 30 by one hand with their phones",
        mix=Mix(honest=30 - ghosts, bag=ghosts),
        there=30 - ghosts,
    )


def _mimicked(ghosts: int) -> Kind:
    return Kind(
        name=f"{ghosts} of 30 by a script, or at home with a code told by video, at natural times",
        mix=Mix(honest=30, bag=0),
        there=30 - ghosts,
    )


KINDS: Sequence[Kind] = (
    _handled(30),
    *map(_handled, (10, 5, 3)),
    *map(_mimicked, (10, 5, 3)),
    Kind(name="10 of 30 as cards in a drawer beside the terminal", mix=Mix(honest=20, bag=0), there=20),
    *(
        Kind(name=f"30 honest: {room.name}", mix=Mix(honest=30, bag=0, room=room), there=30)
        for room in (ORDINARY, SLOW, VERY_SLOW)
    ),
    Kind(name=f"30 honest: {ONE_BAD_DAY.name}", mix=Mix(honest=30, bag=0, room=ONE_BAD_DAY), there=30),
)


def play(kind: Kind, *, classes: int, seed: int) -> Term:
    dice = Random(seed)  # noqa: S311 - a simulation that anybody can repeat
    seen = [(_by_rooms(kind, dice), _by_heads(kind, dice), _last_lesson(dice)) for _ in range(classes)]
    noted = [lesson for by_rooms, by_heads, lesson in seen if by_rooms or by_heads]
    return Term(
        by_rooms=Share(sum(each[0] for each in seen), classes),
        by_heads=Share(sum(each[1] for each in seen), classes),
        by_either=Share(len(noted), classes),
        lesson=median(noted) if noted else None,
    )


def farm(kind: Kind, *, classes: int, farms: int, seed: int) -> Term:
    """So many operators with so many classes of a kind: noted when one of the classes is."""
    dice = Random(seed)  # noqa: S311 - a simulation that anybody can repeat
    seen = [[(_by_rooms(kind, dice), _by_heads(kind, dice)) for _ in range(classes)] for _ in range(farms)]
    by_rooms = sum(any(each for each, _ in one) for one in seen)
    by_heads = sum(any(each for _, each in one) for one in seen)
    either = sum(any(map(any, one)) for one in seen)
    return Term(
        by_rooms=Share(by_rooms, farms), by_heads=Share(by_heads, farms), by_either=Share(either, farms), lesson=None
    )


def _by_rooms(kind: Kind, dice: Random) -> bool:
    """As a whole, or by how the same people answer alone."""
    found, paces = rooms_with_paces(kind.mix, _WITHIN_S, _ROOMS, dice, alone=_ALONE)
    return rooms.are_odd(found) or is_noted(Checks(rooms=[], heads=[], missed=[], paces=paces))


def _by_heads(kind: Kind, dice: Random) -> bool:
    return headcounts.are_odd(
        (UUID(int=each), heads.counted_of(kind.there, dice), kind.present) for each in range(_ROOMS)
    )


def _last_lesson(dice: Random) -> int:
    """In which the third room is asked."""
    return max(dice.sample(range(1, _LESSONS + 1), _ROOMS))
