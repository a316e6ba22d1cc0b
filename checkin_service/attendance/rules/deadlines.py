"""Deadlines in working days."""

from datetime import date, timedelta

from checkin_service.kit.workdays import Workdays

_ONE_DAY = timedelta(days=1)


def working_day_after(day: date, count: int, workdays: Workdays) -> date:
    """The day that many working days after a day, which itself does not count (Civil Code art. 201).

    >>> working_day_after(date(2022, 9, 30), 1, Workdays())
    datetime.date(2022, 10, 8)
    """
    while count > 0:
        day = workdays.next_working(day + _ONE_DAY)
        count -= 1
    return day
