"""Site areas as stored: GeoJSON geometries, each with the datum its coordinates are in."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from pydantic_core import from_json

from geo import Area, Circle, Datum, Position, Union

_FENCES_KEPT = 4096


def areas_of(areas: Iterable[Area]) -> list[dict[str, Any]]:
    """For keeping."""
    return [{"datum": area.datum.value, "geometry": area.geojson()} for area in areas]


def areas_from(kept: Iterable[Mapping[str, Any]]) -> tuple[Area, ...]:
    """From what was kept."""
    return tuple(Area(each["geometry"], datum=Datum(each["datum"])) for each in kept)


def fence_of(position: Position, radius_m: int, areas: Sequence[Area]) -> Circle | Union:
    """What people must be in: the circle around the position, and the areas beside it, as one."""
    circle = Circle(centre=position, radius_m=radius_m)
    return Union((circle, *areas)) if areas else circle


@lru_cache(maxsize=_FENCES_KEPT)
def fence_from(longitude: float, latitude: float, datum: str, radius_m: int, areas: str) -> Circle | Union:
    """The fence of a place as it stands in the database, `areas` as text; cached, because places never change."""
    position = Position(longitude=longitude, latitude=latitude, datum=Datum(datum))
    return fence_of(position, radius_m, areas_from(from_json(areas)))
