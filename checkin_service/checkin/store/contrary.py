"""The finest fix by which a person's own phone spoke against the place, where nothing has lifted it since."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Table, Uuid, bindparam, func, or_, select

from checkin_service.checkin.tables import attempt, review, scan
from checkin_service.kit.database import Database
from checkin_service.kit.questions import alike, question
from checkin_service.timetable.tables import class_session, registration

_since = attempt.alias("since")
_scanned_since = scan.alias("scanned_since")


def _is_lifted(against: Any) -> ColumnElement[bool]:
    """What was accepted since had lifted it: a better fix, a terminal or a person."""
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


def _finest(against: Any, trainee_id: ColumnElement[Any], session_id: ColumnElement[Any]) -> Select[Any]:
    return select(func.min(against.c.contrary_m)).where(
        against.c.trainee_id == trainee_id, against.c.session_id == session_id, against.c.contrary_m.is_not(None)
    )


def _in_force(table: Table, name: str) -> ColumnElement[float]:
    against = table.alias(name)
    asked = (bindparam(each, type_=Uuid) for each in ("trainee_id", "session_id"))
    return _finest(against, *asked).where(~_is_lifted(against)).scalar_subquery()


EVER_CONTRARY_M = func.least(
    *(
        _finest(table.alias(name), registration.c.trainee_id, class_session.c.session_id).scalar_subquery()
        for table, name in ((attempt, "against"), (scan, "scanned_against"))
    )
)
"""By a check-in or in a scanned QR, whether or not something has lifted it; mostly null."""


@question(select(func.least(_in_force(attempt, "against"), _in_force(scan, "scanned_against"))))
async def contrary_m(database: Database, *, trainee_id: UUID, session_id: UUID) -> float | None:
    """What nothing has lifted; asked only where the phone has ever spoken against the place."""
