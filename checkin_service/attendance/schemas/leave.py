"""Wire shapes of leave (请假) and of moves to another class (转班)."""

from datetime import datetime
from typing import Self
from uuid import UUID

from pydantic import Field, model_validator

from checkin_service.attendance.model.credits import AppealOrigin
from checkin_service.attendance.schemas.standing import StandingBody
from checkin_service.kit.http.schema import LIST_BYTES, LongText, Moment, ShortText, StrictModel
from checkin_service.kit.ids import ClientId
from checkin_service.kit.words import Words, Wrong
from checkin_service.proposals.schemas import Grounded

_EXAMPLE_ID = "0197c9a0-6f00-7000-8000-000000000001"


class TransferRequest(Grounded):
    """Who goes to which class, on which document, and why; another person approves it."""

    transfer_id: ClientId = Field(examples=[_EXAMPLE_ID])
    trainee_id: UUID
    to_class_id: UUID


class TransferAnswer(StrictModel):
    transfer_id: UUID
    trainee_id: UUID
    class_id: UUID
    to_class_id: UUID
    voucher_id: UUID | None = Field(description="In use in the new class from now on")
    hours: int = Field(description="Class hours taken along, of sessions of the new class that are over")
    attendance: StandingBody = Field(description="In the new class")


class NewLeave(StrictModel, most_bytes=LIST_BYTES):
    """From when to when, and why."""

    leave_id: ClientId = Field(examples=[_EXAMPLE_ID])
    class_id: UUID
    starts_at: Moment = Field(examples=["2026-03-04T09:00:00+08:00"])
    ends_at: Moment = Field(examples=["2026-03-04T12:00:00+08:00"])
    reason: ShortText = Field(examples=["就医"])
    evidence: LongText | None = Field(default=None, description="Kept sealed; institutions do not read it")

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Self:
        if self.ends_at <= self.starts_at:
            raise Wrong(Words("请假的结束时间须晚于开始时间。", "a leave ends after it starts"))
        return self


class NewLeaveOfTrainee(NewLeave):
    """The same, recorded by the institution about one of its trainees."""

    trainee_id: UUID


class LeaveFiled(StrictModel):
    leave_id: UUID
    trainee_id: UUID
    class_hours: int = Field(description="Of the sessions it covers; they stay absent")


class LeaveBody(StrictModel):
    trainee_id: UUID
    trainee_name: str
    leave_id: UUID
    class_id: UUID
    origin: AppealOrigin
    starts_at: datetime
    ends_at: datetime
    reason: str
    evidence: str | None = Field(description="Null to institutions, and when it was purged")
    filed_at: datetime
    granted: bool | None = Field(description="Null until it is decided")
    decision_reason: str | None
    decided_at: datetime | None


class LeavePage(StrictModel):
    leaves: list[LeaveBody]
    next_cursor: str | None


class LeaveDecisionRequest(StrictModel):
    """By another person than who filed it; final."""

    request_id: ClientId = Field(examples=[_EXAMPLE_ID])
    trainee_id: UUID
    leave_id: UUID
    granted: bool
    reason: ShortText


class LeaveDecided(StrictModel):
    leave_id: UUID
    trainee_id: UUID
    granted: bool
