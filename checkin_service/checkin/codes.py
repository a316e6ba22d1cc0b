"""The classroom code for the instructor's screen."""

from datetime import UTC, datetime
from uuid import UUID

from checkin_service.access.model import Subject
from checkin_service.checkin.classroom_code import code_of, window_number
from checkin_service.checkin.schemas import CodeAnswer
from checkin_service.kit.civil import CHINA
from checkin_service.kit.problem import not_found
from checkin_service.kit.resources import Resources
from checkin_service.policy.book import book
from checkin_service.timetable import service as timetable


async def code_now(resources: Resources, subject: Subject, session_id: UUID) -> CodeAnswer:
    """The code of the present window, for staff of the institution that holds the session."""
    now = resources.clock.now()
    held = await timetable.session_with_class(resources.database, session_id)
    if held is None or held[1].institution_id != subject.institution_id:
        raise not_found()
    session, training_class = held
    policy = book().at(training_class.supervising_authority, on=session.starts_at.astimezone(CHINA).date())
    length = policy.value("classroom_code.window_s").integer
    window = window_number(now, length)
    return CodeAnswer(
        session_id=session_id,
        code=code_of(resources.code_key, session_id, window),
        valid_from=_moment(window * length),
        valid_until=_moment((window + 1) * length),
        accepted_until=_moment((window + policy.value("classroom_code.windows_accepted").integer) * length),
        window_s=length,
    )


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
