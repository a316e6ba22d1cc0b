"""Whole classes over five lessons: honest families of them, and those that exist on paper only.

An honest family is named after what makes it look odd. People come as they please, a teacher calls the register, a bus
arrives, everybody types the code at once, a screen or a terminal has a queue. Phones are bound at home, in a room on
the first day, at a desk, or step by step with a teacher. All figures are assumptions; nobody's sign-ins were measured.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.random import Generator

from checkin_service.signals.model import LESSONS_TOGETHER, Floats, Lessons

_DAY_S = 86_400.0
_CODE_LIVES_S = 10.0
"""How long one code stands on the screen."""


@dataclass(frozen=True, slots=True)
class Arrivals:
    """When each person of a class signs in, lesson by lesson, in seconds from its beginning."""

    at_s: Floats
    by_card: bool = False


Arriving = Callable[[Generator, int], Arrivals]
Binding = Callable[[Generator, int], tuple[Floats, Floats]]
"""When each phone was bound, and in which network."""

_SHAPE = LESSONS_TOGETHER


def _queued(draw: Generator, ready: Floats, *, median_s: float, spread: float) -> Floats:
    """One after the other, from the moment each is ready."""
    done, before = np.empty_like(ready), -np.inf
    for person in np.argsort(ready):
        before = max(before, ready[person]) + draw.lognormal(np.log(median_s), spread)
        done[person] = before
    return done


def _trickle(draw: Generator, people: int) -> Arrivals:
    """Everybody comes as they always come, within some minutes."""
    usual = draw.normal(-600, 300, people)
    return Arrivals(usual + draw.normal(0, 240, (_SHAPE, people)))


def _told(draw: Generator, people: int) -> Arrivals:
    """The teacher asks everybody to sign in now."""
    begins = draw.uniform(-300, 120, (_SHAPE, 1))
    return Arrivals(begins + draw.lognormal(np.log(35), 0.6, (_SHAPE, people)))


def _register(draw: Generator, people: int) -> Arrivals:
    """The teacher calls the register, and whoever is called signs in."""
    median_s, spread = draw.uniform(3, 15), draw.uniform(0.2, 0.6)
    called = np.cumsum(draw.lognormal(np.log(median_s), spread, (_SHAPE, people)), axis=1)
    late = np.where(draw.random((_SHAPE, people)) < draw.uniform(0, 0.1), draw.exponential(600, (_SHAPE, people)), 0)
    return Arrivals(called + late)


def _together(draw: Generator, people: int) -> Arrivals:
    """The code appears, and the whole room types it."""
    own = draw.normal(0, 0.2, people)
    typed = draw.lognormal(np.log(draw.uniform(3, 9)), draw.uniform(0.2, 0.4), (_SHAPE, people))
    return Arrivals(typed * np.exp(own))


def _bus(draw: Generator, people: int) -> Arrivals:
    """All step off one bus and take out their phones."""
    return Arrivals(draw.normal(-900, 300, (_SHAPE, 1)) + draw.lognormal(np.log(45), 0.6, (_SHAPE, people)))


def _queue(draw: Generator, people: int) -> Arrivals:
    """One screen shows the code, and people pass by it."""
    median_s, spread = draw.uniform(3, 12), draw.uniform(0.2, 0.6)
    ready = draw.normal(-600, draw.uniform(20, 300), (_SHAPE, people))
    return Arrivals(np.array([_queued(draw, row, median_s=median_s, spread=spread) for row in ready]))


def _seats(draw: Generator, people: int) -> Arrivals:
    """A terminal goes from seat to seat; nobody has a phone."""
    median_s, spread = draw.uniform(7, 12), draw.uniform(0.2, 0.5)
    steps = 5 + draw.lognormal(np.log(median_s - 5), spread, (_SHAPE, people))
    return Arrivals(np.cumsum(steps, axis=1), by_card=True)


def _at_home(draw: Generator, people: int) -> tuple[Floats, Floats]:
    return draw.uniform(0, 3 * _DAY_S, people), np.arange(people, dtype=np.float64)


def _in_the_room(draw: Generator, people: int) -> tuple[Floats, Floats]:
    return draw.lognormal(np.log(240), 0.6, people), np.zeros(people)


def _at_a_desk(draw: Generator, people: int) -> tuple[Floats, Floats]:
    return np.cumsum(draw.lognormal(np.log(draw.uniform(10, 60)), 0.5, people)), np.zeros(people)


def _step_by_step(draw: Generator, people: int) -> tuple[Floats, Floats]:
    """A teacher says when to press the button."""
    return draw.lognormal(np.log(draw.uniform(3, 12)), draw.uniform(0.25, 0.6), people), np.zeros(people)


def _no_phones(_draw: Generator, people: int) -> tuple[Floats, Floats]:
    return np.full(people, np.nan), np.full(people, -1.0)


FAMILIES: Mapping[str, tuple[Arriving, Binding]] = MappingProxyType(
    {
        "ordinary": (_trickle, _at_home),
        "told_to": (_told, _in_the_room),
        "register_called": (_register, _at_a_desk),
        "code_typed_together": (_together, _step_by_step),
        "shuttle_bus": (_bus, _in_the_room),
        "queue_at_one_screen": (_queue, _at_a_desk),
        "terminal_from_seat_to_seat": (_seats, _no_phones),
    }
)


def honest(family: str, draw: Generator, people: int) -> Lessons:
    """Five lessons of an honest class; some people are missing, in some classes nobody ever is."""
    arriving, binding = FAMILIES[family]
    return made(draw, arriving(draw, people), binding(draw, people), attends=draw.uniform(0.75, 1.0))


def made(
    draw: Generator, came: Arrivals, bound: tuple[Floats, Floats], *, attends: float, types_s: float = 5.0
) -> Lessons:
    """What is seen of a class that came so; codes are as old as their moment on the screen and the typing make them."""
    there = draw.random(came.at_s.shape) < attends
    at_s = np.where(there, came.at_s, np.nan)
    # Codes change at moments of their own; a typed one has been read some seconds before.
    read = at_s - draw.lognormal(np.log(types_s), 0.3, at_s.shape)
    age = (read + draw.uniform(0, _CODE_LIVES_S, (len(at_s), 1))) % _CODE_LIVES_S + (at_s - read)
    bound_at, network = bound
    return Lessons(
        at_s=at_s,
        code_age_s=np.full_like(at_s, np.nan) if came.by_card else age,
        by_card=np.full(at_s.shape, came.by_card),
        bound_at_s=bound_at,
        bound_in=network.astype(np.int64),
    )


@dataclass(frozen=True, slots=True)
class Hand:
    """How one hand signs in for a class that is not there."""

    median_s: float
    spread: float
    same_order: bool


HANDS: Mapping[str, Hand] = MappingProxyType(
    {
        "one_hand": Hand(11, 0.35, same_order=True),
        "one_hand_shuffled": Hand(11, 0.35, same_order=False),
        "script_every_3_s": Hand(3, 0.01, same_order=True),
        "script_at_once": Hand(0.045, 0.3, same_order=False),
    }
)


def ghosts(hand: Hand, draw: Generator, people: int, *, bound_within_s: float = 0.6) -> Lessons:
    """Nobody is there: phones bound one right after the other, and every sign-in by one hand."""
    steps = draw.lognormal(np.log(hand.median_s), hand.spread, (_SHAPE, people))
    orders = [np.arange(people) if hand.same_order else draw.permutation(people) for _ in range(_SHAPE)]
    at_s = np.empty_like(steps)
    for lesson, order in enumerate(orders):
        at_s[lesson, order] = np.cumsum(steps[lesson])
    bound = np.linspace(0, bound_within_s, people), np.zeros(people)
    return made(draw, Arrivals(draw.uniform(-600, 0, (_SHAPE, 1)) + at_s), bound, attends=1.0, types_s=0.5)
