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
from checkin_service.attendance.store.proving import counter_differences, number_of_counters

__all__ = [
    "add_appeal",
    "add_balance",
    "add_confirmation",
    "add_decision",
    "appeals_about",
    "count_hours",
    "counter",
    "counter_differences",
    "counters_of_class",
    "credit_session",
    "credited_among",
    "credited_sessions",
    "deciders",
    "filed_appeal",
    "note_outlook",
    "number_of_confirmations",
    "number_of_counters",
    "readable_appeals",
]
