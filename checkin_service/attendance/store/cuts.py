"""Counters cut to the hours held of a session that was broken off; the facts beneath stay as they were."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, Integer, Uuid, bindparam, select, update

from checkin_service.attendance.model.credits import CreditMode
from checkin_service.attendance.tables import HOUR_BITS, attendance, credit, hours_within, total
from checkin_service.kit.database import UnitOfWork, fragment
from checkin_service.kit.questions import matches

_cut_off = HOUR_BITS - hours_within(bindparam("hours_held", type_=Integer))
_cut = (
    select(
        credit.c.trainee_id,
        total(_cut_off).label("hours"),
        total(_cut_off, CreditMode.CORRECTED).label("corrected"),
        total(_cut_off, CreditMode.IMPORTED).label("imported"),
        total(_cut_off, CreditMode.ASSERTED_BY_PLATFORM).label("asserted"),
    )
    .where(
        matches(credit, "session_id"),
        credit.c.class_id == bindparam("of_class", type_=Uuid),
        _cut_off != 0,
    )
    .group_by(credit.c.trainee_id)
    .subquery("cut")
)


@fragment(
    update(attendance)
    .values(
        credited_hours=attendance.c.credited_hours - _cut.c.hours,
        corrected_hours=attendance.c.corrected_hours - _cut.c.corrected,
        imported_hours=attendance.c.imported_hours - _cut.c.imported,
        asserted_hours=attendance.c.asserted_hours - _cut.c.asserted,
        version=attendance.c.version + 1,
        changed_at=bindparam("at", type_=DateTime(timezone=True)),
    )
    .where(attendance.c.trainee_id == _cut.c.trainee_id, attendance.c.class_id == bindparam("of_class", type_=Uuid))
)
def cut_to_hours_held(unit: UnitOfWork, *, session_id: UUID, of_class: UUID, hours_held: int, at: datetime) -> None:
    """Take from every counter of the class what a session gave beyond the hours held."""
