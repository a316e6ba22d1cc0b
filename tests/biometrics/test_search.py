"""A search finds exactly the pairs that a comparison of each with each would match."""

from itertools import combinations

import numpy as np
import pytest

from biometrics import Metric, OtherVersion, Reference, Thresholds, distance, same_faces


def references(count: int, seed: int = 1) -> list[Reference]:
    draw = np.random.default_rng(seed)
    centres = draw.normal(size=(count // 3 + 1, 8))
    vectors = [centres[number // 3] + draw.normal(scale=0.2, size=8) for number in range(count)]
    return [Reference(vector.astype(np.float32), 1, "e", "ab", "1") for vector in vectors]


@pytest.mark.parametrize(("metric", "match"), [(Metric.EUCLIDEAN, 0.8), (Metric.COSINE, 0.05)])
@pytest.mark.parametrize("count", [0, 1, 2, 300, 600])
def test_the_search_finds_what_pairwise_comparison_finds(count: int, metric: Metric, match: float) -> None:
    several, limits = references(count), Thresholds(match=match, doubt=match, metric=metric)
    expected = {
        (first, second)
        for first, second in combinations(range(count), 2)
        if distance(several[first].vector, several[second].vector, metric) <= match
    }
    found = same_faces(several, limits)
    assert {(each.first, each.second) for each in found} == expected
    assert [each.distance for each in found] == sorted(each.distance for each in found)


def test_references_of_two_versions_are_not_searched_together() -> None:
    one, other = references(2)
    with pytest.raises(OtherVersion):
        same_faces([one, Reference(other.vector, 1, "e", "ab", "2")], Thresholds(match=1, doubt=1))
