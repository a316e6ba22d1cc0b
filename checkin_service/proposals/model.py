"""Proposals that wait for a second person of the authority, and the rulings on them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVar
from uuid import UUID

from pydantic import BaseModel
from pydantic_core import to_json

Asked = TypeVar("Asked", bound=BaseModel)


class ProposalKind(StrEnum):
    """What is done once two people have said so."""

    GROUP_CHECK = "group_check"
    INSTITUTION_ENTRY = "institution_entry"
    INSTITUTION_STANDING = "institution_standing"
    LAPSE = "lapse"
    LEARNING_PLATFORM = "learning_platform"
    OPENING_BALANCE = "opening_balance"
    PROJECT_STEP = "project_step"
    RECTIFICATION = "rectification"
    SANCTION = "sanction"
    TRANSFER = "transfer"


class ProposalState(StrEnum):
    WAITING = "waiting"
    APPROVED = "approved"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """What one person proposes, with the request as it came; nothing is done yet."""

    authority_code: str
    proposal_id: UUID
    kind: ProposalKind
    about: UUID
    """The class, the platform or the institution that it concerns."""
    content: dict[str, Any]
    document_number: str
    reason: str
    proposed_by: UUID
    proposed_at: datetime

    def request_as(self, shape: type[Asked]) -> Asked:
        """The request again, as strictly read as when it came."""
        return shape.model_validate_json(to_json(self.content))


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalRuling:
    """The word of the second person."""

    authority_code: str
    proposal_id: UUID
    approved: bool
    reason: str | None
    proposed_by: UUID
    ruled_by: UUID
    ruled_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal(Proposed):
    """A proposal with what became of it."""

    approved: bool | None = None
    ruling_reason: str | None = None
    ruled_by: UUID | None = None
    ruled_at: datetime | None = None

    @property
    def state(self) -> ProposalState:
        if self.approved is None:
            return ProposalState.WAITING
        return ProposalState.APPROVED if self.approved else ProposalState.REFUSED
