"""Public holidays and moved working days (调休) of China, as a library keeps them, with an authority's own days."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from holidays.countries.china import China

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Workdays:
    """Which days are worked; an authority's decision goes before the published calendar.

    >>> Workdays().is_working(date(2022, 10, 8)), Workdays().is_working(date(2022, 10, 7))
    (True, False)
    """

    extra_days_off: Collection[date] = ()
    extra_working_days: Collection[date] = ()

    def is_public_holiday(self, day: date) -> bool:
        """Whether a day is off by law or decision, days off in exchange for a worked weekend included."""
        if day in self.extra_working_days:
            return False
        return day in self.extra_days_off or day in _china()

    def is_working(self, day: date) -> bool:
        if day in self.extra_working_days or day in self.extra_days_off:
            return day in self.extra_working_days
        return _china().is_working_day(day)

    def next_working(self, day: date) -> date:
        """The day itself when it is worked, else the first worked day after it.

        >>> Workdays().next_working(date(2022, 10, 1))
        datetime.date(2022, 10, 8)
        """
        while not self.is_working(day):
            day += _ONE_DAY
        return day

    def after(self, day: date, count: int) -> date:
        """The day that many working days after a day, which itself does not count (Civil Code art. 201).

        >>> Workdays().after(date(2022, 9, 30), 1)
        datetime.date(2022, 10, 8)
        """
        for _ in range(count):
            day = self.next_working(day + _ONE_DAY)
        return day


@cache
def _china() -> China:
    """Years are added to it as they are asked for."""
    return China()  # type: ignore[no-untyped-call]  # its constructor is not annotated
