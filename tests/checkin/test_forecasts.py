"""The remembered timetable answers as the rule does, at every moment of a term."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from checkin_service.attendance.rules import sessions_ahead
from checkin_service.checkin.model.attempts import Phase, Situation
from checkin_service.checkin.service import forecasts
from checkin_service.policy.book import PolicyView, book
from checkin_service.timetable import service as timetable
from checkin_service.timetable.model import Session
from tests.checkin.builders import ENDS_AT, STARTS_AT, session_facts, trainee_facts

CLASS = UUID(int=7)
SESSIONS = [
    Session(
        session_id=UUID(int=100 + number),
        class_id=CLASS,
        ordinal=number + 1,
        site_id=UUID(int=4),
        starts_at=STARTS_AT + timedelta(days=number),
        ends_at=ENDS_AT + timedelta(days=number),
        class_hours=number + 1,
        cancelled_at=STARTS_AT if number == 2 else None,
    )
    for number in range(5)
]


@pytest.fixture
def policy() -> PolicyView:
    return book().at("330600", on=date(2026, 3, 2))


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[UUID]:
    """Which classes the timetable was asked for."""
    classes: list[UUID] = []

    async def sessions_of(_: Any, class_id: UUID) -> list[Session]:
        classes.append(class_id)
        return SESSIONS

    monkeypatch.setattr(timetable, "sessions_of", sessions_of)
    monkeypatch.setattr(forecasts, "_plans", type(forecasts._plans)())
    return classes


def a_situation(*, revision: int = 1, **trainee: Any) -> Situation:
    known: dict[str, Any] = dict.fromkeys(Situation.__dataclass_fields__)
    session = session_facts(session_id=SESSIONS[0].session_id, class_id=CLASS)
    return Situation(**{**known, "session": session, "trainee": trainee_facts(**trainee), "class_revision": revision})


async def hours(situation: Situation, policy: PolicyView, now: datetime, *, just_credited: bool = False) -> list[int]:
    database: Any = None
    return await forecasts.hours_ahead(database, situation, policy, now, just_credited=just_credited)


@pytest.mark.usefixtures("asked")
async def test_the_sessions_ahead_are_those_of_the_rule(policy: PolicyView) -> None:
    for half_hours in range(-2, 5 * 48):
        now = STARTS_AT + timedelta(minutes=30 * half_hours)
        expected = [each.class_hours for each in sessions_ahead(SESSIONS, now=now, policy=policy)]
        assert await hours(a_situation(), policy, now) == expected


@pytest.mark.usefixtures("asked")
async def test_what_is_credited_does_not_lie_ahead(policy: PolicyView) -> None:
    now = STARTS_AT - timedelta(minutes=5)
    assert await hours(a_situation(), policy, now) == [1, 2, 4, 5]
    assert await hours(a_situation(), policy, now, just_credited=True) == [2, 4, 5]
    present = frozenset({(SESSIONS[1].session_id, Phase.IN)})
    assert await hours(a_situation(presences=present), policy, now) == [1, 4, 5]


async def test_the_timetable_is_read_once_per_revision(policy: PolicyView, asked: list[UUID]) -> None:
    for revision in (1, 1, 2, 2):
        await hours(a_situation(revision=revision), policy, STARTS_AT)
    assert asked == [CLASS, CLASS]
