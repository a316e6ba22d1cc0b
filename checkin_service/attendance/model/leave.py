"""The vocabulary of leave (请假) and of moves to another class (转班)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from checkin_service.attendance.model.credits import AppealOrigin


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassTransfer:
    """A registration moved to another class, with the class hours taken along; never changed."""

    trainee_id: UUID
    transfer_id: UUID
    class_id: UUID
    to_class_id: UUID
    voucher_id: UUID | None
    hours: int
    reason: str
    approved_by: UUID
    approved_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Leave:
    """Somebody says that a trainee will be, or was, away; never changed once it is filed."""

    trainee_id: UUID
    leave_id: UUID
    class_id: UUID
    institution_id: UUID
    authority_code: str
    origin: AppealOrigin
    starts_at: datetime
    ends_at: datetime
    reason: str
    evidence_sealed: bytes | None
    filed_by: UUID
    filed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveDecision:
    """Whether the leave is granted; final."""

    trainee_id: UUID
    leave_id: UUID
    granted: bool
    reason: str
    decided_by: UUID
    decided_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FiledLeave:
    """A leave and the decision on it, if there is one."""

    leave: Leave
    decision: LeaveDecision | None
