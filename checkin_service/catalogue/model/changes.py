"""Changes of what an institution is called and where it is, asked by it and decided by its authority (SX-30)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class InstitutionChange:
    """What an institution asks to be registered as; what it was stays beside it."""

    change_id: UUID
    institution_id: UUID
    authority_code: str
    former_name: str
    former_address: str | None
    name: str
    address: str
    evidence: str
    asked_by: UUID
    asked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeDecision:
    """What the authority said to it."""

    change_id: UUID
    approved: bool
    reason: str | None
    decided_by: UUID
    decided_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedChange(InstitutionChange):
    """A change with what became of it."""

    approved: bool | None = None
    reason: str | None = None
    decided_at: datetime | None = None
