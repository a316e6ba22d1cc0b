"""Distances on the ellipsoid, beside GeographicLib and geopy."""

import geopy.distance
import numpy as np
import pytest
from geographiclib.geodesic import Geodesic
from hypothesis import given
from hypothesis import strategies as st

from geo import Datum, Position, convert, displaced, distance_m, distances_m
from tests.geo.builders import a_position

anywhere = st.builds(a_position, st.floats(-180, 180), st.floats(-90, 90))
in_china = st.builds(a_position, st.floats(74, 135), st.floats(18, 54), st.sampled_from(Datum))


def test_the_example_of_the_geographiclib_manual() -> None:
    # GeodSolve(1): JFK airport (40:38:23N 073:46:44W) to Singapore Changi (01:21:33N 103:59:22E), 15347628 m.
    jfk = a_position(-(73 + 46 / 60 + 44 / 3600), 40 + 38 / 60 + 23 / 3600)
    changi = a_position(103 + 59 / 60 + 22 / 3600, 1 + 21 / 60 + 33 / 3600)
    assert distance_m(jfk, changi) == pytest.approx(15347628, abs=0.5)


@given(anywhere, anywhere)
def test_distances_agree_with_geographiclib_to_a_micrometre(a: Position, b: Position) -> None:
    independent = Geodesic.WGS84.Inverse(a.latitude, a.longitude, b.latitude, b.longitude)["s12"]
    assert distance_m(a, b) == pytest.approx(independent, abs=1e-6)


def test_distances_agree_with_geopy_to_a_micrometre() -> None:
    a, b = a_position(120.5, 30.0), a_position(121.5, 31.2)
    assert distance_m(a, b) == pytest.approx(geopy.distance.geodesic((30.0, 120.5), (31.2, 121.5)).m, abs=1e-6)


@given(in_china, in_china)
def test_distance_is_symmetric_whatever_the_datums(a: Position, b: Position) -> None:
    assert distance_m(a, b) == pytest.approx(distance_m(b, a), abs=1e-6)


@given(anywhere, anywhere, anywhere)
def test_no_detour_is_shorter(a: Position, b: Position, c: Position) -> None:
    assert distance_m(a, c) <= distance_m(a, b) + distance_m(b, c) + 1e-6


@given(in_china, st.sampled_from(Datum))
def test_a_place_is_no_distance_from_itself_in_another_datum(a: Position, datum: Datum) -> None:
    assert distance_m(a, a) == 0
    assert distance_m(a, convert(a, datum)) <= 1e-6


def test_the_same_numbers_in_two_datums_are_two_places() -> None:
    assert distance_m(a_position(), a_position(datum=Datum.GCJ02)) > 400


def test_the_antimeridian_is_no_border() -> None:
    assert distance_m(a_position(180.0, 10.0), a_position(-180.0, 10.0)) == 0
    assert distance_m(a_position(179.9999, 0.0), a_position(-179.9999, 0.0)) == pytest.approx(22.264, abs=0.001)


def test_every_longitude_of_a_pole_is_the_pole() -> None:
    assert distance_m(a_position(0.0, 90.0), a_position(135.0, 90.0)) == pytest.approx(0, abs=1e-6)
    # Half a meridian of WGS-84, 20 003 931.4586 m.
    assert distance_m(a_position(0.0, 90.0), a_position(77.0, -90.0)) == pytest.approx(20003931.4586, abs=1e-3)


def test_the_vectorised_distance_is_the_scalar_one() -> None:
    random = np.random.default_rng(3)
    lon, lat = random.uniform(74, 135, 200), random.uniform(18, 54, 200)
    many = distances_m(a_position(datum=Datum.BD09), lon, lat, Datum.GCJ02)
    for i in range(200):
        there = a_position(lon[i].item(), lat[i].item(), Datum.GCJ02)
        assert many[i] == pytest.approx(distance_m(a_position(datum=Datum.BD09), there), abs=1e-5)


@given(in_china, st.floats(-5000, 5000), st.floats(-5000, 5000))
def test_a_displaced_position_is_that_far_away(a: Position, east_m: float, north_m: float) -> None:
    there = displaced(a, east_m=east_m, north_m=north_m)
    assert there.datum is a.datum
    assert distance_m(a, there) == pytest.approx((east_m**2 + north_m**2) ** 0.5, abs=1e-5)


def test_east_is_east_and_north_is_north() -> None:
    assert displaced(a_position(), east_m=100, north_m=0).longitude > a_position().longitude
    assert displaced(a_position(), east_m=0, north_m=100).latitude > a_position().latitude
