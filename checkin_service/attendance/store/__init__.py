"""Every statement of attendance."""

from checkin_service.attendance.store.credits import (
    count_hours,
    counter,
    counters_of_class,
    credit_session,
    credited_among,
    credited_sessions,
)
from checkin_service.attendance.store.proving import counter_differences, number_of_counters

__all__ = [
    "count_hours",
    "counter",
    "counter_differences",
    "counters_of_class",
    "credit_session",
    "credited_among",
    "credited_sessions",
    "number_of_counters",
]
