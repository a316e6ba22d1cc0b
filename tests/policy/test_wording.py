"""Values as people read them, Chinese first."""

from dataclasses import replace
from datetime import date

import pytest

from checkin_service.kit.verdict import Basis, BasisKind
from checkin_service.kit.words import Words
from checkin_service.policy.book import book
from checkin_service.policy.keys import Day, OneOf, Shape, Share, SomeDays, SomeOf, Unit, Whole
from checkin_service.policy.model import Plain, PolicyUnknown, PolicyValue
from checkin_service.policy.wording import allowed, value_in_words, way_to_decide

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
    assert value_in_words(a_value(value, unit)) == said


def test_what_is_not_required_says_so() -> None:
    nothing = replace(ANY, value=None, basis=Basis(kind=BasisKind.NOT_REQUIRED))
    assert value_in_words(nothing) == Words("不要求", "not required")


@pytest.mark.parametrize(
    ("shape", "said"),
    [
        (Whole(unit=Unit.DAY, low=1, high=30), Words("1天至30天", "1 day(s) to 30 day(s)")),
        (Whole(unit=Unit.FEN, low=0, high=600_000), Words("¥0.00至¥6,000.00", "¥0.00 to ¥6,000.00")),
        (OneOf(("general", "targeted")), Words("其一：通用券、定向券", "one of: general, targeted")),
        (SomeOf(("general", "targeted")), Words("可多选：通用券、定向券", "one or several of: general, targeted")),
        (Share(), Words("0与1之间的小数", "a number between 0 and 1")),
        (Day(), Words("一个日期", "a day")),
        (SomeDays(), Words("若干日期，按先后排列", "several days, in order")),
    ],
)
def test_whoever_decides_is_told_what_a_value_may_be(shape: Shape, said: Words) -> None:
    assert allowed(shape) == said


def a_gap(key: str) -> PolicyUnknown:
    return PolicyUnknown(key=key, jurisdiction="370100", voucher_kind=None, on=date(2022, 5, 1))


def test_a_gap_that_an_authority_may_fill_names_the_authority_and_the_page() -> None:
    way = way_to_decide(a_gap("voucher.use_within_months"))
    assert way.zh.startswith("由370100人社部门")
    assert way.en.startswith("A member of staff of authority 370100 enters the document")
    assert "/policy" in way.zh
    assert "/policy" in way.en


def test_a_gap_that_no_authority_may_fill_leads_to_the_operator() -> None:
    way = way_to_decide(a_gap("attendance.class_hour_min"))
    assert way == Words(
        "此项由上级文件或平台确定，请联系平台运行方。",
        "This comes from documents from above or from the service: ask its operator.",
    )
