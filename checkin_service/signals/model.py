"""Moments of a class's sign-ins, bindings and checks, no person and no place, and what signals say of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Booleans = NDArray[np.bool_]

PEOPLE_AT_LEAST = 8
"""Of fewer people nothing is said: a group so small is a family, and its figures would be somebody's."""

LESSONS_TOGETHER = 5
"""How many lessons make one look."""


class SignalKind(StrEnum):
    """What is looked at, each with its own weight."""

    ORDER = "order"
    """People sign in in the same order in every lesson."""
    BURST = "burst"
    """Most of the class signs in within moments."""
    PACE = "pace"
    """One sign-in follows the other as if one hand served them all."""
    CODES = "codes"
    """Everybody's code of the room is equally old."""
    BINDING = "binding"
    """The phones were bound one right after the other, in one network and by one kind of client."""
    ROOMS = "rooms"
    """Whenever the room was asked at once, more were missed than people who are slow explain."""
    ROOM_PACE = "room_pace"
    """Answers of the room followed one another as evenly as one hand gives them."""
    TOGETHER = "together"
    """Some people answer in time when asked alone, and late or never when the whole room is asked."""
    HEADS = "heads"
    """Heads in the photographs of the room differed from the check-ins each time."""
    MISSED = "missed"
    """Many people of the class missed most of their unannounced checks."""


OF_CHECKS = frozenset(
    {SignalKind.ROOMS, SignalKind.ROOM_PACE, SignalKind.TOGETHER, SignalKind.HEADS, SignalKind.MISSED}
)
"""What unannounced checks say; the others speak of sign-ins."""


VERSIONS: Mapping[SignalKind, int] = dict.fromkeys(SignalKind, 1)
"""Of each signal; whoever changes how one is computed raises its number and calibrates anew."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Lessons:
    """One look at a class: a row per lesson, a column per person; NaN where somebody did not sign in."""

    at_s: Floats
    """Of the accepted arrival, in seconds from the beginning of the lesson."""
    code_age_s: Floats
    """Of the code of the room when it was used; NaN without one."""
    by_card: Booleans
    """Whether a terminal signed for the person."""
    bound_at_s: Floats
    """When each person's phone was bound, from any common moment on; NaN where that is not kept any more."""
    bound_in: Integers
    """Which network and kind of client that was: the same number for the same; below zero when unknown."""

    @property
    def people(self) -> int:
        """How many signed in at all."""
        return int((~np.isnan(self.at_s)).any(axis=0).sum())


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A room that was asked at once: how many people who had no longer time than others, and what they answered."""

    people: int
    missed: int
    within_s: float
    answers_s: Sequence[float]
    """When they answered, after the moment of asking, in order."""
    is_shown: bool
    """Whether the room's screen showed it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How soon one person answered: asked alone, and with the whole room; a room's is endless when it was missed."""

    alone_s: Sequence[float]
    rooms_s: Sequence[tuple[float, float]]
    """Of each room with a screen, and how long it had; of people who had no longer time than others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checks:
    """How all checks of a class came out that have ended."""

    rooms: Sequence[Asked]
    heads: Sequence[tuple[int, int]]
    """Check-ins and heads of a lesson, by the photograph that comes closest."""
    missed: Sequence[tuple[int, int]]
    """Missed and held, of each person who was checked."""
    paces: Sequence[Pace] = ()
    """Of each person who was checked alone and with the room, in no order that says who."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one signal says of one look: a score (the higher, the odder), and figures that people can check."""

    score: float
    figures: Mapping[str, float]


Readings = Mapping[SignalKind, Reading]
