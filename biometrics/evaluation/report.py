"""The evaluation report: error rates with bootstrap intervals over identities, or a refusal for small samples."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from biometrics.evaluation.curves import Distances, Numbers, equal_error_rate, fmr, fnmr
from biometrics.evaluation.pairs import Pair

_RULE_OF_THREE = 3.0  # No error in n independent trials: the rate lies below 3/n with 95 % confidence.
_DET_POINTS = 200


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its 95 % interval, from the 2.5th to the 97.5th percentile of the resamples."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Unsupported:
    """A figure that this sample cannot support, with the reason in words; it stands in the figure's place."""

    reason: str


@dataclass(frozen=True, slots=True)
class DetPoint:
    """One point of the detection error trade-off curve (ISO/IEC 19795-1): both error rates at one distance."""

    threshold: float
    fmr: float
    fnmr: float


@dataclass(frozen=True, slots=True)
class Report:
    """What one sample says about an engine; rates are shares between 0 and 1, thresholds distances.

    `groups` holds a report of the same kind for each group, from its own pairs; the words are ISO/IEC 2382-37's.
    """

    same_pairs: int
    """Pairs of photos of one person."""

    different_pairs: int
    """Pairs of photos of two people."""

    identities: int
    identity_pairs: int
    """Pairs of people behind `different_pairs`; many photos of few people prove little."""

    smallest_supported_fmr: float
    """Three divided by `identity_pairs`: nothing below can be claimed from this sample."""

    eer: Estimate | Unsupported
    """Equal error rate."""

    target_fmr: float
    threshold: Estimate | Unsupported
    """The distance that keeps the false match rate at or below `target_fmr`."""

    fnmr_at_threshold: Estimate | Unsupported
    """Honest people refused at that threshold."""

    given_threshold: float | None
    fmr_at_given: Estimate | Unsupported | None
    """False match rate at the threshold the caller named; None without one."""

    fnmr_at_given: Estimate | Unsupported | None
    det: tuple[DetPoint, ...]
    """The curve in 200 steps from the least to the greatest distance observed."""

    groups: dict[str, Report]


def evaluate(
    pairs: Sequence[Pair],
    *,
    target_fmr: float = 1e-3,
    threshold: float | None = None,
    resamples: int = 200,
    seed: int = 1,
) -> Report:
    """Error rates at the threshold for `target_fmr`, and at `threshold` if one is given; by group too.

    Intervals come from resampling identities, not pairs: the comparisons of one person hang together (a bootstrap over
    subjects, as ISO/IEC 19795-1 discusses for correlated attempts). A false match rate is stated only down to three
    divided by the number of pairs of identities: with no error in n trials the rate lies below 3/n with 95 % confidence
    (the rule of three; J. A. Hanley and A. Lippman-Hand, JAMA 249 (1983), 1743-1745).

    What the sample cannot support comes back as `Unsupported`; equal `seed` and `resamples` give equal intervals.
    """
    names = sorted({pair.group for pair in pairs} - {""})
    within = {name: [pair for pair in pairs if pair.group == name] for name in names}
    make = _maker(target_fmr, threshold, resamples, seed)
    return make(pairs, {name: make(chosen, {}) for name, chosen in within.items()})


def _maker(
    target_fmr: float, given: float | None, resamples: int, seed: int
) -> Callable[[Sequence[Pair], dict[str, Report]], Report]:
    def make(pairs: Sequence[Pair], groups: dict[str, Report]) -> Report:
        trial = _Trial(pairs, resamples, seed)
        threshold = trial.threshold_for(target_fmr)
        at_target = threshold.value if isinstance(threshold, Estimate) else None
        return Report(
            same_pairs=len(trial.same.values),
            different_pairs=len(trial.different.values),
            identities=trial.identities,
            identity_pairs=trial.identity_pairs,
            smallest_supported_fmr=trial.smallest_fmr,
            eer=trial.estimate(equal_error_rate),
            target_fmr=target_fmr,
            threshold=threshold,
            fnmr_at_threshold=threshold if at_target is None else trial.fnmr_at(at_target),
            given_threshold=given,
            fmr_at_given=None if given is None else trial.fmr_at(given),
            fnmr_at_given=None if given is None else trial.fnmr_at(given),
            det=trial.det(),
            groups=groups,
        )

    return make


class _Trial:
    """The pairs as arrays, and the weights that resampled identities give them."""

    def __init__(self, pairs: Sequence[Pair], resamples: int, seed: int) -> None:
        ordered = sorted(pairs, key=lambda pair: pair.distance)
        names = sorted({name for pair in ordered for name in (pair.first, pair.second)})
        places = {name: place for place, name in enumerate(names)}
        same = [pair for pair in ordered if pair.same]
        different = [pair for pair in ordered if not pair.same]
        self.identities = len(names)
        self.identity_pairs = len({frozenset((pair.first, pair.second)) for pair in different})
        self.same, self.different = _unweighted(same), _unweighted(different)
        self._same_at = np.array([places[pair.first] for pair in same], dtype=np.intp)
        self._first_at = np.array([places[pair.first] for pair in different], dtype=np.intp)
        self._second_at = np.array([places[pair.second] for pair in different], dtype=np.intp)
        self._counts = _draws(len(names), resamples, seed)

    @property
    def smallest_fmr(self) -> float:
        return _RULE_OF_THREE / self.identity_pairs if self.identity_pairs else 1.0

    @cached_property
    def resampled(self) -> list[tuple[Distances, Distances]]:
        """Honest and other pairs with new weights, where a resample has both."""
        found = []
        for counts in self._counts.astype(np.float64):
            same = Distances(self.same.values, counts[self._same_at])
            different = Distances(self.different.values, counts[self._first_at] * counts[self._second_at])
            if same.total and different.total:
                found.append((same, different))
        return found

    def estimate(self, figure: Callable[[Distances, Distances], float]) -> Estimate | Unsupported:
        if not len(self.same.values) or not len(self.different.values):
            return Unsupported("the sample needs pairs of one person and pairs of different people")
        values = [figure(*both) for both in self.resampled]
        low, high = np.percentile(values, [2.5, 97.5]) if values else (np.nan, np.nan)
        return Estimate(figure(self.same, self.different), float(low), float(high))

    def threshold_for(self, target_fmr: float) -> Estimate | Unsupported:
        if target_fmr < self.smallest_fmr:
            return Unsupported(
                f"a false match rate of {target_fmr:g} needs {_RULE_OF_THREE / target_fmr:.0f} pairs of identities, "
                f"the sample has {self.identity_pairs} (rule of three: nothing below {self.smallest_fmr:.2g})"
            )
        return self.estimate(lambda _same, different: different.largest_with_share(target_fmr))

    def fmr_at(self, threshold: float) -> Estimate | Unsupported:
        """Never an upper end below what the rule of three allows."""
        found = self.estimate(lambda _same, different: float(fmr(different, threshold)))
        if isinstance(found, Unsupported):
            return found
        return Estimate(found.value, found.low, max(found.high, self.smallest_fmr))

    def fnmr_at(self, threshold: float) -> Estimate | Unsupported:
        found = self.estimate(lambda same, _different: float(fnmr(same, threshold)))
        if isinstance(found, Unsupported):
            return found
        return Estimate(found.value, found.low, max(found.high, min(1.0, _RULE_OF_THREE / self.identities)))

    def det(self) -> tuple[DetPoint, ...]:
        if not len(self.same.values) or not len(self.different.values):
            return ()
        lowest = min(self.same.values[0], self.different.values[0])
        highest = max(self.same.values[-1], self.different.values[-1])
        thresholds: Numbers = np.linspace(lowest, highest, _DET_POINTS)
        rates = zip(thresholds, fmr(self.different, thresholds), fnmr(self.same, thresholds), strict=True)
        return tuple(DetPoint(float(at), float(matches), float(misses)) for at, matches, misses in rates)


def _draws(identities: int, resamples: int, seed: int) -> NDArray[np.int64]:
    """How often each identity is drawn, per resample."""
    if not identities:
        return np.zeros((0, 0), dtype=np.int64)
    shares = np.full(identities, 1 / identities)
    return np.random.default_rng(seed).multinomial(identities, shares, resamples)


def _unweighted(pairs: Sequence[Pair]) -> Distances:
    return Distances(np.array([pair.distance for pair in pairs]), np.ones(len(pairs)))
