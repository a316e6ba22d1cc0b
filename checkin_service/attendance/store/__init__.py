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
from checkin_service.attendance.store.confirmations import add_credit_confirmation, hours_by_class
from checkin_service.attendance.store.counters import count_hours, counter, counters_of_class, note_outlook
from checkin_service.attendance.store.credits import credit_session, credited_among, credited_sessions
from checkin_service.attendance.store.cuts import cut_to_hours_held
from checkin_service.attendance.store.founding import accepted_records, unfounded_credits
from checkin_service.attendance.store.learning import (
    add_duty_paper,
    add_platform,
    add_record,
    duty_papers,
    end_platform,
    last_ordinal,
    platform_of,
    platform_use,
    platforms_of,
    records_meeting,
    records_of_class,
)
from checkin_service.attendance.store.leave import (
    add_leave,
    add_leave_decision,
    filed_leave,
    granted_leaves,
    readable_leaves,
)
from checkin_service.attendance.store.opening_balances import add_balance
from checkin_service.attendance.store.own import OwnHours, own_hours, own_leaves
from checkin_service.attendance.store.proving import counter_differences, number_of_counters
from checkin_service.attendance.store.transfers import add_transfer, classes_of, hours_by_mode
