"""The demonstration's days: when the term and the live sessions take place."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from checkin_service.demo.plan import TermPlan, live_lessons
from checkin_service.kit.civil import CHINA
from checkin_service.policy.book import book
from checkin_service.timetable.rules.plan import window

TODAY = date(2026, 3, 2)


def test_the_last_session_was_yesterday_and_all_is_over_before_today() -> None:
    plan = TermPlan.ending_before(TODAY, sessions=10)
    assert plan.last_day == date(2026, 3, 1)
    assert plan.completed_at.astimezone(CHINA).date() == plan.last_day


def test_the_clock_only_ever_moves_forward() -> None:
    plan = TermPlan.ending_before(TODAY, sessions=5)
    moments = [plan.prepared_at, plan.arrival_at, *(each.check_in_at for each in plan.lessons)]
    moments += [plan.assessed_at, plan.completed_at]
    assert moments == sorted(moments)


def test_people_check_in_while_the_window_is_open() -> None:
    for lesson in TermPlan.ending_before(TODAY, sessions=5).lessons:
        found = window("in", lesson.starts_at, lesson.ends_at, book().at("330600", on=TODAY))
        assert found.opens_at < lesson.check_in_at < found.closes_at - timedelta(minutes=5)


def test_at_every_moment_of_the_next_hours_one_live_session_is_open() -> None:
    now = datetime(2026, 3, 2, 6, 17, 42, tzinfo=UTC)
    policy = book().at("330600", on=TODAY)
    windows = [window("in", each.starts_at, each.ends_at, policy) for each in live_lessons(now)]
    for minutes in range(11 * 60):
        moment = now + timedelta(minutes=minutes)
        assert sum(each.opens_at <= moment < each.closes_at for each in windows) == 1


def test_live_sessions_do_not_overlap() -> None:
    lessons = live_lessons(datetime(2026, 3, 2, 6, 17, 42, tzinfo=UTC))
    assert all(one.ends_at <= following.starts_at for one, following in pairwise(lessons))
