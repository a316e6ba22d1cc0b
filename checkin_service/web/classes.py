"""A class on its dashboard, and a session's rotating code for the projector."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import segno
from fastapi import Query, Request, Response

from checkin_service.access.model import Permission
from checkin_service.attendance.model.credits import Outlook
from checkin_service.attendance.schemas.standing import StandingBody, TraineeAttendance
from checkin_service.attendance.service import standing as attendance
from checkin_service.checkin.schemas.attempts import CodeAnswer
from checkin_service.checkin.service import classroom_codes
from checkin_service.kit.http.routes import answer
from checkin_service.kit.http.schema import StrictModel
from checkin_service.kit.problem import not_found
from checkin_service.recordings import service as recordings
from checkin_service.recordings.model import Kept
from checkin_service.timetable import service as timetable
from checkin_service.timetable.model import ClassState
from checkin_service.timetable.schemas import SessionAnswer
from checkin_service.web.term.ways import ways_of
from checkin_service.web.visits import PageRouter, Visit

router = PageRouter()

_URGENCY = (Outlook.AT_RISK, Outlook.OUT_OF_REACH, Outlook.ON_TRACK, Outlook.REACHED, Outlook.NOT_REQUIRED)
"""First those whom a word in time still helps."""


class ScreenCode(StrictModel):
    """What the instructor's screen shows; seconds are counted here, because that computer's clock may be wrong."""

    code: str
    milliseconds_left: int
    window_ms: int
    qr: str
    room_ms_left: int | None
    """While the whole room is asked to confirm that it is there."""


@router.shows("/classes/{class_id}/board", by=Permission.ATTENDANCE_READ)
async def board(
    visit: Visit,
    class_id: UUID,
    done: Annotated[
        Literal["completion", "confirmed", "correction", "correction_confirmed", "instructors", "plan"] | None, Query()
    ] = None,
) -> Response:
    held = await timetable.shown_class(visit.resources, visit.subject, class_id)
    standing = await attendance.of_class(visit.resources, visit.subject, class_id)
    now = visit.resources.clock.now()
    return await visit.long_page(
        "board.html",
        held=held,
        done=done,
        ways=ways_of(visit.subject, held.state),
        trainees=by_urgency(standing.trainees),
        sessions_left=standing.sessions_left,
        at_risk=_count(standing.trainees, Outlook.AT_RISK, Outlook.OUT_OF_REACH),
        reached=_count(standing.trainees, Outlook.REACHED),
        percent=percent,
        sessions=[(session, moment_of(session, now)) for session in held.sessions],
        recorded=await _recorded(visit, class_id),
        shows_code=held.state is ClassState.OPEN and visit.subject.may(Permission.CODE_SHOW),
    )


async def _recorded(visit: Visit, class_id: UUID) -> dict[UUID, Kept]:
    """How each lesson stands to its recording, for whoever may read it where recordings are asked for."""
    if not visit.subject.may(Permission.RECORDING_READ):
        return {}
    found = await recordings.recordings(visit.resources, visit.subject, class_id)
    return {each.session_id: each.kept for each in found.sessions} if found.is_asked else {}


@router.shows("/sessions/{session_id}/code", by=Permission.CODE_SHOW)
async def code(visit: Visit, session_id: UUID) -> Response:
    now_shown = await classroom_codes.code_now(visit.resources, visit.subject, session_id)
    found = await timetable.session_with_class(visit.resources.database, session_id)
    if found is None:
        raise not_found()
    session, training_class = found
    return visit.page("code.html", session=session, class_name=training_class.name, screen=_screen(visit, now_shown))


@router.shows("/sessions/{session_id}/code.json", by=Permission.CODE_SHOW)
async def code_now(visit: Visit, session_id: UUID) -> Response:
    return answer(_screen(visit, await classroom_codes.code_now(visit.resources, visit.subject, session_id)))


def by_urgency(trainees: list[TraineeAttendance]) -> list[TraineeAttendance]:
    """Those at risk first, and among equals those with the fewest class hours."""
    return sorted(
        trainees,
        key=lambda each: (_URGENCY.index(each.forecast.outlook), each.attendance.credited_hours, each.name),
    )


def percent(standing: StandingBody) -> str:
    """The rate for people, cut and never rounded up: what is below the line never looks as if it were on it.

    >>> percent(StandingBody(credited_hours=599, total_hours=1000, rate="599/1000", decimal="0.5990"))
    '59.90%'
    """
    hundredths = standing.credited_hours * 10_000 // standing.total_hours
    return f"{hundredths // 100}.{hundredths % 100:02d}%"


def moment_of(session: SessionAnswer, now: datetime) -> str:
    """Where a session stands in time: cancelled, over, today's (its code is wanted soon) or ahead."""
    if session.is_cancelled:
        return "cancelled"
    if session.ends_at < now:
        return "over"
    return "near" if (session.starts_at - now).total_seconds() < _NEAR_S else "ahead"


_NEAR_S = 12 * 3600


def _count(trainees: list[TraineeAttendance], *outlooks: Outlook) -> int:
    return sum(each.forecast.outlook in outlooks for each in trainees)


def _screen(visit: Visit, shown: CodeAnswer) -> ScreenCode:
    now = visit.resources.clock.now()
    return ScreenCode(
        code=shown.code,
        milliseconds_left=_milliseconds(now, shown.valid_until),
        window_ms=shown.window_s * 1000,
        qr=_qr(visit.request, shown),
        room_ms_left=None if shown.room_asked_until is None else _milliseconds(now, shown.room_asked_until),
    )


def _milliseconds(now: datetime, until: datetime) -> int:
    return max(0, int((until - now).total_seconds() * 1000))


def _qr(request: Request, shown: CodeAnswer) -> str:
    """The phone page with the code filled in; behind the # it never reaches a log."""
    address = f"{request.base_url}me#session={shown.session_id}&code={shown.code}"
    return segno.make(address, error="m", micro=False).svg_data_uri(scale=8, border=2, light="#fff")
