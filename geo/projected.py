"""Gauss-Krueger coordinates: CGCS2000 3-degree eastings and northings, as surveyors give them, to degrees."""

from functools import lru_cache
from typing import Final

from pyproj import CRS, Transformer

from geo.coordinates import Datum, InvalidPosition, Position

_CGCS2000_DEGREES: Final = "EPSG:4490"
_ZONES: Final = range(4513, 4534)  # 25 to 45, the zone's number in front of the easting.
_CENTRAL_MERIDIANS: Final = range(4534, 4555)  # 75 E to 135 E, the easting without it.
_FROM_MERIDIAN_AT_MOST_M: Final = 350_000.0
_NORTHING_AT_MOST_M: Final = 6_000_000.0


def from_projected(*, easting_m: float, northing_m: float, epsg: int) -> Position:
    """The position of a surveyed point, in CGCS2000; easting and northing in metres.

    `epsg` is 4513 to 4533 (zone 25 to 45, eastings such as 40 532 000) or 4534 to 4554 (central meridian 75 E to
    135 E, eastings such as 532 000), as the EPSG registry lists CGCS2000 / 3-degree Gauss-Kruger. Chinese surveying
    calls the northing X and the easting Y.

    Raises `InvalidPosition` for another code, an easting more than 350 km from the zone's meridian, or a northing
    outside 0 to 6 000 km: exchanged axes lie out of range.

    >>> round(from_projected(easting_m=40_500_000, northing_m=3_320_000, epsg=4528).longitude, 9)
    120.0
    """
    if isinstance(epsg, bool) or (epsg not in _ZONES and epsg not in _CENTRAL_MERIDIANS):
        raise InvalidPosition("epsg", epsg, "from 4513 to 4554 (CGCS2000 / 3-degree Gauss-Kruger)")
    false_easting_m = _false_easting_m(epsg)
    west_m, east_m = false_easting_m - _FROM_MERIDIAN_AT_MOST_M, false_easting_m + _FROM_MERIDIAN_AT_MOST_M
    _check("easting_m", easting_m, west_m, east_m)
    _check("northing_m", northing_m, 0.0, _NORTHING_AT_MOST_M)
    longitude, latitude = _transformer(epsg).transform(easting_m, northing_m)
    return Position(longitude=longitude, latitude=latitude, datum=Datum.CGCS2000)


def _check(field: str, value: float, least: float, most: float) -> None:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not (is_number and least <= value <= most):
        hint = " (are easting Y and northing X exchanged, or is it another zone?)"
        raise InvalidPosition(field, value, f"from {least:.0f} to {most:.0f} metres here{hint}")


def _false_easting_m(epsg: int) -> float:
    return 25_500_000.0 + 1_000_000.0 * (epsg - _ZONES[0]) if epsg in _ZONES else 500_000.0


@lru_cache(maxsize=len(_ZONES) + len(_CENTRAL_MERIDIANS))
def _transformer(epsg: int) -> Transformer:
    # EPSG lists the northing first; always_xy puts the easting first, as everywhere in this library.
    return Transformer.from_crs(CRS.from_epsg(epsg), CRS.from_user_input(_CGCS2000_DEGREES), always_xy=True)
