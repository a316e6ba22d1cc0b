"""Credited hours with the evidence they rest on, and what confirmed them, as columns of the facts of a person."""

from sqlalchemy import func, select

from checkin_service.attendance.tables import credit, credit_confirmation, is_counted
from checkin_service.kit.questions import alike
from checkin_service.timetable.tables import registration

_credit = (
    select(
        credit.c.session_id, credit.c.mode, credit.c.attempt_id, credit.c.evidence_class, func.count().label("hours")
    )
    .where(alike(credit, registration, "trainee_id", "class_id"), is_counted)
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
