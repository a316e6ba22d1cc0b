"""Unannounced checks in a determination: answered, missed now and then, missed as a pattern."""

from dataclasses import replace

import pytest

from checkin_service.attendance.model.confirmations import ConfirmationKind
from checkin_service.eligibility.rules.checks import missed_checks
from checkin_service.eligibility.rules.evidence import lies_between_checks
from checkin_service.kit.verdict import Outcome
from tests.eligibility.builders import a_policy, some_facts, some_sessions


@pytest.mark.parametrize(
    ("held", "missed", "outcome"),
    [(4, 0, Outcome.PASS), (4, 1, Outcome.NOTE), (4, 2, Outcome.NOTE), (4, 3, Outcome.DOUBT)],
)
def test_one_that_was_missed_is_a_note_and_a_pattern_a_doubt(held: int, missed: int, outcome: Outcome) -> None:
    (found,) = missed_checks(some_facts(checks_held=held, checks_missed=missed), a_policy())
    assert (found.outcome, found.measured) == (outcome, f"{missed}/{held}")


def test_nothing_is_said_of_who_was_not_checked() -> None:
    assert list(missed_checks(some_facts(), a_policy())) == []


def test_a_session_lies_between_two_answered_checks_unless_one_was_missed() -> None:
    first, middle, last, *rest = some_sessions(*[True] * 10)
    checked = [
        each._replace(evidence=replace(each.evidence, confirmed_by=(ConfirmationKind.CHECK,))) for each in (first, last)
    ]
    facts = some_facts(sessions=(checked[0], middle, checked[1], *rest), checks_held=2)
    assert lies_between_checks(middle, facts)
    assert not lies_between_checks(rest[0], facts)
    assert not lies_between_checks(middle, replace(facts, checks_missed=1))
