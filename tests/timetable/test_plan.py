"""A timetable is sound, or told why it is not; and when each session may be attested."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from checkin_service.policy.book import book
from checkin_service.timetable import rules
from checkin_service.timetable.model import Session
from tests.timetable.builders import a_session

NINE = datetime(2026, 3, 9, 1, 0, tzinfo=UTC)
SHAOXING = book().at("330600", on=date(2026, 3, 9))


def a_meeting(ordinal: int = 1, *, starts_at: datetime = NINE, hours: float = 3) -> Session:
    ends_at = starts_at + timedelta(hours=hours)
    return a_session(session_id=UUID(int=ordinal), ordinal=ordinal, starts_at=starts_at, ends_at=ends_at)


def a_plan(count: int = 3) -> list[Session]:
    return [a_meeting(day, starts_at=NINE + timedelta(days=day)) for day in range(1, count + 1)]


def test_a_plan_in_order_is_taken() -> None:
    assert rules.plan_refusal(a_plan()) is None
    assert rules.total_hours(a_plan()) == 12


def test_sessions_may_follow_each_other_without_a_break() -> None:
    assert rules.plan_refusal([a_meeting(1), a_meeting(2, starts_at=NINE + timedelta(hours=3))]) is None


def test_a_session_may_run_across_midnight() -> None:
    late = datetime(2026, 3, 9, 14, 0, tzinfo=UTC)
    assert rules.plan_refusal([a_meeting(1, starts_at=late, hours=4)]) is None


@pytest.mark.parametrize("ordinals", [(1, 3), (2, 3), (1, 1), (0, 1)])
def test_sessions_are_numbered_without_gaps_from_one(ordinals: tuple[int, int]) -> None:
    plan = [replace(session, ordinal=ordinal) for session, ordinal in zip(a_plan(2), ordinals, strict=True)]
    refusal = rules.plan_refusal(plan)
    assert refusal is not None
    assert "1, 2, 3" in refusal.en


@pytest.mark.parametrize("hours", [0, -1, 24.01])
def test_a_session_ends_after_it_starts_and_within_a_day(hours: float) -> None:
    refusal = rules.plan_refusal([a_meeting(1, hours=hours)])
    assert refusal is not None
    assert "Session 1 must end after it starts" in refusal.en


def test_nobody_is_asked_to_be_in_two_sessions_at_once() -> None:
    refusal = rules.plan_refusal([a_meeting(1), a_meeting(2, starts_at=NINE + timedelta(hours=2, minutes=59))])
    assert refusal is not None
    assert "Sessions 1 and 2 overlap" in refusal.en


def test_sessions_stand_in_the_order_of_their_days() -> None:
    plan = [a_meeting(1, starts_at=NINE + timedelta(days=2)), a_meeting(2)]
    assert rules.plan_refusal(plan) is not None


def test_checking_in_opens_half_an_hour_before_and_closes_a_quarter_after_the_start() -> None:
    window = rules.window("in", NINE, NINE + timedelta(hours=3), SHAOXING)
    assert (window.opens_at, window.closes_at) == (NINE - timedelta(minutes=30), NINE + timedelta(minutes=15))


def test_checking_out_opens_ten_minutes_before_and_closes_half_an_hour_after_the_end() -> None:
    noon = NINE + timedelta(hours=3)
    window = rules.window("out", NINE, noon, SHAOXING)
    assert (window.opens_at, window.closes_at) == (noon - timedelta(minutes=10), noon + timedelta(minutes=30))


def test_the_middle_has_no_window_that_anybody_could_know_beforehand() -> None:
    """Classes that were opened when it had one name it still."""
    found = rules.windows(a_meeting(1), ["in", "mid", "out"], SHAOXING)
    assert [each.phase for each in found] == ["in", "out"]


def test_a_class_is_over_when_its_last_session_is() -> None:
    last = a_meeting(1)
    assert rules.over_at(last, ["in"], SHAOXING) == last.ends_at


def test_a_class_is_not_over_while_people_can_still_check_out() -> None:
    last = a_meeting(1)
    assert rules.over_at(last, ["in", "out"], SHAOXING) == last.ends_at + timedelta(minutes=30)


def test_a_short_last_session_is_over_when_its_check_in_closes() -> None:
    last = a_meeting(1, hours=0.1)
    assert rules.over_at(last, ["in"], SHAOXING) == last.starts_at + timedelta(minutes=15)
