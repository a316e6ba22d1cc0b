"""Pure decisions about classes, rosters and results."""

from checkin_service.timetable.rules.changes import change_refusal, plan_after
from checkin_service.timetable.rules.delivery import Theory, delivery_refusal, practice_refusal, still_to_do
from checkin_service.timetable.rules.duplicates import Benefit, Duplicate, Had, certificate_refusal, duplicate_of
from checkin_service.timetable.rules.plan import over_at, plan_refusal, total_hours, window, windows
from checkin_service.timetable.rules.results import Result, result_refusal
from checkin_service.timetable.rules.state import may_become, may_see, needed_of_class, needed_of_voucher

__all__ = [
    "Benefit",
    "Duplicate",
    "Had",
    "Result",
    "Theory",
    "certificate_refusal",
    "change_refusal",
    "delivery_refusal",
    "duplicate_of",
    "may_become",
    "may_see",
    "needed_of_class",
    "needed_of_voucher",
    "over_at",
    "plan_after",
    "plan_refusal",
    "practice_refusal",
    "result_refusal",
    "still_to_do",
    "total_hours",
    "window",
    "windows",
]
