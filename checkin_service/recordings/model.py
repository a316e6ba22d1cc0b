"""Vocabulary of remote video: a lesson's reference to its recording, and whether it is kept."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class Kept(StrEnum):
    """How a lesson stands to its recording."""

    WHOLE = "whole"
    """A reference is on record that spans the whole lesson."""
    PART = "part"
    """A reference is on record; some of the lesson lies outside it."""
    ABSENT = "absent"
    """The institution has said why there is none."""
    MISSING = "missing"
    """The lesson is over, and nothing is on record."""
    AHEAD = "ahead"
    """The lesson is not over."""
    NOT_A_LESSON = "not_a_lesson"
    """It was cancelled, or everybody learned alone: nothing was there to be seen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """What an institution said of the recording of one lesson; the latest ordinal holds, nothing is ever changed."""

    session_id: UUID
    ordinal: int
    class_id: UUID
    link: str | None
    """Where the recording is kept; it is never fetched."""
    starts_at: datetime | None
    ends_at: datetime | None
    sha256: str | None
    """Of the recording, where the system that keeps it tells it."""
    absent_because: str | None
    """Why there is none."""
    reason: str | None
    """Why an earlier reference was wrong."""
    recorded_by: UUID
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A time, of a lesson or of a recording."""

    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Whole minutes of a lesson that its recording does not show, rounded up."""

    before: int
    after: int

    @property
    def minutes(self) -> int:
        return self.before + self.after


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Of the lessons that are over, how many have a recording that spans them whole."""

    kept: int
    lessons: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldClass:
    """A class that has had a lesson, for whoever supervises or pays for it."""

    class_id: UUID
    class_name: str
    institution_id: UUID
    institution: str
    supervising_authority: str
