"""The rest of a date of birth once its person is erased: as much as the counts by age need."""

from datetime import date
from uuid import UUID

from checkin_service.kit.database import Database
from checkin_service.statistics.rules.shares import cut_birth, first_lessons
from checkin_service.statistics.service.seeing import people_seen


async def kept_birth(database: Database, trainee_id: UUID) -> date | None:
    """A day of the same year that leaves every count as it is; none of somebody who never came, or has none."""
    person = (await people_seen(database, [trainee_id])).get(trainee_id)
    if person is None or person.born_on is None:
        return None
    trained_on = first_lessons(person)
    return cut_birth(person.born_on, trained_on) if trained_on else None
