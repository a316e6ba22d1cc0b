"""Statements about who needs longer to answer a check of the room."""

from uuid import UUID

from sqlalchemy import insert, select

from checkin_service.checkin.model.check_times import CheckTime, CheckTimeDecision, CheckTimeRequest
from checkin_service.checkin.tables import check_time_decision, check_time_request
from checkin_service.kit.database import Database, fragment_of
from checkin_service.kit.questions import alike, matches, question

add_request = fragment_of(CheckTimeRequest, insert(check_time_request))
add_decision = fragment_of(CheckTimeDecision, insert(check_time_decision))

_times = (
    select(
        check_time_request.c.trainee_id,
        check_time_request.c.class_id,
        check_time_request.c.asked_at,
        check_time_decision.c.granted,
    )
    .outerjoin(check_time_decision, alike(check_time_decision, check_time_request, "trainee_id", "class_id"))
    .order_by(check_time_request.c.asked_at, check_time_request.c.trainee_id)
)


@question(_times.where(matches(check_time_request, "trainee_id")))
async def times_of_person(database: Database, trainee_id: UUID) -> list[CheckTime]:
    """What one person asked for, oldest first."""


@question(_times.where(matches(check_time_request, "class_id")))
async def times_of_class(database: Database, class_id: UUID) -> list[CheckTime]:
    """What people of a class asked for, oldest first."""
