"""Unannounced checks of people (随机在场确认): what was drawn for a class, a check held, and what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID


class Together(StrEnum):
    """With whom somebody was asked at the same moment."""

    GROUP = "group"
    """People whom two of the authority named, in a class on its risk list."""
    ROOM = "room"
    """Everybody who had signed in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckTerms:
    """By which terms a class's seed draws lessons and moments; committed to in public together with its hash."""

    class_id: UUID
    sessions: Sequence[UUID]
    per_person: int
    after_s: int
    """Nobody is checked so soon after a lesson begins."""
    before_end_s: int
    answer_within_s: int
    rooms: int = 0
    """In how many lessons the whole room is asked at once; in those nobody is asked alone."""
    room_within_s: int = 0
    room_longer_s: int = 0
    """For whoever signed in without a phone of their own, or needs longer as the authority has accepted."""

    @property
    def longest_s(self) -> int:
        return max(self.answer_within_s, self.room_within_s, self.room_longer_s)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckPlan:
    """Which draw checks a class; it says nothing of when or whom."""

    class_id: UUID
    draw_id: UUID
    authority_code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonCheck:
    """A check that has begun. Before its moment there is no such row, nor anything else that tells of it."""

    trainee_id: UUID
    session_id: UUID
    class_id: UUID
    draw_id: UUID
    offset_s: int
    """After the lesson's beginning, as the seed has it."""
    length_s: int
    """Of the span within the lesson in which the moment was drawn."""
    opens_at: datetime
    closes_at: datetime
    together: Together | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Why somebody did not answer, in their own words."""

    trainee_id: UUID
    session_id: UUID
    words_sealed: bytes
    explained_at: datetime


class Lesson(NamedTuple):
    """A lesson that goes on now in a class that is checked, and who is there and has not been checked in it."""

    class_id: UUID
    session_id: UUID
    starts_at: datetime
    ends_at: datetime
    draw_id: UUID
    authority_code: str
    present: list[UUID]
    longer: list[UUID] | None = None
    """Of those present who came by a terminal, or who need longer as the authority has accepted."""
    is_room_asked: bool = False


class Undrawn(NamedTuple):
    """An open class that no draw checks yet, with its lessons ahead in a room."""

    class_id: UUID
    authority_code: str
    sessions: list[UUID]


class Over(NamedTuple):
    """A class whose lessons are over, with the people that its seed drew for."""

    class_id: UUID
    draw_id: UUID
    authority_code: str
    people: list[UUID]


class CheckState(StrEnum):
    OPEN = "open"
    ANSWERED = "answered"
    IN_DOUBT = "in_doubt"
    """Answered in time, and a reviewer has to look."""
    MISSED = "missed"
    """A note that decides nothing by itself."""


class CheckRow(NamedTuple):
    """A check that has begun, and what is known of the answer."""

    trainee_id: UUID
    class_id: UUID
    session_id: UUID
    ordinal: int
    opens_at: datetime
    closes_at: datetime
    is_answered: bool
    is_doubtful: bool
    words_sealed: bytes | None
    together: Together | None = None
    answered_at: datetime | None = None
    """When the answer that counts reached us."""
    is_by_code: bool = False
    """Whether it came with a code of the room's screen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomCheck:
    """How a room that was asked at once came out: how many were asked, how many did not answer, when the others did."""

    session_id: UUID
    ordinal: int
    opens_at: datetime
    asked: int
    missed: int
    hurried: int
    """Of those asked who had no longer time than the others."""
    hurried_missed: int
    within_s: float
    """How long they had."""
    answers_s: Sequence[float]
    """When they answered, after the moment of asking, in order."""
    is_shown: bool
    """Whether most of those who answered used a code of the room's screen."""
