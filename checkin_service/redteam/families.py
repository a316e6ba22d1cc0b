"""Families of honest classes: what people of one class share, and what naive statistics take for fraud.

Each family changes the fixes of its people in a common way; their phones stay those of the town's mix.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from numpy.random import Generator

from checkin_service.redteam.phones import Said


@dataclass(frozen=True, slots=True)
class Day:
    """What a class has in common on one day, in metres east and north of the site."""

    east_m: float
    north_m: float


Sharing = Callable[[Said, Day], Said]


def _nothing(said: Said, _day: Day) -> Said:
    return said


def _basement(_said: Said, _day: Day) -> Said:
    """Nobody's phone hears a satellite or a network."""
    return Said(has_fix=False)


def _one_access_point(said: Said, day: Day) -> Said:
    """Everybody's place is that of the one Wi-Fi point of the house."""
    if not said.has_fix or said.accuracy_m is None:
        return said
    return replace(said, east_m=day.east_m, north_m=day.north_m, accuracy_m=25.0, datum="wgs84", labelled="wgs84")


def _shuttle_bus(said: Said, day: Day) -> Said:
    """All sign in as they step off the bus at the gate."""
    return replace(said, east_m=said.east_m + day.east_m, north_m=said.north_m + day.north_m)


FAMILIES: Mapping[str, tuple[float, Sharing]] = MappingProxyType(
    {
        "ordinary": (0.0, _nothing),
        "basement": (0.0, _basement),
        "one_access_point": (25.0, _one_access_point),
        "shuttle_bus": (20.0, _shuttle_bus),
    }
)
"""How far the common error reaches (sigma of each axis in metres), and how it is shared."""


def a_day(family: str, draw: Generator) -> Day:
    east, north = draw.normal(0, FAMILIES[family][0] or 1e-9, 2)
    return Day(float(east), float(north))
