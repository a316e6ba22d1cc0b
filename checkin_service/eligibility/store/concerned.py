"""Whom an authority may speak of, and which determinations new facts concern."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import Text, Uuid, bindparam, func, or_, select, union
from sqlalchemy.dialects.postgresql import ARRAY

from checkin_service.kit.database import Database, Statement
from checkin_service.timetable.tables import registration, training_class
from checkin_service.voucher.tables import voucher

_authority = bindparam("authority", type_=Text)
_trainees = bindparam("trainees", type_=ARRAY(Uuid))

_PEOPLE = Statement(
    union(
        select(registration.c.trainee_id)
        .join(training_class, training_class.c.class_id == registration.c.class_id)
        .where(
            registration.c.trainee_id == func.any(_trainees),
            or_(
                training_class.c.supervising_authority == _authority,
                training_class.c.paying_authority == _authority,
                training_class.c.counting_authority == _authority,
            ),
        ),
        select(voucher.c.trainee_id).where(
            voucher.c.trainee_id == func.any(_trainees), voucher.c.authority_code == _authority
        ),
    )
)
_COMPLETED = Statement(
    select(registration.c.trainee_id, registration.c.class_id)
    .join(training_class, training_class.c.class_id == registration.c.class_id)
    .where(registration.c.trainee_id == func.any(_trainees), training_class.c.completed_at.is_not(None))
    .order_by(registration.c.trainee_id, registration.c.class_id)
)


async def people_of(database: Database, authority_code: str, trainee_ids: Collection[UUID]) -> set[UUID]:
    """Of these people, those in a class or with a voucher of the authority."""
    rows = await database.read(_PEOPLE, authority=authority_code, trainees=list(trainee_ids))
    return {row.trainee_id for row in rows}


async def completed_classes(database: Database, trainee_ids: Collection[UUID]) -> list[tuple[UUID, UUID]]:
    """Trainee and class of every registration of these people in a completed class."""
    rows = await database.read(_COMPLETED, trainees=list(trainee_ids))
    return [(row.trainee_id, row.class_id) for row in rows]
