"""The thresholds by which a fix is judged against a fence, each with the question it answers."""

import math
from dataclasses import dataclass, field
from typing import Final

from geo.fix import error_disc_radius

PLATFORM_CONFIDENCE: Final = 0.68
"""What platforms mean by their accuracy unless shown otherwise: browsers on Android hand through the radius of 68 %,
whatever a page says of it, so a higher claim is not believed."""

_EVEN: Final = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class LocationRule:
    """How sure a fix must be to speak for a person, and how far off it must be to speak against them.

    Raises ValueError unless `inside_at` lies from 0.5 to 1, `outside_disc` from 0.5 to below 1, `believed_at_most`
    above 0 and below 1, `widening` is at least 1 and every distance is 0 or more; a NaN fails each of them.
    """

    inside_at: float = 0.95
    """INSIDE takes at least this probability that the person is within the fence."""
    outside_disc: float = 0.95
    """Share of the error that the disc holds from which, widened, the fence must be out of reach."""
    believed_at_most: float = PLATFORM_CONFIDENCE
    """A stated confidence above this is taken as this."""
    widening: float = 1.6
    """Factor on that disc, for errors that are biased or have heavier tails than a normal."""
    least_disc_m: float = 60.0
    """Radius of the widened disc at least, in metres."""
    grey_ring_m: float = 150.0
    """A gap up to this many metres is never OUTSIDE: walls and misplaced sites move honest people that far."""
    reach_m: float = 5000.0
    """A centre farther from the fence than this speaks against the person, however wide the disc."""
    accuracy_cap_m: float | None = None
    """A fix less accurate than this many metres is never INSIDE; it can still be OUTSIDE."""
    disc_factor: float = field(init=False, repr=False, compare=False)
    """Radius of the widened disc, in standard deviations of one axis."""

    def __post_init__(self) -> None:
        # Below one half a fix could be inside and outside at once.
        _check("inside_at", self.inside_at, _EVEN <= self.inside_at <= 1, "from 0.5 to 1")
        _check("outside_disc", self.outside_disc, _EVEN <= self.outside_disc < 1, "from 0.5 to below 1")
        _check("believed_at_most", self.believed_at_most, 0 < self.believed_at_most < 1, "above 0 and below 1")
        _check("widening", self.widening, 1 <= self.widening < math.inf, "at least 1")
        for name in ("least_disc_m", "grey_ring_m", "reach_m"):
            _check(name, getattr(self, name), 0 <= getattr(self, name) < math.inf, "0 metres or more")
        object.__setattr__(self, "disc_factor", self.widening * error_disc_radius(self.outside_disc))


def _check(name: str, value: float, holds: bool, allowed: str) -> None:  # noqa: FBT001 - the comparison made at the call
    if not holds:
        raise ValueError(f"{name} must be {allowed}; got {value!r}")
