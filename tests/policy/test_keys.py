"""Shapes of policy values: what each accepts, and what it asks for instead."""

from datetime import date, datetime

import pytest

from checkin_service.policy.keys import KEYS, Day, OneOf, Share, SomeDays, SomeOf, Unit, Whole, plain


@pytest.mark.parametrize("value", [1, 50, 100])
def test_a_whole_number_within_its_bounds_is_accepted(value: int) -> None:
    assert Whole(unit=Unit.PERCENT, low=1, high=100).mistake(value) is None


@pytest.mark.parametrize(
    ("value", "said"),
    [
        *[(value, "write a number from 1 to 100") for value in (0, 101)],
        *[(value, "write a whole number of percent") for value in (1.0, "1", True, None)],
    ],
)
def test_other_numbers_are_refused(value: object, said: str) -> None:
    assert Whole(unit=Unit.PERCENT, low=1, high=100).mistake(value) == said


@pytest.mark.parametrize(("value", "is_sound"), [(0.95, True), (0.0, False), (1.0, False), (1, False), ("0.5", False)])
def test_a_probability_lies_strictly_between_nought_and_one(value: object, *, is_sound: bool) -> None:
    said = None if is_sound else "write a number between 0 and 1, such as 0.95"
    assert Share().mistake(value) == said


def test_a_name_comes_from_its_list() -> None:
    assert OneOf(("issue", "hold")).mistake("hold") is None
    assert OneOf(("issue", "hold")).mistake("later") == "write one of issue, hold"


def test_several_names_come_from_their_list_each_once() -> None:
    phases = SomeOf(("in", "mid", "out"))
    assert phases.mistake(("in", "out")) is None
    assert phases.mistake(("in", "mid", "out")) is None
    assert phases.mistake(("in", "in")) == "write each name once"
    for wrong in ((), ("late",), ("in", "late"), (["in"],), "in", None):
        assert phases.mistake(wrong) == "write a list of in, mid, out"


@pytest.mark.parametrize("value", ["2020-06-01", datetime(2020, 6, 1), 2020, None])  # noqa: DTZ001 - on purpose
def test_a_day_is_a_civil_day_and_nothing_else(value: object) -> None:
    assert Day().mistake(date(2020, 6, 1)) is None
    assert Day().mistake(value) == "write a day, such as 2020-06-01 without quotes"


def test_several_days_come_in_order_each_once() -> None:
    first, second = date(2022, 6, 3), date(2022, 6, 4)
    assert SomeDays().mistake((first, second)) is None
    for wrong in ((), (first, "2022-06-04"), first):
        assert SomeDays().mistake(wrong) == "write a list of days, such as [2022-06-03]"
    for disordered in ((second, first), (first, first)):
        assert SomeDays().mistake(disordered) == "write each day once, in order"


def test_lists_become_tuples() -> None:
    assert plain(["in", "out"]) == ("in", "out")
    assert plain(60) == 60


def test_every_key_has_a_name_in_both_languages() -> None:
    assert all(key.title.zh and key.title.en for key in KEYS.values())
    assert list(KEYS) == sorted(KEYS)
