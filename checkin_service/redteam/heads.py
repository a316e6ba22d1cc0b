"""Ghosts against headcounts: how often a photograph of the room differs from the check-ins, simulated.

What a difference is is the product's own (`checkin.rules.headcounts`). How many are in the room and whom the detector
finds are assumptions.
"""

from random import Random
from uuid import UUID

from checkin_service.checkin.rules import headcounts
from checkin_service.redteam.figures import Share

_IN_THE_ROOM = 0.985
"""Of honest people who have signed in; somebody is at the door just then."""
FOUND = 0.95
"""By one photograph, of those who are in the room; of portraits tiled to a class it finds all."""
_OTHERS = 0.3
"""How often a photograph has one face more: a guest, a poster, something taken for a face."""
_PHOTOGRAPHS = 2
"""The larger number counts: who looked away looks up in the next."""


def off(*, honest: int, ghosts: int, classes: int, seed: int, times: int = 1) -> Share:
    """Of so many classes, those whose one headcount differs from the check-ins, or which several make odd."""
    dice = Random(seed)  # noqa: S311 - a simulation that anybody can repeat
    return Share(sum(_all_off(honest, ghosts, times, dice) for _ in range(classes)), classes)


def _all_off(honest: int, ghosts: int, times: int, dice: Random) -> bool:
    present = honest + ghosts
    counts = [(UUID(int=lesson), counted_of(honest, dice), present) for lesson in range(times)]
    return headcounts.are_odd(counts) if times > 1 else headcounts.is_off(counts[0][1], present)


def counted_of(people: int, dice: Random, *, found: float = FOUND) -> int:
    """Heads in the better of two photographs of so many people, each of whom is found so often."""
    there = sum(dice.random() < _IN_THE_ROOM for _ in range(people))
    return max(
        sum(dice.random() < found for _ in range(there)) + (dice.random() < _OTHERS) for _ in range(_PHOTOGRAPHS)
    )
