"""Lines of a paper record: which can be taken over, and what the officer signs."""

import hashlib
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from checkin_service.attendance.rules import balance_digest, line_refusal
from checkin_service.timetable.model import Registration, Session
from tests.attendance.builders import a_registration
from tests.timetable.builders import ENDS_AT, a_session

LATER = ENDS_AT + timedelta(seconds=1)


def refusal(
    registration: Registration | None,
    session: Session | None,
    *,
    hours: int = 4,
    credited: int = 0,
    now: datetime = LATER,
) -> str | None:
    words = line_refusal(registration, session, hours=hours, credited_hours=credited, now=now)
    return words and words.en


def test_hours_of_a_session_that_is_over_can_be_taken() -> None:
    assert refusal(a_registration(), a_session()) is None


@pytest.mark.parametrize("registration", [None, a_registration(withdrawn_at=LATER)])
def test_only_those_on_the_roster_have_hours(registration: Registration | None) -> None:
    assert refusal(registration, a_session()) == "Not on the roster of this class."


@pytest.mark.parametrize(
    ("session", "said"),
    [(None, "No such session in this class."), (a_session(cancelled_at=LATER), "The session was cancelled.")],
)
def test_only_sessions_that_took_place_have_hours(session: Session | None, said: str) -> None:
    assert refusal(a_registration(), session) == said


def test_a_session_that_ends_just_now_is_not_over_yet() -> None:
    assert refusal(a_registration(), a_session(), now=ENDS_AT) == "The session is not over yet."


def test_no_more_hours_than_are_missing() -> None:
    assert refusal(a_registration(), a_session(), hours=3, credited=1) is None
    assert refusal(a_registration(), a_session(), hours=4, credited=1) == (
        "Only 3 class hour(s) of this session are missing."
    )


def test_what_is_signed_is_canonical_so_that_anybody_can_compute_it() -> None:
    lines = [{"trainee_id": UUID(int=6), "session_id": UUID(int=1), "hours": 4}]
    signed = (
        '{"balance_id":"00000000-0000-0000-0000-000000000008",'
        '"class_id":"00000000-0000-0000-0000-000000000002",'
        '"lines":[{"hours":4,"session_id":"00000000-0000-0000-0000-000000000001",'
        '"trainee_id":"00000000-0000-0000-0000-000000000006"}],'
        '"source":"纸质签到表第1页"}'
    )
    digest = balance_digest(UUID(int=2), UUID(int=8), "纸质签到表第1页", lines)
    assert digest == hashlib.sha256(signed.encode("utf-8")).hexdigest()
