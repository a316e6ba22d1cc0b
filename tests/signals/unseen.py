"""Honest families that the table of calibration never saw: other behaviours, other figures."""

from collections.abc import Callable, Mapping

import numpy as np
from numpy.random import Generator

from checkin_service.redteam.classes import Arrivals, made
from checkin_service.signals.model import LESSONS_TOGETHER, Floats, Lessons

_SHAPE = LESSONS_TOGETHER
_EVERYBODY_HOME = 5 * 86_400


def _two_buses(draw: Generator, people: int) -> Lessons:
    """Half of the class comes with each, always the same half; their phones were bound in a hall."""
    bus = np.where(np.arange(people) % 2, -1200, -300) + draw.normal(0, 120, (_SHAPE, 1))
    at_s = bus + draw.gamma(2, 20, (_SHAPE, people))
    return made(draw, Arrivals(at_s), (draw.exponential(90, people), np.zeros(people)), attends=0.93)


def _families(draw: Generator, people: int) -> Lessons:
    """A son signs in for his elders one after the other; each family bound its phones at its own table."""
    family = np.arange(people) // 3
    at_s = draw.normal(-500, 260, (_SHAPE, family.max() + 1))[:, family] + (np.arange(people) % 3) * 18.0
    at_s = at_s + draw.exponential(6, (_SHAPE, people))
    bound = draw.uniform(0, 1800, family.max() + 1)[family] + (np.arange(people) % 3) * 45.0
    return made(draw, Arrivals(at_s), (bound, family.astype(np.float64)), attends=0.9)


def _shifts(draw: Generator, people: int) -> Lessons:
    """Workers come off the line as its shift ends, in the order of the line; bound by the team's leader in two days."""
    at_s = draw.normal(0, 200, (_SHAPE, 1)) + np.arange(people) * 9.0 + draw.normal(0, 25, (_SHAPE, people))
    bound = np.cumsum(draw.gamma(3, 15, people)) + np.where(np.arange(people) > people // 2, 86_400, 0)
    return made(draw, Arrivals(at_s), (bound, np.zeros(people)), attends=0.97)


def _two_screens(draw: Generator, people: int) -> Lessons:
    """Two queues side by side, moving at their own pace."""
    paces = draw.uniform(5, 14, 2)[np.arange(people) % 2]
    rank = np.array([draw.permutation(people) for _ in range(_SHAPE)])
    at_s = -700 + rank * paces / 2 + draw.normal(0, 4, (_SHAPE, people))
    return made(draw, Arrivals(at_s), (draw.weibull(1.2, people) * 400, np.zeros(people)), attends=1.0)


def _read_aloud(draw: Generator, people: int) -> Lessons:
    """The code is read out, twice for those who missed it; the phones were bound to a teacher's count."""
    second = draw.random((_SHAPE, people)) < 0.3
    at_s = 60 + draw.gamma(9, 0.8, (_SHAPE, people)) + np.where(second, 15, 0)
    bound = 20 + draw.gamma(6, 1.4, people)
    return made(draw, Arrivals(at_s), (bound, np.zeros(people)), attends=0.98)


def _kiosk_at_the_door(draw: Generator, people: int) -> Lessons:
    """All come by card through one door within some minutes."""
    ready = np.sort(draw.normal(-400, 180, (_SHAPE, people)), axis=1)
    at_s = np.array([_through(draw, row) for row in ready])
    at_s = np.take_along_axis(at_s, np.array([draw.permutation(people) for _ in range(_SHAPE)]), axis=1)
    return made(draw, Arrivals(at_s, by_card=True), (np.full(people, np.nan), np.full(people, -1.0)), attends=0.9)


def _through(draw: Generator, ready: Floats) -> Floats:
    done = np.empty_like(ready)
    before = -np.inf
    for place, moment in enumerate(ready):
        before = max(before, moment) + 6 + draw.gamma(2, 2)
        done[place] = before
    return done


def _mostly_absent(draw: Generator, people: int) -> Lessons:
    """A class that hardly anybody comes to, always the same ones, who sit together."""
    eager = draw.random(people) < 0.5
    at_s = np.where(eager, draw.normal(-200, 30, (_SHAPE, people)), draw.uniform(-900, 900, (_SHAPE, people)))
    bound = draw.uniform(0, _EVERYBODY_HOME, people)
    return made(draw, Arrivals(at_s), (bound, np.arange(people, dtype=np.float64)), attends=0.6)


UNSEEN: Mapping[str, Callable[[Generator, int], Lessons]] = {
    "two_buses": _two_buses,
    "families": _families,
    "end_of_shift": _shifts,
    "two_screens": _two_screens,
    "code_read_aloud": _read_aloud,
    "kiosk_at_the_door": _kiosk_at_the_door,
    "mostly_absent": _mostly_absent,
}
