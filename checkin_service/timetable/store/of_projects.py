"""Statements about the classes of a project."""

from uuid import UUID

from sqlalchemy import or_, select

from checkin_service.kit.database import Database
from checkin_service.kit.questions import matches, question
from checkin_service.timetable.model import TrainingClass
from checkin_service.timetable.tables import training_class


@question(
    select(training_class)
    .where(
        matches(training_class, "project_id"),
        or_(*(training_class.c.state == each for each in ("applied", "open", "completion_applied"))),
    )
    .order_by(training_class.c.class_id)
)
async def going_on_with(database: Database, project_id: UUID) -> list[TrainingClass]:
    """Of a project the classes that wait for their opening, are held, or wait for their completion."""
