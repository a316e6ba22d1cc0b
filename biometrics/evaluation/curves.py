"""Error rates of weighted distances: the arithmetic beneath the report, on arrays."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Distances:
    """Ascending distances of one kind of pair, each with a weight: two float64 arrays (n,)."""

    values: Numbers
    weights: Numbers

    @property
    def total(self) -> float:
        """Sum of the weights; the number of pairs when each counts once."""
        return float(self.weights.sum())

    def share_up_to(self, threshold: Numbers | float) -> Numbers:
        """The weighted share, from 0 to 1, of pairs at or below each threshold; the shape is that of the thresholds."""
        reached = np.concatenate([[0.0], np.cumsum(self.weights)])
        shares: Numbers = reached[np.searchsorted(self.values, threshold, side="right")] / self.total
        return shares

    def largest_with_share(self, most: float) -> float:
        """The largest threshold that keeps the share at or below `most`: just below the first distance too many.

        Infinity when no distance is too many.
        """
        reached = np.cumsum(self.weights) / self.total
        beyond = int(np.searchsorted(reached, most + 1e-12, side="right"))
        return float(np.nextafter(self.values[beyond], -np.inf)) if beyond < len(self.values) else np.inf


def fmr(different: Distances, threshold: Numbers | float) -> Numbers:
    """False match rate (ISO/IEC 19795-1): the share of pairs of different people at or below the threshold."""
    return different.share_up_to(threshold)


def fnmr(same: Distances, threshold: Numbers | float) -> Numbers:
    """False non-match rate (ISO/IEC 19795-1): the share of pairs of one person above the threshold."""
    return 1 - same.share_up_to(threshold)


def equal_error_rate(same: Distances, different: Distances) -> float:
    """The rate, from 0 to 1, where both errors meet; between two observed distances, the mean of both.

    A figure for comparing engines, no threshold to run at.
    """
    thresholds = np.concatenate([same.values, different.values])
    misses, matches = fnmr(same, thresholds), fmr(different, thresholds)
    at = int(np.abs(misses - matches).argmin())
    return float((misses[at] + matches[at]) / 2)
