"""Forecasts: forty class hours of which sixty percent, twenty-four, are needed."""

from datetime import datetime, timedelta

import pytest

from checkin_service.attendance.model.credits import Outlook, Standing
from checkin_service.attendance.rules import forecast, sessions_ahead
from tests.attendance.builders import a_policy
from tests.timetable.builders import STARTS_AT, a_session

IN_CLOSES_AT = STARTS_AT + timedelta(minutes=a_policy().value("checkin.in_closes_after_min").integer)


def standing(credited: int, total: int = 40) -> Standing:
    return Standing(credited_hours=credited, total_hours=total)


@pytest.mark.parametrize(
    ("credited", "left", "outlook", "may_miss_sessions", "may_miss_hours"),
    [
        (0, [4] * 10, Outlook.ON_TRACK, 4, 16),
        (12, [4] * 5, Outlook.ON_TRACK, 2, 8),
        (12, [4] * 4, Outlook.AT_RISK, 1, 4),
        (13, [4] * 4, Outlook.AT_RISK, 1, 5),
        (12, [4] * 3, Outlook.AT_RISK, 0, 0),
        (12, [4, 4, 3], Outlook.OUT_OF_REACH, 0, 0),
        (23, [1], Outlook.AT_RISK, 0, 0),
        (23, [], Outlook.OUT_OF_REACH, 0, 0),
        (24, [], Outlook.REACHED, 0, 0),
        (24, [4] * 4, Outlook.REACHED, 4, 16),
        (25, [4, 2], Outlook.REACHED, 2, 6),
    ],
)
def test_the_outlook_and_what_may_still_be_missed(
    credited: int, left: list[int], outlook: Outlook, may_miss_sessions: int, may_miss_hours: int
) -> None:
    found = forecast(standing(credited), minimum_percent=60, hours_left=left)
    assert (found.outlook, found.needed_hours) == (outlook, 24)
    assert (found.may_miss_sessions, found.may_miss_hours) == (may_miss_sessions, may_miss_hours)


@pytest.mark.parametrize("left", [[1, 1, 6], [6, 1, 1], [1, 6, 1]])
def test_the_longest_sessions_count_as_missed_first(left: list[int]) -> None:
    """Two hours to spare: two short sessions would fit, one of six does not, whichever is missed."""
    found = forecast(standing(18), minimum_percent=60, hours_left=left)
    assert (found.may_miss_hours, found.may_miss_sessions) == (2, 0)


def test_a_forecast_tells_what_it_stands_on() -> None:
    found = forecast(standing(12, total=41), minimum_percent=60, hours_left=[4, 3, 5, 4])
    assert (found.needed_hours, found.credited_hours, found.total_hours) == (25, 12, 41)
    assert (found.sessions_left, found.hours_left) == (4, 16)


def test_where_no_rate_is_asked_for_everything_may_be_missed() -> None:
    found = forecast(standing(0), minimum_percent=None, hours_left=[4, 4])
    assert (found.outlook, found.needed_hours) == (Outlook.NOT_REQUIRED, None)
    assert (found.may_miss_sessions, found.may_miss_hours) == (2, 8)


@pytest.mark.parametrize(
    ("now", "is_ahead"),
    [
        (STARTS_AT - timedelta(days=30), True),
        (STARTS_AT, True),
        (IN_CLOSES_AT, True),
        (IN_CLOSES_AT + timedelta(seconds=1), False),
    ],
)
def test_a_session_is_ahead_until_its_check_in_has_closed(now: datetime, *, is_ahead: bool) -> None:
    session = a_session()
    assert sessions_ahead([session], now=now, policy=a_policy()) == ([session] if is_ahead else [])


def test_a_cancelled_session_is_not_ahead_and_the_others_keep_their_order() -> None:
    first, second = a_session(), a_session(ordinal=3)
    cancelled = a_session(ordinal=2, cancelled_at=STARTS_AT - timedelta(days=1))
    assert sessions_ahead([first, cancelled, second], now=STARTS_AT, policy=a_policy()) == [first, second]
