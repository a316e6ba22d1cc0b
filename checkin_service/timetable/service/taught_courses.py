"""The check of the course that a class names: approved for its place, and named where the rules ask for one."""

from collections.abc import Sequence
from datetime import datetime

from checkin_service.courses import service as courses
from checkin_service.kit.resources import Resources
from checkin_service.timetable.model import Delivery, Session, TrainingClass
from checkin_service.timetable.service.reading import policy_of_class


async def require_course(
    resources: Resources, found: TrainingClass, sessions: Sequence[Session], now: datetime
) -> None:
    """By the rules of the supervising authority, at the application and again at the opening."""
    await courses.require_usable(
        resources,
        found.course_id,
        found.supervising_authority,
        policy_of_class(found, now=now),
        is_online=any(each.delivery is not Delivery.OFFLINE for each in sessions),
    )
