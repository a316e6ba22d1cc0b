"""A position on the Earth: longitude, latitude and the datum they are meant in, or it does not exist."""

import reprlib
from dataclasses import dataclass
from enum import StrEnum


class Datum(StrEnum):
    """The frame a pair of coordinates is meant in; the same numbers lie up to 1.2 km apart in two of them."""

    WGS84 = "wgs84"
    """GPS, the W3C Geolocation API, Android's and iOS's own location services."""

    CGCS2000 = "cgcs2000"
    """China Geodetic Coordinate System 2000: surveyors, cadastre, Tianditu."""

    GCJ02 = "gcj02"
    """The shifted frame of Gaode (Amap), Tencent and WeChat maps."""

    BD09 = "bd09"
    """GCJ-02 shifted once more, by Baidu."""


class InvalidValue(ValueError):
    """A value that cannot be what its field says.

    `field` names it, `value` is what was given and may be anything, `allowed` says in words what would do. The message
    holds at most a short excerpt of the value.
    """

    def __init__(self, field: str, value: object, allowed: str) -> None:
        super().__init__(f"{field} must be {allowed}; got {_shortened(value)}")
        self.field = field
        self.value = value
        self.allowed = allowed


class InvalidPosition(InvalidValue):
    """Longitude, latitude or datum cannot be used."""


class Mistake(StrEnum):
    """What people and programs do to positions that are valid numbers all the same."""

    NULL_ISLAND = "null_island"
    """(0, 0): a variable that was never filled, not a place in the Gulf of Guinea."""

    SWAPPED_AXES = "swapped_axes"
    """Latitude given as longitude: the two exchanged lie in China, as they stand they do not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """A point in degrees. Longitude first, always by keyword, never without its datum.

    `longitude` lies from -180 to 180 (east is positive), `latitude` from -90 to 90 (north is positive). Raises
    `InvalidPosition` for anything else: text, booleans, NaN, or a datum that is no `Datum`.

    >>> Position(longitude=120.5821, latitude=29.9971, datum=Datum.WGS84).latitude
    29.9971
    """

    longitude: float
    latitude: float
    datum: Datum

    def __post_init__(self) -> None:
        object.__setattr__(self, "longitude", _degrees("longitude", self.longitude, limit=180))
        object.__setattr__(self, "latitude", _degrees("latitude", self.latitude, limit=90))
        if not isinstance(self.datum, Datum):
            raise InvalidPosition("datum", self.datum, f"one of {', '.join(Datum.__members__)}")


def mistake_in(position: Position) -> Mistake | None:
    """The well-known slip behind a valid position, or None; a caller's edge refuses the position with this reason.

    Exchanged axes mostly give a latitude beyond 90 degrees, which no `Position` accepts; this finds the rest, in the
    far west, where longitudes lie below 90. China counts as 73-136 E and 3-54 N, its outermost points rounded outwards.

    >>> mistake_in(Position(longitude=0.0, latitude=0.0, datum=Datum.WGS84))
    <Mistake.NULL_ISLAND: 'null_island'>
    """
    if position.longitude == 0 and position.latitude == 0:
        return Mistake.NULL_ISLAND
    if _in_china(position.latitude, position.longitude) and not _in_china(position.longitude, position.latitude):
        return Mistake.SWAPPED_AXES
    return None


def _degrees(field: str, value: object, *, limit: int) -> float:
    # bool is an int to Python; a NaN fails every comparison, so it fails this one too.
    if type(value) is not float and (isinstance(value, bool) or not isinstance(value, int | float)):
        raise InvalidPosition(field, value, f"a number from -{limit} to {limit}")
    if not -limit <= value <= limit:
        raise InvalidPosition(field, value, f"from -{limit} to {limit}{_swap_hint(field, value)}")
    return float(value) + 0.0  # Adding zero turns -0.0 into 0.0, so that equal places compare and print equal.


def _swap_hint(field: str, value: float) -> str:
    looks_like_longitude = field == "latitude" and 90 < value <= 180  # noqa: PLR2004
    return " (are longitude and latitude exchanged?)" if looks_like_longitude else ""


def _in_china(longitude: float, latitude: float) -> bool:
    return 73 <= longitude <= 136 and 3 <= latitude <= 54  # noqa: PLR2004


def _shortened(value: object) -> str:
    # Hostile values are long and deep; this looks at a few elements only.
    excerpt = reprlib.Repr()
    excerpt.maxstring = 100
    try:
        return excerpt.repr(value)
    except ValueError:  # An integer of more digits than Python prints.
        return f"a huge {type(value).__name__}"
