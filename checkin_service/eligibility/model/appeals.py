"""The vocabulary of appeals against denials and doubts."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Appeal:
    """An appeal against a denial, and what has been decided."""

    appeal_id: UUID
    trainee_id: UUID
    class_id: UUID
    determination_id: UUID
    reason: str
    raised_at: datetime
    upheld: bool | None
    decision_reason: str | None
    decided_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class UpheldAppeal:
    """An authority's decision that criteria count as met."""

    appeal_id: UUID
    criteria: tuple[str, ...]
    reason: str
    decided_by: UUID
    decided_at: datetime
