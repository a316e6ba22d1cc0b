"""The classroom code: staff's own screen gets one that says so, and nobody gets one before or after the check-in."""

from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import UUID

from checkin_service.access.model import Subject
from checkin_service.checkin.model.attempts import CodeSource, Phase
from checkin_service.checkin.rules.classroom_code import code_of, window_number
from checkin_service.checkin.schemas.attempts import CodeAnswer
from checkin_service.checkin.store import checks
from checkin_service.checkin.words.terminals import CODE_NEVER, CODE_NOT_NOW
from checkin_service.kit.civil import CHINA
from checkin_service.kit.problem import not_found
from checkin_service.kit.refusal import by_law
from checkin_service.kit.resources import Resources
from checkin_service.policy.book import PolicyView, policy_at
from checkin_service.timetable import service as timetable
from checkin_service.timetable.model import Delivery, HeldSession, Session, Window
from checkin_service.timetable.rules.plan import windows


async def code_now(resources: Resources, subject: Subject, session_id: UUID) -> CodeAnswer:
    """The code for a screen of the institution that holds the session, labelled as `remote_display`."""
    held = await timetable.session_with_class(resources.database, session_id)
    if held is None or held.training_class.institution_id != subject.institution_id:
        raise not_found()
    await timetable.require_teaching(resources, subject, held.training_class.class_id)
    return await code_in_time(resources, held, CodeSource.REMOTE_DISPLAY)


async def code_in_time(resources: Resources, held: HeldSession, source: CodeSource) -> CodeAnswer:
    """The code of the present window; a problem while nobody may check in, because then it would only travel."""
    now, (session, training_class) = resources.clock.now(), held
    policy = policy_at(training_class.supervising_authority, session.starts_at)
    open_at = (*windows(session, training_class.phases, policy), *while_checked(session, policy))
    if not any(each.opens_at <= now <= each.closes_at for each in open_at):
        said = "; ".join(_said(each) for each in open_at)
        raise by_law(CODE_NOT_NOW.filled(windows=said) if said else CODE_NEVER, policy.value("checkin.phases").basis)
    length = policy.value("classroom_code.window_s").integer
    window = window_number(now, length)
    return CodeAnswer(
        session_id=session.session_id,
        code=code_of(resources.code_key, session.session_id, window, source),
        source=source,
        valid_from=_moment(window * length),
        valid_until=_moment((window + 1) * length),
        accepted_until=_moment((window + policy.value("classroom_code.windows_accepted").integer) * length),
        window_s=length,
        room_asked_until=await checks.room_asked_until(
            resources.database, class_id=training_class.class_id, session_id=session.session_id, now=now
        ),
    )


def while_checked(session: Session, policy: PolicyView) -> Iterator[Window]:
    """The whole lesson where people may be asked at any moment: a code that came with a check would tell of it."""
    asks = policy.value("checks.per_term").integer + policy.value("checks.rooms_per_term").integer
    if session.delivery is Delivery.OFFLINE and asks:
        yield Window(Phase.MID, session.starts_at, session.ends_at)


def _said(window: Window) -> str:
    opens, closes = (each.astimezone(CHINA) for each in (window.opens_at, window.closes_at))
    return f"{opens:%Y-%m-%d %H:%M}–{closes:%H:%M}"


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
