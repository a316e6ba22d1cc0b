"""Detection of a site entered in the wrong datum, from the honest people whose fixes it keeps refusing.

A site whose numbers were copied from Gaode or Baidu and declared as GPS lies hundreds of metres from where its class
is held, at a displacement the formulas predict to the metre. When the rejected fixes of several people come together
at exactly such a place, that explains them better than a class held elsewhere.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np

from geo.coordinates import Datum, Position
from geo.datum import Floats, convert, to_wgs84
from geo.fix import Fix
from geo.planar import Plane

FIXES_AT_LEAST: Final = 8
"""Fixes of so many different people are needed; the rates stated at `datum_suspicion` were measured from eight on."""

# The mean of honest fixes misses the true place by more than this many of its own standard deviations in one case
# of 300, for two dimensions. The cap keeps four places of 40 m radius within 0.2 % of a disc of 2 km.
_MISS_SIGMAS: Final = 3.4
_MISS_AT_MOST_M: Final = 40.0
_PIN_M: Final = 15.0  # A site's pin is set at the gate or in the yard; people sit in a room.
_STRAY_SIGMAS: Final = 4.0
_KEPT_AT_LEAST: Final = 0.7
_DISPLACED_AT_LEAST_M: Final = 60.0


class Suspect(StrEnum):
    """Whose datum is wrong."""

    SITE = "site"
    FIXES = "fixes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspicion:
    """A wrong datum that explains the rejected fixes; a proposal for a person to check, never a change by itself."""

    suspect: Suspect
    declared: Datum
    """The datum the suspect's numbers were declared in."""

    actual: Datum
    """The datum they are probably in."""

    corrected_site: Position
    """Where the site belongs: its numbers in their actual datum. Unchanged when the phones are the suspects."""

    displacement_m: float
    """How far the mix-up moves a position here."""

    residual_m: float
    """How far the middle of the fixes lies from where the mix-up would put it."""

    limit_m: float
    """How far it might lie by chance."""

    fixes_used: int
    """Fixes behind the middle, strays left out."""


def datum_suspicion(site: Position, fixes: Sequence[Fix], *, fixes_at_least: int = FIXES_AT_LEAST) -> Suspicion | None:
    """The datum mix-up that explains rejected fixes, one per person; None without one or below `fixes_at_least`.

    Strays are left out (at most 30 %), the rest averaged with weights 1 / sigma^2 and compared with the places the
    possible mix-ups predict: a site meant in another datum, or phones that mislabel theirs. The site is suspected
    first, being one entry typed by hand. Measured in simulation: found in at least 99 % of mix-ups from 8 fixes with
    sigma up to 15 m and 95 % at 30 m; false alarms for classes held anywhere within 2 km in at most 0.2 %.
    """
    if len(fixes) < max(2, fixes_at_least):
        return None
    longitude, latitude = to_wgs84(site)
    plane = Plane(longitude=longitude, latitude=latitude)
    middle = _middle(fixes, plane)
    if middle is None or middle.used < fixes_at_least * _KEPT_AT_LEAST:
        return None
    limit_m = min(_MISS_AT_MOST_M, math.hypot(_PIN_M, _MISS_SIGMAS * middle.sigma_m))
    candidates = [_judged(guess, plane, middle, limit_m) for guess in _guesses(site, fixes)]
    explained = [found for found in candidates if found is not None]
    return min(explained, key=lambda found: (found.suspect is Suspect.FIXES, found.residual_m), default=None)


def readings(site: Position) -> list[Position]:
    """The same numbers taken for another datum, in each that would mean another place.

    >>> [each.datum for each in readings(Position(longitude=120.58, latitude=30.0, datum=Datum.CGCS2000))]
    [<Datum.GCJ02: 'gcj02'>, <Datum.BD09: 'bd09'>]
    """
    return [Position(longitude=site.longitude, latitude=site.latitude, datum=each) for each in _others(site.datum)]


@dataclass(frozen=True, slots=True)
class _Guess:
    suspect: Suspect
    declared: Datum
    actual: Datum
    corrected_site: Position
    predicted: Position
    """Where the fixes would come together."""


@dataclass(frozen=True, slots=True)
class _Middle:
    x_m: float
    y_m: float
    sigma_m: float
    used: int


def _guesses(site: Position, fixes: Sequence[Fix]) -> Iterator[_Guess]:
    for meant in readings(site):
        yield _Guess(Suspect.SITE, site.datum, meant.datum, meant, meant)
    (declared, *more) = {fix.position.datum for fix in fixes}
    if more:  # Phones of several makes do not share one mistake.
        return
    for actual in _others(declared):
        numbers = convert(site, actual)
        mislabelled = Position(longitude=numbers.longitude, latitude=numbers.latitude, datum=declared)
        yield _Guess(Suspect.FIXES, declared, actual, site, mislabelled)


def _others(datum: Datum) -> list[Datum]:
    # CGCS2000 is left out: it and WGS-84 are the same numbers, so nobody can tell them apart or be hurt by it.
    same = {Datum.WGS84, Datum.CGCS2000} if datum in (Datum.WGS84, Datum.CGCS2000) else {datum}
    return [other for other in (Datum.WGS84, Datum.GCJ02, Datum.BD09) if other not in same]


def _judged(guess: _Guess, plane: Plane, middle: _Middle, limit_m: float) -> Suspicion | None:
    x_m, y_m = plane.project_one(*to_wgs84(guess.predicted))
    displacement_m = math.hypot(x_m, y_m)
    residual_m = math.hypot(middle.x_m - x_m, middle.y_m - y_m)
    if residual_m > limit_m or displacement_m < _DISPLACED_AT_LEAST_M:
        return None
    return Suspicion(
        suspect=guess.suspect,
        declared=guess.declared,
        actual=guess.actual,
        corrected_site=guess.corrected_site,
        displacement_m=displacement_m,
        residual_m=residual_m,
        limit_m=limit_m,
        fixes_used=middle.used,
    )


def _middle(fixes: Sequence[Fix], plane: Plane) -> _Middle | None:
    """Weighted mean of the fixes around their median, in metres from the site; None when they do not cluster."""
    places = np.array([plane.project_one(*to_wgs84(fix.position)) for fix in fixes])
    sigmas: Floats = np.array([fix.sigma_m for fix in fixes])
    from_median = np.hypot(*(places - np.median(places, axis=0)).T)
    kept = from_median <= _STRAY_SIGMAS * np.hypot(sigmas, np.median(sigmas))
    if kept.sum() < _KEPT_AT_LEAST * len(fixes):
        return None
    weights = 1 / sigmas[kept] ** 2
    x_m, y_m = np.average(places[kept], axis=0, weights=weights).tolist()
    return _Middle(x_m, y_m, float(1 / np.sqrt(weights.sum())), int(kept.sum()))
