"""Projected coordinates of a survey: central meridians, zones, exchanged axes."""

import math
from typing import Any

import pytest
from geographiclib.geodesic import Geodesic
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Transformer

from geo import Datum, InvalidPosition, distance_m, from_projected
from tests.geo.builders import a_position

CGCS2000_ELLIPSOID = Geodesic(6378137, 1 / 298.257222101)


def _north_of_equator_m(longitude: float, latitude: float) -> float:
    return float(CGCS2000_ELLIPSOID.Inverse(0, longitude, latitude, longitude)["s12"])


@pytest.mark.parametrize("latitude", [18.25, 29.9971, 41.8, 53.5])
@pytest.mark.parametrize(
    ("epsg", "false_easting_m", "meridian"),
    [
        (4513, 25_500_000, 75),
        (4528, 40_500_000, 120),
        (4533, 45_500_000, 135),
        (4534, 500_000, 75),
        (4554, 500_000, 135),
    ],
)
def test_on_the_central_meridian_the_northing_is_the_meridian_arc(
    epsg: int, false_easting_m: float, meridian: float, latitude: float
) -> None:
    position = from_projected(easting_m=false_easting_m, northing_m=_north_of_equator_m(meridian, latitude), epsg=epsg)
    assert position.datum is Datum.CGCS2000
    assert distance_m(position, a_position(meridian, latitude, Datum.CGCS2000)) < 1e-4


def test_off_the_meridian_the_first_terms_of_the_series_hold() -> None:
    # Gauss-Krueger: easting = N cos(B) l + N cos(B)^3 (1 - t^2 + e) l^3 / 6, a textbook's first two terms.
    latitude, off = math.radians(30), math.radians(0.5)
    flattening = 1 / 298.257222101
    e2 = flattening * (2 - flattening)
    n = 6378137 / math.sqrt(1 - e2 * math.sin(latitude) ** 2)
    t2, eta2 = math.tan(latitude) ** 2, e2 / (1 - e2) * math.cos(latitude) ** 2
    a = off * math.cos(latitude)
    easting = n * (a + a**3 * (1 - t2 + eta2) / 6)
    northing = _north_of_equator_m(120, 30) + n * math.tan(latitude) * a**2 / 2 * (
        1 + a**2 * (5 - t2 + 9 * eta2 + 4 * eta2**2) / 12
    )
    position = from_projected(easting_m=40_500_000 + easting, northing_m=northing, epsg=4528)
    assert distance_m(position, a_position(120.5, 30.0, Datum.CGCS2000)) < 1e-3


@given(st.integers(0, 20), st.floats(-1.5, 1.5), st.floats(18, 54))
def test_both_ways_of_writing_the_easting_mean_the_same_point(zone: int, off: float, latitude: float) -> None:
    meridian = 75 + 3 * zone
    forward = Transformer.from_crs("EPSG:4490", f"EPSG:{4534 + zone}", always_xy=True)
    easting, northing = forward.transform(meridian + off, latitude)
    plain = from_projected(easting_m=easting, northing_m=northing, epsg=4534 + zone)
    zoned = from_projected(easting_m=easting + (25 + zone) * 1_000_000, northing_m=northing, epsg=4513 + zone)
    assert distance_m(plain, zoned) < 1e-4
    assert distance_m(plain, a_position(meridian + off, latitude)) < 1e-4


@pytest.mark.parametrize("epsg", [4326, 4512, 4555, 0, None, "4528", True])
def test_another_projection_is_refused(epsg: Any) -> None:
    with pytest.raises(InvalidPosition, match="epsg must be from 4513 to 4554"):
        from_projected(easting_m=500_000, northing_m=3_320_000, epsg=epsg)


@pytest.mark.parametrize(
    ("easting_m", "northing_m", "field"),
    [
        (3_320_000, 40_532_000, "easting_m"),  # Exchanged, as X and Y of a Chinese survey invite.
        (532_000, 3_320_000, "easting_m"),  # The zone's number is missing.
        (41_532_000, 3_320_000, "easting_m"),  # The neighbouring zone.
        (40_532_000, -1, "northing_m"),
        (40_532_000, 6_000_001, "northing_m"),
        (math.nan, 3_320_000, "easting_m"),
        (40_532_000, math.inf, "northing_m"),
        ("40532000", 3_320_000, "easting_m"),
        (True, 3_320_000, "easting_m"),
    ],
)
def test_numbers_from_another_zone_or_exchanged_are_refused(easting_m: Any, northing_m: Any, field: str) -> None:
    with pytest.raises(InvalidPosition, match=f"^{field} must be .*exchanged"):
        from_projected(easting_m=easting_m, northing_m=northing_m, epsg=4528)
