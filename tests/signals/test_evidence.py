"""P-values, e-values and the list: what they promise of honest classes, whatever depends on what."""

import doctest

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin_service.redteam.calibrating import calibrated
from checkin_service.signals import calibration, evidence, readings
from checkin_service.signals.calibration import Stratum, Table, as_document, ladder_of, table_of
from checkin_service.signals.model import VERSIONS, SignalKind
from checkin_service.signals.words import SIGNAL_WORDS
from checkin_service.trust import rules
from checkin_service.trust.service.looking import calibration as shipped

shares = st.floats(0.00001, 1.0)


@pytest.mark.parametrize("module", [calibration, evidence, readings, rules])
def test_the_examples_hold(module: object) -> None:
    assert doctest.testmod(module).failed == 0  # type: ignore[arg-type]


def test_an_e_value_is_at_most_one_on_average() -> None:
    uniform = (np.arange(100_000) + 0.5) / 100_000
    assert np.mean([evidence.e_value(p) for p in uniform]) <= 1 + 1e-9


def test_weights_of_all_looks_and_signals_come_to_no_more_than_one() -> None:
    assert sum(evidence.look_weight(number) for number in range(1, 10_000)) <= 1
    most = dict.fromkeys(SignalKind, 0.0)
    assert evidence.evidence([most]) == pytest.approx(evidence.e_value(0.0) / 2)


@given(st.lists(st.dictionaries(st.sampled_from(list(SignalKind)), shares), max_size=8))
def test_what_was_seen_is_never_unseen_by_looking_again(looks: list[dict[SignalKind, float]]) -> None:
    grown = [evidence.evidence(looks[:number]) for number in range(len(looks) + 1)]
    assert grown == sorted(grown)
    assert 0 < evidence.p_of(grown[-1]) <= 1


def test_of_honest_classes_looked_at_daily_with_signals_that_all_agree_few_are_ever_listed() -> None:
    """The worst that can depend: one p-value is that of every signal and of every look."""
    draw = np.random.default_rng(3)
    ever = [evidence.evidence([dict.fromkeys(SignalKind, p)] * 20) for p in draw.uniform(0, 1, 20_000)]
    assert np.mean([evidence.p_of(each) <= evidence.FALSE_ALARM for each in ever]) <= evidence.FALSE_ALARM


@given(st.lists(shares, max_size=40), st.floats(0.01, 0.5))
def test_a_list_holds_the_smallest_and_none_above_the_false_alarm(p_values: list[float], q: float) -> None:
    chosen = evidence.listed(p_values, false_discoveries=q)
    listed = [p for p, is_in in zip(p_values, chosen, strict=True) if is_in]
    left = [p for p, is_in in zip(p_values, chosen, strict=True) if not is_in]
    assert not listed or (
        max(listed) <= evidence.FALSE_ALARM and max(listed) <= q * len(listed) / len(p_values) + 1e-12
    )
    assert not listed or not left or max(listed) <= min(left)


@given(st.lists(st.floats(-10, 10), min_size=1, max_size=400), st.floats(-11, 11))
def test_a_ladder_never_makes_a_class_look_odder_than_all_scores_would(scores: list[float], score: float) -> None:
    table = Table("1", len(scores), [Stratum(8, {SignalKind.ORDER: {"one": ladder_of(scores, len(scores))}})])
    exact = (1 + sum(round(each, 4) >= score for each in scores)) / (len(scores) + 1)
    assert table.p_value(SignalKind.ORDER, score, people=8) >= exact - 1e-12


def test_more_scores_than_classes_are_a_mistake() -> None:
    with pytest.raises(ValueError, match="2 scores of 1"):
        ladder_of([0.1, 0.2], 1)


def test_what_no_honest_class_was_ever_asked_counts_for_nothing() -> None:
    table = Table("1", 9, [Stratum(15, {SignalKind.ORDER: {"one": [(1, 0.5)]}})])
    assert table.p_value(SignalKind.ORDER, 9.0, people=8) == 1.0
    assert table.p_value(SignalKind.PACE, 9.0, people=20) == 1.0


def test_a_seed_makes_the_same_table_and_a_document_holds_it() -> None:
    first, again = (calibrated(seed=4, classes=3) for _ in range(2))
    assert first == again == table_of(as_document(first))


def test_the_table_that_is_shipped_is_of_the_signals_as_they_are() -> None:
    table = shipped()
    assert table.version.endswith(",".join(f"{kind}-{version}" for kind, version in VERSIONS.items()))
    assert table.classes == 4999
    assert all(set(each.ladders) == set(SignalKind) for each in table.strata)


def test_every_signal_says_how_it_comes_about_honestly_in_both_languages() -> None:
    assert set(SIGNAL_WORDS) == set(SignalKind)
    assert all(each.honest.zh and each.honest.en for each in SIGNAL_WORDS.values())
