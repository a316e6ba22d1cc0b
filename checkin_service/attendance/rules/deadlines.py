"""Deadlines in working days."""

from collections.abc import Callable
from datetime import date, timedelta

_SATURDAY = 5
_ONE_DAY = timedelta(days=1)


def is_weekday(day: date) -> bool:
    return day.weekday() < _SATURDAY


def working_day_after(day: date, count: int, *, is_working: Callable[[date], bool] = is_weekday) -> date:
    """The day that many working days after a day, which itself does not count (Civil Code art. 201).

    >>> working_day_after(date(2026, 3, 6), 1)
    datetime.date(2026, 3, 9)
    """
    while count > 0:
        day += _ONE_DAY
        count -= is_working(day)
    return day
