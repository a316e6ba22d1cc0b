"""A suspected group asked at once (可疑人员同时确认): whom two people of the authority named, and how it came out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupCheck:
    """People of a class who are asked at one moment of a lesson to come; the moment stands in a sealed seed alone."""

    draw_id: UUID
    class_id: UUID
    authority_code: str
    trainee_ids: Sequence[UUID]
    planned_at: datetime


class GroupOutcome(NamedTuple):
    """How it came out, as counts: the risk list names nobody."""

    draw_id: UUID
    class_id: UUID
    planned_at: datetime
    people: int
    asked: int
    answered: int
    closes_at: datetime | None
    """Of the last of them; None before any was asked."""


class GroupOver(NamedTuple):
    """A group that was asked, or whose class has no lesson left, whose seed may be known."""

    draw_id: UUID
    authority_code: str
    people: list[UUID]
