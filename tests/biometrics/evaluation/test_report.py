"""Figures about errors carry intervals, and a sample that is too small gets no figure."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, pairwise

import numpy as np
import pytest

from biometrics import (
    Assurance,
    Embedding,
    Estimate,
    Metric,
    OtherVersion,
    Pair,
    Sample,
    Thresholds,
    Unsupported,
    calibrate,
    evaluate,
    pairs_of,
)


def a_population(people: int, photos: int = 4, spread: float = 0.05, seed: int = 1) -> list[Sample]:
    """Random people as points on a sphere, photos as small moves around them."""
    draw = np.random.default_rng(seed)
    samples = []
    for person in range(people):
        middle = draw.normal(size=16)
        middle /= np.linalg.norm(middle)
        samples += [
            Sample(f"p{person}", an_embedding(middle + draw.normal(size=16) * spread), "men" if person % 2 else "women")
            for _ in range(photos)
        ]
    return samples


def an_embedding(vector: np.ndarray) -> Embedding:
    return Embedding(vector.astype(np.float32), "dlib-resnet", "ab" * 32, "1")


def some_pairs(same: list[float], different: list[float]) -> list[Pair]:
    honest = [Pair(distance, f"p{number}", f"p{number}") for number, distance in enumerate(same)]
    return honest + [Pair(distance, f"p{number}", f"q{number}") for number, distance in enumerate(different)]


def test_all_pairs_are_made_once() -> None:
    samples = a_population(3, photos=2)
    pairs = pairs_of(samples)
    assert len(pairs) == 15
    assert sum(pair.same for pair in pairs) == 3
    assert {pair.group for pair in pairs if pair.first != pair.second} == {"", "women"}


def test_pairs_of_two_versions_are_refused() -> None:
    samples = a_population(2, photos=1)
    other = replace(samples[1], embedding=replace(samples[1].embedding, path_version="2"))
    with pytest.raises(OtherVersion):
        pairs_of([samples[0], other])


def test_error_rates_at_a_threshold_are_shares_of_pairs() -> None:
    report = evaluate(some_pairs([0.1, 0.2, 0.3, 0.5], [0.3, 0.4, 0.6, 0.7, 0.8]), threshold=0.3)
    assert isinstance(report.fmr_at_given, Estimate)
    assert isinstance(report.fnmr_at_given, Estimate)
    assert report.fmr_at_given.value == pytest.approx(1 / 5)
    assert report.fnmr_at_given.value == pytest.approx(1 / 4)


def test_separated_people_have_no_equal_error() -> None:
    report = evaluate(some_pairs([0.1, 0.2, 0.3], [0.5, 0.6, 0.7]))
    assert isinstance(report.eer, Estimate)
    assert report.eer.value == 0


def test_the_equal_error_rate_is_where_both_errors_meet() -> None:
    report = evaluate(some_pairs([0.1, 0.2, 0.3, 0.6], [0.25, 0.5, 0.7, 0.8]))
    assert isinstance(report.eer, Estimate)
    assert report.eer.value == pytest.approx(1 / 4)


def test_a_target_below_the_rule_of_three_gets_no_threshold() -> None:
    pairs = pairs_of(a_population(10))
    report = evaluate(pairs, target_fmr=1e-3)
    assert isinstance(report.threshold, Unsupported)
    assert "3000 pairs of identities" in report.threshold.reason
    assert report.fnmr_at_threshold == report.threshold
    assert report.smallest_supported_fmr == pytest.approx(3 / 45)


def test_more_photos_of_the_same_people_prove_nothing_more() -> None:
    few, many = (evaluate(pairs_of(a_population(10, photos=n)), resamples=5) for n in (2, 6))
    assert few.different_pairs < many.different_pairs
    assert few.smallest_supported_fmr == many.smallest_supported_fmr


def test_no_false_match_seen_is_not_no_false_match() -> None:
    report = evaluate(pairs_of(a_population(12)), threshold=0.0, resamples=20)
    assert isinstance(report.fmr_at_given, Estimate)
    assert report.fmr_at_given.value == 0
    assert report.fmr_at_given.high == pytest.approx(3 / 66)


def test_the_threshold_keeps_the_target_on_the_sample() -> None:
    pairs = pairs_of(a_population(40))
    report = evaluate(pairs, target_fmr=0.01)
    assert isinstance(report.threshold, Estimate)
    assert report.threshold.low <= report.threshold.value <= report.threshold.high
    different = [pair.distance for pair in pairs if not pair.same]
    assert np.mean([distance <= report.threshold.value for distance in different]) <= 0.01
    assert np.mean([distance <= report.threshold.value + 0.05 for distance in different]) > 0.01


def test_intervals_are_wider_than_pairs_alone_would_say() -> None:
    """Pairs of one identity hang together; resampled identities show it."""
    pairs = [
        *(Pair(0.9 if person == 0 else 0.1, f"p{person}", f"p{person}") for person in range(10) for _ in range(100)),
        *(Pair(1.5, f"p{a}", f"p{b}") for a, b in combinations(range(10), 2)),
    ]
    report = evaluate(pairs, threshold=0.5)
    assert isinstance(report.fnmr_at_given, Estimate)
    assert report.fnmr_at_given.value == pytest.approx(0.1)
    assert report.fnmr_at_given.low == 0
    assert report.fnmr_at_given.high >= 0.29


def test_groups_are_reported_apart() -> None:
    report = evaluate(pairs_of(a_population(20)), target_fmr=0.05, resamples=20)
    assert sorted(report.groups) == ["men", "women"]
    assert report.groups["men"].identities == 10
    assert report.groups["men"].identity_pairs == 45
    assert isinstance(report.groups["men"].threshold, Unsupported)


def test_the_curve_falls_from_missing_all_to_missing_none() -> None:
    det = evaluate(pairs_of(a_population(12)), resamples=5).det
    assert all(a.fmr <= b.fmr and a.fnmr >= b.fnmr for a, b in pairwise(det))
    assert (det[-1].fmr, det[-1].fnmr) == (1, 0)


def test_a_report_repeats_exactly() -> None:
    pairs = pairs_of(a_population(12))
    assert evaluate(pairs, resamples=20) == evaluate(pairs, resamples=20)


@pytest.mark.parametrize("pairs", [[], [Pair(0.1, "a", "a")], [Pair(0.9, "a", "b")]])
def test_one_kind_of_pair_alone_says_nothing(pairs: list[Pair]) -> None:
    report = evaluate(pairs, target_fmr=1.0, threshold=0.5)
    assert isinstance(report.eer, Unsupported)
    assert isinstance(report.fmr_at_given, Unsupported)
    assert report.det == ()


def test_calibration_takes_the_cautious_end() -> None:
    pairs = pairs_of(a_population(40))
    report = evaluate(pairs, target_fmr=0.01)
    limits = calibrate(pairs, target_fmr=0.01, metric=Metric.EUCLIDEAN)
    assert isinstance(limits, Thresholds)
    assert isinstance(report.threshold, Estimate)
    assert limits.match <= report.threshold.value
    assert limits.assurance is Assurance.CALIBRATED
    assert "40 identities" in limits.basis


def test_calibration_on_too_few_people_is_refused() -> None:
    assert isinstance(calibrate(pairs_of(a_population(10)), target_fmr=1e-3, metric=Metric.EUCLIDEAN), Unsupported)
