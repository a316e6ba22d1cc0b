"""One measurement by a phone: where it thinks it is, how sure it is, and when."""

import math
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from geo.coordinates import InvalidValue, Position

ANDROID_CONFIDENCE: Final = 0.68
"""Android `Location.getAccuracy()`: "horizontal accuracy radius in meters ... at the 68th percentile confidence
level" (developer.android.com/reference/android/location/Location)."""

WEB_CONFIDENCE: Final = 0.95
"""W3C Geolocation: accuracy values "should correspond to a 95% confidence level" (w3.org/TR/geolocation)."""

UNDOCUMENTED_CONFIDENCE: Final = 0.63
"""iOS `horizontalAccuracy` and WeChat `accuracy` come without a level in their documentation. An engineer's answer in
Apple's forum (developer.apple.com/forums/thread/699996) calls iOS's a two-dimensional root mean square, 63 to 68 %.
The lower end is assumed: it makes the error larger, so that neither INSIDE nor OUTSIDE is claimed too soon."""


# Beyond these a number of metres is a fault, and its square no longer a float; honest accuracies lie far within.
_FINEST_M, _COARSEST_M = 1e-9, 1e12


class InvalidFix(InvalidValue):
    """Accuracy, confidence, moment or speed cannot be used; without an accuracy there is no fix."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fix:
    """A position with its uncertainty: the true place lies within `accuracy_m` with probability `confidence`.

    The error is taken as circular normal, so each axis has the standard deviation
    `sigma_m = accuracy_m / sqrt(-2 ln(1 - confidence))`, with a flat prior on the true position. Real errors have
    heavier tails and a bias shared by everybody in the room; `docs/decisions/0003-location-model.md` says what follows.

    Raises `InvalidFix` for an accuracy outside 1e-9 to 1e12 m, a confidence outside 0 to 1 (both excluded), a moment
    without a time zone, or a negative speed (m/s); NaN fails every one of them.
    """

    position: Position
    accuracy_m: float
    confidence: float
    """Probability, above 0 and below 1, that the true place lies within `accuracy_m`; see the constants above."""

    captured_at: datetime
    """The phone's own moment, with a time zone; a claim, like all of a fix."""

    source: str | None = None
    """Where the platform says the position came from, such as `gps` or `network`; kept, never judged here."""

    is_mock: bool | None = None
    """Android's flag for a simulated position; None where the platform does not tell."""

    speed_mps: float | None = None
    """Speed over ground in m/s as the receiver reports it."""

    sigma_m: float = field(init=False, repr=False, compare=False)
    """Standard deviation of the error along one axis, in metres, from accuracy and confidence."""

    def __post_init__(self) -> None:
        if not isinstance(self.position, Position):
            raise InvalidFix("position", self.position, "a Position")
        if not (_is_number(self.accuracy_m) and _FINEST_M <= self.accuracy_m <= _COARSEST_M):
            raise InvalidFix("accuracy_m", self.accuracy_m, "a number of metres above 0")
        if not (_is_number(self.confidence) and 0 < self.confidence < 1):
            raise InvalidFix("confidence", self.confidence, "above 0 and below 1")
        if not isinstance(self.captured_at, datetime) or self.captured_at.utcoffset() is None:
            raise InvalidFix("captured_at", self.captured_at, "a moment with its time zone")
        if not (self.speed_mps is None or (_is_number(self.speed_mps) and 0 <= self.speed_mps < math.inf)):
            raise InvalidFix("speed_mps", self.speed_mps, "a speed of 0 or more, or absent")
        object.__setattr__(self, "sigma_m", self.accuracy_m / error_disc_radius(self.confidence))

    def radius_m(self, confidence: float) -> float:
        """Radius in metres of the disc that holds the true position with this probability (above 0, below 1)."""
        return self.sigma_m * error_disc_radius(confidence)


def error_disc_radius(confidence: float) -> float:
    """Radius, in standard deviations of one axis, of the disc holding this share of a circular normal.

    The distance from the centre follows the Rayleigh distribution, whose quantile at p is sqrt(-2 ln(1 - p)). The share
    lies from 0 to below 1; ValueError (math domain) otherwise.

    >>> round(error_disc_radius(0.95), 4)
    2.4477
    """
    return math.sqrt(-2 * math.log1p(-confidence))


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
