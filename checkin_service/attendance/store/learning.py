"""Learning platforms, and learning records; records are append-only."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, Integer, Text, Uuid, and_, bindparam, func, insert, or_, select, update
from sqlalchemy.dialects.postgresql import ARRAY

from checkin_service.attendance.model.learning import LearningPlatform, LearningRecord
from checkin_service.attendance.tables import learning_platform, learning_record
from checkin_service.kit.database import Database, Statement, UnitOfWork, fragment, fragment_of
from checkin_service.kit.questions import matches, question

_MOMENT = DateTime(timezone=True)


add_platform = fragment_of(LearningPlatform, insert(learning_platform))


@fragment(
    update(learning_platform)
    .values(ended_at=bindparam("at", type_=_MOMENT))
    .where(matches(learning_platform, "platform_id"), learning_platform.c.ended_at.is_(None)),
    must_change_one=True,
)
def end_platform(unit: UnitOfWork, platform_id: UUID, *, at: datetime) -> None:
    """The platform ended; refused when it has been ended before."""


@question(select(learning_platform).where(matches(learning_platform, "platform_id")))
async def platform_of(database: Database, platform_id: UUID) -> LearningPlatform | None: ...


@question(
    select(learning_platform)
    .where(learning_platform.c.authority_code == func.any(bindparam("authorities", type_=ARRAY(Text))))
    .order_by(learning_platform.c.platform_id)
)
async def platforms_of(database: Database, authorities: list[str]) -> list[LearningPlatform]:
    """The platforms that these authorities have entered, ended ones too."""


_trainee = learning_record.c.trainee_id == bindparam("trainee_id", type_=Uuid)
_ORDINAL = Statement(
    select(func.coalesce(func.max(learning_record.c.ordinal), 0).label("ordinal")).where(_trainee), int
)


add_record = fragment_of(LearningRecord, insert(learning_record))
"""Kept once; another record of the same person at the same time finds the write refused."""


@question(
    select(learning_record).where(
        _trainee,
        learning_record.c.accepted,
        or_(
            matches(learning_record, "session_id"),
            and_(
                learning_record.c.ended_at >= bindparam("since", type_=_MOMENT),
                learning_record.c.started_at <= bindparam("until", type_=_MOMENT),
            ),
        ),
    )
)
async def records_meeting(
    database: Database, trainee_id: UUID, *, session_id: UUID, since: datetime, until: datetime
) -> list[LearningRecord]:
    """The accepted records of a person that belong to a session or touch a period."""


async def last_ordinal(database: Database, trainee_id: UUID) -> int:
    """How many records the person has sent."""
    return await database.read_one(_ORDINAL, trainee_id=trainee_id) or 0


@question(
    select(learning_record)
    .where(
        matches(learning_record, "class_id"),
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
