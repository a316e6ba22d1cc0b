"""Lessons as a month calendar: weeks from Monday, each day with the numbers of its lessons."""

from calendar import Calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from checkin_service.kit.civil import day_of

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, slots=True)
class Day:
    on: date
    is_of_month: bool
    lessons: Sequence[int]


@dataclass(frozen=True, slots=True)
class Month:
    year: int
    month: int
    weeks: Sequence[Sequence[Day]]
    weekdays: Sequence[str] = WEEKDAYS


def months_of(lessons: Sequence[tuple[int, datetime]]) -> list[Month]:
    """The months in which there are lessons, each given by its number and its beginning."""
    by_day: dict[date, list[int]] = {}
    for number, starts_at in lessons:
        by_day.setdefault(day_of(starts_at), []).append(number)
    found = []
    for year, month in sorted({(each.year, each.month) for each in by_day}):
        weeks = [
            [Day(each, each.month == month, by_day.get(each, []) if each.month == month else []) for each in week]
            for week in Calendar().monthdatescalendar(year, month)
        ]
        found.append(Month(year, month, weeks))
    return found
