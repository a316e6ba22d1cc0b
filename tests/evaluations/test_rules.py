"""Rules of evaluations: whole groups only, no figure that one more person moves, once replaced and in time."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from uuid import UUID

import pytest

from checkin_service.evaluations import rules
from checkin_service.evaluations.model import By, Evaluation, Given, Stand
from checkin_service.policy.book import PolicyView, policy_at

TODAY = date(2026, 3, 2)
NOW = datetime(2026, 3, 2, 4, tzinfo=UTC)
INSTITUTION, PROJECT = UUID(int=1), UUID(int=2)
QUESTIONS = ("teaching", "place", "hours_held", "no_extra_fees")


@pytest.fixture
def policy() -> PolicyView:
    return policy_at("330600", NOW, known_at=NOW)


def given(class_number: int, mark: int = 5, *, is_closed: bool = False) -> Given:
    return Given(
        class_id=UUID(int=100 + class_number),
        institution_id=INSTITUTION,
        project_id=PROJECT,
        marks={"teaching": mark},
        closes_on=TODAY - timedelta(days=1) if is_closed else TODAY,
    )


def one(*, days_ago: int = 0, ordinal: int = 1, is_withdrawn: bool = False) -> Evaluation:
    return Evaluation(
        trainee_id=UUID(int=9),
        class_id=UUID(int=101),
        ordinal=ordinal,
        institution_id=INSTITUTION,
        project_id=PROJECT,
        authority_code="330600",
        marks={} if is_withdrawn else {"teaching": 5},
        words_sealed=None,
        given_at=NOW - timedelta(days=days_ago),
        closes_on=TODAY,
    )


def counts(found: list[Given], by: By) -> list[int]:
    return sorted(len(group) for group in rules.released(found, by, smallest=5, today=TODAY).values())


@pytest.mark.parametrize(("spoken", "told"), [(4, []), (5, [5]), (6, [5]), (9, [5]), (10, [10])])
def test_a_figure_moves_by_whole_groups_and_never_by_one(spoken: int, told: list[int]) -> None:
    found = [given(1) for _ in range(spoken)]
    for by in By:
        assert counts(found, by) == told


def test_a_replaced_mark_moves_a_figure_of_five_and_a_sixth_does_not() -> None:
    found = [given(1, 5) for _ in range(5)]
    before = rules.satisfaction_of(rules.released(found, By.CLASS, smallest=5, today=TODAY)[found[0].class_id])
    after = rules.satisfaction_of(
        rules.released([*found, given(1, 1)], By.CLASS, smallest=5, today=TODAY)[found[0].class_id]
    )
    assert before == after


def test_small_classes_count_for_the_institution_together_once_nobody_can_evaluate_them_any_more() -> None:
    open_ones = [given(number) for number in (1, 1, 1, 2, 2)]
    assert counts(open_ones, By.INSTITUTION) == []
    closed = [given(number, is_closed=True) for number in (1, 1, 1, 2, 2)]
    assert counts(closed, By.INSTITUTION) == [5]
    assert counts(closed, By.CLASS) == []
    assert counts(closed, By.PROJECT) == []


def test_no_class_is_found_by_taking_the_others_from_the_whole() -> None:
    """Five of one class and one of another: the institution is told of just those of the first."""
    found = [*(given(1) for _ in range(5)), given(2, 1, is_closed=True)]
    assert counts(found, By.INSTITUTION) == counts(found, By.CLASS) == [5]


@pytest.mark.parametrize(
    ("marks", "share"),
    [((5, 5), Fraction(1)), ((1, 1), Fraction(0)), ((3,), Fraction(1, 2)), ((1, 5, 4), Fraction(7, 12))],
)
def test_satisfaction_is_the_exact_share_between_the_worst_and_the_best_mark(
    marks: tuple[int, ...], share: Fraction
) -> None:
    found = rules.satisfaction_of([given(1, mark) for mark in marks])
    assert found is not None
    assert (found.share, found.count, found.means["teaching"]) == (share, len(marks), Fraction(sum(marks), len(marks)))


def test_nobody_makes_no_figure() -> None:
    assert rules.satisfaction_of([]) is None


@pytest.mark.parametrize(
    ("before", "last_day", "expected"),
    [
        ([], TODAY, Stand.OPEN),
        ([], TODAY - timedelta(days=1), Stand.CLOSED),
        ([one()], TODAY, Stand.GIVEN),
        ([one(), one(ordinal=2)], TODAY, Stand.REPLACED),
        ([one(), one(ordinal=2, is_withdrawn=True)], TODAY, Stand.WITHDRAWN),
    ],
)
def test_how_an_evaluation_stands(before: list[Evaluation], last_day: date, expected: Stand) -> None:
    assert rules.stand_of(before, last_day=last_day, today=TODAY) is expected


@pytest.mark.parametrize(
    ("before", "hours", "last_day", "refused"),
    [
        ([], 4, TODAY, None),
        ([], 0, TODAY, "No class hour"),
        ([], 4, TODAY - timedelta(days=1), "could be evaluated until"),
        ([one(days_ago=7)], 4, TODAY - timedelta(days=1), None),
        ([one(days_ago=8)], 4, TODAY, "replaced or taken back until"),
        ([one(), one(ordinal=2)], 4, TODAY, "once, which you have done"),
    ],
)
def test_whoever_was_there_evaluates_in_time_and_replaces_once(
    policy: PolicyView, before: list[Evaluation], hours: int, last_day: date, refused: str | None
) -> None:
    found = rules.refusal_of(before, credited_hours=hours, last_day=last_day, today=TODAY, policy=policy)
    assert (found is None) is (refused is None)
    assert found is None or refused in found.words.en  # type: ignore[operator]


def test_only_what_was_given_is_taken_back_and_once(policy: PolicyView) -> None:
    assert rules.withdrawal_refusal([one()], today=TODAY, policy=policy) is None
    for before in ([], [one(days_ago=8)], [one(), one(ordinal=2)]):
        assert rules.withdrawal_refusal(before, today=TODAY, policy=policy) is not None


def test_every_question_has_one_mark(policy: PolicyView) -> None:
    assert rules.marks_refusal(QUESTIONS[::-1], QUESTIONS, policy) is None
    assert rules.marks_refusal(QUESTIONS[:3], QUESTIONS, policy) is not None
    assert rules.marks_refusal([*QUESTIONS, "charm"], QUESTIONS, policy) is not None


def test_the_last_days_are_counted_from_the_completion_and_from_the_first_evaluation(policy: PolicyView) -> None:
    assert rules.closes_on(NOW, policy) == TODAY + timedelta(days=90)
    assert rules.replaced_until(NOW, policy) == TODAY + timedelta(days=7)
