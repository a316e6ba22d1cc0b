"""Bags of phones against rooms that are asked at once: how many classes look odd, with one hand in them and without.

What is odd is the product's own (`checkin.rules.rooms`). How fast a hand and honest people answer are assumptions.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import accumulate
from math import exp, inf, log, sqrt
from random import Random
from uuid import UUID

from checkin_service.checkin.model.checks import RoomCheck
from checkin_service.checkin.rules import rooms
from checkin_service.redteam.figures import Share
from checkin_service.signals.checks import ROOMS_AT_LEAST
from checkin_service.signals.model import Pace

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
    """From seeing it to the code, log-normal; half of the variance is the person's own and comes again in each room."""
    never: float = 0.03
    """Who does not notice at all."""
    bad_days: float = 0.0
    """How many rooms are asked while the network is bad and two of five get no answer through."""
    is_shown: bool = True
    sees_alone_within_s: float = 30.0
    """The phone says so by then when one person is asked alone."""
    never_alone: float = 0.07


ORDINARY = Room(name="ordinary")
SLOW = Room(name="people who take longer", median_s=40.0, sigma=0.5)
VERY_SLOW = Room(name="people who take much longer", sees_within_s=30.0, median_s=45.0, sigma=0.5, never=0.05)
ONE_BAD_DAY = Room(name="a bad network in one room of six", bad_days=1 / 6)
NO_SCREEN = Room(name="nothing shows it but phones that are open", sees_within_s=30.0, never=0.25, is_shown=False)
FAMILIES = (ORDINARY, ONE_BAD_DAY, SLOW, VERY_SLOW, NO_SCREEN)
_LOST_ON_A_BAD_DAY = 0.4
_ALONE_WITHIN_S = 300.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Mix:
    """Who is in a class: honest people, and phones that one hand answers for."""

    honest: int
    bag: int
    room: Room = ORDINARY
    waits_s: float = 0.0
    """How long the hand may wait on purpose when one phone is asked alone, uniform."""


BAGS = (
    Mix(honest=0, bag=30),
    Mix(honest=0, bag=12),
    Mix(honest=0, bag=10),
    Mix(honest=15, bag=15),
    Mix(honest=18, bag=12),
    Mix(honest=20, bag=10),
    Mix(honest=25, bag=5),
    Mix(honest=27, bag=3),
)


def odd(mix: Mix, *, within_s: int, classes: int, seed: int, times: int = ROOMS_AT_LEAST) -> Share:
    """Of so many classes, after so many rooms, those that look odd."""
    dice = Random(seed)  # noqa: S311 - a simulation that anybody can repeat
    return Share(sum(rooms.are_odd(asked(mix, within_s, times, dice)) for _ in range(classes)), classes)


def asked(mix: Mix, within_s: int, times: int, dice: Random) -> Sequence[RoomCheck]:
    return rooms_with_paces(mix, within_s, times, dice, alone=0)[0]


def rooms_with_paces(
    mix: Mix, within_s: int, times: int, dice: Random, *, alone: int
) -> tuple[Sequence[RoomCheck], Sequence[Pace]]:
    """So many rooms asked at once, and how soon each person answers in them and so many times alone; the bag last."""
    tempers = [dice.gauss() for _ in range(mix.honest)]
    moments = [_moments(mix, tempers, dice) for _ in range(times)]
    found = [_room(mix, number, within_s, each) for number, each in enumerate(moments, start=1)]
    lone = [[_alone(mix.room, temper, dice) for _ in range(alone)] for temper in tempers]
    lone += [[_one_phone(mix, dice) for _ in range(alone)] for _ in range(mix.bag)]
    in_rooms = [
        [(each, float(within_s)) for each in person] if mix.room.is_shown else []
        for person in zip(*moments, strict=True)
    ]
    paces = [
        Pace(alone_s=[each for each in by_oneself if each <= _ALONE_WITHIN_S], rooms_s=with_room)
        for by_oneself, with_room in zip(lone, in_rooms, strict=True)
    ]
    return found, paces


def _moments(mix: Mix, tempers: Sequence[float], dice: Random) -> list[float]:
    lost = _LOST_ON_A_BAD_DAY if dice.random() < mix.room.bad_days else 0.0
    honest = [_answer(mix.room, each, lost, dice) for each in tempers]
    by_hand = _by_one_hand(mix.bag, dice)
    dice.shuffle(by_hand)
    return honest + by_hand


def _alone(room: Room, temper: float, dice: Random) -> float:
    if dice.random() < room.never_alone:
        return inf
    pace = sqrt(0.5) * (temper + dice.gauss())
    return dice.uniform(0, room.sees_alone_within_s) + room.median_s * exp(room.sigma * pace)


def _one_phone(mix: Mix, dice: Random) -> float:
    return dice.uniform(0, 20 + mix.waits_s) + dice.lognormvariate(log(_HAND_MEDIAN_S), _HAND_SIGMA)


def _room(mix: Mix, number: int, within_s: int, moments: Sequence[float]) -> RoomCheck:
    in_time = sorted(each for each in moments if each <= within_s)
    asked = mix.honest + mix.bag
    return RoomCheck(
        session_id=UUID(int=number),
        ordinal=number,
        opens_at=_BEGAN,
        asked=asked,
        missed=asked - len(in_time),
        hurried=asked,
        hurried_missed=asked - len(in_time),
        within_s=within_s,
        answers_s=in_time,
        is_shown=mix.room.is_shown,
    )


def _answer(room: Room, temper: float, lost: float, dice: Random) -> float:
    """Seconds after the moment of asking; endless without an answer."""
    if dice.random() < room.never or dice.random() < lost:
        return inf
    pace = sqrt(0.5) * (temper + dice.gauss())
    return dice.uniform(0, room.sees_within_s) + room.median_s * exp(room.sigma * pace)


def _by_one_hand(phones: int, dice: Random) -> list[float]:
    """One phone after the other."""
    return list(accumulate(dice.lognormvariate(log(_HAND_MEDIAN_S), _HAND_SIGMA) for _ in range(phones)))
