"""Learning platforms, and learning records; records are append-only."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, Integer, Text, Uuid, and_, bindparam, func, insert, or_, select, update
from sqlalchemy.dialects.postgresql import ARRAY

from checkin_service.attendance.learnt import IdentifiedBy, LearningPlatform, LearningRecord
from checkin_service.attendance.tables import learning_platform, learning_record
from checkin_service.kit.database import Database, Fragment, Row, Statement, UnitOfWork

_MOMENT = DateTime(timezone=True)

_ADD_PLATFORM = Fragment(
    Statement(insert(learning_platform).values({each.name: bindparam(each.name) for each in learning_platform.c}))
)
_END_PLATFORM = Fragment(
    Statement(
        update(learning_platform)
        .values(ended_at=bindparam("at", type_=_MOMENT))
        .where(
            learning_platform.c.platform_id == bindparam("of_platform", type_=Uuid),
            learning_platform.c.ended_at.is_(None),
        )
    ),
    must_change_one=True,
)
_PLATFORM = Statement(select(learning_platform).where(learning_platform.c.platform_id == bindparam("platform_id")))
_PLATFORMS = Statement(
    select(learning_platform)
    .where(learning_platform.c.authority_code == func.any(bindparam("authorities", type_=ARRAY(Text))))
    .order_by(learning_platform.c.platform_id)
)


def add_platform(unit: UnitOfWork, new: LearningPlatform) -> None:
    unit.add(_ADD_PLATFORM, **{each.name: getattr(new, each.name) for each in learning_platform.c})


def end_platform(unit: UnitOfWork, platform_id: UUID, *, at: datetime) -> None:
    """The platform ended; refused when it has been ended before."""
    unit.add(_END_PLATFORM, of_platform=platform_id, at=at)


async def platform_of(database: Database, platform_id: UUID) -> LearningPlatform | None:
    row = await database.read_one(_PLATFORM, platform_id=platform_id)
    return None if row is None else _platform(row)


async def platforms_of(database: Database, authorities: list[str]) -> list[LearningPlatform]:
    """The platforms that these authorities have entered, ended ones too."""
    return [_platform(row) for row in await database.read(_PLATFORMS, authorities=authorities)]


_ADD_RECORD = Fragment(
    Statement(insert(learning_record).values({each.name: bindparam(each.name) for each in learning_record.c}))
)
_trainee = learning_record.c.trainee_id == bindparam("trainee_id", type_=Uuid)
_MEETING = Statement(
    select(learning_record).where(
        _trainee,
        learning_record.c.accepted,
        or_(
            learning_record.c.session_id == bindparam("session_id", type_=Uuid),
            and_(
                learning_record.c.ended_at >= bindparam("since", type_=_MOMENT),
                learning_record.c.started_at <= bindparam("until", type_=_MOMENT),
            ),
        ),
    )
)
_ORDINAL = Statement(select(func.coalesce(func.max(learning_record.c.ordinal), 0).label("ordinal")).where(_trainee))


def add_record(unit: UnitOfWork, new: LearningRecord) -> None:
    """Kept once; another record of the same person at the same time finds the write refused."""
    values = {each.name: getattr(new, each.name) for each in learning_record.c}
    unit.add(_ADD_RECORD, **values | {"reasons": list(new.reasons)})


async def records_meeting(
    database: Database, trainee_id: UUID, *, session_id: UUID, since: datetime, until: datetime
) -> list[LearningRecord]:
    """The accepted records of a person that belong to a session or touch a period."""
    rows = await database.read(_MEETING, trainee_id=trainee_id, session_id=session_id, since=since, until=until)
    return [record_from(row._asdict()) for row in rows]


async def last_ordinal(database: Database, trainee_id: UUID) -> int:
    """How many records the person has sent."""
    row: Any = await database.read_one(_ORDINAL, trainee_id=trainee_id)
    return int(row.ordinal)


_READABLE = Statement(
    select(learning_record)
    .where(
        learning_record.c.class_id == bindparam("class_id", type_=Uuid),
        or_(bindparam("trainee_id", type_=Uuid).is_(None), _trainee),
        learning_record.c.record_id > bindparam("after", type_=Uuid),
    )
    .order_by(learning_record.c.record_id)
    .limit(bindparam("count", type_=Integer))
)


async def records_of_class(
    database: Database, class_id: UUID, *, trainee_id: UUID | None, after: UUID, count: int
) -> list[LearningRecord]:
    """The records of a class, or of one person in it, oldest first."""
    rows = await database.read(_READABLE, class_id=class_id, trainee_id=trainee_id, after=after, count=count)
    return [record_from(row._asdict()) for row in rows]


def _platform(row: Row) -> LearningPlatform:
    return LearningPlatform(**row._asdict() | {"public_key": bytes(row.public_key)})


def record_from(values: dict[str, Any]) -> LearningRecord:
    return LearningRecord(
        **values
        | {
            "identified_by": IdentifiedBy(values["identified_by"]),
            "reasons": tuple(values["reasons"]),
            "signature": bytes(values["signature"]),
            "statement_sha256": bytes(values["statement_sha256"]),
        }
    )
