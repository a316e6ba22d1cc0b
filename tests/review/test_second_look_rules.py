"""When a decision was too fast, who ends a dispute, and how alike two people decide."""

from datetime import UTC, date, datetime, timedelta

import pytest

from checkin_service.kit.ids import new_id
from checkin_service.policy.book import PolicyView, packs
from checkin_service.review import rules
from checkin_service.review.model import Pair
from tests.building.policies import with_values

OPENED = datetime(2026, 3, 2, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def policy() -> PolicyView:
    return packs().at("330600", on=date(2026, 3, 2))


def pairs(*decided: tuple[bool, bool]) -> list[Pair]:
    return [Pair(first_by=new_id(), second_by=new_id(), first=first, second=second) for first, second in decided]


def test_nobody_decides_about_evidence_that_was_not_opened(policy: PolicyView) -> None:
    assert rules.unopened_refusal(OPENED, policy) is None
    refusal = rules.unopened_refusal(None, policy)
    assert refusal is not None
    assert "证据" in refusal.words.zh


def test_a_decision_in_haste_is_taken_unless_the_policy_refuses_it(policy: PolicyView) -> None:
    strict = with_values(policy, {"review.too_fast": "refused"})
    soon, later = OPENED + timedelta(seconds=4), OPENED + timedelta(seconds=5)
    assert rules.decide_from(OPENED, policy) == later
    assert rules.haste_refusal(OPENED, soon, policy) is None
    assert rules.haste_refusal(OPENED, later, strict) is None
    refusal = rules.haste_refusal(OPENED, soon, strict)
    assert refusal is not None
    assert "5" in refusal.words.en


def test_neither_of_the_two_ends_their_dispute(policy: PolicyView) -> None:
    first, second = new_id(), new_id()
    assert rules.third_person_refusal(new_id(), {first, second}, policy) is None
    assert rules.third_person_refusal(second, {first, second}, policy) is not None


def test_of_nothing_no_agreement_is_said() -> None:
    found = rules.agreement([])
    assert (found.pairs, found.alike, found.kappa) == (0, None, None)


def test_kappa_is_agreement_beyond_chance() -> None:
    """Cohen's own arithmetic: 45 and 15 alike of 100, 25 and 15 unlike, is 0.13 above chance (0.60 against 0.54)."""
    decided = [(True, True)] * 45 + [(True, False)] * 15 + [(False, True)] * 25 + [(False, False)] * 15
    found = rules.agreement(pairs(*decided))
    assert found.alike is not None
    assert found.kappa is not None
    assert (found.pairs, round(found.alike.value, 2), round(found.kappa.value, 4)) == (100, 0.6, 0.1304)
    assert found.kappa.low < found.kappa.value < found.kappa.high


def test_who_always_accepts_agrees_by_chance_alone() -> None:
    found = rules.agreement(pairs(*[(True, True)] * 20))
    assert found.kappa is None
    assert found.alike is not None
    assert (found.alike.value, found.alike.high) == (1.0, 1.0)
    assert 0.8 < found.alike.low < 0.9


def test_two_who_never_agree_are_below_chance() -> None:
    found = rules.agreement(pairs(*[(True, False), (False, True)] * 5))
    assert found.kappa is not None
    assert found.kappa.value == -1.0
