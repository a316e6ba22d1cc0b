"""Headcounts (拍照清点人数): how many faces a photograph of the room showed, beside how many had signed in."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from checkin_service.checkin.model.attempts import CodeSource


@dataclass(frozen=True, slots=True, kw_only=True)
class Headcount:
    """One photograph, counted and dropped: no picture and nobody's face is kept."""

    headcount_id: UUID
    class_id: UUID
    session_id: UUID
    counted: int
    present: int
    """How many check-ins of the lesson were accepted at that moment."""
    code_source: CodeSource
    """On whose screen the code stood that was sent with it."""
    taken_by: UUID
    taken_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadcountExplanation:
    """How the difference comes about honestly, in the words of who counted."""

    headcount_id: UUID
    words: str
    explained_by: UUID
    explained_at: datetime


class HeadsOfClass(NamedTuple):
    """What was counted in a class at one moment, and how many had signed in."""

    class_id: UUID
    class_name: str
    session_id: UUID
    counted: int
    present: int


class HeadcountRow(NamedTuple):
    """A headcount with what was said to it."""

    headcount_id: UUID
    class_id: UUID
    session_id: UUID
    ordinal: int
    counted: int
    present: int
    code_source: CodeSource
    taken_at: datetime
    words: str | None
