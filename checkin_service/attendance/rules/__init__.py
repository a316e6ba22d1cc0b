"""Pure decisions about attendance: what lies ahead, and whether an hour can be contested."""

from checkin_service.attendance.rules.appeals import appeal_refusal
from checkin_service.attendance.rules.balances import balance_digest, line_refusal
from checkin_service.attendance.rules.deadlines import working_day_after
from checkin_service.attendance.rules.forecast import forecast, sessions_ahead

__all__ = [
    "appeal_refusal",
    "balance_digest",
    "forecast",
    "line_refusal",
    "sessions_ahead",
    "working_day_after",
]
