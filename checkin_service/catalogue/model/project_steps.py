"""Steps of a project: another name, a suspension, a closure or a return, each by two people of its authority."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from checkin_service.catalogue.model.standing import Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectStep:
    """What a project is called and how it stands from one decision on; what it pays never changes."""

    project_id: UUID
    ordinal: int
    standing: Standing
    name: str
    former_name: str
    document_number: str
    reason: str
    proposed_by: UUID
    decided_by: UUID
    """Another person than who proposed."""
    decided_at: datetime
