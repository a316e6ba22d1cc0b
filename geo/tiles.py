"""Map tiles in the Web Mercator scheme: which of them lie around a place, and where each belongs in a drawing.

The scheme is that of OGC's `WebMercatorQuad` (Two Dimensional Tile Matrix Set, 17-083r4, annex D.1): a square world cut
into 2^zoom by 2^zoom tiles of 256 pixels, counted from the upper left. Latitude and longitude go in as they are, in
whatever datum the map's maker uses; Baidu's own scheme is another one and not this.
"""

from collections.abc import Iterator
from math import asinh, atan, cos, degrees, floor, log2, pi, radians, sinh, tan
from typing import Final, NamedTuple

from geo.coordinates import Datum, Position
from geo.datum import convert
from geo.geodesic import displaced
from geo.underlay import Pinned, Underlay

TILE_PX: Final = 256
_EQUATOR_M: Final = 2 * pi * 6_378_137.0


class Tile(NamedTuple):
    """A square of the map: its zoom, and its column and row from the upper left."""

    zoom: int
    x: int
    y: int

    def underlay(self, href: str, datum: Datum) -> Underlay:
        """The tile as a picture that is laid under a drawing; its corners lie where the map's datum puts them."""
        return Underlay(
            href=href,
            width_px=TILE_PX,
            height_px=TILE_PX,
            first=Pinned(right=0, down=0, position=_corner(self.zoom, self.x, self.y, datum)),
            second=Pinned(right=1, down=1, position=_corner(self.zoom, self.x + 1, self.y + 1, datum)),
        )


def tiles_around(place: Position, *, reach_m: float, zoom: int, datum: Datum) -> list[Tile]:
    """The tiles that cover `reach_m` metres around a place in all four directions, row by row.

    >>> place = Position(longitude=120.58, latitude=30.0, datum=Datum.WGS84)
    >>> tiles_around(place, reach_m=50, zoom=16, datum=Datum.WGS84)
    [Tile(zoom=16, x=54718, y=27038), Tile(zoom=16, x=54719, y=27038)]
    """
    west, north = _cell(convert(displaced(place, east_m=-reach_m, north_m=reach_m), datum), zoom)
    east, south = _cell(convert(displaced(place, east_m=reach_m, north_m=-reach_m), datum), zoom)
    return list(_between(zoom, west, north, east, south))


def zoom_at(latitude: float, metres_per_pixel: float) -> int:
    """The coarsest zoom at which a tile's pixel is no longer than that.

    >>> [zoom_at(30.0, each) for each in (0.5, 1.0, 2.0)]
    [19, 18, 17]
    """
    return -floor(-log2(_EQUATOR_M * cos(radians(latitude)) / TILE_PX / metres_per_pixel))


def _between(zoom: int, west: int, north: int, east: int, south: int) -> Iterator[Tile]:
    for y in range(north, south + 1):
        for x in range(west, east + 1):
            yield Tile(zoom, x, y)


def _cell(place: Position, zoom: int) -> tuple[int, int]:
    world = 2**zoom
    right = (place.longitude + 180) / 360
    down = (1 - asinh(tan(radians(place.latitude))) / pi) / 2
    return floor(right * world), floor(down * world)


def _corner(zoom: int, x: int, y: int, datum: Datum) -> Position:
    world = 2**zoom
    latitude = degrees(atan(sinh(pi * (1 - 2 * y / world))))
    return Position(longitude=x / world * 360 - 180, latitude=latitude, datum=datum)
