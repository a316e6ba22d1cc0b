"""Pure decisions about classes, rosters and results."""

from checkin_service.timetable.rules.changes import change_refusal, plan_after
from checkin_service.timetable.rules.delivery import (
    deduction_refusal,
    delivery_refusal,
    parts_refusal,
    practice_refusal,
)
from checkin_service.timetable.rules.duplicates import (
    Benefit,
    Duplicate,
    Had,
    certificate_refusal,
    duplicate_of,
    is_examined,
    is_examined_since,
)
from checkin_service.timetable.rules.legs import result_part_refusal, takes_part
from checkin_service.timetable.rules.order import (
    checks_refusal,
    entry_refusal,
    issue_refusal,
    opening_refusal,
    roster_refusal,
)
from checkin_service.timetable.rules.pattern import lesson_days
from checkin_service.timetable.rules.plan import over_at, plan_refusal, total_hours, window, windows
from checkin_service.timetable.rules.results import NUMBER_OF_ANOTHER, Result, result_refusal
from checkin_service.timetable.rules.sectors import filing_refusal, person_refusal
from checkin_service.timetable.rules.state import may_become, may_see, needed_of_class, needed_of_voucher
