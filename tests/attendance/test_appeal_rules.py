"""When class hours can be contested, case by case."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from checkin_service.attendance.model import Contested
from checkin_service.attendance.rules import appeal_refusal
from checkin_service.policy.book import book
from checkin_service.policy.model import VoucherKind
from checkin_service.timetable.model import ClassState, Registration, Session, TrainingClass

STARTS_AT = datetime(2026, 3, 2, 1, tzinfo=UTC)
ENDS_AT = STARTS_AT + timedelta(hours=3)
LATER = ENDS_AT + timedelta(hours=1)
CLASS = TrainingClass(
    class_id=UUID(int=2),
    institution_id=UUID(int=3),
    project_id=UUID(int=4),
    name="电工",
    teaching_plan="",
    supervising_authority="330600",
    paying_authority="330600",
    counting_authority="330600",
    phases=("in",),
    proofs=("face", "pin_code"),
    baseline_hours=20,
    total_hours=20,
    state=ClassState.OPEN,
    revision=1,
    applied_at=STARTS_AT,
)
SESSION = Session(
    session_id=UUID(int=1),
    class_id=UUID(int=2),
    ordinal=1,
    site_id=UUID(int=5),
    starts_at=STARTS_AT,
    ends_at=ENDS_AT,
    class_hours=4,
)
REGISTRATION = Registration(
    trainee_id=UUID(int=6),
    class_id=UUID(int=2),
    voucher_kind=VoucherKind.TARGETED,
    voucher_id=None,
    registered_at=STARTS_AT,
)
MISSED = Contested(
    session=SESSION,
    training_class=CLASS,
    registration=REGISTRATION,
    credited_hours=0,
    is_pending=False,
    appeals_before=0,
)


def refusal(contested: Contested = MISSED, *, hours: int = 4, now: datetime = LATER) -> str | None:
    policy = book().at("330600", on=date(2026, 3, 2))
    words = appeal_refusal(contested, hours=hours, now=now, policy=policy)
    return words and words.en


def test_a_missed_session_can_be_contested_once_it_is_over() -> None:
    assert refusal() is None


def test_while_one_can_still_check_in_there_is_nothing_to_contest() -> None:
    assert "check in first" in str(refusal(now=ENDS_AT))
    assert refusal(now=ENDS_AT + timedelta(seconds=1)) is None


@pytest.mark.parametrize("state", [ClassState.COMPLETION_APPLIED, ClassState.COMPLETED])
def test_after_the_completion_hours_can_still_be_contested(state: ClassState) -> None:
    assert refusal(replace(MISSED, training_class=replace(CLASS, state=state))) is None


@pytest.mark.parametrize("state", [ClassState.APPLIED, ClassState.REJECTED])
def test_a_class_that_was_never_opened_has_no_hours(state: ClassState) -> None:
    assert "never opened" in str(refusal(replace(MISSED, training_class=replace(CLASS, state=state))))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"registration": replace(REGISTRATION, withdrawn_at=LATER)}, "withdrawn"),
        ({"session": replace(SESSION, cancelled_at=LATER)}, "cancelled"),
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
