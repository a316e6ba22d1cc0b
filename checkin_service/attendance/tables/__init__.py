"""Every table of attendance."""

from checkin_service.attendance.tables.absences import (
    leave_decision,
    leave_request,
    registration_transfer,
)
from checkin_service.attendance.tables.appeals import (
    appeal,
    correction_confirmation,
    correction_decision,
)
from checkin_service.attendance.tables.credits import (
    attendance,
    credit,
    opening_balance,
)
from checkin_service.attendance.tables.learning import (
    learning_platform,
    learning_record,
)

__all__ = [
    "appeal",
    "attendance",
    "correction_confirmation",
    "correction_decision",
    "credit",
    "learning_platform",
    "learning_record",
    "leave_decision",
    "leave_request",
    "opening_balance",
    "registration_transfer",
]
