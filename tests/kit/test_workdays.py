"""Deadlines count working days of China's calendar; the day of filing does not count."""

from datetime import date

import pytest

from checkin_service.kit.workdays import Workdays


@pytest.mark.parametrize(
    ("filed", "count", "due"),
    [
        (date(2022, 3, 7), 1, date(2022, 3, 8)),
        (date(2022, 3, 7), 4, date(2022, 3, 11)),
        (date(2022, 3, 7), 5, date(2022, 3, 14)),
        (date(2022, 3, 11), 1, date(2022, 3, 14)),
        (date(2022, 3, 12), 1, date(2022, 3, 14)),
        (date(2022, 3, 7), 0, date(2022, 3, 7)),
        # The National Day holidays, and the Saturday worked in exchange.
        (date(2022, 9, 30), 1, date(2022, 10, 8)),
    ],
)
def test_days_off_do_not_count(filed: date, count: int, due: date) -> None:
    assert Workdays().after(filed, count) == due


def test_an_authoritys_own_day_off_does_not_count_either() -> None:
    calendar = Workdays(extra_days_off=[date(2022, 3, 8)])
    assert calendar.after(date(2022, 3, 7), 1) == date(2022, 3, 9)
