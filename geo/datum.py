"""Conversion between WGS-84, CGCS2000, GCJ-02 and BD-09, exact to a micrometre in both directions.

**GCJ-02** and **BD-09** are official or commercial secrets; what everybody uses are the formulas published in 2010
and 2013, found alike in independent implementations (github.com/hujiulong/gcoord, wandergis/coordtransform,
googollee/eviltransform, Artoria2e5/PRCoords). Against the map makers' own services they are good to about a metre.
The inverse has no closed form; it is solved by iterating the forward formula, so that a round trip returns to
within 1e-6 m anywhere in mainland China, where peers subtract the offset once and err by metres.

**Where the shift applies.** The formulas come with a rectangle, 72.004-137.8347 E and 0.8293-55.8271 N; outside it
GCJ-02 and BD-09 equal WGS-84. The rectangle is much larger than China: neighbouring countries and Hong Kong, Macao
and Taiwan lie inside it and are shifted too, although maps of those places are commonly published unshifted. Enter
sites there in WGS-84. Along the rectangle's own edge (far from mainland China) the shift stops abruptly, so that in
a strip some hundred metres wide a GCJ-02 position may have two origins; the one inside the rectangle is taken.

**CGCS2000** and WGS-84 are equal within their definitions: the ellipsoids share their axis and differ in flattening
by 0.1 mm on the ground; the frames differ by plate motion since epoch 2000.0, some decimetres in China, far below
any phone's accuracy. They are the same numbers here.
"""

import math
from collections.abc import Callable
from types import ModuleType
from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geo.coordinates import Datum, InvalidPosition, Position

Floats = NDArray[np.float64]
Pair = tuple[float, float]

_SEMI_MAJOR_AXIS_M: Final = 6378245.0  # Krasovsky 1940, as published with the formulas.
_ECCENTRICITY_SQUARED: Final = 0.00669342162296594323
_WEST, _EAST, _SOUTH, _NORTH = 72.004, 137.8347, 0.8293, 55.8271
_PI: Final = math.pi
_RADIANS: Final = math.pi / 180
_BAIDU_FACTOR: Final = math.pi * 3000 / 180
_BAIDU_EAST, _BAIDU_NORTH = 0.0065, 0.006
_SHIFT_AT_MOST_DEGREES: Final = 0.05  # In the whole rectangle it stays below 0.0174.

# A residual of 1e-12 degrees is 0.1 micrometres. Each round shrinks it fiftyfold or better, save within micrometres
# of the meridian 105 E, where the published square root has no derivative; the bound keeps a surprise from looping.
_CONVERGED_DEGREES: Final = 1e-12
_ROUNDS_AT_MOST: Final = 40


def convert(position: Position, to: Datum) -> Position:
    """The same place in another datum, in degrees; a round trip returns within 1e-6 m in mainland China.

    Outside the published rectangle (see above) the numbers stay as they are.

    >>> site = Position(longitude=116.404, latitude=39.915, datum=Datum.WGS84)
    >>> round(convert(site, Datum.GCJ02).longitude, 8)
    116.4102445
    """
    if position.datum is to:
        return position
    longitude, latitude = _from_wgs84(*to_wgs84(position), to)
    return Position(longitude=longitude, latitude=latitude, datum=to)


def to_wgs84(position: Position) -> Pair:
    """Longitude and latitude of a position in degrees of WGS-84, without the cost of another `Position`."""
    longitude, latitude, datum = position.longitude, position.latitude, position.datum
    if datum is Datum.WGS84 or datum is Datum.CGCS2000:
        return longitude, latitude
    if _in_rectangle(longitude, latitude, beyond=_SHIFT_AT_MOST_DEGREES):
        origin = _origin(longitude, latitude, datum)
        if _in_rectangle(*origin):
            return origin
    return longitude, latitude


def convert_many(longitudes: ArrayLike, latitudes: ArrayLike, from_: Datum, to: Datum) -> tuple[Floats, Floats]:
    """`convert` over arrays of degrees that broadcast to one shape; both answers are float64 of that shape.

    Raises `InvalidPosition` that names the index of the first unusable element (`longitudes[3]`).
    """
    lon, lat = checked_arrays(longitudes, latitudes)
    return (lon, lat) if from_ is to else _many_from_wgs84(*_many_to_wgs84(lon, lat, from_), to)


def many_to_wgs84(longitudes: ArrayLike, latitudes: ArrayLike, datum: Datum) -> tuple[Floats, Floats]:
    """`to_wgs84` over arrays of degrees, with the shapes and errors of `convert_many`."""
    return _many_to_wgs84(*checked_arrays(longitudes, latitudes), datum)


def checked_arrays(longitudes: ArrayLike, latitudes: ArrayLike) -> tuple[Floats, Floats]:
    """Both arrays as float64 of one shape, every element finite and within its range of degrees.

    Raises `InvalidPosition` for text, booleans, NaN and what lies out of range, naming the index; numpy's ValueError
    when the shapes do not broadcast.
    """
    lon, lat = np.broadcast_arrays(_floats("longitudes", longitudes), _floats("latitudes", latitudes))
    for field, values, limit in (("longitudes", lon, 180), ("latitudes", lat, 90)):
        bad = np.flatnonzero(~(np.abs(values) <= limit))
        if bad.size:
            first = int(bad[0])
            raise InvalidPosition(f"{field}[{first}]", float(values.flat[first]), f"from -{limit} to {limit}")
    return lon, lat


def _floats(field: str, values: ArrayLike) -> Floats:
    array = np.asarray(values)
    if array.dtype.kind not in "fiu":  # Text and booleans convert silently otherwise.
        raise InvalidPosition(field, values, "an array of numbers")
    return array.astype(np.float64)


def _from_wgs84(longitude: float, latitude: float, to: Datum) -> Pair:
    if to is Datum.WGS84 or to is Datum.CGCS2000 or not _in_rectangle(longitude, latitude):
        return longitude, latitude
    return _shifted(longitude, latitude, to, math)


def _many_from_wgs84(lon: Floats, lat: Floats, to: Datum) -> tuple[Floats, Floats]:
    if to is Datum.WGS84 or to is Datum.CGCS2000:
        return lon, lat
    return _replaced(lon, lat, _in_rectangle_many(lon, lat), lambda x, y: _shifted(x, y, to, np))


def _many_to_wgs84(lon: Floats, lat: Floats, datum: Datum) -> tuple[Floats, Floats]:
    if datum is Datum.WGS84 or datum is Datum.CGCS2000:
        return lon, lat
    near = _in_rectangle_many(lon, lat, beyond=_SHIFT_AT_MOST_DEGREES)
    origin_lon, origin_lat = _replaced(lon, lat, near, lambda x, y: _origins(x, y, datum))
    inside = near & _in_rectangle_many(origin_lon, origin_lat)
    return np.where(inside, origin_lon, lon), np.where(inside, origin_lat, lat)


def _replaced(
    lon: Floats, lat: Floats, chosen: NDArray[np.bool_], change: Callable[[Floats, Floats], tuple[Floats, Floats]]
) -> tuple[Floats, Floats]:
    """Copies in which the chosen points are changed; the formulas diverge far from where they belong."""
    new_lon, new_lat = lon.copy(), lat.copy()
    new_lon[chosen], new_lat[chosen] = change(lon[chosen], lat[chosen])
    return new_lon, new_lat


def _origins(lon: Floats, lat: Floats, datum: Datum) -> tuple[Floats, Floats]:
    origin_lon, origin_lat = lon, lat
    for _ in range(_ROUNDS_AT_MOST):  # pragma: no branch: it converges long before
        image_lon, image_lat = _shifted(origin_lon, origin_lat, datum, np)
        off_lon, off_lat = lon - image_lon, lat - image_lat
        origin_lon, origin_lat = origin_lon + off_lon, origin_lat + off_lat
        if not ((np.abs(off_lon) >= _CONVERGED_DEGREES) | (np.abs(off_lat) >= _CONVERGED_DEGREES)).any():
            break
    return origin_lon, origin_lat


def _origin(longitude: float, latitude: float, datum: Datum) -> Pair:
    """The point the formulas shift to the given one: add what is missing until nothing is."""
    origin_lon, origin_lat = longitude, latitude
    for _ in range(_ROUNDS_AT_MOST):  # pragma: no branch: it converges long before
        image_lon, image_lat = _shifted(origin_lon, origin_lat, datum, math)
        off_lon, off_lat = longitude - image_lon, latitude - image_lat
        origin_lon += off_lon
        origin_lat += off_lat
        if abs(off_lon) < _CONVERGED_DEGREES and abs(off_lat) < _CONVERGED_DEGREES:
            break
    return origin_lon, origin_lat


def _shifted(longitude: Any, latitude: Any, to: Datum, xp: ModuleType) -> tuple[Any, Any]:
    """The forward formulas; `xp` is `math` for numbers and `numpy` for arrays, so that they stand here once."""
    longitude, latitude = _gcj02(longitude, latitude, xp)
    return _bd09(longitude, latitude, xp) if to is Datum.BD09 else (longitude, latitude)


def _gcj02(longitude: Any, latitude: Any, xp: ModuleType) -> tuple[Any, Any]:
    sin, sqrt = xp.sin, xp.sqrt
    x, y = longitude - 105, latitude - 35
    root, x_pi, y_pi = sqrt(abs(x)), x * _PI, y * _PI
    waves = 20 * sin(6 * x_pi) + 20 * sin(2 * x_pi)
    north_waves = 20 * sin(y_pi) + 40 * sin(y_pi / 3) + 160 * sin(y_pi / 12) + 320 * sin(y_pi / 30)
    east_waves = 20 * sin(x_pi) + 40 * sin(x_pi / 3) + 150 * sin(x_pi / 12) + 300 * sin(x_pi / 30)
    north_m = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + (waves + north_waves) * 2 / 3
    east_m = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + (waves + east_waves) * 2 / 3
    sine = sin(latitude * _RADIANS)
    curvature = 1 - _ECCENTRICITY_SQUARED * sine * sine
    prime_vertical_m = _SEMI_MAJOR_AXIS_M / sqrt(curvature)
    meridian_m = prime_vertical_m * (1 - _ECCENTRICITY_SQUARED) / curvature
    parallel_m = prime_vertical_m * xp.cos(latitude * _RADIANS)
    return longitude + east_m / (parallel_m * _RADIANS), latitude + north_m / (meridian_m * _RADIANS)


def _bd09(longitude: Any, latitude: Any, xp: ModuleType) -> tuple[Any, Any]:
    # math.atan2 is numpy.arctan2; the angle's small change is all that is needed, so neither is: the published
    # radius and angle (r + dr, t + dt) are the given point turned by dt and stretched by (r + dr) / r.
    radius = xp.sqrt(longitude * longitude + latitude * latitude)
    stretch = 1 + 0.00002 * xp.sin(latitude * _BAIDU_FACTOR) / radius
    turn = 0.000003 * xp.cos(longitude * _BAIDU_FACTOR)
    cos, sin = xp.cos(turn) * stretch, xp.sin(turn) * stretch
    return longitude * cos - latitude * sin + _BAIDU_EAST, longitude * sin + latitude * cos + _BAIDU_NORTH


def _in_rectangle(longitude: float, latitude: float, *, beyond: float = 0.0) -> bool:
    return _WEST - beyond <= longitude <= _EAST + beyond and _SOUTH - beyond <= latitude <= _NORTH + beyond


def _in_rectangle_many(lon: Floats, lat: Floats, *, beyond: float = 0.0) -> NDArray[np.bool_]:
    from_west_to_east = (lon >= _WEST - beyond) & (lon <= _EAST + beyond)
    return from_west_to_east & (lat >= _SOUTH - beyond) & (lat <= _NORTH + beyond)
