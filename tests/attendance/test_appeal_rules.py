"""Appeals about class hours: when they can be contested, case by case."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from checkin_service.attendance.model.credits import Contested
from checkin_service.attendance.rules import appeal_refusal
from checkin_service.timetable.model import ClassState
from tests.attendance.builders import a_class, a_policy, a_registration
from tests.timetable.builders import ENDS_AT, STARTS_AT, a_session

LATER = ENDS_AT + timedelta(hours=1)
MISSED = Contested(
    session=a_session(),
    training_class=a_class(),
    registration=a_registration(),
    credited_hours=0,
    is_pending=False,
    appeals_before=0,
)


def refusal(contested: Contested = MISSED, *, hours: int = 4, now: datetime = LATER) -> str | None:
    words = appeal_refusal(contested, hours=hours, now=now, policy=a_policy())
    return words and words.en


def test_a_missed_session_can_be_contested_once_it_is_over() -> None:
    assert refusal() is None


def test_while_one_can_still_check_in_there_is_nothing_to_contest() -> None:
    assert "check in first" in str(refusal(now=ENDS_AT))
    assert refusal(now=ENDS_AT + timedelta(seconds=1)) is None


def test_a_session_is_over_once_its_last_phase_has_closed() -> None:
    """A short session, whose check-in stays open beyond its end."""
    opens_late = a_session(ends_at=STARTS_AT + timedelta(minutes=5))
    contested = replace(MISSED, session=opens_late)
    closes_at = STARTS_AT + timedelta(minutes=a_policy().value("checkin.in_closes_after_min").integer)
    assert closes_at > opens_late.ends_at
    assert "check in first" in str(refusal(contested, now=closes_at))
    assert refusal(contested, now=closes_at + timedelta(seconds=1)) is None


@pytest.mark.parametrize("state", [ClassState.COMPLETION_APPLIED, ClassState.COMPLETED])
def test_after_the_completion_hours_can_still_be_contested(state: ClassState) -> None:
    assert refusal(replace(MISSED, training_class=a_class(state=state))) is None


@pytest.mark.parametrize("state", [ClassState.APPLIED, ClassState.REJECTED])
def test_a_class_that_was_never_opened_has_no_hours(state: ClassState) -> None:
    assert "never opened" in str(refusal(replace(MISSED, training_class=a_class(state=state))))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"registration": a_registration(withdrawn_at=LATER)}, "withdrawn"),
        ({"session": a_session(cancelled_at=LATER)}, "cancelled"),
        ({"is_pending": True}, "waiting"),
        ({"credited_hours": 4}, "Only 0"),
    ],
)
def test_what_cannot_be_contested(changes: dict[str, Any], said: str) -> None:
    assert said in str(refusal(replace(MISSED, **changes)))


def test_no_more_hours_than_are_missing() -> None:
    partly = replace(MISSED, credited_hours=1)
    assert refusal(partly, hours=3) is None
    assert "Only 3" in str(refusal(partly, hours=4))
