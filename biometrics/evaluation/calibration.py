"""Thresholds of an engine from consented local data: only where the sample supports the target."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from biometrics.evaluation.pairs import Pair
from biometrics.evaluation.report import Estimate, Unsupported, evaluate
from biometrics.thresholds import Assurance, Metric, Thresholds

_HONEST_SHARE_BELOW_DOUBT = 0.99


def calibrate(pairs: Sequence[Pair], *, target_fmr: float, metric: Metric, seed: int = 1) -> Thresholds | Unsupported:
    """The match limit for a target false match rate (above 0), taken at the cautious end of its 95 % interval.

    The doubt limit is the distance that 99 of 100 honest pairs keep. `Unsupported` is returned when the sample is too
    small: then the provisional thresholds stay. `metric` must be the one the pairs were measured by; `seed` makes the
    interval repeatable.
    """
    report = evaluate(pairs, target_fmr=target_fmr, seed=seed)
    if not isinstance(report.threshold, Estimate):
        return report.threshold
    match = min(report.threshold.low, report.threshold.value)
    honest = [pair.distance for pair in pairs if pair.same]
    return Thresholds(
        match=match,
        doubt=max(match, float(np.quantile(honest, _HONEST_SHARE_BELOW_DOUBT))),
        metric=metric,
        assurance=Assurance.CALIBRATED,
        basis=(
            f"Calibrated for a false match rate of {target_fmr:g} on {report.identities} identities, "
            f"{report.same_pairs} honest pairs and {report.different_pairs} others, "
            f"at the lower end of a 95 % interval from resampled identities."
        ),
    )
