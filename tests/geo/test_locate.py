"""Locating a fix: inside, at the edge, outside, and nothing said by a poor one."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo import (
    Datum,
    Ground,
    InvalidFix,
    InvalidPosition,
    LocationRule,
    Outcome,
    Position,
    convert,
    displaced,
    locate,
    locate_many,
    rests_on_label,
)
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


@pytest.mark.parametrize(("gap_m", "outcome"), [(259.0, EDGE), (260.5, OUTSIDE)])
def test_outside_begins_where_the_widened_disc_no_longer_touches_the_fence(gap_m: float, outcome: Outcome) -> None:
    # 68 % within 100 m: one axis has 66.2 m, 95 % lie within 162 m, and 1.6 times that is 259.5 m.
    assert locate(a_fix(east_m=200 + gap_m, accuracy_m=100, confidence=0.68), a_circle(200)).outcome is outcome


def test_no_platform_is_believed_beyond_what_its_accuracy_means() -> None:
    for confidence in (0.68, 0.95, 0.999):
        fix = a_fix(east_m=455, accuracy_m=100, confidence=confidence)
        assert locate(fix, a_circle(200)) == locate(a_fix(east_m=455, accuracy_m=100, confidence=0.68), a_circle(200))
    assert locate(a_fix(east_m=465, accuracy_m=100, confidence=0.6), a_circle(200)).outcome is EDGE


@pytest.mark.parametrize(
    ("gap_m", "ground"),
    [
        (59, Ground.UNSURE),
        (61, Ground.GREY_RING),
        (149, Ground.GREY_RING),
        (151, Ground.OUTSIDE),
        (500, Ground.OUTSIDE),
    ],
)
def test_walls_and_misplaced_sites_are_allowed_for_and_no_more(gap_m: float, ground: Ground) -> None:
    assert locate(a_fix(east_m=200 + gap_m, accuracy_m=5), a_circle(200)).ground is ground


@pytest.mark.parametrize(("gap_m", "ground"), [(4900, Ground.UNSURE), (5100, Ground.OUT_OF_REACH)])
def test_a_disc_that_reaches_from_far_away_is_weakly_contrary(gap_m: float, ground: Ground) -> None:
    location = locate(a_fix(east_m=200 + gap_m, accuracy_m=3000), a_circle(200))
    assert (location.outcome, location.ground) == (EDGE, ground)
    assert location.is_contrary is (ground is Ground.OUT_OF_REACH)


def test_inside_begins_at_exactly_the_probability_asked_for() -> None:
    fix, circle = a_fix(east_m=150, accuracy_m=60), a_circle(200)
    probability = locate(fix, circle).probability_inside
    assert 0.5 < probability < 1
    assert locate(fix, circle, LocationRule(inside_at=probability)).outcome is INSIDE
    assert locate(fix, circle, LocationRule(inside_at=math.nextafter(probability, 1))).outcome is EDGE


def test_a_wider_disc_refuses_later() -> None:
    fix, circle = a_fix(east_m=480, accuracy_m=100), a_circle(200)
    assert locate(fix, circle, LocationRule(outside_disc=0.95)).outcome is OUTSIDE
    assert locate(fix, circle, LocationRule(outside_disc=0.99)).outcome is EDGE
    assert locate(fix, circle, LocationRule(widening=2)).outcome is EDGE


@pytest.mark.parametrize(("east_m", "uncapped"), [(0, INSIDE), (5000, OUTSIDE)])
def test_a_cap_takes_inside_away_and_never_hides_outside(east_m: float, uncapped: Outcome) -> None:
    fix, circle = a_fix(east_m=east_m, accuracy_m=50), a_circle(200)
    assert locate(fix, circle).outcome is uncapped
    assert locate(fix, circle, LocationRule(accuracy_cap_m=50)).outcome is uncapped
    for cap_m in (49.9, math.nan):
        capped = locate(fix, circle, LocationRule(accuracy_cap_m=cap_m)).outcome
        assert capped is (OUTSIDE if uncapped is OUTSIDE else EDGE)


@pytest.mark.parametrize("value", [math.nan, -1, 0.49, 1.01, math.inf])
def test_thresholds_that_would_admit_or_refuse_everybody_are_refused(value: float) -> None:
    for name in ("inside_at", "outside_disc", "believed_at_most", "widening"):
        if name != "believed_at_most" and not (name == "widening" and value == 1.01):
            with pytest.raises(ValueError, match=f"{name} must be"):
                LocationRule(**{name: value})
    for name in ("least_disc_m", "grey_ring_m", "reach_m"):
        if not 0 <= value < 2:
            with pytest.raises(ValueError, match=f"{name} must be 0 metres or more"):
                LocationRule(**{name: value})
    for sure in (0, 1, math.nan):
        with pytest.raises(ValueError, match="believed_at_most must be above 0 and below 1"):
            LocationRule(believed_at_most=sure)


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


@pytest.mark.parametrize("labelled", Datum)
@pytest.mark.parametrize("meant", Datum)
def test_numbers_under_the_wrong_label_are_no_outside_but_say_so(labelled: Datum, meant: Datum) -> None:
    here = convert(a_position(), meant)
    mixed = a_fix(a_position(here.longitude, here.latitude, datum=labelled), accuracy_m=10)
    is_same = labelled is meant or {labelled, meant} == {Datum.WGS84, Datum.CGCS2000}
    location = locate(mixed, a_circle(200))
    assert (location.outcome, location.ground) == ((INSIDE, Ground.INSIDE) if is_same else (EDGE, Ground.OTHER_DATUM))


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
    circle, rule = a_circle(200), LocationRule(accuracy_cap_m=300, reach_m=300)
    many = locate_many(
        circle,
        longitudes=[fix.position.longitude for fix in fixes],
        latitudes=[fix.position.latitude for fix in fixes],
        datum=datum,
        accuracies_m=[fix.accuracy_m for fix in fixes],
        confidence=0.95,
        rule=rule,
    )
    assert set(many.outcomes) == set(Outcome)
    for i, fix in enumerate(fixes):
        one = locate(fix, circle, rule)
        assert (many.outcomes[i], many.grounds[i]) == (one.outcome, one.ground)
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
    ],
)
def test_many_fixes_fail_closed_as_a_whole(changed: dict[str, Any], error: type[Exception], named: str) -> None:
    facts: dict[str, Any] = {"longitudes": [120.0, 120.0], "latitudes": [30.0, 30.0], "datum": Datum.WGS84}
    facts |= {"accuracies_m": [20, 20], "confidence": 0.95}
    with pytest.raises(error, match=named):
        locate_many(a_circle(), **(facts | changed))


@given(
    east_m=st.floats(-1_500, 1_500),
    north_m=st.floats(-1_500, 1_500),
    datum=st.sampled_from([Datum.WGS84, Datum.GCJ02, Datum.BD09]),
    accuracy_m=st.floats(3, 2_000),
    radius_m=st.sampled_from([50, 200, 500]),
)
def test_a_fix_rests_on_its_label_exactly_where_another_reading_of_it_is_not_inside(
    east_m: float, north_m: float, datum: Datum, accuracy_m: float, radius_m: int
) -> None:
    circle, rule = a_circle(radius_m), LocationRule(accuracy_cap_m=500)
    there = displaced(circle.centre, east_m=east_m, north_m=north_m)
    numbers = {"longitude": there.longitude, "latitude": there.latitude}

    def read_as(each: Datum) -> Outcome:
        return locate(a_fix(Position(**numbers, datum=each), accuracy_m=accuracy_m), circle, rule).outcome

    fix = a_fix(Position(**numbers, datum=datum), accuracy_m=accuracy_m)
    readings = {each: read_as(each) for each in (Datum.WGS84, Datum.GCJ02, Datum.BD09)}
    expected = readings[datum] is Outcome.INSIDE and set(readings.values()) != {Outcome.INSIDE}
    assert rests_on_label(fix, circle, rule) is expected
    # The datums lie some 500 m and more apart: in a smaller circle the same numbers are inside under one label at most.
    if radius_m <= 200:
        assert sum(each is Outcome.INSIDE for each in readings.values()) <= 1


@given(gap_m=st.floats(0, 60_000), accuracy_m=st.floats(1, 30_000), north=st.booleans())
def test_beyond_the_disc_nobody_is_merely_unsure_however_large_it_is(
    gap_m: float,
    accuracy_m: float,
    north: bool,  # noqa: FBT001 - drawn
) -> None:
    circle, rule = a_circle(200), LocationRule(accuracy_cap_m=500)
    away_m = circle.radius_m + gap_m
    there = displaced(circle.centre, east_m=0 if north else away_m, north_m=away_m if north else 0)
    found = locate(a_fix(there, accuracy_m=accuracy_m), circle, rule)
    if -found.margin_m > found.disc_m:
        assert found.ground in {Ground.OUTSIDE, Ground.GREY_RING, Ground.OTHER_DATUM}
        assert (found.ground is Ground.GREY_RING) <= (-found.margin_m <= rule.grey_ring_m)
    else:
        assert found.ground is not Ground.OUTSIDE
        assert (found.ground is Ground.OUT_OF_REACH) == (-found.margin_m > rule.reach_m)
