"""The demonstration's timetable: a term of past days that ends yesterday, and a day of live sessions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from checkin_service.kit.civil import CHINA, day_of
from checkin_service.kit.ids import new_id

HOURS_PER_SESSION = 4

_STARTS = time(9, 0)
_LASTS = timedelta(hours=3, minutes=15)
_PREPARED_BEFORE = timedelta(days=7)
_ARRIVAL_BEFORE = timedelta(minutes=25)
_CHECK_IN_BEFORE = timedelta(minutes=12)

_LIVE_SESSIONS = 16
_LIVE_LASTS = timedelta(minutes=45)
_WINDOW_OPENS_BEFORE = timedelta(minutes=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """One session of the plan."""

    session_id: UUID
    ordinal: int
    starts_at: datetime
    ends_at: datetime
    class_hours: int

    @property
    def check_in_at(self) -> datetime:
        return self.starts_at - _CHECK_IN_BEFORE

    def as_sent(self, site_id: UUID) -> dict[str, Any]:
        return {
            "session_id": self.session_id,
            "ordinal": self.ordinal,
            "site_id": site_id,
            "starts_at": self.starts_at,
            "ends_at": self.ends_at,
            "class_hours": self.class_hours,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class TermPlan:
    """One session a day; the last one was yesterday, in the civil time of China."""

    lessons: Sequence[Lesson]

    @classmethod
    def ending_before(cls, today: date, *, sessions: int) -> "TermPlan":
        first = today - timedelta(days=sessions)
        return cls(lessons=[_lesson(first, ordinal) for ordinal in range(1, sessions + 1)])

    @property
    def prepared_at(self) -> datetime:
        return self.lessons[0].starts_at - _PREPARED_BEFORE

    @property
    def arrival_at(self) -> datetime:
        """The first morning, when vouchers are shown (验券)."""
        return self.lessons[0].starts_at - _ARRIVAL_BEFORE

    @property
    def assessed_at(self) -> datetime:
        return self.lessons[-1].ends_at + timedelta(hours=2)

    @property
    def completed_at(self) -> datetime:
        return self.lessons[-1].ends_at + timedelta(hours=5)

    @property
    def last_day(self) -> date:
        return day_of(self.lessons[-1].starts_at)


def live_lessons(now: datetime) -> list[Lesson]:
    """Short sessions back to back: at every moment of the next hours exactly one can be attested."""
    # Each window opens thirty minutes before the start and closes fifteen after it: as long as a session.
    first = now.replace(second=0, microsecond=0) + _WINDOW_OPENS_BEFORE
    return [
        Lesson(
            session_id=new_id(),
            ordinal=number + 1,
            starts_at=first + number * _LIVE_LASTS,
            ends_at=first + (number + 1) * _LIVE_LASTS,
            class_hours=1,
        )
        for number in range(_LIVE_SESSIONS)
    ]


def _lesson(first: date, ordinal: int) -> Lesson:
    starts_at = datetime.combine(first + timedelta(days=ordinal - 1), _STARTS, CHINA)
    return Lesson(
        session_id=new_id(),
        ordinal=ordinal,
        starts_at=starts_at,
        ends_at=starts_at + _LASTS,
        class_hours=HOURS_PER_SESSION,
    )
