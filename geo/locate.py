"""The judgement of a fix against a fence: inside, outside, or too close or too poor to tell."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geo.coordinates import Datum, Position
from geo.datum import Floats, many_to_wgs84, to_wgs84
from geo.fence import Fence
from geo.fix import Fix, InvalidFix, error_disc_radius
from geo.rule import LocationRule


class Outcome(StrEnum):
    """Three answers, because two would have to guess."""

    INSIDE = "inside"
    EDGE = "edge"
    OUTSIDE = "outside"


class Ground(StrEnum):
    """Why a fix came out as it did; all but the first and the last are EDGE."""

    INSIDE = "inside"
    UNSURE = "unsure"
    """The disc reaches the fence and says no more."""
    OTHER_DATUM = "other_datum"
    """Out of reach as labelled, within the fence when the same numbers are read in another datum."""
    GREY_RING = "grey_ring"
    """Out of reach by so little that a wall or a misplaced site explains it."""
    OUT_OF_REACH = "out_of_reach"
    """A disc so wide that it reaches the fence from far away."""
    OUTSIDE = "outside"


_OUTCOMES: Final = {Ground.INSIDE: Outcome.INSIDE, Ground.OUTSIDE: Outcome.OUTSIDE}
_GROUNDS: Final = np.array(list(Ground), dtype=object)
# Surveys in CGCS2000 are WGS-84 to a few centimetres: no other reading.
_READINGS: Final = (Datum.WGS84, Datum.GCJ02, Datum.BD09)
DEFAULT_RULE: Final = LocationRule()


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """The outcome, its ground and the numbers it rests on: metres, and a probability from 0 to 1."""

    outcome: Outcome
    ground: Ground
    distance_m: float
    """To a circle's centre; to an area's nearest edge, 0 inside."""

    margin_m: float
    """To the fence's boundary: positive inside, negative outside."""

    probability_inside: float
    """Mass of the fix's error within the fence, from 0 to 1."""

    disc_m: float
    """Radius of the widened error disc, which must not reach the fence before anybody is OUTSIDE."""

    @property
    def is_contrary(self) -> bool:
        """Whether the phone itself says that it is elsewhere, surely or weakly."""
        return self.ground in {Ground.OUTSIDE, Ground.OUT_OF_REACH}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Locations:
    """`Location` for many fixes, as arrays of one shape; outcomes and grounds hold their enums, the others float64."""

    outcomes: NDArray[np.object_]
    grounds: NDArray[np.object_]
    distances_m: Floats
    margins_m: Floats
    probabilities_inside: Floats


def locate(fix: Fix, fence: Fence, rule: LocationRule = DEFAULT_RULE) -> Location:
    """Where the fix lies to the fence, with the fix's own uncertainty weighed in.

    INSIDE when the accuracy is within the cap and the probability of being inside is at least `rule.inside_at`.
    OUTSIDE only when the whole fence lies beyond the widened error disc, and neither another datum nor the grey ring
    explains it; then whatever the accuracy. Else EDGE, which asks for more evidence. Why stands in
    `docs/decisions/0012-evidence.md`.

    >>> from datetime import UTC, datetime
    >>> from geo.fence import Circle
    >>> school = Position(longitude=120.5821, latitude=29.9971, datum=Datum.WGS84)
    >>> fix = Fix(position=school, accuracy_m=20, confidence=0.95, captured_at=datetime(2025, 3, 1, tzinfo=UTC))
    >>> locate(fix, Circle(centre=school, radius_m=200)).outcome
    <Outcome.INSIDE: 'inside'>
    """
    sigma_m = fix.accuracy_m / error_disc_radius(min(fix.confidence, rule.believed_at_most))
    distance_m, margin_m, probability = fence.read(*to_wgs84(fix.position), sigma_m)
    disc_m = max(rule.disc_factor * sigma_m, rule.least_disc_m)
    is_fine = rule.accuracy_cap_m is None or fix.accuracy_m <= rule.accuracy_cap_m
    if is_fine and probability >= rule.inside_at:
        ground = Ground.INSIDE
    elif -margin_m > disc_m:
        ground = _beyond(fix.position, fence, rule, gap_m=-margin_m)
    else:
        ground = Ground.OUT_OF_REACH if -margin_m > rule.reach_m else Ground.UNSURE
    return Location(
        outcome=_outcome(ground),
        ground=ground,
        distance_m=distance_m,
        margin_m=margin_m,
        probability_inside=probability,
        disc_m=disc_m,
    )


def locate_many(
    fence: Fence,
    *,
    longitudes: ArrayLike,
    latitudes: ArrayLike,
    datum: Datum,
    accuracies_m: ArrayLike,
    confidence: ArrayLike,
    rule: LocationRule = DEFAULT_RULE,
) -> Locations:
    """`locate` over arrays: positions in degrees of one datum, accuracies in metres, one confidence or one each.

    Positions broadcast to one shape, which accuracies and confidences must fit and the answer has. Raises
    `InvalidPosition` or `InvalidFix` that names the index of the first unusable element.
    """
    lon, lat = many_to_wgs84(longitudes, latitudes, datum)
    accuracies = _checked("accuracies_m", accuracies_m, lon.shape, below=np.inf)
    believed = np.minimum(_checked("confidence", confidence, lon.shape, below=1), rule.believed_at_most)
    sigmas_m = accuracies / np.sqrt(-2 * np.log1p(-believed))
    readings = fence.read_many(lon, lat, sigmas_m)
    gaps_m = -readings.margins_m
    inside = readings.probabilities_inside >= rule.inside_at
    if rule.accuracy_cap_m is not None:
        inside &= accuracies <= rule.accuracy_cap_m
    contrary = gaps_m > np.maximum(rule.disc_factor * sigmas_m, rule.least_disc_m)
    other = _other_datum_many(longitudes, latitudes, datum, fence, contrary)
    grounds = _GROUNDS[
        np.select(
            [inside, contrary & other, contrary & (gaps_m <= rule.grey_ring_m), contrary, gaps_m > rule.reach_m],
            [0, 2, 3, 5, 4],
            default=1,
        )
    ]
    return Locations(
        outcomes=np.vectorize(_outcome, otypes=[object])(grounds),
        grounds=grounds,
        distances_m=readings.distances_m,
        margins_m=readings.margins_m,
        probabilities_inside=readings.probabilities_inside,
    )


def rests_on_label(fix: Fix, fence: Fence, rule: LocationRule = DEFAULT_RULE) -> bool:
    """Whether a fix is INSIDE as labelled, and by another reading of the same numbers it would not be.

    GCJ-02 and BD-09 lie some 500 to 1,200 m from WGS-84: whoever is that far away lands in a fence by naming another.
    """
    if locate(fix, fence, rule).outcome is not Outcome.INSIDE:
        return False
    longitude, latitude = fix.position.longitude, fix.position.latitude
    others = (
        replace(fix, position=Position(longitude=longitude, latitude=latitude, datum=each))
        for each in _readings_beside(fix.position.datum)
    )
    return any(locate(each, fence, rule).outcome is not Outcome.INSIDE for each in others)


def _outcome(ground: Ground) -> Outcome:
    return _OUTCOMES.get(ground, Outcome.EDGE)


def _beyond(position: Position, fence: Fence, rule: LocationRule, *, gap_m: float) -> Ground:
    """Of a fence that the disc does not reach."""
    for datum in _readings_beside(position.datum):
        longitude, latitude = to_wgs84(Position(longitude=position.longitude, latitude=position.latitude, datum=datum))
        if fence.read(longitude, latitude, 1.0).margin_m >= 0:
            return Ground.OTHER_DATUM
    return Ground.GREY_RING if gap_m <= rule.grey_ring_m else Ground.OUTSIDE


def _other_datum_many(
    longitudes: ArrayLike, latitudes: ArrayLike, datum: Datum, fence: Fence, chosen: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Which of the chosen lie within the fence when their numbers are read in another datum."""
    lon, lat = np.broadcast_arrays(np.asarray(longitudes, np.float64), np.asarray(latitudes, np.float64))
    found = np.zeros(chosen.shape, dtype=np.bool_)
    if chosen.any():
        for other in _readings_beside(datum):
            read = many_to_wgs84(lon[chosen], lat[chosen], other)
            found[chosen] |= fence.read_many(*read, np.ones_like(read[0])).margins_m >= 0
    return found


def _readings_beside(datum: Datum) -> tuple[Datum, ...]:
    labelled = Datum.WGS84 if datum is Datum.CGCS2000 else datum
    return tuple(each for each in _READINGS if each is not labelled)


def _checked(field: str, values: ArrayLike, shape: tuple[int, ...], *, below: float) -> Floats:
    array = np.broadcast_to(np.asarray(values, dtype=np.float64), shape)
    bad = np.flatnonzero(~((array > 0) & (array < below)))
    if bad.size:
        first = int(bad[0])
        raise InvalidFix(f"{field}[{first}]", float(array.flat[first]), f"above 0 and below {below:g}")
    return array
