"""Statements about who teaches classes."""

from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Uuid, bindparam, func, select
from sqlalchemy.dialects.postgresql import ARRAY

from checkin_service.kit.database import Database
from checkin_service.kit.questions import question
from checkin_service.timetable.tables import training_class


class Teaching(NamedTuple):
    """An institution whose class it is."""

    institution_id: UUID


@question(
    select(training_class.c.institution_id)
    .where(training_class.c.class_id == func.any(bindparam("class_ids", type_=ARRAY(Uuid))))
    .distinct()
)
async def institutions_of(database: Database, class_ids: Iterable[UUID]) -> list[Teaching]: ...
