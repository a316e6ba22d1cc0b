"""Comparison of two face vectors: their distance and the decision it allows, with NumPy only."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from biometrics.embedding import Embedding, OtherVersion, Reference, Vector
from biometrics.thresholds import Assurance, Metric, Thresholds, thresholds_for


class Decision(StrEnum):
    """Three answers: between the same person and another one lies a range where nobody can tell.

    A service treats NO_MATCH as a doubt too: a face alone refuses nobody.
    """

    MATCH = "match"
    DOUBT = "doubt"
    NO_MATCH = "no_match"


@dataclass(frozen=True, slots=True)
class Comparison:
    """One probe held against one reference.

    `distance` is 0 for equal vectors and has no unit; it means something only beside the `thresholds` it was judged by,
    which name their metric and basis.
    """

    distance: float
    decision: Decision
    thresholds: Thresholds

    @property
    def assurance(self) -> Assurance:
        """How well the thresholds behind this decision are founded."""
        return self.thresholds.assurance


def compare(reference: Reference | Embedding, probe: Embedding, thresholds: Thresholds | None = None) -> Comparison:
    """Compare a probe with a reference at the given thresholds, else at those shipped for the engine of both.

    Raises `OtherVersion` when they were not made by the same engine, model and path. An engine without thresholds gives
    DOUBT, never a match.
    """
    if reference.version != probe.version:
        raise OtherVersion(reference.version, probe.version)
    limits = thresholds or thresholds_for(probe.version)
    measured = distance(reference.vector, probe.vector, limits.metric)
    return Comparison(measured, decide(measured, limits), limits)


def distance(first: Vector, second: Vector, metric: Metric = Metric.EUCLIDEAN) -> float:
    """The distance of two vectors of one length: Euclidean, or one minus the cosine of their angle (0 to 2).

    NaN for the angle of a vector without a direction; `decide` takes that for a doubt. Raises numpy's ValueError for
    vectors of different length.

    >>> distance(np.array([1, 0], dtype=np.float32), np.array([0, 1], dtype=np.float32), Metric.COSINE)
    1.0
    """
    one, other = first.astype(np.float64), second.astype(np.float64)
    if metric is Metric.EUCLIDEAN:
        return float(np.linalg.norm(one - other))
    lengths = float(np.linalg.norm(one) * np.linalg.norm(other))
    return 1 - float(one @ other) / lengths if lengths else math.nan  # A vector without a direction has no angle.


def decide(measured: float, thresholds: Thresholds) -> Decision:
    """The decision at a distance; both limits belong to the milder side, and no number is a doubt.

    >>> limits = Thresholds(match=0.4, doubt=0.6)
    >>> [str(decide(x, limits)) for x in (0.4, 0.41, 0.6, 0.61, float("nan"))]
    ['match', 'doubt', 'doubt', 'no_match', 'doubt']
    """
    if measured <= thresholds.match:
        return Decision.MATCH
    return Decision.NO_MATCH if measured > thresholds.doubt else Decision.DOUBT
