"""Several fences as one: a class may be held at any of its sites."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import shapely

from geo.area import Area
from geo.datum import Floats
from geo.fence import Circle, Fence, InvalidFence, Reading, Readings
from geo.outline import middle, outline
from geo.planar import Shape

_FENCES_AT_MOST: Final = 100


@dataclass(frozen=True, slots=True)
class Union:
    """Everything within at least one of the fences.

    Fences apart from each other are judged one by one and their probabilities added, which is exact. Fences that
    overlap are merged first, circles among them as polygons of 720 corners with the same area, so that no probability
    counts twice; the outline is then off by at most 7 mm per kilometre of radius. The distance is the one of the
    part with the best margin; a merged part counts like an area, to its nearest edge.

    Raises `InvalidFence` for no fence, more than 100, or a member that is none; unions among them are flattened.
    """

    fences: tuple[Circle | Area, ...]
    _apart: tuple[Fence, ...] = field(init=False, repr=False, compare=False)

    def __init__(self, fences: "Iterable[Circle | Area | Union]") -> None:
        flat = tuple(_flattened(fences))
        if not 1 <= len(flat) <= _FENCES_AT_MOST:
            raise InvalidFence("fences", f"{len(flat)} of them", f"from 1 to {_FENCES_AT_MOST} fences")
        object.__setattr__(self, "fences", flat)
        object.__setattr__(self, "_apart", tuple(_merged(group) for group in _groups(flat)))

    @property
    def parts(self) -> tuple[Fence, ...]:
        """The fences as they are judged: those apart as they are, overlapping ones merged."""
        return self._apart

    def read(self, longitude: float, latitude: float, sigma_m: float) -> Reading:
        """One fix at WGS-84 degrees: distance and margin of the best part in metres, mass of the error within all."""
        readings = [part.read(longitude, latitude, sigma_m) for part in self._apart]
        best = max(readings, key=lambda reading: reading.margin_m)
        probability = min(1.0, sum(reading.probability_inside for reading in readings))
        return Reading(best.distance_m, best.margin_m, probability)

    def read_many(self, longitudes: Floats, latitudes: Floats, sigmas_m: Floats) -> Readings:
        """`read` for arrays of one shape (n,): WGS-84 degrees, sigmas in metres; each answer has that shape."""
        readings = [part.read_many(longitudes, latitudes, sigmas_m) for part in self._apart]
        margins = np.stack([reading.margins_m for reading in readings])
        best = np.argmax(margins, axis=0)[np.newaxis]
        distances = np.stack([reading.distances_m for reading in readings])
        probabilities = np.sum([reading.probabilities_inside for reading in readings], axis=0)
        return Readings(
            np.take_along_axis(distances, best, axis=0)[0],
            np.take_along_axis(margins, best, axis=0)[0],
            np.minimum(1.0, probabilities),
        )


def _flattened(fences: "Iterable[Circle | Area | Union]") -> Iterable[Circle | Area]:
    for fence in fences:
        if isinstance(fence, Union):
            yield from fence.fences
        elif isinstance(fence, Circle | Area):
            yield fence
        else:
            raise InvalidFence("fences", fence, "circles, areas and unions of them")


def _groups(fences: tuple[Circle | Area, ...]) -> list[list[Circle | Area]]:
    """Fences that touch, directly or through others, come together."""
    groups: list[list[Circle | Area]] = []
    for fence in fences:
        touching = [group for group in groups if any(_touch(fence, other) for other in group)]
        groups = [group for group in groups if group not in touching]
        groups.append([fence, *(member for group in touching for member in group)])
    return groups


def _touch(a: Circle | Area, b: Circle | Area) -> bool:
    plane = middle(a)
    return bool(shapely.intersects(outline(a, plane), outline(b, plane)))


def _merged(group: list[Circle | Area]) -> Fence:
    if len(group) == 1:
        return group[0]
    plane = middle(group[0])
    return Shape(plane, shapely.union_all([outline(fence, plane) for fence in group]))
