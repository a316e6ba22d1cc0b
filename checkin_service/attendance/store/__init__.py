"""Every statement of attendance."""

from checkin_service.attendance.store.appeals import (
    add_appeal,
    add_confirmation,
    add_decision,
    appeals_about,
    deciders,
    filed_appeal,
    number_of_confirmations,
    readable_appeals,
)
from checkin_service.attendance.store.balances import add_balance
from checkin_service.attendance.store.credits import (
    count_hours,
    counter,
    counters_of_class,
    credit_session,
    credited_among,
    credited_sessions,
    note_outlook,
)
from checkin_service.attendance.store.founding import accepted_records, unfounded_credits
from checkin_service.attendance.store.learning import (
    add_platform,
    add_record,
    end_platform,
    last_ordinal,
    platform_of,
    platforms_of,
    records_meeting,
    records_of_class,
)
from checkin_service.attendance.store.leaves import (
    add_leave,
    add_leave_decision,
    filed_leave,
    granted_leaves,
    readable_leaves,
)
from checkin_service.attendance.store.proving import counter_differences, number_of_counters
from checkin_service.attendance.store.transfers import add_transfer, hours_by_mode

__all__ = [
    "accepted_records",
    "add_appeal",
    "add_balance",
    "add_confirmation",
    "add_decision",
    "add_leave",
    "add_leave_decision",
    "add_platform",
    "add_record",
    "add_transfer",
    "appeals_about",
    "count_hours",
    "counter",
    "counter_differences",
    "counters_of_class",
    "credit_session",
    "credited_among",
    "credited_sessions",
    "deciders",
    "end_platform",
    "filed_appeal",
    "filed_leave",
    "granted_leaves",
    "hours_by_mode",
    "last_ordinal",
    "note_outlook",
    "number_of_confirmations",
    "number_of_counters",
    "platform_of",
    "platforms_of",
    "readable_appeals",
    "readable_leaves",
    "records_meeting",
    "records_of_class",
    "unfounded_credits",
]
