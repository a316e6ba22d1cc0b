"""The rate shown on the way: against the whole plan, or against what has been held, where a jurisdiction says so."""

from datetime import timedelta
from unittest.mock import Mock

import pytest

from checkin_service.attendance.model.credits import Standing
from checkin_service.attendance.rules import held_hours, standing_shown
from tests.attendance.builders import NOW, a_session_on


def test_sessions_that_are_over_have_been_held() -> None:
    sessions = [a_session_on(-2), a_session_on(-1, cancelled_at=NOW), a_session_on(1), a_session_on(-1, hours=3)]
    assert held_hours(sessions, now=NOW) == 7
    assert held_hours(sessions, now=NOW + timedelta(days=2)) == 11


@pytest.mark.parametrize(("mode", "total"), [("planned", 40), ("held", 16)])
def test_the_jurisdiction_says_what_is_shown(mode: str, total: int) -> None:
    policy = Mock(value=Mock(return_value=Mock(text=mode)))
    assert standing_shown(Standing(credited_hours=8, total_hours=40), 16, policy).total_hours == total


def test_nobody_stands_above_one() -> None:
    policy = Mock(value=Mock(return_value=Mock(text="held")))
    standing = standing_shown(Standing(credited_hours=8, total_hours=40), 4, policy)
    assert standing.rate == 1
