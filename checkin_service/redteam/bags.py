"""Bags of phones against rooms that are asked at once: how many classes look odd, with one hand in them and without.

What is odd is the product's own (`checkin.rules.rooms`). How fast a hand and honest people answer are assumptions.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from math import log
from random import Random
from uuid import UUID

from checkin_service.checkin.model.checks import RoomCheck
from checkin_service.checkin.rules import rooms
from checkin_service.redteam.figures import Share

_BEGAN = datetime(2026, 3, 2, 1, tzinfo=UTC)
_HAND_MEDIAN_S, _HAND_SIGMA = 13.0, 0.3
"""For one phone after the other: unlock, type the code and the PIN, press."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """How the honest people of a class answer when the whole room is asked."""

    name: str
    sees_within_s: float = 20.0
    """The room's screen or the open page says so by then, uniform."""
    median_s: float = 25.0
    sigma: float = 0.4
    """From seeing it to the code, log-normal."""
    never: float = 0.03
    """Who does not notice at all."""
    bad_days: float = 0.0
    """How many rooms are asked while the network is bad and two of five get no answer through."""


ORDINARY = Room(name="ordinary")
SLOW = Room(name="people who take longer", median_s=40.0, sigma=0.5)
ONE_BAD_DAY = Room(name="a bad network in one room of six", bad_days=1 / 6)
NO_SCREEN = Room(name="nothing shows it but phones that are open", sees_within_s=30.0, never=0.25)
FAMILIES = (ORDINARY, ONE_BAD_DAY, SLOW, NO_SCREEN)
_LOST_ON_A_BAD_DAY = 0.4


@dataclass(frozen=True, slots=True, kw_only=True)
class Mix:
    """Who is in a class: honest people, and phones that one hand answers for."""

    honest: int
    bag: int
    room: Room = ORDINARY


BAGS = (
    Mix(honest=0, bag=30),
    Mix(honest=0, bag=12),
    Mix(honest=0, bag=10),
    Mix(honest=20, bag=10),
    Mix(honest=18, bag=12),
    Mix(honest=25, bag=5),
)


def odd(mix: Mix, *, within_s: int, classes: int, seed: int) -> Share:
    """Of so many classes, after three rooms, those that look odd."""
    dice = Random(seed)  # noqa: S311 - a simulation that anybody can repeat
    return Share(sum(rooms.are_odd(_three(mix, within_s, dice)) for _ in range(classes)), classes)


def _three(mix: Mix, within_s: int, dice: Random) -> Sequence[RoomCheck]:
    asked = mix.honest + mix.bag
    missed = [_missed(mix, within_s, dice) for _ in range(rooms.ROOMS_AT_LEAST)]
    return [
        RoomCheck(session_id=UUID(int=number), ordinal=number, opens_at=_BEGAN, asked=asked, missed=each)
        for number, each in enumerate(missed, start=1)
    ]


def _missed(mix: Mix, within_s: int, dice: Random) -> int:
    lost = _LOST_ON_A_BAD_DAY if dice.random() < mix.room.bad_days else 0.0
    honest = sum(not _answers(mix.room, within_s, lost, dice) for _ in range(mix.honest))
    return honest + mix.bag - _by_one_hand(mix.bag, within_s, dice)


def _answers(room: Room, within_s: int, lost: float, dice: Random) -> bool:
    if dice.random() < room.never or dice.random() < lost:
        return False
    return dice.uniform(0, room.sees_within_s) + dice.lognormvariate(log(room.median_s), room.sigma) <= within_s


def _by_one_hand(phones: int, within_s: int, dice: Random) -> int:
    """How many of its phones one hand answers for in time."""
    answered, at_s = 0, 0.0
    while answered < phones:
        at_s += dice.lognormvariate(log(_HAND_MEDIAN_S), _HAND_SIGMA)
        if at_s > within_s:
            break
        answered += 1
    return answered
