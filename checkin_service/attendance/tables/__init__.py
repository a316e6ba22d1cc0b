"""Every table of attendance."""

from checkin_service.attendance.tables.appeals import (
    appeal,
    correction_confirmation,
    correction_decision,
)
from checkin_service.attendance.tables.credits import (
    attendance,
    credit,
    credit_confirmation,
    opening_balance,
)
from checkin_service.attendance.tables.hours import HOUR_BITS, counted, hours_within, is_counted, total
from checkin_service.attendance.tables.learning import (
    learning_platform,
    learning_record,
    platform_duty_paper,
)
from checkin_service.attendance.tables.leave import leave_decision, leave_request, registration_transfer
