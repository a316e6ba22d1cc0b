"""The worst finding decides, a note never does, and no finding at all is a doubt."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin_service.kit.verdict import OURS, BasisKind, Decision, Finding, Outcome, Verdict


def finding(outcome: Outcome) -> Finding:
    return Finding(check="x", outcome=outcome, reason="because")


DECISIONS = {
    Outcome.PASS: Decision.ACCEPTED,
    Outcome.NOTE: Decision.ACCEPTED,
    Outcome.DOUBT: Decision.DOUBTFUL,
    Outcome.FAIL: Decision.REFUSED,
}


@pytest.mark.parametrize(("outcome", "decision"), DECISIONS.items())
def test_one_finding_decides_alone(outcome: Outcome, decision: Decision) -> None:
    assert Verdict.of([finding(outcome)]).decision is decision


def test_no_finding_is_a_doubt_and_never_a_pass() -> None:
    assert Verdict().decision is Decision.DOUBTFUL
    assert Verdict.of(iter(())).decision is Decision.DOUBTFUL


@given(outcomes=st.lists(st.sampled_from(Outcome), min_size=1, max_size=8))
def test_the_worst_finding_decides(outcomes: list[Outcome]) -> None:
    assert Verdict.of(map(finding, outcomes)).decision is DECISIONS[max(outcomes)]


@given(outcomes=st.lists(st.sampled_from(Outcome), min_size=1, max_size=4))
def test_a_note_more_or_less_changes_nothing(outcomes: list[Outcome]) -> None:
    noted = [*outcomes, Outcome.NOTE]
    assert Verdict.of(map(finding, noted)).decision is Verdict.of(map(finding, outcomes)).decision


def test_the_order_of_findings_does_not_matter() -> None:
    decisions = {Verdict.of(map(finding, order)).decision for order in permutations(Outcome)}
    assert decisions == {Decision.REFUSED}


def test_what_nobody_decreed_is_said_to_be_ours() -> None:
    assert finding(Outcome.PASS).basis is OURS
    assert OURS.kind is BasisKind.OPERATOR_DEFAULT
