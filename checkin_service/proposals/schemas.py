"""Wire shapes of proposals that need two people of an authority."""

from datetime import datetime
from typing import Self
from uuid import UUID

from pydantic import Field, model_validator

from checkin_service.kit.http.schema import NEEDS_REASON, ShortText, StrictModel
from checkin_service.kit.ids import ClientId
from checkin_service.kit.words import Wrong
from checkin_service.proposals.model import ProposalKind, ProposalState

_EXAMPLE_ID = "0197c9a0-6f00-7000-8000-000000000001"


class Grounded(StrictModel):
    """A request that another person has to approve: on which document it rests, and why."""

    document_number: ShortText = Field(description="文号", examples=["示人社培〔2026〕8号"])
    reason: ShortText


class NewRuling(StrictModel):
    """What a second person says to a proposal; a refusal says why."""

    request_id: ClientId = Field(examples=[_EXAMPLE_ID])
    approved: bool
    reason: ShortText | None = None

    @model_validator(mode="after")
    def _refusal_has_a_reason(self) -> Self:
        if not self.approved and self.reason is None:
            raise Wrong(NEEDS_REASON)
        return self


class ProposalAnswer(StrictModel):
    """A proposal and what became of it."""

    proposal_id: UUID
    kind: ProposalKind
    about: UUID = Field(description="The class, the platform or the institution that it concerns")
    document_number: str
    reason: str
    state: ProposalState
    proposed_by: UUID
    proposed_at: datetime
    ruled_by: UUID | None
    ruled_at: datetime | None
    ruling_reason: str | None
