"""Leave explains an absence: which sessions it covers, who decides, and that it credits nothing."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from checkin_service.access.model import Role
from checkin_service.attendance.model.credits import AppealOrigin
from checkin_service.attendance.model.leave import Leave
from checkin_service.attendance.rules import covered_sessions, hours_on_leave, leave_refusal, may_decide_leave
from checkin_service.policy.book import DATA, Book
from checkin_service.policy.load import parse_pack
from checkin_service.timetable.model import ClassState, Delivery
from tests.attendance.builders import a_class, a_policy, a_registration
from tests.timetable.builders import ENDS_AT, STARTS_AT, a_session

SECOND = timedelta(seconds=1)


def a_leave(starts_at: datetime = STARTS_AT, ends_at: datetime = ENDS_AT) -> Leave:
    return Leave(
        trainee_id=UUID(int=6),
        leave_id=UUID(int=7),
        class_id=UUID(int=2),
        institution_id=UUID(int=3),
        authority_code="330600",
        origin=AppealOrigin.TRAINEE,
        starts_at=starts_at,
        ends_at=ends_at,
        reason="生病",
        evidence_sealed=None,
        filed_by=UUID(int=6),
        filed_at=STARTS_AT,
    )


@pytest.mark.parametrize(
    ("registration", "state", "sessions", "said"),
    [
        ({}, ClassState.OPEN, [a_session()], None),
        ({}, ClassState.COMPLETION_APPLIED, [a_session()], None),
        ({"withdrawn_at": STARTS_AT}, ClassState.OPEN, [a_session()], "This person has left the class."),
        ({}, ClassState.COMPLETED, [a_session()], "The class is not being held."),
        ({}, ClassState.OPEN, [], "No session of this class lies within the leave."),
    ],
)
def test_a_leave_is_for_sessions_of_a_class_one_is_in(
    registration: dict[str, Any], state: ClassState, sessions: list[Any], said: str | None
) -> None:
    words = leave_refusal(a_registration(**registration), a_class(state=state), sessions)
    assert (words and words.en) == said


@pytest.mark.parametrize(
    ("session", "starts_at", "ends_at", "is_covered"),
    [
        ({}, STARTS_AT, ENDS_AT, True),
        ({}, STARTS_AT + SECOND, ENDS_AT, False),
        ({}, STARTS_AT, ENDS_AT - SECOND, False),
        ({"cancelled_at": STARTS_AT}, STARTS_AT, ENDS_AT, False),
        ({"delivery": Delivery.SELF_PACED}, STARTS_AT, ENDS_AT, False),
    ],
)
def test_a_leave_covers_sessions_that_lie_within_it_as_a_whole(
    session: dict[str, Any], starts_at: datetime, ends_at: datetime, *, is_covered: bool
) -> None:
    assert bool(covered_sessions([a_session(**session)], starts_at, ends_at)) is is_covered


def test_hours_on_leave_are_those_of_covered_sessions_nobody_attended_each_once() -> None:
    later = timedelta(days=1)
    missed, attended = a_session(), a_session(session_id=UUID(int=8), class_hours=3)
    other = a_session(session_id=UUID(int=9), starts_at=STARTS_AT + later, ends_at=ENDS_AT + later)
    leaves = [a_leave(), a_leave()]
    assert hours_on_leave(leaves, [missed, attended, other], [attended.session_id]) == 4
    assert hours_on_leave([], [missed], []) == 0


@pytest.mark.parametrize(
    ("role", "decided_by", "may"),
    [
        (Role.REVIEWER, "authority", True),
        (Role.INSTITUTION_ADMIN, "authority", False),
        (Role.INSTITUTION_ADMIN, "institution", True),
    ],
)
def test_the_institution_decides_only_where_the_policy_leaves_it_to_it(
    role: Role, decided_by: str, *, may: bool
) -> None:
    text = (DATA / "000000.toml").read_text(encoding="utf-8")
    key = 'key = "leave.decided_by"\nvalue = "{}"'
    assert key.format("authority") in text
    draft = parse_pack(text.replace(key.format("authority"), key.format(decided_by)), file="000000.toml")
    assert may_decide_leave(role, Book([draft]).at("330600", on=date(2026, 3, 2))) is may
    assert may_decide_leave(Role.REVIEWER, a_policy())
