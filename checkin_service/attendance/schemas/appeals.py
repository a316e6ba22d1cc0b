"""Wire shapes of appeals and corrections (更正申请)."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from checkin_service.attendance.model.credits import AppealOrigin
from checkin_service.attendance.schemas.standing import StandingBody
from checkin_service.kit.http.schema import LIST_BYTES, LongText, ShortText, StrictModel
from checkin_service.kit.ids import ClientId

_EXAMPLE_ID = "0197c9a0-6f00-7000-8000-000000000001"


class NewAppeal(StrictModel, most_bytes=LIST_BYTES):
    """What is said to be missing, why, and what proves it."""

    appeal_id: ClientId = Field(examples=[_EXAMPLE_ID])
    session_id: UUID
    hours: int = Field(ge=1, le=24, description="Class hours that are missing")
    reason: ShortText = Field(examples=["签到时终端断电"])
    evidence: LongText | None = Field(default=None, description="Kept sealed; only those who decide read it")


class NewProposal(NewAppeal):
    """The same, said by the institution about one of its trainees."""

    trainee_id: UUID


class AppealBody(StrictModel):
    trainee_id: UUID
    trainee_name: str
    appeal_id: UUID
    class_id: UUID
    session_id: UUID
    origin: AppealOrigin
    hours: int
    reason: str
    evidence: str | None = Field(description="Null to institutions, and when it was purged")
    filed_at: datetime
    due_on: date
    is_overdue: bool
    accepted: bool | None = Field(description="Null until it is decided")
    decision_reason: str | None
    decided_at: datetime | None


class AppealFiled(StrictModel):
    appeal_id: UUID
    trainee_id: UUID
    due_on: date = Field(description="The authority decides by this day")


class AppealPage(StrictModel):
    appeals: list[AppealBody]
    next_cursor: str | None


class AppealDecisionRequest(StrictModel):
    """The decision of a person on the authority's side; final."""

    request_id: ClientId = Field(examples=[_EXAMPLE_ID])
    trainee_id: UUID
    appeal_id: UUID
    decision: Literal["accept", "reject"]
    reason: ShortText


class AppealDecided(StrictModel):
    appeal_id: UUID
    decision: Literal["accept", "reject"]
    credited_hours: int
    attendance: StandingBody


class ConfirmationRequest(StrictModel):
    """A second person on the authority's side confirms that a trainee's many corrected hours are right."""

    request_id: ClientId = Field(examples=[_EXAMPLE_ID])
    trainee_id: UUID
    class_id: UUID
    reason: ShortText


class ConfirmationAnswer(StrictModel):
    trainee_id: UUID
    class_id: UUID
    corrected_hours: int
