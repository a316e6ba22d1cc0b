"""Wire shapes of an institution's standing."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from checkin_service.catalogue.model.standing import Standing
from checkin_service.kit.http.schema import StrictModel
from checkin_service.kit.ids import ClientId
from checkin_service.proposals.schemas import Grounded

_EXAMPLE_ID = "0197c9a0-6f00-7000-8000-000000000001"


class NewStanding(Grounded):
    """A suspension, a closure or a return, as one person proposes it; it holds from the approval by another."""

    standing_id: ClientId = Field(examples=[_EXAMPLE_ID])
    standing: Standing


class StandingAnswer(StrictModel):
    """One decision; who proposed and who decided are told by the proposal."""

    institution_id: UUID
    ordinal: int
    standing: Standing
    document_number: str
    reason: str
    decided_at: datetime


class InstitutionStandings(StrictModel):
    """How an institution stands now, and every decision about it, oldest first."""

    institution_id: UUID
    standing: Standing
    decisions: list[StandingAnswer]
