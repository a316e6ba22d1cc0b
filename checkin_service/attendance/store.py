"""Statements about credited class hours."""

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
    distinct,
    func,
    literal,
    select,
)
from sqlalchemy.dialects.postgresql import insert

from checkin_service.attendance.model import CreditedSession, CreditMode
from checkin_service.attendance.tables import attendance, credit
from checkin_service.kit.database import Database, Fragment, Statement, UnitOfWork

_CREDIT = Fragment(
    Statement(
        insert(credit).from_select(
            ["trainee_id", "session_id", "hour", "class_id", "mode", "attempt_id", "credited_at"],
            select(
                bindparam("trainee_id", type_=Uuid),
                bindparam("session_id", type_=Uuid),
                func.generate_series(literal(1, Integer), bindparam("hours", type_=Integer)),
                bindparam("class_id", type_=Uuid),
                bindparam("mode", type_=Text),
                bindparam("attempt_id", type_=Uuid),
                bindparam("at", type_=DateTime(timezone=True)),
            ),
        )
    )
)

_hours = bindparam("hours", type_=Integer)
_at = bindparam("at", type_=DateTime(timezone=True))
_COUNT = Fragment(
    Statement(
        insert(attendance)
        .values(
            trainee_id=bindparam("trainee_id"),
            class_id=bindparam("class_id"),
            credited_hours=_hours,
            version=1,
            changed_at=_at,
        )
        .on_conflict_do_update(
            index_elements=[attendance.c.trainee_id, attendance.c.class_id],
            set_={
                "credited_hours": attendance.c.credited_hours + _hours,
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
) -> None:
    """Credit every class hour of a session; a class hour credited before makes the whole write fail."""
    unit.add(
        _CREDIT,
        trainee_id=trainee_id,
        session_id=session_id,
        hours=hours,
        class_id=class_id,
        mode=mode,
        attempt_id=attempt_id,
        at=at,
    )


def count_hours(
    unit: UnitOfWork, *, trainee_id: UUID, class_id: UUID, hours: int, seen_version: int, at: datetime
) -> None:
    """Raise the counter by the hours; the write fails unless the counter is as it was when it was read."""
    unit.add(_COUNT, trainee_id=trainee_id, class_id=class_id, hours=hours, seen_version=seen_version, at=at)


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


_COUNTERS_OF_CLASS = Statement(
    select(attendance.c.trainee_id, attendance.c.credited_hours).where(attendance.c.class_id == bindparam("class_id"))
)


async def counters_of_class(database: Database, class_id: UUID) -> dict[UUID, int]:
    """Credited class hours by trainee; who has none is absent."""
    rows = await database.read(_COUNTERS_OF_CLASS, class_id=class_id)
    return {row.trainee_id: row.credited_hours for row in rows}


_CREDITED_AMONG = Statement(
    select(credit.c.trainee_id, func.array_agg(distinct(credit.c.session_id)).label("sessions"))
    .where(
        credit.c.trainee_id == func.any(bindparam("trainee_ids", type_=ARRAY(Uuid))),
        credit.c.session_id == func.any(bindparam("session_ids", type_=ARRAY(Uuid))),
    )
    .group_by(credit.c.trainee_id)
)


async def credited_among(
    database: Database, trainee_ids: Sequence[UUID], session_ids: Sequence[UUID]
) -> dict[UUID, frozenset[UUID]]:
    """Which of these sessions are credited, by trainee."""
    if not session_ids:
        return {}
    rows = await database.read(_CREDITED_AMONG, trainee_ids=list(trainee_ids), session_ids=list(session_ids))
    return {row.trainee_id: frozenset(row.sessions) for row in rows}


_COUNTER = Statement(
    select(attendance.c.credited_hours).where(
        attendance.c.trainee_id == bindparam("trainee_id"), attendance.c.class_id == bindparam("class_id")
    )
)


async def counter(database: Database, trainee_id: UUID, class_id: UUID) -> int:
    """Class hours credited to a trainee in a class."""
    row = await database.read_one(_COUNTER, trainee_id=trainee_id, class_id=class_id)
    return 0 if row is None else int(row.credited_hours)
