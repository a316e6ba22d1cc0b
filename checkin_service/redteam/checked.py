"""Honest classes under unannounced checks, named after what makes them look odd, as slow people or a hidden row do.

All figures are assumptions; nobody's answers were measured.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from types import MappingProxyType

from checkin_service.checkin.rules.rooms import asked_of
from checkin_service.redteam import bags, heads
from checkin_service.redteam.bags import NO_SCREEN, ONE_BAD_DAY, ORDINARY, SLOW, VERY_SLOW, Mix, Room
from checkin_service.signals.model import Checks


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """How honest people of a class are checked and answer."""

    room: Room = ORDINARY
    within_s: int = 90
    rooms: int = 3
    alone: int = 4
    """How often each person is checked alone."""
    seen_by_camera: float = heads.FOUND
    misses: float = 0.07
    """Of all checks of a person."""
    phones_away: float = 0.0
    """Which share of people put their phones away and miss four of five."""


_OF_PHONES_AWAY = 0.8

FAMILIES: Mapping[str, Family] = MappingProxyType(
    {
        "ordinary": Family(),
        "bad_network": Family(room=ONE_BAD_DAY, misses=0.12),
        "slow_people": Family(room=SLOW),
        "slower_people": Family(room=VERY_SLOW, misses=0.15),
        "no_screen": Family(room=NO_SCREEN, misses=0.25),
        "phones_put_away": Family(phones_away=0.1),
        "phones_in_pockets": Family(room=Room(name="pockets", sees_alone_within_s=90, never_alone=0.1)),
        "phones_in_hand": Family(room=Room(name="in hand", sees_within_s=30, median_s=30, sees_alone_within_s=10)),
        "back_row_hidden": Family(seen_by_camera=0.85),
        "three_minutes": Family(within_s=180, alone=3),
        "three_minutes_bad_network": Family(room=ONE_BAD_DAY, within_s=180, misses=0.12),
        "three_minutes_slower_people": Family(room=VERY_SLOW, within_s=180, misses=0.15),
        "six_rooms_slow_people": Family(room=SLOW, rooms=6),
    }
)


def checked(family: Family, dice: Random, people: int, *, bag: int = 0, waits_s: float = 0.0) -> Checks:
    """A class under checks in which one hand answers for so many phones more; by default for none."""
    mix = Mix(honest=people, bag=bag, room=family.room, waits_s=waits_s)
    rooms, paces = bags.rooms_with_paces(mix, family.within_s, family.rooms, dice, alone=family.alone)
    photographs = (heads.counted_of(people, dice, found=family.seen_by_camera) for _ in range(family.rooms))
    return Checks(
        rooms=[asked_of(each) for each in rooms],
        heads=[(people + bag, counted) for counted in photographs],
        missed=[*(_missed(family, dice) for _ in range(people)), *[(0, family.alone)] * bag],
        paces=paces,
    )


def _missed(family: Family, dice: Random) -> tuple[int, int]:
    held = family.rooms + family.alone
    share = _OF_PHONES_AWAY if dice.random() < family.phones_away else family.misses
    return sum(dice.random() < share for _ in range(held)), held
