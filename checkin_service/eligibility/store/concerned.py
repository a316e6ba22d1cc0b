"""Statements about the people an authority may state facts of, and the completed classes those concern."""

from collections.abc import Collection
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Text, Uuid, bindparam, func, or_, select, union
from sqlalchemy.dialects.postgresql import ARRAY

from checkin_service.kit.database import Database, Statement
from checkin_service.registry.tables import person_entry
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
        select(person_entry.c.trainee_id).where(
            person_entry.c.trainee_id == func.any(_trainees), person_entry.c.authority_code == _authority
        ),
    ),
    UUID,
)


class _Place(NamedTuple):
    trainee_id: UUID
    class_id: UUID


_COMPLETED = Statement(
    select(registration.c.trainee_id, registration.c.class_id)
    .join(training_class, training_class.c.class_id == registration.c.class_id)
    .where(registration.c.trainee_id == func.any(_trainees), training_class.c.completed_at.is_not(None))
    .order_by(registration.c.trainee_id, registration.c.class_id),
    _Place,
)


async def people_of(database: Database, authority_code: str, trainee_ids: Collection[UUID]) -> set[UUID]:
    """Of these people, those in a class, with a voucher or in the register of the authority."""
    return set(await database.read(_PEOPLE, authority=authority_code, trainees=list(trainee_ids)))


async def completed_classes(database: Database, trainee_ids: Collection[UUID]) -> list[tuple[UUID, UUID]]:
    """Trainee and class of every registration of these people in a completed class."""
    return [*await database.read(_COMPLETED, trainees=list(trainee_ids))]
