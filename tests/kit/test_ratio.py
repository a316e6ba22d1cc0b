"""Rates of class hours, exact where the law draws its line."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin_service.kit.ratio import at_least_percent, decimal, hours_needed, rate

hours = st.integers(min_value=0, max_value=10**6)
totals = st.integers(min_value=1, max_value=10**6)
percents = st.integers(min_value=0, max_value=100)


def test_sixty_percent_is_enough() -> None:
    assert at_least_percent(Fraction(3, 5), 60)
    assert at_least_percent(Fraction(24, 40), 60)


def test_a_hair_less_is_not_enough() -> None:
    assert not at_least_percent(Fraction(3 * 10**15 - 1, 5 * 10**15), 60)


def test_where_nothing_was_to_be_attended_there_is_no_rate() -> None:
    assert rate(0, 0) is None
    assert rate(4, 0) is None


@given(credited=hours, total=totals, percent=percents)
def test_the_hours_needed_reach_the_percentage_and_one_less_does_not(credited: int, total: int, percent: int) -> None:
    needed = hours_needed(total, percent)
    assert at_least_percent(Fraction(needed, total), percent)
    assert needed == 0 or not at_least_percent(Fraction(needed - 1, total), percent)
    assert at_least_percent(Fraction(credited, total), percent) == (credited >= needed)


@given(credited=hours, total=totals, places=st.integers(min_value=1, max_value=8))
def test_a_decimal_is_cut_and_never_rounded_up(credited: int, total: int, places: int) -> None:
    value = Fraction(credited, total)
    shown = Fraction(decimal(value, places))
    assert shown <= value < shown + Fraction(1, 10**places)


@pytest.mark.parametrize(
    ("value", "shown"), [(Fraction(59999, 100000), "0.5999"), (Fraction(1), "1.0000"), (Fraction(0), "0.0000")]
)
def test_decimals_for_people(value: Fraction, shown: str) -> None:
    assert decimal(value) == shown
