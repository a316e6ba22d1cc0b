"""The finest fix by which a person's own phone spoke against the place, where nothing has lifted it since."""

from typing import Any

from sqlalchemy import ColumnElement, Table, func, or_, select

from checkin_service.checkin.tables import attempt, review, scan
from checkin_service.kit.questions import alike
from checkin_service.timetable.tables import class_session, registration

_since = attempt.alias("since")
_scanned_since = scan.alias("scanned_since")


def _is_lifted(against: Any) -> ColumnElement[bool]:
    """What was accepted since had lifted it: a better fix, a terminal or a person. Seldom there is anything to lift."""
    accepted = (
        select(_since.c.attempt_id)
        .outerjoin(review, alike(review, _since, "trainee_id", "attempt_id"))
        .where(
            alike(_since, against, "trainee_id", "session_id"),
            or_(_since.c.decision == "accepted", review.c.accepted),
            func.coalesce(review.c.reviewed_at, _since.c.received_at) > against.c.received_at,
        )
    )
    scanned = select(_scanned_since.c.scan_id).where(
        alike(_scanned_since, against, "trainee_id", "session_id"),
        _scanned_since.c.decision == "accepted",
        _scanned_since.c.received_at > against.c.received_at,
    )
    return or_(accepted.exists(), scanned.exists())


def _finest(table: Table, name: str) -> ColumnElement[float]:
    against = table.alias(name)
    return (
        select(func.min(against.c.contrary_m))
        .where(
            against.c.trainee_id == registration.c.trainee_id,
            against.c.session_id == class_session.c.session_id,
            against.c.contrary_m.is_not(None),
            ~_is_lifted(against),
        )
        .scalar_subquery()
    )


CONTRARY_M = func.least(_finest(attempt, "against"), _finest(scan, "scanned_against"))
"""By a check-in or in a scanned QR; null where it never did."""
