"""Positions: bounds, datum, and axes that cannot be exchanged in silence."""

import math
from typing import Any

import pytest

from geo import Datum, InvalidPosition, Mistake, Position, mistake_in
from tests.geo.builders import a_position


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, 180.1, -180.0000001, 10**400, True, "120", None, 1j])
def test_a_longitude_that_cannot_be_is_refused_with_its_field_value_and_range(value: Any) -> None:
    with pytest.raises(InvalidPosition) as refused:
        Position(longitude=value, latitude=30.0, datum=Datum.WGS84)
    assert refused.value.field == "longitude"
    assert refused.value.value is value
    assert "-180 to 180" in refused.value.allowed
    assert len(str(refused.value)) < 200


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, 90.0000001, -91, 91, False, "30", None, [30.0]])
def test_a_latitude_that_cannot_be_is_refused(value: Any) -> None:
    with pytest.raises(InvalidPosition, match=r"latitude must be .*-90 to 90"):
        Position(longitude=120.0, latitude=value, datum=Datum.WGS84)


@pytest.mark.parametrize("datum", ["wgs84", None, 4326])
def test_a_position_without_a_datum_cannot_exist(datum: Any) -> None:
    with pytest.raises(InvalidPosition, match="datum must be one of WGS84, CGCS2000, GCJ02, BD09"):
        Position(longitude=120.0, latitude=30.0, datum=datum)
    with pytest.raises(TypeError, match="datum"):
        Position(longitude=120.0, latitude=30.0)  # type: ignore[call-arg]


def test_the_limits_themselves_are_positions() -> None:
    for longitude, latitude in ((180, 90), (-180, -90), (0, 0)):
        position = a_position(longitude, latitude)
        assert (position.longitude, position.latitude) == (longitude, latitude)
        assert type(position.longitude) is float


def test_coordinates_come_by_keyword_only_so_that_axes_cannot_be_exchanged_silently() -> None:
    with pytest.raises(TypeError):
        Position(120.0, 30.0, Datum.WGS84)  # type: ignore[call-arg] # what is to be refused


def test_minus_zero_is_zero() -> None:
    assert str(a_position(-0.0, -0.0).longitude) == "0.0"
    assert str(a_position(-0.0, -0.0).latitude) == "0.0"


def test_positions_are_values() -> None:
    assert a_position() == a_position()
    assert hash(a_position()) == hash(a_position())
    assert a_position(datum=Datum.GCJ02) != a_position(datum=Datum.WGS84)
    with pytest.raises(AttributeError):
        a_position().longitude = 1.0  # type: ignore[misc]


def test_a_latitude_that_looks_like_a_longitude_gets_the_hint_that_helps() -> None:
    with pytest.raises(InvalidPosition, match="exchanged"):
        Position(longitude=39.9, latitude=116.4, datum=Datum.WGS84)
    with pytest.raises(InvalidPosition) as refused:
        Position(longitude=116.4, latitude=181.0, datum=Datum.WGS84)
    assert "exchanged" not in str(refused.value)


def test_null_island_is_a_mistake() -> None:
    assert mistake_in(a_position(0.0, -0.0)) is Mistake.NULL_ISLAND
    assert mistake_in(a_position(0.0, 30.0)) is None
    assert mistake_in(a_position(120.0, 0.0)) is None


def test_exchanged_axes_of_kashgar_are_a_mistake() -> None:
    assert mistake_in(a_position(39.47, 75.99)) is Mistake.SWAPPED_AXES
    assert mistake_in(a_position(75.99, 39.47)) is None


@pytest.mark.parametrize("place", [(2.35, 48.86), (-74.0, 40.7), (120.58, 29.99)])
def test_real_places_are_no_mistake(place: tuple[float, float]) -> None:
    assert mistake_in(a_position(*place)) is None
