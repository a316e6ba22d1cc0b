"""Polygons in a local plane: distance to the edge, and the exact mass of a circular normal within them.

The plane is azimuthal equidistant on the ellipsoid around the polygon's middle. Distances from the middle are
exact; others are wrong by at most (r / 6371 km)^2 / 6 of themselves, r being the distance from the middle: 1 mm in
5 km, 7 cm in 25 km.

The mass of a circular normal within a polygon is a sum over its edges: an edge at height h (in sigmas) over the
fix, from t1 to t2 along its line, contributes G(t2) - G(t1) with G(t) = atan2(t, h) / 2 pi - T(h, t / h), where T
is Owen's function (D. B. Owen, Tables for computing bivariate normal probabilities, Ann. Math. Statist. 27 (1956),
1075-1090). That is exact; the rounding error stays below 1e-9, whatever the shape.
"""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from scipy.special import owens_t
from shapely.geometry import MultiPolygon, Polygon

from geo.datum import Floats
from geo.fence import Reading, Readings
from geo.geodesic import WGS84_ELLIPSOID
from geo.probability import FAR_SIGMAS

_TWO_PI: Final = 2 * np.pi
_PAIRS_AT_ONCE: Final = 200_000  # Of fixes and edges: keeps the work in the cache and the memory small.


@dataclass(frozen=True, slots=True, kw_only=True)
class Plane:
    """An azimuthal equidistant plane around an origin in WGS-84 degrees; x is east, y is north, in metres."""

    longitude: float
    latitude: float

    def project(self, longitudes: Floats, latitudes: Floats) -> tuple[Floats, Floats]:
        """Degrees of WGS-84, arrays of one shape, to metres east and north of the origin."""
        lon, lat = np.full_like(longitudes, self.longitude), np.full_like(latitudes, self.latitude)
        azimuths, _, distances_m = WGS84_ELLIPSOID.inv(lon, lat, longitudes, latitudes)
        bearings = np.radians(azimuths)
        return distances_m * np.sin(bearings), distances_m * np.cos(bearings)

    def project_one(self, longitude: float, latitude: float) -> tuple[float, float]:
        """`project` for one point."""
        azimuth, _, distance_m = WGS84_ELLIPSOID.inv(self.longitude, self.latitude, longitude, latitude)
        bearing = math.radians(azimuth)
        return distance_m * math.sin(bearing), distance_m * math.cos(bearing)

    def unproject(self, x_m: float, y_m: float) -> tuple[float, float]:
        """Metres east and north of the origin to degrees of WGS-84: longitude, latitude."""
        lon, lat = self.unproject_many(np.array([x_m]), np.array([y_m]))
        return lon[0].item(), lat[0].item()

    def unproject_many(self, x_m: Floats, y_m: Floats) -> tuple[Floats, Floats]:
        """`unproject` for arrays of one shape."""
        lon, lat = np.full_like(x_m, self.longitude), np.full_like(y_m, self.latitude)
        lon, lat, _ = WGS84_ELLIPSOID.fwd(lon, lat, np.degrees(np.arctan2(x_m, y_m)), np.hypot(x_m, y_m))
        return lon, lat


class Shape:
    """A polygon in its plane, in metres, prepared for many questions; it has been checked by whoever made it."""

    __slots__ = ("_edges", "boundary", "plane", "polygon")

    def __init__(self, plane: Plane, polygon: Polygon | MultiPolygon) -> None:
        self.plane = plane
        self.polygon = shapely.orient_polygons(polygon)
        self.boundary = self.polygon.boundary
        self._edges = _edges_of(self.polygon)
        shapely.prepare(self.polygon)
        shapely.prepare(self.boundary)

    def read(self, longitude: float, latitude: float, sigma_m: float) -> Reading:
        """One fix at WGS-84 degrees: metres to the nearest edge (0 inside), margin in metres, mass of error within."""
        x, y = self.plane.project_one(longitude, latitude)
        gap_m = float(shapely.distance(self.boundary, shapely.points(x, y)))
        is_inside = bool(shapely.intersects_xy(self.polygon, x, y))
        if gap_m > FAR_SIGMAS * sigma_m:
            probability = 1.0 if is_inside else 0.0
        else:
            (probability,) = polygon_masses(self._edges, np.array([x]), np.array([y]), np.array([sigma_m])).tolist()
        return Reading(0.0 if is_inside else gap_m, gap_m if is_inside else -gap_m, probability)

    def read_many(self, longitudes: Floats, latitudes: Floats, sigmas_m: Floats) -> Readings:
        """`read` for arrays of one shape (n,), sigmas in metres."""
        x, y = self.plane.project(longitudes, latitudes)
        gaps_m = shapely.distance(self.boundary, shapely.points(x, y))
        inside = shapely.intersects_xy(self.polygon, x, y)
        probabilities = np.where(inside, 1.0, 0.0)
        near = gaps_m <= FAR_SIGMAS * sigmas_m
        probabilities[near] = polygon_masses(self._edges, x[near], y[near], sigmas_m[near])
        return Readings(np.where(inside, 0.0, gaps_m), np.where(inside, gaps_m, -gaps_m), probabilities)


@dataclass(frozen=True, slots=True)
class Edges:
    """Every edge's start and unit direction in metres, and its length; the polygon lies to the left."""

    x: Floats
    y: Floats
    along_x: Floats
    along_y: Floats
    length: Floats


def polygon_masses(edges: Edges, x: Floats, y: Floats, sigmas_m: Floats) -> Floats:
    """Probability, from 0 to 1, that the true position lies within the polygon, for errors around each of the points.

    `x`, `y` and `sigmas_m` are metres of shape (n,), as is the answer with its probabilities; at most 200 000 pairs of
    point and edge are in memory at once.
    """
    masses = np.empty_like(x)
    step = max(1, _PAIRS_AT_ONCE // edges.x.size)
    for start in range(0, x.size, step):
        part = slice(start, start + step)
        masses[part] = _masses(edges, x[part, np.newaxis], y[part, np.newaxis], sigmas_m[part, np.newaxis])
    return np.clip(masses, 0.0, 1.0)


def _masses(edges: Edges, x: Floats, y: Floats, sigmas: Floats) -> Floats:
    to_x, to_y = (edges.x - x) / sigmas, (edges.y - y) / sigmas
    from_foot = to_x * edges.along_x + to_y * edges.along_y
    height = to_x * edges.along_y - to_y * edges.along_x  # Positive where the fix lies to the left, as the inside does.
    above = np.abs(height)
    contributions = _swept(above, from_foot + edges.length / sigmas) - _swept(above, from_foot)
    return np.asarray((np.sign(height) * contributions).sum(axis=1))


def _swept(height: Floats, along: Floats) -> Floats:
    # An edge whose line meets the fix sweeps no angle; its sign is zero, so the division may give what it likes.
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        slope = np.where(height > 0, along / height, 0.0)
    return np.asarray(np.arctan2(along, height) / _TWO_PI - owens_t(height, slope))


def _edges_of(polygon: Polygon | MultiPolygon) -> Edges:
    coordinates, ring_of = shapely.get_coordinates(
        # Of several parts each by itself: asked for all at once, there would be no rings.
        shapely.get_rings(shapely.get_parts(polygon)),
        return_index=True,
    )
    starts, ends = coordinates[:-1], coordinates[1:]
    direction = ends - starts
    length = np.hypot(direction[:, 0], direction[:, 1])
    kept = (ring_of[:-1] == ring_of[1:]) & (length > 0)
    unit = direction[kept] / length[kept, np.newaxis]
    return Edges(starts[kept, 0], starts[kept, 1], unit[:, 0], unit[:, 1], length[kept])
