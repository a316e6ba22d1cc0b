"""Three answers at calibrated limits; versions never mix; nothing known means doubt."""

from __future__ import annotations

import numpy as np
import pytest

import biometrics
from biometrics import Assurance, Decision, Embedding, Metric, OtherVersion, Reference, Thresholds
from biometrics.comparison import decide

LIMITS = Thresholds(match=0.4, doubt=0.6)


def an_embedding(*values: float, engine: str = "dlib-resnet", path_version: str = "1") -> Embedding:
    return Embedding(np.array(values, dtype=np.float32), engine, "ab" * 32, path_version)


@pytest.mark.parametrize(
    ("apart", "decision"),
    [
        (0.0, Decision.MATCH),
        (0.4, Decision.MATCH),
        (0.4000001, Decision.DOUBT),
        (0.6, Decision.DOUBT),
        (0.6000001, Decision.NO_MATCH),
        (float("inf"), Decision.NO_MATCH),
        (float("nan"), Decision.DOUBT),
    ],
)
def test_both_limits_belong_to_the_milder_side(apart: float, decision: Decision) -> None:
    assert decide(apart, LIMITS) is decision


def test_a_reference_and_an_embedding_both_compare() -> None:
    probe = an_embedding(1, 0.3)
    for stored in (an_embedding(1, 0), Reference.of(an_embedding(1, 0))):
        comparison = biometrics.compare(stored, probe)
        assert comparison.distance == pytest.approx(0.3)
        assert comparison.decision is Decision.MATCH
        assert comparison.assurance is Assurance.UNPROVEN


@pytest.mark.parametrize("other", [{"engine": "onnx"}, {"path_version": "2"}])
def test_vectors_of_different_versions_are_never_compared(other: dict[str, str]) -> None:
    with pytest.raises(OtherVersion, match="enrol again"):
        biometrics.compare(an_embedding(1, 0), an_embedding(1, 0, **other))


def test_an_engine_without_thresholds_never_matches() -> None:
    same = an_embedding(1, 0, engine="mine")
    comparison = biometrics.compare(same, same)
    assert comparison.decision is Decision.DOUBT
    assert comparison.assurance is Assurance.UNCALIBRATED


def test_own_thresholds_replace_the_shipped_ones() -> None:
    own = Thresholds(match=0.1, doubt=0.2, assurance=Assurance.CALIBRATED)
    assert biometrics.compare(an_embedding(1, 0), an_embedding(1, 0.3), own).decision is Decision.NO_MATCH


def test_cosine_distance_ignores_length() -> None:
    first, second = np.array([1, 1], dtype=np.float32), np.array([5, 5], dtype=np.float32)
    assert biometrics.distance(first, second, Metric.COSINE) == pytest.approx(0)


def test_cosine_of_a_zero_vector_is_a_doubt() -> None:
    zero = an_embedding(0, 0)
    cosine = Thresholds(match=0.4, doubt=0.6, metric=Metric.COSINE)
    assert biometrics.compare(zero, zero, cosine).decision is Decision.DOUBT
