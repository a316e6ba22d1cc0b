"""Pure decisions about attendance: what lies ahead, and whether an hour can be contested."""

from checkin_service.attendance.rules.appeals import appeal_refusal
from checkin_service.attendance.rules.balances import balance_digest, line_refusal
from checkin_service.attendance.rules.deadlines import working_day_after
from checkin_service.attendance.rules.forecast import forecast, hours_left, sessions_ahead
from checkin_service.attendance.rules.learning import counted_minutes, earned_hours, is_countable, judge_record

__all__ = [
    "appeal_refusal",
    "balance_digest",
    "counted_minutes",
    "earned_hours",
    "forecast",
    "hours_left",
    "is_countable",
    "judge_record",
    "line_refusal",
    "sessions_ahead",
    "working_day_after",
]
