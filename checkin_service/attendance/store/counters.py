"""Counters of credited hours, beside the credits: raised in the write of each, never read and written back."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import DateTime, Integer, Text, bindparam, func, select
from sqlalchemy.dialects.postgresql import insert

from checkin_service.attendance.model.credits import Counter, CreditMode, Outlook
from checkin_service.attendance.tables import attendance
from checkin_service.kit.database import Database, Statement, UnitOfWork, fragment
from checkin_service.kit.questions import matches

_hours = bindparam("hours", type_=Integer)
_outlook = bindparam("outlook", type_=Text)
_corrected = bindparam("corrected", type_=Integer)
_imported = bindparam("imported", type_=Integer)
_asserted = bindparam("asserted", type_=Integer)
_at = bindparam("at", type_=DateTime(timezone=True))


@fragment(
    insert(attendance)
    .values(
        trainee_id=bindparam("trainee_id"),
        class_id=bindparam("class_id"),
        credited_hours=_hours,
        corrected_hours=_corrected,
        imported_hours=_imported,
        asserted_hours=_asserted,
        outlook=_outlook,
        version=1,
        changed_at=_at,
    )
    .on_conflict_do_update(
        index_elements=[attendance.c.trainee_id, attendance.c.class_id],
        set_={
            "credited_hours": attendance.c.credited_hours + _hours,
            "corrected_hours": attendance.c.corrected_hours + _corrected,
            "imported_hours": attendance.c.imported_hours + _imported,
            "asserted_hours": attendance.c.asserted_hours + _asserted,
            "outlook": func.coalesce(_outlook, attendance.c.outlook),
            "version": attendance.c.version + 1,
            "changed_at": _at,
        },
        # Whoever wrote in between has changed what this write was decided on.
        where=attendance.c.version == bindparam("seen_version", type_=Integer),
    ),
    must_change_one=True,
)
def _count_hours(
    unit: UnitOfWork,
    *,
    trainee_id: UUID,
    class_id: UUID,
    hours: int,
    corrected: int,
    imported: int,
    asserted: int,
    outlook: Outlook | None,
    seen_version: int,
    at: datetime,
) -> None: ...


def count_hours(
    unit: UnitOfWork,
    *,
    trainee_id: UUID,
    class_id: UUID,
    hours: int,
    seen_version: int,
    at: datetime,
    mode: CreditMode = CreditMode.LOCATED,
    outlook: Outlook | None = None,
) -> None:
    """Raise the counter by the hours; the write fails unless the counter is as it was when it was read."""
    _count_hours(
        unit,
        trainee_id=trainee_id,
        class_id=class_id,
        hours=hours,
        corrected=hours if mode is CreditMode.CORRECTED else 0,
        imported=hours if mode is CreditMode.IMPORTED else 0,
        asserted=hours if mode is CreditMode.ASSERTED_BY_PLATFORM else 0,
        outlook=outlook,
        seen_version=seen_version,
        at=at,
    )


@fragment(
    insert(attendance)
    .values(
        trainee_id=bindparam("trainee_id"),
        class_id=bindparam("class_id"),
        credited_hours=0,
        # No facts change: whoever counts next still sees the version that was read.
        version=0,
        outlook=_outlook,
        changed_at=_at,
    )
    .on_conflict_do_update(
        index_elements=[attendance.c.trainee_id, attendance.c.class_id],
        set_={"outlook": _outlook},
        where=attendance.c.outlook.is_distinct_from(_outlook),
    ),
    must_change_one=True,
)
def note_outlook(unit: UnitOfWork, *, trainee_id: UUID, class_id: UUID, outlook: Outlook, at: datetime) -> None:
    """Remember what the trainee is told; the write fails when somebody told it just before."""


_of_counter = (
    attendance.c.credited_hours,
    attendance.c.corrected_hours,
    attendance.c.imported_hours,
    attendance.c.asserted_hours,
    attendance.c.outlook,
    attendance.c.version,
)


class _OfTrainee(NamedTuple):
    trainee_id: UUID
    counter: Counter


_COUNTERS_OF_CLASS = Statement(
    select(attendance.c.trainee_id, *_of_counter).where(matches(attendance, "class_id")), _OfTrainee
)


async def counters_of_class(database: Database, class_id: UUID) -> dict[UUID, Counter]:
    """Credited class hours by trainee; who has none is absent."""
    return dict(await database.read(_COUNTERS_OF_CLASS, class_id=class_id))


_COUNTER = Statement(
    select(*_of_counter).where(matches(attendance, "trainee_id", "class_id")),
    Counter,
)


async def counter(database: Database, trainee_id: UUID, class_id: UUID) -> Counter:
    """Class hours credited to a trainee in a class."""
    return await database.read_one(_COUNTER, trainee_id=trainee_id, class_id=class_id) or Counter()
