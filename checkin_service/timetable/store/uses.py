"""The statement about where people are registered, for all of them at once."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Uuid, bindparam, func, select
from sqlalchemy.dialects.postgresql import ARRAY

from checkin_service.kit.database import Database
from checkin_service.kit.questions import question
from checkin_service.timetable.tables import registration, training_class


class Place(NamedTuple):
    """Somebody in a class, and the project it belongs to."""

    trainee_id: UUID
    class_id: UUID
    registered_at: datetime
    project_id: UUID


@question(
    select(
        registration.c.trainee_id,
        registration.c.class_id,
        registration.c.registered_at,
        training_class.c.project_id,
    )
    .join(training_class, training_class.c.class_id == registration.c.class_id)
    .where(
        registration.c.trainee_id == func.any(bindparam("trainee_ids", type_=ARRAY(Uuid))),
        registration.c.withdrawn_at.is_(None),
    )
)
async def places_of(database: Database, trainee_ids: Sequence[UUID]) -> list[Place]:
    """Every class these people are registered in and have not left."""
