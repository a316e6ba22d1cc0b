"""Questions about a person's other classes: theory passed there, and sessions at the same time."""

from uuid import UUID

from sqlalchemy import exists, select

from checkin_service.catalogue.tables import project
from checkin_service.checkin.tables import presence
from checkin_service.kit.database import Database
from checkin_service.kit.questions import matches, question
from checkin_service.timetable.tables import assessment, class_session, registration, training_class

_taught, _learnt = project.alias("taught"), project.alias("learnt")
_theory_class = training_class.alias("theory_class")


@question(
    select(
        exists().where(
            matches(assessment, "trainee_id"),
            assessment.c.part == "theory",
            assessment.c.passed,
            _theory_class.c.class_id == assessment.c.class_id,
            _taught.c.project_id == _theory_class.c.project_id,
            _learnt.c.project_id == training_class.c.project_id,
            _taught.c.occupation == _learnt.c.occupation,
            matches(training_class, "class_id"),
        )
    )
)
async def has_passed_theory(database: Database, *, trainee_id: UUID, class_id: UUID) -> bool:
    """Theory counts for practice of the same occupation, whichever institution taught it (FJ-23, FJ-26)."""


_other_session = class_session.alias("other_session")
elsewhere = (
    exists()
    .where(
        presence.c.trainee_id == registration.c.trainee_id,
        presence.c.class_id != class_session.c.class_id,
        _other_session.c.session_id == presence.c.session_id,
        _other_session.c.starts_at < class_session.c.ends_at,
        _other_session.c.ends_at > class_session.c.starts_at,
    )
    .correlate(class_session, registration)
)
