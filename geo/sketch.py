"""A fence as a phone draws it: its middle in WGS-84 degrees, and its outlines in metres around that middle."""

from dataclasses import dataclass

import shapely

from geo.area import Area
from geo.fence import Circle
from geo.outline import middle, outline
from geo.union import Union

Ring = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Sketch:
    """`radius_m` is of the circle around the middle, `None` where there is none; rings are (east, north) in metres."""

    longitude: float
    latitude: float
    radius_m: float | None
    rings_m: tuple[Ring, ...]


def sketch_of(fence: Circle | Area | Union) -> Sketch:
    """The fence in the plane of its first part, WGS-84 degrees and metres to the decimetre.

    >>> from geo.coordinates import Datum, Position
    >>> here = Position(longitude=120.58, latitude=30.0, datum=Datum.WGS84)
    >>> sketch_of(Circle(centre=here, radius_m=200))
    Sketch(longitude=120.58, latitude=30.0, radius_m=200, rings_m=())
    """
    parts = fence.fences if isinstance(fence, Union) else (fence,)
    first, plane = parts[0], middle(parts[0])
    drawn = parts[1:] if isinstance(first, Circle) else parts
    return Sketch(
        longitude=plane.longitude,
        latitude=plane.latitude,
        radius_m=first.radius_m if isinstance(first, Circle) else None,
        rings_m=tuple(ring for part in drawn for ring in _rings(shapely.get_rings(outline(part, plane)))),
    )


def _rings(rings: object) -> list[Ring]:
    corners = [shapely.get_coordinates(ring)[:-1].tolist() for ring in rings]  # type: ignore[attr-defined]
    return [tuple((round(east, 1), round(north, 1)) for east, north in ring) for ring in corners]
