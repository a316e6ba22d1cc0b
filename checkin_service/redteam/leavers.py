"""Leavers against unannounced checks: how many of them are found, and how many honest people, simulated.

The draw is the product's own (`checkin.rules.checks`), and so is what a pattern is. How often honest people answer and
when leavers leave are assumptions.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID

from checkin_service.checkin.model.checks import CheckTerms
from checkin_service.checkin.rules import checks
from checkin_service.eligibility.rules.checks import is_pattern

_BEGINS = datetime(2026, 3, 2, 1, tzinfo=UTC)
_LASTS = timedelta(hours=3)
_LESSONS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Habit:
    """How somebody behaves who is asked to confirm that they are there."""

    name: str
    answers: float
    """How often, of the checks that find them in the room."""
    leaves_after_s: tuple[int, int] | None
    """When they leave after the lesson's beginning, uniform; None for who stays."""
    stays_home: float = 0.0
    """How many lessons they miss altogether, where nobody asks them."""


HONEST = Habit(name="honest", answers=0.93, leaves_after_s=None, stays_home=0.1)
LEAVER = Habit(name="leaver", answers=0.93, leaves_after_s=(60, 900))
LATE_LEAVER = Habit(name="leaves after an hour", answers=0.93, leaves_after_s=(3600, 4500))
WITH_ACCOMPLICE = Habit(name="leaver with an accomplice", answers=0.93, leaves_after_s=None)
"""Somebody in the room answers for them by their phone and PIN: no check sees it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """How many of so many people a pattern of missed checks was seen of."""

    people: int
    flagged: int

    @property
    def share(self) -> float:
        return self.flagged / self.people


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """How a class is checked: so often each person alone, so often the whole room, and what a pattern is."""

    per_person: int
    rooms: int = 0
    least: int = 3
    percent: int = 50


OURS = Way(per_person=4, rooms=3)
"""Our default."""


def play(habit: Habit, way: Way, *, people: int, seed: int) -> Found:
    """A class of forty lessons for each person, with a seed of its own."""
    dice = Random(seed)  # noqa: S311 - a simulation that anybody can repeat
    return Found(people=people, flagged=sum(_is_seen(habit, dice, way) for _ in range(people)))


def _is_seen(habit: Habit, dice: Random, way: Way) -> bool:
    sessions = [UUID(int=dice.getrandbits(128)) for _ in range(_LESSONS)]
    drawn_by, person = dice.randbytes(32), UUID(int=dice.getrandbits(128))
    moments = _moments(sessions, drawn_by, person, way)
    held = [each for each in moments if dice.random() >= habit.stays_home]
    missed = sum(not _answers(habit, dice, each) for each in held)
    return is_pattern(len(held), missed, least=way.least, percent=way.percent)


def _moments(sessions: Sequence[UUID], drawn_by: bytes, person: UUID, way: Way) -> list[int]:
    """Seconds after the beginning of a lesson, for each check of a person."""
    terms = CheckTerms(
        class_id=UUID(int=0),
        sessions=sessions,
        per_person=way.per_person,
        after_s=600,
        before_end_s=300,
        answer_within_s=300,
        rooms=way.rooms,
        room_within_s=90,
        room_longer_s=300,
    )
    length = checks.length_s(_BEGINS, _BEGINS + _LASTS, terms)
    alone, rooms = checks.lessons_of(drawn_by, person, terms), checks.rooms_of(drawn_by, terms)
    return [
        *(checks.offset_s(drawn_by, person, each, length, terms) for each in alone),
        *(checks.room_offset_s(drawn_by, each, length, terms) for each in rooms),
    ]


def _answers(habit: Habit, dice: Random, moment_s: int) -> bool:
    if habit.leaves_after_s is not None and moment_s > dice.uniform(*habit.leaves_after_s):
        return False
    return dice.random() < habit.answers
