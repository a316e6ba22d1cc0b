"""Credited hours with the evidence they rest on, and what confirmed them, as columns of the facts of a person."""

from sqlalchemy import func, select

from checkin_service.attendance.tables import HOUR_BITS, credit, credit_confirmation
from checkin_service.kit.questions import alike
from checkin_service.timetable.tables import registration

# Which hours, as bits: 24 at most. `facts_read` leaves out those that `attendance.tables.is_counted` leaves out; here a
# look at the session for each hour of each person would take longer than all else that is read of the credits.
_hours = func.bit_or(HOUR_BITS).label("hours")
_credit = (
    select(credit.c.session_id, credit.c.mode, credit.c.attempt_id, credit.c.evidence_class, _hours)
    .where(alike(credit, registration, "trainee_id", "class_id"))
    .group_by(credit.c.session_id, credit.c.mode, credit.c.attempt_id, credit.c.evidence_class)
    .correlate(registration)
    .subquery("credited")
)
CREDITS = select(func.json_agg(func.json_build_array(*_credit.c))).scalar_subquery()
CONFIRMATIONS = (
    select(func.json_agg(func.json_build_array(credit_confirmation.c.session_id, credit_confirmation.c.kind)))
    .where(alike(credit_confirmation, registration, "trainee_id", "class_id"))
    .correlate(registration)
    .scalar_subquery()
)
