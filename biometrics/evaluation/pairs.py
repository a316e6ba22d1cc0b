"""Pairs of photos with a known truth: the raw material of every figure about errors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from biometrics.comparison import distance
from biometrics.embedding import Embedding, OtherVersion
from biometrics.thresholds import Metric


@dataclass(frozen=True, slots=True)
class Sample:
    """One photo's vector with the name of its person, and a group (say, sex or age) if figures by group are wanted."""

    identity: str
    embedding: Embedding
    group: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """A distance between photos of two identities (the same one twice for an honest pair), and their common group."""

    distance: float
    first: str
    second: str
    group: str = ""

    @property
    def same(self) -> bool:
        """Whether both photos show one person, by the names given."""
        return self.first == self.second


def pairs_of(samples: Sequence[Sample], metric: Metric = Metric.EUCLIDEAN) -> list[Pair]:
    """Every pair of the samples, n (n - 1) / 2 of them; a pair across groups belongs to none.

    Raises `OtherVersion` when the vectors were not all made alike.
    """
    for sample in samples:
        if sample.embedding.version != samples[0].embedding.version:
            raise OtherVersion(samples[0].embedding.version, sample.embedding.version)
    return [
        Pair(
            distance(one.embedding.vector, other.embedding.vector, metric),
            one.identity,
            other.identity,
            one.group if one.group == other.group else "",
        )
        for one, other in combinations(samples, 2)
    ]
