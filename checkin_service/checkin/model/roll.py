"""The roll of a lesson and the signs of a class, as staff see them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from checkin_service.checkin.model.today import Mark
from checkin_service.kit.words import Words
from checkin_service.timetable.model import Session


class Seen(StrEnum):
    """Where a person stands in a lesson: everybody on the roster is exactly one of these."""

    PRESENT = "present"
    DOUBTFUL = "doubtful"
    MISSING = "missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class RollLine:
    """A person in a lesson; of a doubt the worst finding's sentence, of a presence its time."""

    trainee_id: UUID
    name: str
    seen: Seen
    at: datetime | None
    why: Words | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Roll:
    """A lesson with everybody on the roster."""

    session: Session
    class_name: str
    lines: Sequence[RollLine]

    def count(self, seen: Seen) -> int:
        return sum(each.seen is seen for each in self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonOfDay:
    """A lesson of today with how many of its roster stand where."""

    session: Session
    class_name: str
    counts: Mapping[Seen, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class GridRow:
    """A person with one sign for each lesson of the class."""

    trainee_id: UUID
    name: str
    marks: Mapping[UUID, Mark]
    hours: int
    total_hours: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """People and lessons of a class."""

    class_name: str
    sessions: Sequence[Session]
    rows: Sequence[GridRow]
