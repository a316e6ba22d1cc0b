"""Every statement about briefings and checks at registration."""

from uuid import UUID

from sqlalchemy import insert, select

from checkin_service.kit.database import Database, Statement, fragment_of, fragment_of_many
from checkin_service.kit.questions import matches, question
from checkin_service.timetable.model import Briefing, RegistrationCheck
from checkin_service.timetable.tables import class_briefing, registration, registration_check

_CHECKS_OF = Statement(
    select(registration_check).where(matches(registration_check, "trainee_id", "class_id")),
    RegistrationCheck,
)

add_briefing = fragment_of(Briefing, insert(class_briefing))
add_checks = fragment_of_many(RegistrationCheck, registration_check)


@question(
    select(class_briefing)
    .where(matches(class_briefing, "class_id"))
    .order_by(class_briefing.c.recorded_at, class_briefing.c.briefing_id)
)
async def briefings_of(database: Database, class_id: UUID) -> list[Briefing]: ...


@question(
    select(registration_check)
    .join(
        registration,
        (registration.c.trainee_id == registration_check.c.trainee_id)
        & (registration.c.class_id == registration_check.c.class_id),
    )
    .where(matches(registration, "class_id"))
    .order_by(registration_check.c.trainee_id, registration_check.c.recorded_at)
)
async def checks_of_class(database: Database, class_id: UUID) -> list[RegistrationCheck]: ...


async def checked_of(database: Database, trainee_id: UUID, class_id: UUID) -> set[str]:
    """Everything that was examined of a person at registration in a class."""
    found = await database.read(_CHECKS_OF, trainee_id=trainee_id, class_id=class_id)
    return {each.item for each in found}
