"""A timetable by pattern: the days on which lessons fall."""

from collections.abc import Collection
from datetime import date, timedelta

from checkin_service.kit.workdays import Workdays

_LONGEST = timedelta(days=3 * 366)


def lesson_days(first: date, weekdays: Collection[int], count: int, *, without_holidays: bool) -> list[date]:
    """The first so many days from a day on that fall on the weekdays (1 is Monday), public holidays left out if asked.

    >>> [day.isoformat() for day in lesson_days(date(2026, 4, 30), {4, 5}, 3, without_holidays=True)]
    ['2026-04-30', '2026-05-07', '2026-05-08']
    """
    calendar, day, found = Workdays(), first, list[date]()
    while len(found) < count and day - first < _LONGEST:
        if day.isoweekday() in weekdays and not (without_holidays and calendar.is_public_holiday(day)):
            found.append(day)
        day += timedelta(days=1)
    return found
