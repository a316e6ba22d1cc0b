"""Wire shapes of a project's steps."""

from datetime import datetime
from typing import Literal, Self
from uuid import UUID

from pydantic import Field, model_validator

from checkin_service.catalogue.model.standing import Standing
from checkin_service.kit.http.schema import ShortText, StrictModel
from checkin_service.kit.ids import ClientId
from checkin_service.kit.words import Words, Wrong
from checkin_service.proposals.schemas import Grounded

_EXAMPLE_ID = "0197c9a0-6f00-7000-8000-000000000001"
_RENAMED = "renamed"
_NAME = Words("改名时填写新名称，其他变更不填。", "Say the new name where it is renamed, and only there.")


class NewProjectStep(Grounded):
    """Another name, a suspension, a closure or a return, as one person proposes it.

    Subsidy, fee, occupation, level and sector decide what people in its classes get: who wants others enters a new
    project and closes this one.
    """

    step_id: ClientId = Field(examples=[_EXAMPLE_ID])
    change: Literal["renamed", "active", "suspended", "closed"]
    name: ShortText | None = Field(default=None, description="Of a project that is renamed, and only then")

    @model_validator(mode="after")
    def _named_where_renamed(self) -> Self:
        if (self.name is not None) != (self.change == _RENAMED):
            raise Wrong(_NAME)
        return self

    @property
    def standing(self) -> Standing | None:
        """How it is to stand; of a new name alone none."""
        return None if self.change == _RENAMED else Standing(self.change)


class ProjectStepAnswer(StrictModel):
    """One decision, and what held before it; who proposed and who decided are told by the proposal."""

    project_id: UUID
    ordinal: int
    standing: Standing
    name: str
    former_name: str
    document_number: str
    reason: str
    decided_at: datetime


class ProjectHistory(StrictModel):
    """What a project is called and how it stands now, and every decision about it, oldest first."""

    project_id: UUID
    name: str
    standing: Standing
    steps: list[ProjectStepAnswer]
