"""The protocol of a fence, and the simplest one: a circle around a point."""

from dataclasses import dataclass, field
from typing import NamedTuple, Protocol, Self

import numpy as np

from geo.coordinates import InvalidValue, Position
from geo.datum import Floats, to_wgs84
from geo.fix import Fix
from geo.geodesic import WGS84_ELLIPSOID
from geo.probability import disc_probabilities, disc_probability

_GREATEST_RADIUS_M = 100_000.0


class InvalidFence(InvalidValue):
    """A fence that cannot be: no radius, an open or self-crossing ring, an absurd size; `field` says which part."""


class Reading(NamedTuple):
    """How one fix lies to a fence.

    `distance_m` is in metres to a circle's centre or an area's nearest edge (0 inside), `margin_m` in metres to the
    boundary (positive inside), `probability_inside` the mass of the fix's error within the fence, from 0 to 1.
    """

    distance_m: float
    margin_m: float
    probability_inside: float


class Readings(NamedTuple):
    """`Reading` for many fixes: three float64 arrays of the shape of the positions asked about."""

    distances_m: Floats
    margins_m: Floats
    probabilities_inside: Floats


class Fence(Protocol):
    """A region people must be in. Positions are given in WGS-84 degrees, `sigma_m` is the error of one axis."""

    def read(self, longitude: float, latitude: float, sigma_m: float) -> Reading:
        """Distance, margin (positive inside) and probability for one fix; degrees and metres."""
        ...

    def read_many(self, longitudes: Floats, latitudes: Floats, sigmas_m: Floats) -> Readings:
        """The same for arrays of one shape."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Circle:
    """Everything within `radius_m` metres of the centre, on the ellipsoid.

    The probability is computed in the plane; for a radius of 1 km that is wrong by less than one part in 10^7.
    Raises `InvalidFence` unless the centre is a `Position` and the radius above 0 and at most 100 km.
    """

    centre: Position
    radius_m: float
    _longitude: float = field(init=False, repr=False, compare=False)
    _latitude: float = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if not isinstance(self.centre, Position):
            raise InvalidFence("centre", self.centre, "a Position")
        is_number = isinstance(self.radius_m, int | float) and not isinstance(self.radius_m, bool)
        if not (is_number and 0 < self.radius_m <= _GREATEST_RADIUS_M):
            raise InvalidFence("radius_m", self.radius_m, f"above 0 and at most {_GREATEST_RADIUS_M:.0f} metres")
        longitude, latitude = to_wgs84(self.centre)
        object.__setattr__(self, "_longitude", longitude)
        object.__setattr__(self, "_latitude", latitude)

    @classmethod
    def around(cls, fix: Fix, *, radius_m: float) -> Self:
        """A moving fence: the radius in metres around an instructor's own accepted fix.

        It does not grow with the fix's error: else the worse the fix, the farther away people would count as present.
        Raises `InvalidFence` as the circle itself does.
        """
        return cls(centre=fix.position, radius_m=radius_m)

    def read(self, longitude: float, latitude: float, sigma_m: float) -> Reading:
        """One fix at WGS-84 degrees: metres to the centre, metres to the circle's line, mass of the error within it."""
        distance_m = WGS84_ELLIPSOID.inv(longitude, latitude, self._longitude, self._latitude)[2]
        margin_m = self.radius_m - distance_m
        return Reading(distance_m, margin_m, disc_probability(self.radius_m, distance_m, sigma_m))

    def read_many(self, longitudes: Floats, latitudes: Floats, sigmas_m: Floats) -> Readings:
        """`read` for arrays of one shape (n,): WGS-84 degrees, sigmas in metres; each answer has that shape."""
        centre_lon, centre_lat = np.full_like(longitudes, self._longitude), np.full_like(latitudes, self._latitude)
        distances_m = np.asarray(WGS84_ELLIPSOID.inv(longitudes, latitudes, centre_lon, centre_lat)[2])
        probabilities = disc_probabilities(self.radius_m, distances_m, sigmas_m)
        return Readings(distances_m, self.radius_m - distances_m, probabilities)
