"""Values as people read them, Chinese first."""

from dataclasses import replace
from datetime import date

import pytest

from checkin_service.kit.verdict import Basis, BasisKind
from checkin_service.kit.words import Words
from checkin_service.policy.book import book
from checkin_service.policy.model import Plain, PolicyValue
from checkin_service.policy.wording import shown

ANY = book().at("330600", on=date(2022, 5, 1)).value("attendance.minimum_percent", "targeted")


def a_value(value: Plain | None, unit: str | None = None) -> PolicyValue:
    return replace(ANY, value=value, unit=unit)


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (60, "percent", Words("60 %", "60 %")),
        (6, "calendar month", Words("6个月", "6 calendar month(s)")),
        (600_000, "fen", Words("¥6,000.00", "¥6,000.00")),
        (0.95, "probability", Words("0.95", "0.95")),
        ("real_time", None, Words("实时结算", "in real time")),
        (date(2020, 6, 1), None, Words("2020-06-01", "2020-06-01")),
        ((date(2022, 6, 3), date(2022, 6, 4)), None, Words("2022-06-03、2022-06-04", "2022-06-03, 2022-06-04")),
        (("general", "targeted"), None, Words("通用券、定向券", "general, targeted")),
    ],
)
def test_a_value_is_said_in_both_languages(value: Plain, unit: str | None, said: Words) -> None:
    assert shown(a_value(value, unit)) == said


def test_what_is_not_required_says_so() -> None:
    nothing = replace(ANY, value=None, basis=Basis(kind=BasisKind.NOT_REQUIRED))
    assert shown(nothing) == Words("不要求", "not required")
