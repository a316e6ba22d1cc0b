"""Signs that a row of fixes was not measured by a phone carried by a person; none of them proves anything alone."""

import math
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from statistics import fmean
from typing import Final

from geo.coordinates import Position
from geo.datum import to_wgs84
from geo.fix import Fix
from geo.geodesic import distance_m
from geo.planar import Plane


class SignalKind(StrEnum):
    """What was noticed."""

    IMPOSSIBLE_TRAVEL = "impossible_travel"
    """Two fixes farther apart than anybody travels in the time between, their errors taken off."""

    MOCK_PROVIDER = "mock_provider"
    """The platform says that an app supplied the position."""

    FROZEN_POSITION = "frozen_position"
    """Positions equal to the last digit, several in a row."""

    ZERO_JITTER = "zero_jitter"
    """Positions that scatter far less than their own stated errors."""

    CONSTANT_ACCURACY = "constant_accuracy"
    """The same accuracy several times in a row."""

    CLOCK_BACKWARDS = "clock_backwards"
    """A later fix with an earlier moment."""

    ROUND_COORDINATES = "round_coordinates"
    """Degrees with fewer decimals than receivers report."""


class Weight(StrEnum):
    """What a signal is worth: a NOTE is remembered and never decides, a DOUBT asks for more evidence."""

    NOTE = "note"
    DOUBT = "doubt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """One sign, with what was measured and the limit it passed, both in `unit`; `fixes` are places in the row."""

    kind: SignalKind
    weight: Weight
    measured: float
    limit: float
    unit: str
    fixes: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Where a sign begins. The defaults are ours; a policy may set others."""

    speed_mps: float = 120.0
    """432 km/h: high-speed rail runs at 350. Aircraft are faster, which is why this is a doubt and no refusal."""

    repeats: int = 5
    """So many fixes alike in a row. Desktops and phones indoors repeat themselves honestly."""

    jitter_share: float = 0.01
    """Scatter below this share of the stated error is too little: a receiver never stands that still."""

    decimals: int = 5
    """Receivers report seven or more; a typed position rarely has five. One place is 1.1 m at five decimals."""

    backwards_s: float = 0.0
    """How far a later fix may lie before an earlier one."""

    time_resolution_s: float = 1.0
    """Two fixes are taken to lie at least this far apart, lest rounded clocks divide a distance by zero."""

    confidence: float = 0.95
    """Both fixes' error discs of this confidence are taken off a distance travelled."""


DEFAULT_LIMITS: Final = Limits()


def plausible(
    fixes: Sequence[Fix], *, limits: Limits = DEFAULT_LIMITS, kinds: Collection[SignalKind] = frozenset(SignalKind)
) -> tuple[Signal, ...]:
    """Every sign of these kinds found in one person's or device's fixes, given in the order they arrived.

    None for an empty row. What is not asked for is not looked for.

    Impossible travel and a mock flag weigh as DOUBT; everything else is a NOTE, being normal somewhere: fixes freeze
    on desktops and indoors, accuracies stay the same, clocks are set back.
    """
    if not fixes:
        return ()
    found = (look(fixes, limits) for sought, look in _LOOKS if not sought.isdisjoint(kinds))
    return tuple(signal for signals in found for signal in signals if signal.kind in kinds)


def travel_speed_mps(earlier: Fix, later: Fix, *, limits: Limits = DEFAULT_LIMITS) -> float:
    """The least speed, in m/s, that explains both fixes: the distance less both error discs, over the time between.

    The order of the two moments does not matter; less than `limits.time_resolution_s` apart counts as that.
    """
    apart_m = distance_m(earlier.position, later.position)
    surely_m = apart_m - earlier.radius_m(limits.confidence) - later.radius_m(limits.confidence)
    seconds = abs((later.captured_at - earlier.captured_at).total_seconds())
    return max(0.0, surely_m) / max(seconds, limits.time_resolution_s)


def _impossible_travel(fixes: Sequence[Fix], limits: Limits) -> Iterator[Signal]:
    for i, (earlier, later) in enumerate(pairwise(fixes)):
        speed = travel_speed_mps(earlier, later, limits=limits)
        if speed > limits.speed_mps:
            yield _signal(SignalKind.IMPOSSIBLE_TRAVEL, Weight.DOUBT, speed, limits.speed_mps, "m/s", (i, i + 1))


def _mock_provider(fixes: Sequence[Fix], _limits: Limits) -> Iterator[Signal]:
    flagged = tuple(i for i, fix in enumerate(fixes) if fix.is_mock)
    if flagged:
        yield _signal(SignalKind.MOCK_PROVIDER, Weight.DOUBT, len(flagged), 0, "fixes", flagged)


def _stillness(fixes: Sequence[Fix], limits: Limits) -> Iterator[Signal]:
    frozen = _longest_run([(fix.position.longitude, fix.position.latitude, fix.position.datum) for fix in fixes])
    if len(frozen) >= limits.repeats:
        yield _signal(SignalKind.FROZEN_POSITION, Weight.NOTE, len(frozen), limits.repeats, "fixes", tuple(frozen))
    distinct = len({fix.position for fix in fixes})
    if len(fixes) < limits.repeats or distinct == 1:  # To the last digit the same is frozen, not merely still.
        return
    allowed_m = limits.jitter_share * min(fix.sigma_m for fix in fixes)
    scatter_m = _scatter_m([fix.position for fix in fixes])
    if scatter_m < allowed_m:
        yield _signal(SignalKind.ZERO_JITTER, Weight.NOTE, scatter_m, allowed_m, "m", tuple(range(len(fixes))))


def _constant_accuracy(fixes: Sequence[Fix], limits: Limits) -> Iterator[Signal]:
    constant = _longest_run([fix.accuracy_m for fix in fixes])
    if len(constant) >= limits.repeats:
        yield _signal(
            SignalKind.CONSTANT_ACCURACY, Weight.NOTE, len(constant), limits.repeats, "fixes", tuple(constant)
        )


def _clock_backwards(fixes: Sequence[Fix], limits: Limits) -> Iterator[Signal]:
    for i, (earlier, later) in enumerate(pairwise(fixes)):
        backwards_s = (earlier.captured_at - later.captured_at).total_seconds()
        if backwards_s > limits.backwards_s:
            yield _signal(SignalKind.CLOCK_BACKWARDS, Weight.NOTE, backwards_s, limits.backwards_s, "s", (i, i + 1))


def _round_coordinates(fixes: Sequence[Fix], limits: Limits) -> Iterator[Signal]:
    for i, fix in enumerate(fixes):
        decimals = max(_decimals(fix.position.longitude), _decimals(fix.position.latitude))
        if decimals < limits.decimals:
            yield _signal(SignalKind.ROUND_COORDINATES, Weight.NOTE, decimals, limits.decimals, "decimals", (i,))


def _signal(
    kind: SignalKind, weight: Weight, measured: float, limit: float, unit: str, fixes: tuple[int, ...]
) -> Signal:
    return Signal(kind=kind, weight=weight, measured=measured, limit=limit, unit=unit, fixes=fixes)


def _longest_run(values: Sequence[object]) -> range:
    """Places of the longest unbroken repetition of one value."""
    longest, start = range(0), 0
    for i, value in enumerate(values):
        if value != values[start]:
            start = i
        if i + 1 - start > len(longest):
            longest = range(start, i + 1)
    return longest


def _scatter_m(positions: Sequence[Position]) -> float:
    """Root mean square distance from the mean, in metres."""
    points = [to_wgs84(position) for position in positions]
    plane = Plane(longitude=points[0][0], latitude=points[0][1])
    places = [plane.project_one(longitude, latitude) for longitude, latitude in points]
    mean_x, mean_y = fmean(x for x, _ in places), fmean(y for _, y in places)
    return math.sqrt(fmean((x - mean_x) ** 2 + (y - mean_y) ** 2 for x, y in places))


def _decimals(degrees: float) -> int:
    written = repr(degrees)
    if "e" not in written:
        # As nearly all are: Python writes a float with the fewest digits that tell it from its neighbours.
        return len(written.partition(".")[2].rstrip("0"))
    exponent = Decimal(written).normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


_LOOKS: Final[tuple[tuple[frozenset[SignalKind], Callable[[Sequence[Fix], Limits], Iterator[Signal]]], ...]] = (
    (frozenset({SignalKind.IMPOSSIBLE_TRAVEL}), _impossible_travel),
    (frozenset({SignalKind.MOCK_PROVIDER}), _mock_provider),
    (frozenset({SignalKind.FROZEN_POSITION, SignalKind.ZERO_JITTER}), _stillness),
    (frozenset({SignalKind.CONSTANT_ACCURACY}), _constant_accuracy),
    (frozenset({SignalKind.CLOCK_BACKWARDS}), _clock_backwards),
    (frozenset({SignalKind.ROUND_COORDINATES}), _round_coordinates),
)
"""Which signs each look can find."""
