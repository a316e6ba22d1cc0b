import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo import Datum, InvalidFix, InvalidPosition, Outcome, convert, locate, locate_many
from tests.geo.builders import a_circle, a_fix, a_position

INSIDE, EDGE, OUTSIDE = Outcome.INSIDE, Outcome.EDGE, Outcome.OUTSIDE
metres = st.floats(-3000, 3000)


def test_a_good_fix_in_the_middle_is_inside() -> None:
    location = locate(a_fix(accuracy_m=20), a_circle(200))
    assert location.outcome is INSIDE
    assert location.distance_m == pytest.approx(0, abs=1e-6)
    assert location.margin_m == pytest.approx(200)
    assert location.probability_inside == pytest.approx(1)


def test_a_good_fix_five_kilometres_away_is_outside() -> None:
    location = locate(a_fix(north_m=5000, accuracy_m=20), a_circle(200))
    assert location.outcome is OUTSIDE
    assert location.distance_m == pytest.approx(5000, abs=1e-3)
    assert location.margin_m == pytest.approx(-4800, abs=1e-3)
    assert location.probability_inside == 0


def test_a_fix_on_the_line_is_at_the_edge() -> None:
    location = locate(a_fix(east_m=200, accuracy_m=20), a_circle(200))
    assert location.outcome is EDGE
    assert location.probability_inside == pytest.approx(0.5, abs=0.02)


def test_a_poor_fix_is_never_mistaken_for_a_distant_one() -> None:
    # The mass inside is below one percent, but that is the fix's fault, not the place's.
    location = locate(a_fix(east_m=1000, accuracy_m=3000), a_circle(50))
    assert location.probability_inside < 0.05
    assert location.outcome is EDGE


def test_a_poor_fix_in_the_middle_proves_nothing_either() -> None:
    assert locate(a_fix(accuracy_m=1000), a_circle(200)).outcome is EDGE


@pytest.mark.parametrize(("gap_m", "outcome"), [(99.9, EDGE), (100.1, OUTSIDE)])
def test_outside_begins_where_the_error_disc_no_longer_touches_the_fence(gap_m: float, outcome: Outcome) -> None:
    assert locate(a_fix(east_m=200 + gap_m, accuracy_m=100, confidence=0.95), a_circle(200)).outcome is outcome


def test_the_error_disc_is_scaled_from_the_fixs_own_confidence() -> None:
    # 68 % within 100 m is 95 % within 162 m.
    assert locate(a_fix(east_m=361, accuracy_m=100, confidence=0.68), a_circle(200)).outcome is EDGE
    assert locate(a_fix(east_m=363, accuracy_m=100, confidence=0.68), a_circle(200)).outcome is OUTSIDE


def test_inside_begins_at_exactly_the_probability_asked_for() -> None:
    fix, circle = a_fix(east_m=150, accuracy_m=60), a_circle(200)
    probability = locate(fix, circle).probability_inside
    assert 0.5 < probability < 1
    assert locate(fix, circle, inside_at=probability).outcome is INSIDE
    assert locate(fix, circle, inside_at=math.nextafter(probability, 1)).outcome is EDGE


def test_a_wider_disc_refuses_later() -> None:
    fix, circle = a_fix(east_m=310, accuracy_m=100), a_circle(200)
    assert locate(fix, circle, outside_disc=0.95).outcome is OUTSIDE
    assert locate(fix, circle, outside_disc=0.99).outcome is EDGE


@pytest.mark.parametrize(("east_m", "uncapped"), [(0, INSIDE), (5000, OUTSIDE)])
def test_a_fix_above_the_accuracy_cap_is_at_the_edge_wherever_it_lies(east_m: float, uncapped: Outcome) -> None:
    fix, circle = a_fix(east_m=east_m, accuracy_m=50), a_circle(200)
    assert locate(fix, circle).outcome is uncapped
    assert locate(fix, circle, accuracy_cap_m=50).outcome is uncapped
    assert locate(fix, circle, accuracy_cap_m=49.9).outcome is EDGE
    assert locate(fix, circle, accuracy_cap_m=math.nan).outcome is EDGE


@pytest.mark.parametrize("value", [math.nan, 0, 0.49, -1, 1.01, math.inf])
def test_thresholds_that_would_admit_or_refuse_everybody_are_refused(value: float) -> None:
    with pytest.raises(ValueError, match="inside_at must be from"):
        locate(a_fix(), a_circle(), inside_at=value)
    with pytest.raises(ValueError, match="outside_disc must be from"):
        locate(a_fix(), a_circle(), outside_disc=value)
    with pytest.raises(ValueError, match="outside_disc"):
        locate(a_fix(), a_circle(), outside_disc=1)


def test_the_same_phone_is_judged_alike_in_every_datum() -> None:
    fix = a_fix(east_m=120, accuracy_m=60)
    expected = locate(fix, a_circle(200))
    for of_fix in Datum:
        moved = a_fix(convert(fix.position, of_fix), accuracy_m=60)
        for of_site in Datum:
            location = locate(moved, a_circle(200, centre=convert(a_position(), of_site)))
            assert location.outcome is expected.outcome
            assert location.distance_m == pytest.approx(expected.distance_m, abs=1e-5)
            assert location.probability_inside == pytest.approx(expected.probability_inside, abs=1e-7)


def test_mixing_up_the_datum_is_not_survived_by_luck() -> None:
    wrong = a_fix(a_position(datum=Datum.GCJ02))
    assert locate(wrong, a_circle(200)).outcome is OUTSIDE


def test_fences_work_across_the_antimeridian_and_at_a_pole() -> None:
    fiji = a_circle(200, centre=a_position(179.9999, -17.0))
    assert locate(a_fix(a_position(-179.9999, -17.0)), fiji).outcome is INSIDE
    pole = a_circle(200, centre=a_position(0.0, 90.0))
    assert locate(a_fix(a_position(123.0, 89.9999)), pole).outcome is INSIDE


@given(metres, metres, st.floats(1, 2000), st.floats(10, 1500), st.floats(0.1, 1000))
def test_a_larger_radius_never_makes_anybody_less_inside(
    east_m: float, north_m: float, accuracy_m: float, radius_m: float, more_m: float
) -> None:
    fix = a_fix(east_m=east_m, north_m=north_m, accuracy_m=accuracy_m)
    smaller, larger = locate(fix, a_circle(radius_m)), locate(fix, a_circle(radius_m + more_m))
    order = [OUTSIDE, EDGE, INSIDE]
    assert order.index(larger.outcome) >= order.index(smaller.outcome)
    assert larger.probability_inside >= smaller.probability_inside - 1e-7
    assert larger.margin_m > smaller.margin_m


@given(metres, metres, st.floats(1, 2000), st.floats(10, 1500))
def test_outside_means_improbable_and_inside_means_within(
    east_m: float, north_m: float, accuracy_m: float, radius_m: float
) -> None:
    location = locate(a_fix(east_m=east_m, north_m=north_m, accuracy_m=accuracy_m), a_circle(radius_m))
    if location.outcome is OUTSIDE:
        assert location.probability_inside < 0.05
        assert location.margin_m < 0
    if location.outcome is INSIDE:
        assert location.margin_m > 0


@pytest.mark.parametrize("datum", Datum)
def test_many_fixes_are_judged_like_each_one(datum: Datum) -> None:
    random = np.random.default_rng(11)
    fixes = [
        a_fix(convert(a_position(), datum), east_m=e, north_m=n, accuracy_m=a)
        for e, n, a in random.uniform((-600, -600, 1), (600, 600, 400), (300, 3)).tolist()
    ]
    circle = a_circle(200)
    many = locate_many(
        circle,
        longitudes=[fix.position.longitude for fix in fixes],
        latitudes=[fix.position.latitude for fix in fixes],
        datum=datum,
        accuracies_m=[fix.accuracy_m for fix in fixes],
        confidence=0.95,
        accuracy_cap_m=300,
    )
    assert set(many.outcomes) == set(Outcome)
    for i, fix in enumerate(fixes):
        one = locate(fix, circle, accuracy_cap_m=300)
        assert many.outcomes[i] is one.outcome
        assert many.distances_m[i] == pytest.approx(one.distance_m, abs=1e-6)
        assert many.margins_m[i] == pytest.approx(one.margin_m, abs=1e-6)
        assert many.probabilities_inside[i] == pytest.approx(one.probability_inside, abs=1e-9)


@pytest.mark.parametrize(
    ("changed", "error", "named"),
    [
        ({"longitudes": [120.0, math.nan]}, InvalidPosition, r"longitudes\[1\]"),
        ({"accuracies_m": [20, 0]}, InvalidFix, r"accuracies_m\[1\]"),
        ({"accuracies_m": [math.nan, 20]}, InvalidFix, r"accuracies_m\[0\]"),
        ({"accuracies_m": math.inf}, InvalidFix, r"accuracies_m\[0\]"),
        ({"confidence": [0.95, 1]}, InvalidFix, r"confidence\[1\]"),
        ({"inside_at": 0.2}, ValueError, "inside_at"),
    ],
)
def test_many_fixes_fail_closed_as_a_whole(changed: dict[str, Any], error: type[Exception], named: str) -> None:
    facts: dict[str, Any] = {"longitudes": [120.0, 120.0], "latitudes": [30.0, 30.0], "datum": Datum.WGS84}
    facts |= {"accuracies_m": [20, 20], "confidence": 0.95}
    with pytest.raises(error, match=named):
        locate_many(a_circle(), **(facts | changed))
