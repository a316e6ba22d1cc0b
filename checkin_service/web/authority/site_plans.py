"""Pictures of a training place in metres: its fence, and where its numbers would lie in another datum."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, floor, radians, sin
from typing import Any

from geo import Datum, Position, Underlay, bearing_degrees, distance_m, readings
from geo.datum import to_wgs84
from geo.planar import Plane

MIDDLE_PX = 160
_REACH_PX = 120
_SEEN_PX = 150
_LABEL_ABOVE_PX, _LABEL_BELOW_PX = -11, 20
_COMPASS = ("n", "nne", "ne", "ene", "e", "ese", "se", "sse", "s", "ssw", "sw", "wsw", "w", "wnw", "nw", "nnw")
_SEEN_FROM_M = 1
_ROUND_M = (10, 20, 50, 100, 200, 500, 1000, 2000, 5000)
_BAR_AT_MOST_PX = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """How far a place lies from another, and which way."""

    metres: int
    degrees: int
    compass: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """Where the same numbers lie in another datum, in pixels of a picture of 320."""

    datum: Datum
    way: Way
    x: float
    y: float
    label_y: float
    is_suspected: bool
    people: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DatumPlan:
    """The pins around the place as it is entered; its fence is drawn to the same scale."""

    pins: Sequence[Pin]
    radius_px: float
    bar: dict[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cloud:
    """People's fixes around the place in whole pixels; those beyond the picture are counted only."""

    dots: Sequence[tuple[int, int]]
    people: int
    beyond: int


def cloud_of(site: Position, radius_m: int, fixes: Sequence[Position]) -> Cloud:
    """The dots sorted by where they lie: the order of the fixes would tell of people."""
    placed = [_px(way_to(site, each), _REACH_PX / radius_m) for each in fixes]
    dots = sorted((round(x), round(y)) for x, y in placed if max(abs(x - MIDDLE_PX), abs(y - MIDDLE_PX)) <= _SEEN_PX)
    return Cloud(dots=dots, people=len(fixes), beyond=len(fixes) - len(dots))


def scale_of(radius_m: int) -> dict[str, float]:
    """What the schematic needs: pixels of the radius in a picture of 320, and a round length with its pixels.

    >>> scale_of(200)
    {'radius_px': 120.0, 'bar_m': 100, 'bar_px': 60.0}
    """
    return {"radius_px": float(_REACH_PX), **_bar(_REACH_PX / radius_m)}


def laid(underlay: Underlay, site: Position, radius_m: int) -> dict[str, Any]:
    """A picture of the ground as the schematic of 320 pixels draws it beneath the fence."""
    longitude, latitude = to_wgs84(site)
    plane, px_per_m = Plane(longitude=longitude, latitude=latitude), _REACH_PX / radius_m

    def drawn(position: Position) -> tuple[float, float]:
        east, north = plane.project_one(*to_wgs84(position))
        return MIDDLE_PX + east * px_per_m, MIDDLE_PX - north * px_per_m

    matrix = " ".join(f"{each:.6g}" for each in underlay.matrix(drawn))
    return {"href": underlay.href, "width": underlay.width_px, "height": underlay.height_px, "matrix": matrix}


def _bar(px_per_m: float) -> dict[str, float]:
    bar_m = max((each for each in _ROUND_M if each * px_per_m <= _BAR_AT_MOST_PX), default=_ROUND_M[0])
    return {"bar_m": bar_m, "bar_px": floor(bar_m * px_per_m * 10) / 10}


def compass_of(degrees: float) -> str:
    """The nearest of sixteen directions.

    >>> [compass_of(each) for each in (0, 11, 12, 180, 249, 350)]
    ['n', 'n', 'nne', 's', 'wsw', 'n']
    """
    return _COMPASS[round(degrees * len(_COMPASS) / 360) % len(_COMPASS)]


def way_to(start: Position, end: Position) -> Way:
    degrees = bearing_degrees(start, end)
    return Way(metres=round(distance_m(start, end)), degrees=round(degrees) % 360, compass=compass_of(degrees))


def datum_plan(site: Position, radius_m: int, *, suspected: dict[Datum, int]) -> DatumPlan | None:
    """None where no other datum moves the place: outside the region in which maps are shifted.

    `suspected` are the datums in which people's fixes say that the numbers are, with how many people.
    """
    ways = [(each.datum, way_to(site, each)) for each in readings(site)]
    ways = [(datum, way) for datum, way in ways if way.metres >= _SEEN_FROM_M]
    if not ways:
        return None
    px_per_m = _REACH_PX / max(radius_m, *(way.metres for _, way in ways))
    pins = [_pin(datum, way, px_per_m, people=suspected.get(datum, 0)) for datum, way in ways]
    return DatumPlan(pins=pins, radius_px=round(radius_m * px_per_m, 1), bar=_bar(px_per_m))


def _pin(datum: Datum, way: Way, px_per_m: float, *, people: int) -> Pin:
    x, y = _px(way, px_per_m)
    # Away from the middle, so that a pin's word and the middle's own do not meet.
    label_y = y + (_LABEL_BELOW_PX if y > MIDDLE_PX else _LABEL_ABOVE_PX)
    return Pin(datum=datum, way=way, x=x, y=y, label_y=label_y, is_suspected=people > 0, people=people)


def _px(way: Way, px_per_m: float) -> tuple[float, float]:
    length, turned = way.metres * px_per_m, radians(way.degrees)
    return round(MIDDLE_PX + length * sin(turned), 1), round(MIDDLE_PX - length * cos(turned), 1)
