"""Learning platforms, and learning records; records are append-only."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    DateTime,
    Integer,
    Text,
    Uuid,
    and_,
    bindparam,
    cast,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY, array

from checkin_service.attendance.model.learning import DutyPaper, LearningPlatform, LearningRecord, PlatformUse
from checkin_service.attendance.tables import learning_platform, learning_record, platform_duty_paper
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


add_duty_paper = fragment_of(DutyPaper, insert(platform_duty_paper))


@question(
    select(platform_duty_paper)
    .where(matches(platform_duty_paper, "platform_id"))
    .order_by(platform_duty_paper.c.ordinal)
)
async def duty_papers(database: Database, platform_id: UUID) -> list[DutyPaper]:
    """Papers about a platform's duties, the oldest first."""


_OF_OTHERS = ("another_person", "identified_otherwise")
_WITHOUT_VOUCHER = ("voucher_not_in_use", "withdrawn")
_IMPLAUSIBLE = ("in_the_future", "longer_than_elapsed", "outside_period", "time_counted_before", "day_full")
_NOT_LEARNT = ("nothing_answered", "too_few_right")


def _refused_for(reasons: Sequence[str]) -> ColumnElement[int]:
    wanted = cast(array(reasons), ARRAY(Text))
    return func.count().filter(~learning_record.c.accepted, learning_record.c.reasons.overlap(wanted))


@question(
    select(
        func.count().label("records"),
        func.count().filter(learning_record.c.accepted).label("accepted"),
        _refused_for(_OF_OTHERS).label("of_others"),
        _refused_for(_WITHOUT_VOUCHER).label("without_voucher"),
        _refused_for(_IMPLAUSIBLE).label("implausible"),
        _refused_for(_NOT_LEARNT).label("not_learnt"),
        _refused_for(["not_signed"]).label("unsigned"),
        func.coalesce(func.sum(learning_record.c.counted_minutes), 0).label("minutes"),
        func.coalesce(func.sum(learning_record.c.questions), 0).label("questions"),
        func.coalesce(func.sum(learning_record.c.right_answers), 0).label("right_answers"),
        func.coalesce(
            func.array_agg(learning_record.c.class_id.distinct()), cast(array([], type_=Uuid), ARRAY(Uuid))
        ).label("classes"),
    ).where(
        matches(learning_record, "platform_id"),
        learning_record.c.received_at >= bindparam("since", type_=_MOMENT),
    )
)
async def platform_use(database: Database, platform_id: UUID, *, since: datetime) -> PlatformUse:
    """What came of a platform's records since a moment."""


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
