"""News of sanctions for the staff of an institution: proposed, decided, an appeal decided."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from checkin_service.conduct.model.sanctions import Party, SanctionKind


class NewsStage(StrEnum):
    PROPOSED = "proposed"
    DECIDED = "decided"
    UPHELD = "upheld"
    """The appeal against it was upheld, it is withdrawn."""
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True, kw_only=True)
class SanctionNews:
    """What happened last to a sanction."""

    sanction_id: UUID
    stage: NewsStage
    kind: SanctionKind
    party: Party
    document_number: str
    at: datetime
    until: date | None
    appeal_by: date | None
    """While an appeal is still possible, its last day."""
