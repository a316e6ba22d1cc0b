"""The outline of a fence, in metres, in whichever plane is asked for."""

from typing import Final

import numpy as np
import shapely
from shapely.geometry import MultiPolygon, Polygon

from geo.area import Area
from geo.datum import to_wgs84
from geo.fence import Circle
from geo.planar import Plane

_CIRCLE_CORNERS: Final = 720


def middle(fence: Circle | Area) -> Plane:
    """The local plane around a fence's own middle: a circle's centre, an area's centroid."""
    if isinstance(fence, Area):
        return fence.shape.plane
    longitude, latitude = to_wgs84(fence.centre)
    return Plane(longitude=longitude, latitude=latitude)


def outline(fence: Circle | Area, plane: Plane) -> Polygon | MultiPolygon:
    """The fence as a polygon in metres of the given plane.

    A circle becomes a polygon of 720 corners with the same area, whose line strays from the circle by at most 7 mm per
    kilometre of radius.
    """
    own = middle(fence)
    polygon = fence.shape.polygon if isinstance(fence, Area) else _equal_area_polygon(fence.radius_m)
    if own == plane:
        return polygon
    return shapely.transform(
        polygon, lambda corners: np.column_stack(plane.project(*own.unproject_many(corners[:, 0], corners[:, 1])))
    )


def _equal_area_polygon(radius_m: float) -> Polygon:
    angles = np.linspace(0, 2 * np.pi, _CIRCLE_CORNERS, endpoint=False)
    corner = 2 * np.pi / _CIRCLE_CORNERS
    to_corner_m = radius_m * np.sqrt(corner / np.sin(corner))
    return Polygon(np.column_stack((to_corner_m * np.cos(angles), to_corner_m * np.sin(angles))))
