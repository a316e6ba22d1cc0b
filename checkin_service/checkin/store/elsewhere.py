"""Parts of the check-in's read about the person's other classes: theory passed, and sessions at the same time."""

from sqlalchemy import case, exists, false

from checkin_service.catalogue.tables import project
from checkin_service.checkin.tables import presence
from checkin_service.timetable.tables import assessment, class_session, registration, training_class

_taught, _learnt = project.alias("taught"), project.alias("learnt")
_theory_class = training_class.alias("theory_class")
# Theory counts for practice of the same occupation, whichever institution taught it (FJ-23, FJ-26).
theory_passed = case(
    (
        class_session.c.part == "practice",
        exists()
        .where(
            assessment.c.trainee_id == registration.c.trainee_id,
            assessment.c.part == "theory",
            assessment.c.passed,
            _theory_class.c.class_id == assessment.c.class_id,
            _taught.c.project_id == _theory_class.c.project_id,
            _learnt.c.project_id == training_class.c.project_id,
            _taught.c.occupation == _learnt.c.occupation,
        )
        .correlate(class_session, registration, training_class),
    ),
    else_=false(),
)
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
