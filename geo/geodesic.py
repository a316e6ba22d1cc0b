"""Distances on the WGS-84 ellipsoid, by Karney's geodesics (pyproj, PROJ): exact to nanometres, not a sphere's."""

from typing import Final

import numpy as np
from numpy.typing import ArrayLike
from pyproj import Geod

from geo.coordinates import Datum, Position
from geo.datum import Floats, convert, many_to_wgs84, to_wgs84

WGS84_ELLIPSOID: Final = Geod(ellps="WGS84")
"""Semi-major axis 6 378 137 m, flattening 1 / 298.257223563 (NIMA TR8350.2); it serves CGCS2000 too."""


def distance_m(a: Position, b: Position) -> float:
    """Metres along the shortest way on the ellipsoid; both positions are brought to WGS-84 first.

    C. F. F. Karney, Algorithms for geodesics, J. Geodesy 87 (2013), doi:10.1007/s00190-012-0578-z.

    >>> a = Position(longitude=120.0, latitude=30.0, datum=Datum.WGS84)
    >>> b = Position(longitude=120.0, latitude=30.01, datum=Datum.WGS84)
    >>> round(distance_m(a, b), 3)
    1108.525
    """
    return float(WGS84_ELLIPSOID.inv(*to_wgs84(a), *to_wgs84(b))[2])


def bearing_degrees(a: Position, b: Position) -> float:
    """The direction in which the shortest way from a to b sets out, clockwise from north, from 0 to below 360 degrees.

    >>> a = Position(longitude=120.0, latitude=30.0, datum=Datum.WGS84)
    >>> b = Position(longitude=119.99, latitude=30.0, datum=Datum.WGS84)
    >>> round(bearing_degrees(a, b), 1)
    270.0
    """
    return float(WGS84_ELLIPSOID.inv(*to_wgs84(a), *to_wgs84(b))[0]) % 360


def distances_m(origin: Position, longitudes: ArrayLike, latitudes: ArrayLike, datum: Datum) -> Floats:
    """`distance_m` from one position to many: arrays of degrees in one datum, float64 metres of their common shape.

    Raises `InvalidPosition` as `convert_many` does.
    """
    lon, lat = many_to_wgs84(longitudes, latitudes, datum)
    from_lon, from_lat = to_wgs84(origin)
    return np.asarray(WGS84_ELLIPSOID.inv(np.full_like(lon, from_lon), np.full_like(lat, from_lat), lon, lat)[2])


def displaced(position: Position, *, east_m: float, north_m: float) -> Position:
    """The position so many metres east and north of this one, along one geodesic, in the same datum."""
    azimuth = float(np.degrees(np.arctan2(east_m, north_m)))
    lon, lat, _ = WGS84_ELLIPSOID.fwd(*to_wgs84(position), azimuth, float(np.hypot(east_m, north_m)))
    return convert(Position(longitude=lon, latitude=lat, datum=Datum.WGS84), position.datum)
