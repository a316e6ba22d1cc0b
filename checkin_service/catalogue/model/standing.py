"""The standing of an institution: active, suspended or closed, each by a decision of two people."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class Standing(StrEnum):
    ACTIVE = "active"
    SUSPENDED = "suspended"
    """暂停: no new class and nobody more in a class; what has begun goes on to its end."""
    CLOSED = "closed"
    """注销: no class is left and every account has ended; final."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingDecision:
    """One change of an institution's standing; the latest one holds, and without any it is active."""

    institution_id: UUID
    ordinal: int
    standing: Standing
    document_number: str
    reason: str
    proposed_by: UUID
    decided_by: UUID
    """Another person than who proposed."""
    decided_at: datetime
