"""Several sites of one class as one fence: the best site, probabilities that add up."""

from typing import Any

import numpy as np
import pytest

from geo import Datum, InvalidFence, Outcome, Union, displaced, locate, locate_many
from tests.geo.builders import a_box, a_circle, a_fix, a_position, an_area

BRANCH = displaced(a_position(), east_m=3000, north_m=0)


def test_a_class_may_be_at_any_of_its_sites() -> None:
    union = Union([a_circle(200), a_circle(100, centre=BRANCH)])
    for east_m, outcome in ((0, Outcome.INSIDE), (1500, Outcome.OUTSIDE), (3000, Outcome.INSIDE), (3100, Outcome.EDGE)):
        assert locate(a_fix(east_m=east_m, accuracy_m=20), union).outcome is outcome


def test_distance_and_margin_are_those_of_the_best_site() -> None:
    location = locate(a_fix(east_m=2950, accuracy_m=20), Union([a_circle(200), a_circle(100, centre=BRANCH)]))
    assert (location.distance_m, location.margin_m) == pytest.approx((50, 50), abs=1e-3)
    between = locate(a_fix(east_m=1600, accuracy_m=20), Union([a_circle(200), a_circle(100, centre=BRANCH)]))
    assert (between.distance_m, between.margin_m) == pytest.approx((1400, -1300), abs=1e-3)


def test_probabilities_of_sites_apart_add_up() -> None:
    first, second = a_circle(200), a_circle(200, centre=displaced(a_position(), east_m=500, north_m=0))
    fix = a_fix(east_m=250, accuracy_m=400)
    both = locate(fix, Union([first, second]))
    assert both.probability_inside == pytest.approx(
        locate(fix, first).probability_inside + locate(fix, second).probability_inside
    )


def test_where_sites_overlap_nothing_counts_twice() -> None:
    circle = a_circle(200)
    fix = a_fix(east_m=150, accuracy_m=150)
    alone = locate(fix, circle)
    twice = locate(fix, Union([circle, a_circle(200)]))
    assert twice.probability_inside == pytest.approx(alone.probability_inside, abs=1e-4)
    assert twice.margin_m == pytest.approx(alone.margin_m, abs=0.01)
    assert twice.outcome is alone.outcome


def test_overlapping_boxes_are_the_box_around_both() -> None:
    halves = Union([an_area(a_box(-100, -100, 20, 100)), an_area(a_box(-20, -100, 100, 100))])
    whole = an_area(a_box(-100, -100, 100, 100))
    for east_m in (0, 60, 140):
        fix = a_fix(east_m=east_m, accuracy_m=90)
        assert locate(fix, halves).probability_inside == pytest.approx(locate(fix, whole).probability_inside, abs=1e-5)
        assert locate(fix, halves).margin_m == pytest.approx(locate(fix, whole).margin_m, abs=1e-3)


def test_chains_of_overlaps_become_one_part() -> None:
    ends = [a_circle(120, centre=displaced(a_position(), east_m=e, north_m=0)) for e in (-200, 200, 0, 900)]
    union = Union(ends)
    assert len(union.parts) == 2
    assert locate(a_fix(east_m=100, accuracy_m=20), union).outcome is Outcome.INSIDE


def test_a_circle_beside_an_area_is_merged_with_it() -> None:
    union = Union([an_area(), a_circle(100, centre=displaced(a_position(), east_m=150, north_m=0))])
    assert len(union.parts) == 1
    inside = locate(a_fix(east_m=100, accuracy_m=10), union)
    assert (inside.outcome, inside.distance_m) == (Outcome.INSIDE, 0)
    assert inside.margin_m > 80


def test_unions_of_unions_are_flat() -> None:
    inner = Union([a_circle(200), a_circle(100, centre=BRANCH)])
    assert Union([inner, an_area()]).fences == (*inner.fences, an_area())
    assert Union([inner]) == inner
    assert hash(Union([inner])) == hash(inner)


@pytest.mark.parametrize("fences", [[], [a_circle()] * 101, [a_position()], ["circle"]])
def test_a_union_needs_one_to_a_hundred_fences(fences: Any) -> None:
    with pytest.raises(InvalidFence, match="fences must be"):
        Union(fences)


def test_many_fixes_are_judged_like_each_one() -> None:
    union = Union([a_circle(200), an_area(a_box(100, 0, 400, 50)), a_circle(100, centre=BRANCH)])
    easts = np.linspace(-400, 3400, 150).tolist()
    fixes = [a_fix(east_m=e, accuracy_m=40) for e in easts]
    many = locate_many(
        union,
        longitudes=[fix.position.longitude for fix in fixes],
        latitudes=[fix.position.latitude for fix in fixes],
        datum=Datum.WGS84,
        accuracies_m=40,
        confidence=0.95,
    )
    for i, fix in enumerate(fixes):
        one = locate(fix, union)
        assert many.outcomes[i] is one.outcome
        assert many.distances_m[i] == pytest.approx(one.distance_m, abs=1e-6)
        assert many.margins_m[i] == pytest.approx(one.margin_m, abs=1e-6)
        assert many.probabilities_inside[i] == pytest.approx(one.probability_inside, abs=1e-9)
