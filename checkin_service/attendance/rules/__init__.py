"""Pure decisions about attendance: what lies ahead, and whether an hour can be contested."""

from checkin_service.attendance.rules.appeals import appeal_refusal
from checkin_service.attendance.rules.deadlines import working_day_after
from checkin_service.attendance.rules.forecast import forecast, sessions_ahead

__all__ = ["appeal_refusal", "forecast", "sessions_ahead", "working_day_after"]
