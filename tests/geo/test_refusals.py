"""Refusals word for word: the field, what is allowed, and the value that was given."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from geo import (
    Area,
    Circle,
    Datum,
    Fix,
    InvalidValue,
    LocationRule,
    Mistake,
    Position,
    Union,
    convert_many,
    displaced,
    from_projected,
    locate,
    locate_many,
    mistake_in,
)
from tests.geo.builders import NINE, a_box, a_circle, a_fix, a_position, a_ring, an_area

DATUMS = "one of WGS84, CGCS2000, GCJ02, BD09"
SWAPPED = " (are longitude and latitude exchanged?)"
EXCHANGED = " (are easting Y and northing X exchanged, or is it another zone?)"


def _fix(**changed: Any) -> Fix:
    stated: dict[str, Any] = {"position": a_position(), "accuracy_m": 20.0, "confidence": 0.95, "captured_at": NINE}
    return Fix(**stated | changed)


def _polygon(*rings: Any) -> Area:
    return Area({"type": "Polygon", "coordinates": list(rings)}, datum=Datum.WGS84)


def _many(**changed: Any) -> object:
    stated: dict[str, Any] = {
        "longitudes": [120.0],
        "latitudes": [30.0],
        "accuracies_m": [10.0],
        "confidence": 0.95,
    }
    return locate_many(a_circle(), datum=Datum.WGS84, **stated | changed)


REFUSALS: list[tuple[Callable[[], object], str]] = [
    # Positions
    (
        lambda: Position(longitude=181, latitude=30, datum=Datum.WGS84),
        "longitude must be from -180 to 180; got 181",
    ),
    (
        lambda: Position(longitude=30, latitude=120.5, datum=Datum.WGS84),
        f"latitude must be from -90 to 90{SWAPPED}; got 120.5",
    ),
    (
        lambda: Position(longitude=30, latitude=90.5, datum=Datum.WGS84),
        f"latitude must be from -90 to 90{SWAPPED}; got 90.5",
    ),
    (
        lambda: Position(longitude=30, latitude=180, datum=Datum.WGS84),
        f"latitude must be from -90 to 90{SWAPPED}; got 180",
    ),
    (
        lambda: Position(longitude=30, latitude=-91, datum=Datum.WGS84),
        "latitude must be from -90 to 90; got -91",
    ),
    (
        lambda: Position(longitude=30, latitude=180.5, datum=Datum.WGS84),
        "latitude must be from -90 to 90; got 180.5",
    ),
    (
        lambda: Position(longitude="30", latitude=30, datum=Datum.WGS84),  # type: ignore[arg-type]
        "longitude must be a number from -180 to 180; got '30'",
    ),
    (
        lambda: Position(longitude=30, latitude=True, datum=Datum.WGS84),
        "latitude must be a number from -90 to 90; got True",
    ),
    (
        lambda: Position(longitude=30, latitude=30, datum="mars"),  # type: ignore[arg-type]
        f"datum must be {DATUMS}; got 'mars'",
    ),
    (
        lambda: Position(longitude=10**5000, latitude=30, datum=Datum.WGS84),
        "longitude must be from -180 to 180; got a huge int",
    ),
    (
        lambda: convert_many([181.0], [0.0], Datum.GCJ02, Datum.WGS84),
        "longitudes[0] must be from -180 to 180; got 181.0",
    ),
    (
        lambda: convert_many([180.0], [90.5], Datum.GCJ02, Datum.WGS84),
        "latitudes[0] must be from -90 to 90; got 90.5",
    ),
    (
        lambda: convert_many([180.5], [0.0], Datum.GCJ02, Datum.WGS84),
        "longitudes[0] must be from -180 to 180; got 180.5",
    ),
    (
        lambda: convert_many(["east"], [0.0], Datum.GCJ02, Datum.WGS84),
        "longitudes must be an array of numbers; got ['east']",
    ),
    (
        lambda: convert_many([1.0], [True], Datum.GCJ02, Datum.WGS84),
        "latitudes must be an array of numbers; got [True]",
    ),
    (
        lambda: from_projected(easting_m=500_000, northing_m=3_000_000, epsg=4512),
        "epsg must be from 4513 to 4554 (CGCS2000 / 3-degree Gauss-Kruger); got 4512",
    ),
    (
        lambda: from_projected(easting_m=3_000_000, northing_m=500_000, epsg=4549),
        f"easting_m must be from 150000 to 850000 metres here{EXCHANGED}; got 3000000",
    ),
    (
        lambda: from_projected(easting_m=40_500_000, northing_m=-0.5, epsg=4528),
        f"northing_m must be from 0 to 6000000 metres here{EXCHANGED}; got -0.5",
    ),
    (
        lambda: from_projected(easting_m=40_149_999.5, northing_m=0, epsg=4528),
        f"easting_m must be from 40150000 to 40850000 metres here{EXCHANGED}; got 40149999.5",
    ),
    # Fixes
    (lambda: _fix(position=(120.0, 30.0)), "position must be a Position; got (120.0, 30.0)"),
    (lambda: _fix(accuracy_m=0), "accuracy_m must be a number of metres above 0; got 0"),
    (lambda: _fix(accuracy_m=None), "accuracy_m must be a number of metres above 0; got None"),
    (lambda: _fix(confidence=1), "confidence must be above 0 and below 1; got 1"),
    (
        lambda: _fix(captured_at="nine"),
        "captured_at must be a moment with its time zone; got 'nine'",
    ),
    (lambda: _fix(speed_mps=-1), "speed_mps must be a speed of 0 or more, or absent; got -1"),
    (lambda: _many(accuracies_m=[-1.0]), "accuracies_m[0] must be above 0 and below inf; got -1.0"),
    (lambda: _many(confidence=1.0), "confidence[0] must be above 0 and below 1; got 1.0"),
    # Circles and unions
    (
        lambda: Circle(centre="here", radius_m=200),  # type: ignore[arg-type]
        "centre must be a Position; got 'here'",
    ),
    (
        lambda: Circle(centre=a_position(), radius_m=0),
        "radius_m must be above 0 and at most 100000 metres; got 0",
    ),
    (
        lambda: Circle(centre=a_position(), radius_m=100_000.5),
        "radius_m must be above 0 and at most 100000 metres; got 100000.5",
    ),
    (
        lambda: Circle.around(a_fix(), radius_m=0),
        "radius_m must be above 0 and at most 100000 metres; got 0",
    ),
    (lambda: Union([]), "fences must be from 1 to 100 fences; got '0 of them'"),
    (
        lambda: Union([a_circle()] * 101),
        "fences must be from 1 to 100 fences; got '101 of them'",
    ),
    (
        lambda: Union(["everywhere"]),  # type: ignore[list-item]
        "fences must be circles, areas and unions of them; got 'everywhere'",
    ),
    # Areas
    (lambda: Area({}, datum="mars"), f"datum must be {DATUMS}; got 'mars'"),  # type: ignore[arg-type]
    (
        lambda: Area.from_geojson("{", datum=Datum.WGS84),
        "geojson must be valid JSON; got '{'",
    ),
    (
        lambda: Area({"type": "Point"}, datum=Datum.WGS84),
        "polygon must be a GeoJSON Polygon or MultiPolygon, or a Feature of one; got 'Point'",
    ),
    (
        lambda: Area([], datum=Datum.WGS84),
        "polygon must be a GeoJSON Polygon or MultiPolygon, or a Feature of one; got []",
    ),
    (
        lambda: Area({"type": "Polygon", "coordinates": []}, datum=Datum.WGS84),
        "coordinates must be a list of rings of positions, and not empty; got []",
    ),
    (
        lambda: _polygon([[1, 1], [2, 2], [1, 1]]),
        "ring must be at least three corners and the first one again; got [[1, 1], [2, 2], [1, 1]]",
    ),
    (
        lambda: _polygon([[1, 1], [2, 1], [2, 2], [1, 2]]),
        "ring must be closed: its last position repeats its first, (1.0, 1.0); got (1.0, 2.0)",
    ),
    (lambda: _polygon([[1, 1], [2], [2, 2], [1, 1]]), "position must be [longitude, latitude]; got [2]"),
    (
        lambda: _polygon([[1, 1], [2, 91], [2, 2], [1, 1]]),
        f"latitude must be from -90 to 90{SWAPPED}; got 91",
    ),
    (
        lambda: _polygon([[1, 1]] * 10_001),
        "polygon must be of at most 10000 corners; got 'more'",
    ),
    (
        lambda: an_area(a_box(-30_000, -40_000, 30_000, 40_000)),
        "polygon must be at most 50000 m across; got '100263 m'",
    ),
    (
        lambda: an_area(a_ring((0, 0), (100, 100), (100, 0), (0, 100))),
        "polygon must be free of crossings, stray holes and overlaps; got 'Self-intersection",
    ),
    (
        lambda: an_area(a_box(0, 0, 0.5, 0.5)),
        "polygon must be at least 1 m2 large; got '0.25 m2'",
    ),
    # Thresholds
    (
        lambda: LocationRule(inside_at=0.49),
        "inside_at must be from 0.5 to 1; got 0.49",
    ),
    (
        lambda: LocationRule(outside_disc=1.0),
        "outside_disc must be from 0.5 to below 1; got 1.0",
    ),
]


@pytest.mark.parametrize(("make", "says"), REFUSALS, ids=[says[:60] for _, says in REFUSALS])
def test_a_refusal_names_field_allowance_and_value(make: Callable[[], object], says: str) -> None:
    with pytest.raises(ValueError) as refused:  # noqa: PT011 - the words are compared below
        make()
    assert str(refused.value).startswith(says)
    if isinstance(refused.value, InvalidValue):
        field, _, rest = says.partition(" must be ")
        assert (refused.value.field, refused.value.allowed) == (field, rest.rpartition("; got ")[0])


def test_a_zigzag_is_refused_by_its_length() -> None:
    teeth = [(step * 5.0, 20_000.0 * (step % 2)) for step in range(100)]
    with pytest.raises(InvalidValue, match=r"^polygon must be at most 1000000 m around; got '\d+ m'$"):
        an_area(a_ring(*teeth, (0.0, 25_000.0)))


def test_hostile_values_are_quoted_in_part_only() -> None:
    with pytest.raises(InvalidValue) as refused:
        Position(longitude="x" * 10**6, latitude=30, datum=Datum.WGS84)  # type: ignore[arg-type]
    assert len(str(refused.value)) == len("longitude must be a number from -180 to 180; got ") + 100


# What lies exactly on a limit --------------------------------------------------------------------------------------


def test_the_limits_themselves_are_allowed() -> None:
    for longitude, latitude in ((180, 90), (-180, -90)):
        Position(longitude=longitude, latitude=latitude, datum=Datum.WGS84)
    convert_many([180.0, -180.0], [90.0, -90.0], Datum.GCJ02, Datum.WGS84)
    for radius_m in (0.5, 1, 100_000):
        assert Circle(centre=a_position(), radius_m=radius_m).radius_m == radius_m
    assert Circle.around(a_fix(accuracy_m=20), radius_m=0.5).radius_m == 0.5
    assert len(Union([a_circle()]).fences) == 1
    assert len(Union([a_circle()] * 100).fences) == 100
    for accuracy_m in (1e-9, 1e12):
        assert _fix(accuracy_m=accuracy_m).accuracy_m == accuracy_m
    for inside_at in (0.5, 1.0):
        locate(a_fix(), a_circle(), LocationRule(inside_at=inside_at))
    locate(a_fix(), a_circle(), LocationRule(outside_disc=0.5))
    for northing_m in (0, 0.5, 6_000_000):
        from_projected(easting_m=40_500_000, northing_m=northing_m, epsg=4528)
    for easting_m in (150_000, 850_000):
        from_projected(easting_m=easting_m, northing_m=3_000_000, epsg=4549)


def test_an_accuracy_at_the_cap_is_good_enough() -> None:
    assert locate(a_fix(accuracy_m=20), a_circle(), LocationRule(accuracy_cap_m=20)).outcome == "inside"
    place = a_position()
    many = locate_many(
        a_circle(),
        longitudes=np.array([place.longitude] * 2),
        latitudes=np.array([place.latitude] * 2),
        datum=Datum.WGS84,
        accuracies_m=[20, 21],
        confidence=0.95,
        rule=LocationRule(accuracy_cap_m=20),
    )
    assert [outcome.value for outcome in many.outcomes] == ["inside", "edge"]


def test_an_area_knows_its_farthest_corner() -> None:
    area = an_area(a_box(-100, -100, 300, 400))
    assert area.farthest_m(a_position()) == pytest.approx(500, abs=0.01)
    assert area.farthest_m(displaced(a_position(), east_m=300, north_m=400)) == pytest.approx(640.3, abs=0.1)


# Slips people make -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("longitude", "latitude", "is_slip"),
    [
        # The rectangle taken for China, and just beyond each of its sides, with the axes exchanged.
        (3.0, 73.0, True),
        (54.0, 73.0, True),
        (3.5, 73.5, True),
        (54.5, 73.5, False),
        (2.9, 80.0, False),
        (30.0, 72.9, False),
        # Valid both ways round: nobody can tell, so nothing is said.
        (80.0, 75.0, False),
        (75.0, 80.0, False),
        (80.0, 40.0, False),
        # Far from China both ways.
        (10.0, 50.0, False),
    ],
)
def test_exchanged_axes_are_told_where_they_can_be(longitude: float, latitude: float, *, is_slip: bool) -> None:
    expected = Mistake.SWAPPED_AXES if is_slip else None
    assert mistake_in(Position(longitude=longitude, latitude=latitude, datum=Datum.WGS84)) is expected
