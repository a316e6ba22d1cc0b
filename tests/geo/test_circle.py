"""Circles: radius and centre, distance and margin on the ellipsoid."""

import math
from typing import Any

import pytest

from geo import Circle, Datum, InvalidFence, convert, distance_m
from tests.geo.builders import a_circle, a_fix, a_position


@pytest.mark.parametrize("radius_m", [0, -50, math.nan, math.inf, 100_001, "200", None, True])
def test_a_circle_needs_a_radius_above_zero_and_of_sane_size(radius_m: Any) -> None:
    with pytest.raises(InvalidFence, match="radius_m must be above 0 and at most 100000"):
        Circle(centre=a_position(), radius_m=radius_m)


def test_a_circle_needs_a_position_for_its_centre() -> None:
    with pytest.raises(InvalidFence, match="centre"):
        Circle(centre=(120.0, 30.0), radius_m=200)  # type: ignore[arg-type]


def test_a_circle_keeps_its_centre_as_it_was_given() -> None:
    centre = a_position(datum=Datum.BD09)
    assert a_circle(centre=centre).centre is centre
    assert a_circle(centre=centre) == a_circle(centre=a_position(datum=Datum.BD09))


def test_a_circle_reads_distance_and_margin_on_the_ellipsoid_in_any_datum() -> None:
    circle = a_circle(200, centre=a_position(datum=Datum.GCJ02))
    fix = a_fix(a_position(datum=Datum.GCJ02), east_m=150)
    wgs84 = convert(fix.position, Datum.WGS84)
    reading = circle.read(wgs84.longitude, wgs84.latitude, fix.sigma_m)
    assert reading.distance_m == pytest.approx(distance_m(fix.position, circle.centre))
    assert reading.distance_m == pytest.approx(150, abs=1e-5)
    assert reading.margin_m == pytest.approx(50, abs=1e-5)


def test_a_moving_fence_lies_around_the_instructor_and_does_not_grow_with_the_instructors_error() -> None:
    instructor = a_fix(east_m=700, accuracy_m=35)
    fence = Circle.around(instructor, radius_m=100)
    assert fence.centre == instructor.position
    assert fence.radius_m == 100


@pytest.mark.parametrize("radius_m", [0, -10, math.nan, math.inf])
def test_an_instructors_accuracy_cannot_stand_in_for_a_radius(radius_m: float) -> None:
    with pytest.raises(InvalidFence, match="radius_m"):
        Circle.around(a_fix(accuracy_m=35), radius_m=radius_m)
