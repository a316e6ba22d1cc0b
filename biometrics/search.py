"""Search for the same face among many references, for an authority's deliberate use and never for a check-in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from biometrics.comparison import distance
from biometrics.embedding import OtherVersion, Reference
from biometrics.thresholds import Metric, Thresholds

_ROWS_AT_ONCE = 256


@dataclass(frozen=True, slots=True)
class SameFace:
    """Two references, by their places in the sequence (`first` before `second`), and the distance between them."""

    first: int
    second: int
    distance: float


def same_faces(references: Sequence[Reference], thresholds: Thresholds) -> list[SameFace]:
    """Pairs whose distance is a match, the closest first.

    Every pair is a comparison of its own: among a thousand people there are half a million, so that an error rate of
    one in ten thousand finds fifty pairs of strangers. What is found is a reason to look, never a proof. Time grows
    with the square of the number of references, memory only in proportion to it.

    Raises `OtherVersion` when the references were not all made alike.
    """
    for reference in references:
        if reference.version != references[0].version:
            raise OtherVersion(references[0].version, reference.version)
    vectors = np.array([reference.vector for reference in references], dtype=np.float64)
    found = [
        SameFace(first, second, distance(references[first].vector, references[second].vector, thresholds.metric))
        for first, second in _near(vectors, thresholds)
    ]
    return sorted((pair for pair in found if pair.distance <= thresholds.match), key=lambda pair: pair.distance)


def _near(vectors: NDArray[np.float64], thresholds: Thresholds) -> Iterator[tuple[int, int]]:
    """Pairs near the limit or below it, some rows at a time; the exact distance decides afterwards."""
    if not len(vectors):
        return
    lengths = np.linalg.norm(vectors, axis=1)
    if thresholds.metric is Metric.COSINE:
        vectors, lengths = vectors / np.maximum(lengths, 1e-12)[:, None], np.ones(len(vectors))
    # |a - b|² = |a|² + |b|² - 2 a·b; of unit vectors that is twice one minus their cosine.
    limit = 2 * thresholds.match if thresholds.metric is Metric.COSINE else thresholds.match**2
    for start in range(0, len(vectors), _ROWS_AT_ONCE):
        rows = slice(start, start + _ROWS_AT_ONCE)
        squares = lengths[rows, None] ** 2 + lengths[None, :] ** 2 - 2 * vectors[rows] @ vectors.T
        for row, second in np.argwhere(squares <= limit + 1e-6):
            if start + row < second:
                yield int(start + row), int(second)
