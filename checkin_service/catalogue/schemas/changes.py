"""Wire shapes of changes of institutions."""

from datetime import datetime
from typing import Self
from uuid import UUID

from pydantic import Field, model_validator

from checkin_service.catalogue.model.standing import Standing
from checkin_service.kit.http.schema import NEEDS_REASON, ShortText, StrictModel
from checkin_service.kit.ids import ClientId
from checkin_service.kit.words import Wrong

_EXAMPLE_ID = "0197c9a0-6f00-7000-8000-000000000001"


class NewChange(StrictModel):
    """Name and address as they are to be registered, and what shows it; the credit code never changes."""

    change_id: ClientId = Field(examples=[_EXAMPLE_ID])
    name: ShortText
    address: ShortText
    evidence: ShortText = Field(description="What the authority can look at", examples=["变更登记通知书〔2026〕12号"])


class NewChangeDecision(StrictModel):
    """By the authority; a refusal says why."""

    request_id: ClientId = Field(examples=[_EXAMPLE_ID])
    approved: bool
    reason: ShortText | None = None

    @model_validator(mode="after")
    def _refusal_has_a_reason(self) -> Self:
        if not self.approved and self.reason is None:
            raise Wrong(NEEDS_REASON)
        return self


class ChangeAnswer(StrictModel):
    change_id: UUID
    institution_id: UUID
    former_name: str
    former_address: str | None
    name: str
    address: str
    evidence: str
    asked_at: datetime
    approved: bool | None
    reason: str | None
    decided_at: datetime | None


class InstitutionRecord(StrictModel):
    """An institution as it is registered now, and every change asked for, oldest first."""

    institution_id: UUID
    name: str
    credit_code: str
    address: str | None
    standing: Standing
    changes: list[ChangeAnswer]


class WaitingChanges(StrictModel):
    changes: list[ChangeAnswer]
