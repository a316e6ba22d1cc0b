"""Deadlines count working days; the day of filing does not count."""

from datetime import date

import pytest

from checkin_service.attendance.rules import working_day_after


@pytest.mark.parametrize(
    ("filed", "count", "due"),
    [
        (date(2026, 3, 2), 1, date(2026, 3, 3)),
        (date(2026, 3, 2), 4, date(2026, 3, 6)),
        (date(2026, 3, 2), 5, date(2026, 3, 9)),
        (date(2026, 3, 6), 1, date(2026, 3, 9)),
        (date(2026, 3, 7), 1, date(2026, 3, 9)),
        (date(2026, 3, 2), 0, date(2026, 3, 2)),
    ],
)
def test_weekends_do_not_count(filed: date, count: int, due: date) -> None:
    assert working_day_after(filed, count) == due


def test_a_calendar_of_holidays_can_be_asked_instead() -> None:
    holiday = date(2026, 3, 3)
    due = working_day_after(date(2026, 3, 2), 1, is_working=lambda day: day != holiday)
    assert due == date(2026, 3, 4)
