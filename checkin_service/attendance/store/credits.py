"""Class hours credited, one row each, and the counter beside them."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    DateTime,
    Integer,
    Text,
    Uuid,
    bindparam,
    cast,
    func,
    select,
)
from sqlalchemy.dialects.postgresql import insert

from checkin_service.attendance.model import Counter, CreditedSession, CreditMode, Outlook
from checkin_service.attendance.tables import attendance, credit
from checkin_service.kit.database import Database, Fragment, Row, Statement, UnitOfWork

_CREDIT = Fragment(
    Statement(
        insert(credit).from_select(
            ["trainee_id", "session_id", "hour", "class_id", "mode", "attempt_id", "credited_at"],
            select(
                bindparam("trainee_id", type_=Uuid),
                bindparam("session_id", type_=Uuid),
                func.generate_series(bindparam("first_hour", type_=Integer), bindparam("last_hour", type_=Integer)),
                bindparam("class_id", type_=Uuid),
                bindparam("mode", type_=Text),
                bindparam("attempt_id", type_=Uuid),
                bindparam("at", type_=DateTime(timezone=True)),
            ),
        )
    )
)

_hours = bindparam("hours", type_=Integer)
_outlook = bindparam("outlook", type_=Text)
_corrected = bindparam("corrected", type_=Integer)
_imported = bindparam("imported", type_=Integer)
_at = bindparam("at", type_=DateTime(timezone=True))
_COUNT = Fragment(
    Statement(
        insert(attendance)
        .values(
            trainee_id=bindparam("trainee_id"),
            class_id=bindparam("class_id"),
            credited_hours=_hours,
            corrected_hours=_corrected,
            imported_hours=_imported,
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
                "outlook": func.coalesce(_outlook, attendance.c.outlook),
                "version": attendance.c.version + 1,
                "changed_at": _at,
            },
            # Whoever wrote in between has changed what this write was decided on.
            where=attendance.c.version == bindparam("seen_version", type_=Integer),
        )
    ),
    must_change_one=True,
)


def credit_session(
    unit: UnitOfWork,
    *,
    trainee_id: UUID,
    class_id: UUID,
    session_id: UUID,
    hours: int,
    mode: CreditMode,
    attempt_id: UUID,
    at: datetime,
    hours_before: int = 0,
) -> None:
    """Credit class hours of a session after those it has; one credited before makes the whole write fail."""
    unit.add(
        _CREDIT,
        trainee_id=trainee_id,
        session_id=session_id,
        first_hour=hours_before + 1,
        last_hour=hours_before + hours,
        class_id=class_id,
        mode=mode,
        attempt_id=attempt_id,
        at=at,
    )


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
    unit.add(
        _COUNT,
        trainee_id=trainee_id,
        class_id=class_id,
        hours=hours,
        corrected=hours if mode is CreditMode.CORRECTED else 0,
        imported=hours if mode is CreditMode.IMPORTED else 0,
        outlook=outlook,
        seen_version=seen_version,
        at=at,
    )


_NOTE_OUTLOOK = Fragment(
    Statement(
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
        )
    ),
    must_change_one=True,
)


def note_outlook(unit: UnitOfWork, *, trainee_id: UUID, class_id: UUID, outlook: Outlook, at: datetime) -> None:
    """Remember what the trainee is told; the write fails when somebody told it just before."""
    unit.add(_NOTE_OUTLOOK, trainee_id=trainee_id, class_id=class_id, outlook=outlook, at=at)


_CREDITED_SESSIONS = Statement(
    select(
        credit.c.session_id,
        func.count().label("hours"),
        func.min(credit.c.mode).label("mode"),
        func.min(cast(credit.c.attempt_id, Text)).label("attempt_id"),
    )
    .where(credit.c.trainee_id == bindparam("trainee_id"), credit.c.class_id == bindparam("class_id"))
    .group_by(credit.c.session_id)
)


async def credited_sessions(database: Database, trainee_id: UUID, class_id: UUID) -> list[CreditedSession]:
    """The sessions of a class credited to a trainee."""
    rows = await database.read(_CREDITED_SESSIONS, trainee_id=trainee_id, class_id=class_id)
    return [
        CreditedSession(
            session_id=row.session_id, hours=row.hours, mode=CreditMode(row.mode), attempt_id=UUID(row.attempt_id)
        )
        for row in rows
    ]


_of_counter = (
    attendance.c.credited_hours,
    attendance.c.corrected_hours,
    attendance.c.imported_hours,
    attendance.c.outlook,
    attendance.c.version,
)
_COUNTERS_OF_CLASS = Statement(
    select(attendance.c.trainee_id, *_of_counter).where(attendance.c.class_id == bindparam("class_id"))
)


async def counters_of_class(database: Database, class_id: UUID) -> dict[UUID, Counter]:
    """Credited class hours by trainee; who has none is absent."""
    rows = await database.read(_COUNTERS_OF_CLASS, class_id=class_id)
    return {row.trainee_id: _counter(row) for row in rows}


_CREDITED_AMONG = Statement(
    select(credit.c.trainee_id, credit.c.session_id, func.count().label("hours"))
    .where(
        credit.c.trainee_id == func.any(bindparam("trainee_ids", type_=ARRAY(Uuid))),
        credit.c.session_id == func.any(bindparam("session_ids", type_=ARRAY(Uuid))),
    )
    .group_by(credit.c.trainee_id, credit.c.session_id)
)


async def credited_among(
    database: Database, trainee_ids: Sequence[UUID], session_ids: Sequence[UUID]
) -> dict[UUID, dict[UUID, int]]:
    """Which of these sessions are credited, by trainee, and how many class hours of each."""
    if not session_ids:
        return {}
    rows = await database.read(_CREDITED_AMONG, trainee_ids=list(trainee_ids), session_ids=list(session_ids))
    found: dict[UUID, dict[UUID, int]] = defaultdict(dict)
    for row in rows:
        found[row.trainee_id][row.session_id] = row.hours
    return found


_COUNTER = Statement(
    select(*_of_counter).where(
        attendance.c.trainee_id == bindparam("trainee_id"), attendance.c.class_id == bindparam("class_id")
    )
)


async def counter(database: Database, trainee_id: UUID, class_id: UUID) -> Counter:
    """Class hours credited to a trainee in a class."""
    row = await database.read_one(_COUNTER, trainee_id=trainee_id, class_id=class_id)
    return Counter() if row is None else _counter(row)


def _counter(row: Row) -> Counter:
    return Counter(
        credited_hours=row.credited_hours,
        corrected_hours=row.corrected_hours,
        imported_hours=row.imported_hours,
        outlook=None if row.outlook is None else Outlook(row.outlook),
        version=row.version,
    )
