"""Vocabulary of questions about a class: a question, and what was written under it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Asked by a trainee of a class; its words are the first entry."""

    trainee_id: UUID
    question_id: UUID
    class_id: UUID
    asked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What one of both sides wrote, sealed under the trainee's own key."""

    trainee_id: UUID
    question_id: UUID
    ordinal: int
    is_answer: bool
    text_sealed: bytes
    written_by: UUID
    written_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Line(Entry):
    """An entry with the class that its question is about."""

    class_id: UUID
