"""Retroactivity: the published rules a case is judged by when some came after it began (SX-37)."""

from dataclasses import replace
from datetime import date

import pytest

from checkin_service.eligibility.model.facts import AskedPolicy, Determination, DeterminationOutcome
from checkin_service.eligibility.rules import better, determine, known_days
from tests.eligibility.builders import a_policy, some_facts

ELIGIBLE, NOT_ELIGIBLE, DOUBTFUL = DeterminationOutcome
COMPLETED, THEN, TODAY = date(2022, 2, 1), date(2022, 3, 1), date(2022, 6, 1)


@pytest.mark.parametrize("outcome", [ELIGIBLE, NOT_ELIGIBLE])
def test_a_settled_case_is_never_reopened_by_a_later_published_rule(outcome: DeterminationOutcome) -> None:
    assert known_days(outcome, known_before=THEN, completed_on=COMPLETED, today=TODAY) == (THEN,)


def test_an_open_case_is_judged_by_todays_rules_and_by_those_known_before() -> None:
    assert known_days(DOUBTFUL, known_before=THEN, completed_on=COMPLETED, today=TODAY) == (TODAY, THEN)


@pytest.mark.parametrize(("before", "known_before"), [(None, None), (DOUBTFUL, None), (ELIGIBLE, None)])
def test_a_first_look_goes_by_what_is_known_today(
    before: DeterminationOutcome | None, known_before: date | None
) -> None:
    assert known_days(before, known_before=known_before, completed_on=COMPLETED, today=TODAY) == (TODAY,)


@pytest.mark.parametrize("before", [DOUBTFUL, None])
def test_a_jurisdiction_may_judge_by_what_was_known_at_the_completion(before: DeterminationOutcome | None) -> None:
    days = known_days(
        before, known_before=THEN, completed_on=COMPLETED, today=TODAY, open_cases="as_known_at_completion"
    )
    assert days == (COMPLETED,)


def judged(outcome: DeterminationOutcome, amount_fen: int = 0) -> tuple[AskedPolicy, Determination]:
    policy = a_policy()
    return policy, replace(determine(some_facts(), policy), outcome=outcome, amount_fen=amount_fen)


def test_of_two_that_are_as_good_the_first_stands() -> None:
    later, earlier = judged(DOUBTFUL), judged(DOUBTFUL)
    assert better([later, earlier]) is later


@pytest.mark.parametrize(
    ("worse", "kinder"),
    [
        (judged(NOT_ELIGIBLE), judged(DOUBTFUL)),
        (judged(DOUBTFUL), judged(ELIGIBLE, 1)),
        (judged(NOT_ELIGIBLE, 2), judged(ELIGIBLE, 1)),
        (judged(ELIGIBLE, 1), judged(ELIGIBLE, 2)),
    ],
)
def test_the_better_for_the_person_is_chosen_whichever_comes_first(
    worse: tuple[AskedPolicy, Determination], kinder: tuple[AskedPolicy, Determination]
) -> None:
    assert better([worse, kinder]) is kinder
    assert better([kinder, worse]) is kinder
