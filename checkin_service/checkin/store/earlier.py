"""Sealed evidence of a person's earlier attempts: fetched only when there is a fix to compare it with."""

from typing import Any

from sqlalchemy import Boolean, ColumnElement, Integer, bindparam, case, func, null, select

from checkin_service.checkin.tables import attempt
from checkin_service.timetable.tables import registration

_located = (
    select(attempt.c.evidence_sealed)
    .where(
        attempt.c.trainee_id == registration.c.trainee_id,
        attempt.c.located.is_not(None),
        attempt.c.evidence_sealed.is_not(None),
    )
    .order_by(attempt.c.received_at.desc())
    .correlate(registration)
)


def _to_compare(found: ColumnElement[Any]) -> ColumnElement[Any]:
    return case((bindparam("has_fix", type_=Boolean), found), else_=null())


LAST_ACCEPTED = _to_compare(_located.where(attempt.c.decision == "accepted").limit(1).scalar_subquery())
RECENT = _to_compare(func.array(_located.limit(bindparam("recent", type_=Integer)).scalar_subquery()))
