"""Statements about who teaches which class."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Uuid, bindparam, select
from sqlalchemy.dialects.postgresql import insert

from checkin_service.kit.database import Database, UnitOfWork, fragment
from checkin_service.kit.questions import matches, question
from checkin_service.timetable.tables import class_instructor

_said = insert(class_instructor)
_teaching = select(class_instructor.c.staff_id).where(matches(class_instructor, "class_id"), class_instructor.c.teaches)


@question(_teaching.order_by(class_instructor.c.staff_id))
async def instructors_of(database: Database, class_id: UUID) -> list[UUID]: ...


@question(_teaching.where(class_instructor.c.staff_id == bindparam("staff_id", type_=Uuid)))
async def instructor_of(database: Database, class_id: UUID, staff_id: UUID) -> UUID | None: ...


@fragment(
    _said.on_conflict_do_update(
        index_elements=["class_id", "staff_id"],
        set_={name: _said.excluded[name] for name in ("teaches", "changed_by", "changed_at")},
    )
)
def say_who_teaches(
    unit: UnitOfWork, class_id: UUID, staff_id: UUID, *, teaches: bool, changed_by: UUID, changed_at: datetime
) -> None: ...
