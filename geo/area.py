"""A fence of any outline, checked before it can exist, with GeoJSON in and out."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Self, TypeGuard

import numpy as np
import shapely
from shapely.geometry import MultiPolygon, Polygon

from geo.coordinates import Datum, InvalidPosition, Position
from geo.datum import Floats, many_to_wgs84
from geo.fence import InvalidFence, Reading, Readings
from geo.geodesic import distances_m
from geo.planar import Plane, Shape

_VERTICES_AT_MOST: Final = 10_000
_ACROSS_AT_MOST_M: Final = 50_000.0
_AROUND_AT_MOST_M: Final = 1_000_000.0
_AREA_AT_LEAST_M2: Final = 1.0
_RING_AT_LEAST: Final = 4  # Three corners and the first again.

# A straight line on a shifted map is bent on the ground, by metres in a kilometre; in pieces of 100 m, by about 1 cm.
_SHIFTED_PIECE_DEGREES: Final = 0.001


@dataclass(frozen=True, slots=True)
class Area:
    """Everything within a polygon with holes, or within several; edges are straight on the ground.

    `polygon` is a GeoJSON geometry or feature, or a Shapely polygon, in degrees of `datum`, longitude first. GeoJSON
    itself means WGS-84 (RFC 7946, section 4); maps drawn on Gaode or Baidu do not, so the datum is always asked for.
    The order of the corners is free.

    Raises `InvalidFence` with the reason for open or self-crossing rings, holes outside their polygon, overlapping
    parts, fewer than three corners, more than 10 000, less than 1 m2, more than 50 km across or 1 000 km around.
    """

    polygon: Polygon | MultiPolygon
    datum: Datum = field(kw_only=True)
    _shape: Shape = field(init=False, repr=False, compare=False)

    def __init__(self, polygon: Polygon | MultiPolygon | Mapping[str, Any], *, datum: Datum) -> None:
        if not isinstance(datum, Datum):
            raise InvalidFence("datum", datum, f"one of {', '.join(Datum.__members__)}")
        parts = _parts(polygon)
        if sum(len(ring) for part in parts for ring in part) > _VERTICES_AT_MOST:
            raise InvalidFence("polygon", "more", f"of at most {_VERTICES_AT_MOST} corners")
        checked = [[_ring(ring) for ring in part] for part in parts]
        drawn = shapely.normalize(MultiPolygon([(part[0], part[1:]) for part in checked]))
        object.__setattr__(self, "polygon", drawn.geoms[0] if len(drawn.geoms) == 1 else drawn)
        object.__setattr__(self, "datum", datum)
        object.__setattr__(self, "_shape", _shape(self.polygon, datum))

    @classmethod
    def from_geojson(cls, geojson: str | bytes | Mapping[str, Any], *, datum: Datum) -> Self:
        """An area from GeoJSON text or its parsed form: Polygon, MultiPolygon, or a Feature holding one.

        Raises `InvalidFence` for text that is no JSON, another type of geometry, or an outline `Area` refuses.
        """
        if isinstance(geojson, str | bytes):
            try:
                geojson = json.loads(geojson)
            except (ValueError, RecursionError) as error:
                raise InvalidFence("geojson", geojson, "valid JSON") from error
        return cls(geojson, datum=datum)

    def geojson(self) -> dict[str, Any]:
        """The geometry as GeoJSON, in degrees of its own datum, outer rings anticlockwise as RFC 7946 (3.1.6) asks.

        A change of order is all that differs from what was given: `Area(area.geojson(), datum=area.datum) == area`.
        """
        drawn = shapely.orient_polygons(self.polygon)
        parts = [
            [shapely.get_coordinates(ring).tolist() for ring in (part.exterior, *part.interiors)]
            for part in shapely.get_parts(drawn)
        ]
        if len(parts) == 1:
            return {"type": "Polygon", "coordinates": parts[0]}
        return {"type": "MultiPolygon", "coordinates": parts}

    def farthest_m(self, origin: Position) -> float:
        """Metres on the ellipsoid from a position, in any datum, to the area's farthest corner."""
        corners = shapely.get_coordinates(self.polygon)
        return float(distances_m(origin, corners[:, 0], corners[:, 1], self.datum).max())

    @property
    def shape(self) -> Shape:
        """The polygon in metres around its middle; edges drawn on a shifted map are cut into pieces of about 100 m."""
        return self._shape

    def read(self, longitude: float, latitude: float, sigma_m: float) -> Reading:
        """One fix at WGS-84 degrees: metres to the nearest edge (0 inside), margin in metres, mass of the error within.

        `sigma_m` is the standard deviation of the fix along one axis, in metres, above 0.
        """
        return self._shape.read(longitude, latitude, sigma_m)

    def read_many(self, longitudes: Floats, latitudes: Floats, sigmas_m: Floats) -> Readings:
        """`read` for arrays of one shape (n,): WGS-84 degrees, sigmas in metres; each answer has that shape."""
        return self._shape.read_many(longitudes, latitudes, sigmas_m)


def _parts(polygon: object) -> Sequence[Sequence[Sequence[Any]]]:
    """Parts, their rings, their corners; whatever the polygon was given as."""
    if isinstance(polygon, Polygon | MultiPolygon):
        polygon = shapely.geometry.mapping(polygon)
    if isinstance(polygon, Mapping) and polygon.get("type") == "Feature":
        polygon = polygon.get("geometry")
    kind = polygon.get("type") if isinstance(polygon, Mapping) else None
    if not isinstance(polygon, Mapping) or kind not in ("Polygon", "MultiPolygon"):
        raise InvalidFence("polygon", kind or polygon, "a GeoJSON Polygon or MultiPolygon, or a Feature of one")
    coordinates = polygon.get("coordinates")
    parts: object = coordinates if kind == "MultiPolygon" else [coordinates]
    if _is_list(parts) and parts and all(_is_list(part) and part and all(map(_is_list, part)) for part in parts):
        return parts
    raise InvalidFence("coordinates", coordinates, "a list of rings of positions, and not empty")


def _ring(corners: Sequence[Any]) -> list[tuple[float, float]]:
    ring = [_corner(corner) for corner in corners]
    if len(ring) < _RING_AT_LEAST:
        raise InvalidFence("ring", corners, "at least three corners and the first one again")
    if ring[0] != ring[-1]:
        raise InvalidFence("ring", ring[-1], f"closed: its last position repeats its first, {ring[0]}")
    return ring


def _corner(corner: object) -> tuple[float, float]:
    if not _is_list(corner) or len(corner) not in (2, 3):  # GeoJSON allows a height, which a fence does not have.
        raise InvalidFence("position", corner, "[longitude, latitude]")
    try:
        position = Position(longitude=corner[0], latitude=corner[1], datum=Datum.WGS84)
    except InvalidPosition as error:
        raise InvalidFence(error.field, error.value, error.allowed) from error
    return position.longitude, position.latitude


def _is_list(value: object) -> TypeGuard[Sequence[Any]]:
    return isinstance(value, list | tuple)


def _shape(polygon: Polygon | MultiPolygon, datum: Datum) -> Shape:
    first = shapely.get_coordinates(polygon)[:1]
    lon, lat = many_to_wgs84(first[:, 0], first[:, 1], datum)
    corner = Plane(longitude=lon[0].item(), latitude=lat[0].item())
    outline = _projected(polygon, corner, datum)
    _check(outline)
    middle_lon, middle_lat = corner.unproject(outline.centroid.x, outline.centroid.y)
    plane = Plane(longitude=middle_lon, latitude=middle_lat)
    if datum in (Datum.GCJ02, Datum.BD09):
        polygon = shapely.segmentize(polygon, _SHIFTED_PIECE_DEGREES)
    return Shape(plane, _projected(polygon, plane, datum))


def _projected(polygon: Polygon | MultiPolygon, plane: Plane, datum: Datum) -> Polygon | MultiPolygon:
    # Through the plane, not through degrees, so that neither the antimeridian nor a pole is a special case.
    return shapely.transform(
        polygon, lambda corners: np.column_stack(plane.project(*many_to_wgs84(corners[:, 0], corners[:, 1], datum)))
    )


def _check(outline: Polygon | MultiPolygon) -> None:
    west, south, east, north = outline.bounds
    across_m = float(np.hypot(east - west, north - south))
    if not across_m <= _ACROSS_AT_MOST_M:
        raise InvalidFence("polygon", f"{across_m:.0f} m", f"at most {_ACROSS_AT_MOST_M:.0f} m across")
    if not outline.length <= _AROUND_AT_MOST_M:
        raise InvalidFence("polygon", f"{outline.length:.0f} m", f"at most {_AROUND_AT_MOST_M:.0f} m around")
    if not outline.is_valid:
        raise InvalidFence("polygon", shapely.is_valid_reason(outline), "free of crossings, stray holes and overlaps")
    if not outline.area >= _AREA_AT_LEAST_M2:
        raise InvalidFence("polygon", f"{outline.area:.3g} m2", f"at least {_AREA_AT_LEAST_M2:g} m2 large")
