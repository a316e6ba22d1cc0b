"""Map tiles around a place: which they are, and where their corners come to lie in a drawing."""

from itertools import pairwise
from math import cos, radians

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo import Datum, Position, Tile, distance_m, tiles_around, zoom_at
from geo.datum import to_wgs84
from geo.planar import Plane
from geo.underlay import Pinned

MAP_DATUMS = st.sampled_from([Datum.WGS84, Datum.CGCS2000, Datum.GCJ02])
PLACES = st.builds(Position, longitude=st.floats(75, 134), latitude=st.floats(18, 53), datum=st.sampled_from([*Datum]))


def test_a_tile_known_from_the_standard_lies_where_it_should() -> None:
    whole = Tile(0, 0, 0).underlay("", Datum.WGS84)
    assert whole.first.position.longitude == -180
    assert whole.first.position.latitude == pytest.approx(85.051_128_779_806_59)
    quarter = Tile(1, 1, 1).underlay("", Datum.WGS84)
    assert (quarter.first.position.longitude, quarter.first.position.latitude) == (0, 0)


@given(place=PLACES, datum=MAP_DATUMS, reach_m=st.floats(10, 3000))
def test_they_reach_as_far_as_asked_in_every_direction(place: Position, datum: Datum, reach_m: float) -> None:
    tiles = tiles_around(place, reach_m=reach_m, zoom=17, datum=datum)
    plane = _around(place)
    corners = [plane.project_one(*to_wgs84(pin.position)) for each in tiles for pin in _pins(each, datum)]
    tolerated_m = 1 + reach_m / 500
    assert min(east for east, _ in corners) <= -reach_m + tolerated_m
    assert max(east for east, _ in corners) >= reach_m - tolerated_m
    assert min(north for _, north in corners) <= -reach_m + tolerated_m
    assert max(north for _, north in corners) >= reach_m - tolerated_m


@given(place=PLACES, datum=MAP_DATUMS)
def test_a_place_lies_in_its_own_tile_and_neighbours_meet(place: Position, datum: Datum) -> None:
    tiles = tiles_around(place, reach_m=400, zoom=17, datum=datum)
    rows = {each.y for each in tiles}
    for row in rows:
        for left, right in pairwise(each for each in tiles if each.y == row):
            assert right.x == left.x + 1
            one = left.underlay("", datum).second.position
            other = Tile(17, right.x, right.y + 1).underlay("", datum).first.position
            assert distance_m(one, other) < 0.001


def test_the_same_place_lies_in_other_tiles_of_a_shifted_map() -> None:
    place = Position(longitude=120.58, latitude=30.0, datum=Datum.WGS84)
    plain = tiles_around(place, reach_m=10, zoom=18, datum=Datum.CGCS2000)
    shifted = tiles_around(place, reach_m=10, zoom=18, datum=Datum.GCJ02)
    assert plain != shifted


@given(latitude=st.floats(-60, 60), metres=st.floats(0.2, 500))
def test_the_zoom_is_the_coarsest_that_is_fine_enough(latitude: float, metres: float) -> None:
    zoom = zoom_at(latitude, metres)
    assert _pixel_m(latitude, zoom) <= metres * 1.001
    assert _pixel_m(latitude, zoom - 1) > metres * 0.999


def _around(place: Position) -> Plane:
    longitude, latitude = to_wgs84(place)
    return Plane(longitude=longitude, latitude=latitude)


def _pins(tile: Tile, datum: Datum) -> tuple[Pinned, Pinned]:
    laid = tile.underlay("", datum)
    return laid.first, laid.second


def _pixel_m(latitude: float, zoom: int) -> float:
    """By the standard's own sum: the equator of the sphere in 256 times 2^zoom pixels."""
    return 40_075_016.685_578_49 * cos(radians(latitude)) / 256 / 2.0**zoom
