"""The judgement: this fix is inside the fence, outside it, or too close or too poor to tell."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geo.coordinates import Datum
from geo.datum import Floats, many_to_wgs84, to_wgs84
from geo.fence import Fence
from geo.fix import Fix, InvalidFix, error_disc_radius


class Outcome(StrEnum):
    """Three answers, because two would have to guess."""

    INSIDE = "inside"
    EDGE = "edge"
    OUTSIDE = "outside"


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """The outcome and the three numbers it rests on."""

    outcome: Outcome
    distance_m: float
    """To a circle's centre; to an area's nearest edge, 0 inside."""

    margin_m: float
    """To the fence's boundary: positive inside, negative outside."""

    probability_inside: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Locations:
    """`Location` for many fixes, as arrays; `outcomes` holds `Outcome` members."""

    outcomes: NDArray[np.object_]
    distances_m: Floats
    margins_m: Floats
    probabilities_inside: Floats


_INSIDE, _EDGE, _OUTSIDE = Outcome.INSIDE, Outcome.EDGE, Outcome.OUTSIDE
_BY_CODE: Final = np.array([_EDGE, _INSIDE, _OUTSIDE], dtype=object)


def locate(
    fix: Fix,
    fence: Fence,
    *,
    inside_at: float = 0.95,
    outside_disc: float = 0.95,
    accuracy_cap_m: float | None = None,
) -> Location:
    """Where the fix lies to the fence, with the fix's own uncertainty weighed in.

    INSIDE when the probability of being inside is at least `inside_at`. OUTSIDE only when the whole fence lies
    beyond the disc that holds the true position with probability `outside_disc`: a poor fix is never mistaken for
    a distant one, and an honest person is refused in at most 5 % of cases whatever the accuracy. Else EDGE, which
    asks for more evidence. A fix less accurate than `accuracy_cap_m` is EDGE, wherever it lies.

    >>> from datetime import UTC, datetime
    >>> from geo.coordinates import Position
    >>> from geo.fence import Circle
    >>> school = Position(longitude=120.5821, latitude=29.9971, datum=Datum.WGS84)
    >>> fix = Fix(position=school, accuracy_m=20, confidence=0.95, captured_at=datetime(2025, 3, 1, tzinfo=UTC))
    >>> locate(fix, Circle(centre=school, radius_m=200)).outcome
    <Outcome.INSIDE: 'inside'>
    """
    _check_thresholds(inside_at, outside_disc)
    longitude, latitude = to_wgs84(fix.position)
    sigma_m = fix.sigma_m
    distance_m, margin_m, probability = fence.read(longitude, latitude, sigma_m)
    if accuracy_cap_m is not None and not fix.accuracy_m <= accuracy_cap_m:
        outcome = _EDGE
    elif probability >= inside_at:
        outcome = _INSIDE
    elif -margin_m > sigma_m * error_disc_radius(outside_disc):
        outcome = _OUTSIDE
    else:
        outcome = _EDGE
    return Location(outcome=outcome, distance_m=distance_m, margin_m=margin_m, probability_inside=probability)


def locate_many(
    fence: Fence,
    *,
    longitudes: ArrayLike,
    latitudes: ArrayLike,
    datum: Datum,
    accuracies_m: ArrayLike,
    confidence: ArrayLike,
    inside_at: float = 0.95,
    outside_disc: float = 0.95,
    accuracy_cap_m: float | None = None,
) -> Locations:
    """`locate` over arrays: positions in degrees of one datum, accuracies in metres, one confidence or one each."""
    _check_thresholds(inside_at, outside_disc)
    lon, lat = many_to_wgs84(longitudes, latitudes, datum)
    accuracies = _checked("accuracies_m", accuracies_m, lon.shape, below=np.inf)
    sigmas_m = accuracies / np.sqrt(-2 * np.log1p(-_checked("confidence", confidence, lon.shape, below=1)))
    readings = fence.read_many(lon, lat, sigmas_m)
    inside = readings.probabilities_inside >= inside_at
    outside = -readings.margins_m > sigmas_m * error_disc_radius(outside_disc)
    codes = np.where(inside, 1, np.where(outside, 2, 0))
    if accuracy_cap_m is not None:
        codes[~(accuracies <= accuracy_cap_m)] = 0
    return Locations(
        outcomes=_BY_CODE[codes],
        distances_m=readings.distances_m,
        margins_m=readings.margins_m,
        probabilities_inside=readings.probabilities_inside,
    )


def _check_thresholds(inside_at: float, outside_disc: float) -> None:
    # Below one half a fix could be inside and outside at once. A NaN fails here too.
    if not 0.5 <= inside_at <= 1:  # noqa: PLR2004
        raise ValueError(f"inside_at must be from 0.5 to 1; got {inside_at!r}")
    if not 0.5 <= outside_disc < 1:  # noqa: PLR2004
        raise ValueError(f"outside_disc must be from 0.5 to below 1; got {outside_disc!r}")


def _checked(field: str, values: ArrayLike, shape: tuple[int, ...], *, below: float) -> Floats:
    array = np.broadcast_to(np.asarray(values, dtype=np.float64), shape)
    bad = np.flatnonzero(~((array > 0) & (array < below)))
    if bad.size:
        first = int(bad[0])
        raise InvalidFix(f"{field}[{first}]", float(array.flat[first]), f"above 0 and below {below:g}")
    return array
