"""Pure decisions about attendance: what lies ahead, and whether an hour can be contested."""

from checkin_service.attendance.rules.appeals import appeal_refusal
from checkin_service.attendance.rules.balances import balance_digest, line_refusal
from checkin_service.attendance.rules.deadlines import working_day_after
from checkin_service.attendance.rules.denominator import held_hours, shown
from checkin_service.attendance.rules.forecast import forecast, hours_left, sessions_ahead
from checkin_service.attendance.rules.learning import counted_minutes, earned_hours, is_countable, judge_record
from checkin_service.attendance.rules.leaves import covered_sessions, hours_on_leave, leave_refusal, may_decide_leave
from checkin_service.attendance.rules.transfers import hours_along, transfer_refusal

__all__ = [
    "appeal_refusal",
    "balance_digest",
    "counted_minutes",
    "covered_sessions",
    "earned_hours",
    "forecast",
    "held_hours",
    "hours_along",
    "hours_left",
    "hours_on_leave",
    "is_countable",
    "judge_record",
    "leave_refusal",
    "line_refusal",
    "may_decide_leave",
    "sessions_ahead",
    "shown",
    "transfer_refusal",
    "working_day_after",
]
