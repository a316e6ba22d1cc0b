"""Pure decisions about attendance: what lies ahead, and whether an hour can be contested."""

from checkin_service.attendance.rules.appeals import appeal_refusal
from checkin_service.attendance.rules.denominator import held_hours, standing_shown
from checkin_service.attendance.rules.duties import paper_refusal, seen_in_use
from checkin_service.attendance.rules.forecast import forecast, hours_left, sessions_ahead
from checkin_service.attendance.rules.learning import (
    counted_minutes,
    earned_hours,
    is_countable,
    judge_record,
    refusal_to_admit,
)
from checkin_service.attendance.rules.leave import covered_sessions, hours_on_leave, leave_refusal, may_decide_leave
from checkin_service.attendance.rules.opening_balances import balance_digest, line_refusal
from checkin_service.attendance.rules.transfers import hours_along, transfer_refusal
