"""A person's own day and sessions over HTTP."""

from uuid import UUID

from fastapi import Request, Response

from checkin_service.access.dependencies import Res, address_of, service_router
from checkin_service.access.model import Permission, Subject
from checkin_service.checkin.schemas.checks import (
    ChecksOfClass,
    CheckTimeOfClass,
    NewCheckTime,
    NewCheckTimeDecision,
    NewExplanation,
    OwnCheck,
    OwnChecks,
    OwnCheckTime,
)
from checkin_service.checkin.schemas.today import OwnSessionAnswer, SignedInToday, TodayAnswer
from checkin_service.checkin.service import check_times, own_checks, own_sessions
from checkin_service.checkin.service import today as days
from checkin_service.identity.schemas import DeviceSignIn
from checkin_service.kit.http.routes import answer
from checkin_service.kit.idempotency import Kept

router = service_router(tag="check-in")


@router.reads("/me/today", by=Permission.CLASS_READ_OWN, summary="What the first screen of a phone shows")
async def today(resources: Res, subject: Subject) -> TodayAnswer:
    """Own classes with every session's sign, the windows still open and the places of these days: one statement."""
    return await days.today(resources, subject)


@router.post("/tokens/device/today", response_model=SignedInToday)
async def sign_in_for_today(resources: Res, request: Request, body: DeviceSignIn) -> Response:
    """Sign in as by `/v1/tokens/device`, and be told the day in the same answer."""
    return answer(await days.sign_in_for_today(resources, body, address=address_of(request)))


@router.reads(
    "/me/sessions/{session_id}", by=Permission.CLASS_READ_OWN, summary="What counted of a session, and why not"
)
async def session(resources: Res, subject: Subject, session_id: UUID) -> OwnSessionAnswer:
    return await own_sessions.session_of_own(resources, subject, session_id)


@router.reads("/me/checks", by=Permission.CLASS_READ_OWN, summary="Unannounced checks of oneself that have begun")
async def list_own_checks(resources: Res, subject: Subject) -> OwnChecks:
    """One is answered by a check-in of phase `mid`; of one that is still to come nobody is told."""
    return await own_checks.own_checks(resources, subject)


@router.creates(
    "/me/checks/{session_id}/explanation", by=Permission.CHECK_EXPLAIN, summary="Say why a check was not answered"
)
async def explain_check(resources: Res, subject: Subject, session_id: UUID, body: NewExplanation) -> Kept[OwnCheck]:
    """A missed check is a note and decides nothing by itself."""
    return await own_checks.explain(resources, subject, session_id, body)


@router.creates(
    "/me/classes/{class_id}/check-time",
    by=Permission.CHECK_EXPLAIN,
    summary="Ask for longer to answer when the whole room is asked",
)
async def ask_for_longer(resources: Res, subject: Subject, class_id: UUID, body: NewCheckTime) -> Kept[OwnCheckTime]:
    """The authority decides; nobody asks for the reason in writing."""
    return await check_times.ask(resources, subject, class_id, body)


@router.creates(
    "/classes/{class_id}/check-times", by=Permission.CHECK_DECIDE, summary="Say whether somebody gets longer to answer"
)
async def decide_on_longer(
    resources: Res, subject: Subject, class_id: UUID, body: NewCheckTimeDecision
) -> Kept[CheckTimeOfClass]:
    """Once; it counts from the next time on that the whole room is asked."""
    return await check_times.decide(resources, subject, class_id, body)


@router.reads("/classes/{class_id}/checks", by=Permission.CHECK_READ, summary="Unannounced checks of a class")
async def list_checks(resources: Res, subject: Subject, class_id: UUID) -> ChecksOfClass:
    """For the authority that supervises it: those that have ended, with what people say to missed ones."""
    return await own_checks.checks_of_class(resources, subject, class_id)
