"""Use cases of displays: one device at the site shows a session's code, and only while people may check in."""

from uuid import UUID

from checkin_service.access.model import Subject
from checkin_service.catalogue import service as catalogue
from checkin_service.catalogue.model.terminals import Terminal
from checkin_service.checkin.model.attempts import CodeSource
from checkin_service.checkin.rules import card_challenge
from checkin_service.checkin.rules.fixes import usable_fix
from checkin_service.checkin.rules.where import placed
from checkin_service.checkin.schemas.attempts import CodeAnswer
from checkin_service.checkin.schemas.displays import ChallengeAnswer, ChallengeRequest, DisplayAnswer, DisplayRequest
from checkin_service.checkin.service import devices
from checkin_service.checkin.service.classroom_codes import code_in_time
from checkin_service.checkin.store import displays as store
from checkin_service.checkin.store import fences
from checkin_service.checkin.words.terminals import NOT_AT_SITE, NOT_THE_DISPLAY, OTHER_DISPLAY
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.idempotency import once_per
from checkin_service.kit.problem import Problem, ProblemKind, not_found
from checkin_service.kit.refusal import unfit
from checkin_service.kit.resources import Resources
from checkin_service.timetable import service as timetable
from checkin_service.timetable.model import HeldSession
from geo import Circle, Location, Outcome


@once_per("request_id", operation="take_display")
async def take_display(
    unit: UnitOfWork, resources: Resources, subject: Subject, session_id: UUID, body: DisplayRequest
) -> DisplayAnswer:
    """The device shows the session's code from now on; another may follow once it was ended, moved or fell silent."""
    now, (held, known) = resources.clock.now(), await _held(resources, subject, session_id)
    policy = timetable.policy_of_session(held, now=now)
    shown_by = await store.display_of(resources.database, session_id)
    is_anothers = shown_by is not None and shown_by.in_service and shown_by.terminal_id != known.terminal_id
    if shown_by is not None and is_anothers and await devices.has_standing(resources, shown_by.terminal_id, policy):
        raise Problem(ProblemKind.STATE_CONFLICT, OTHER_DISPLAY)
    await devices.note(resources, unit, known, await devices.whereabouts(resources, known, body.position, policy))
    place = await _place(resources, held, known, body)
    if place is None or place.outcome is Outcome.OUTSIDE:
        raise unfit(NOT_AT_SITE)
    store.add_display(
        unit,
        session_id=session_id,
        ordinal=1 if shown_by is None else shown_by.ordinal + 1,
        terminal_id=subject.subject_id,
        taken_at=now,
        distance_m=place.distance_m,
        accuracy_m=body.position.accuracy_m or 0.0,
    )
    return DisplayAnswer(session_id=session_id, terminal_id=subject.subject_id, taken_at=now)


async def display_code(resources: Resources, subject: Subject, session_id: UUID) -> CodeAnswer:
    """The code of the present window, for the one display of the session."""
    held, known = await _held(resources, subject, session_id)
    shown_by = await store.display_of(resources.database, session_id)
    if shown_by is None or shown_by.terminal_id != known.terminal_id:
        raise unfit(NOT_THE_DISPLAY)
    policy = timetable.policy_of_session(held, now=resources.clock.now())
    along = await _goes_along(resources, held, known)
    await devices.require_standing(resources, known.terminal_id, policy, may_be_away=along is not None)
    return await code_in_time(resources, held, CodeSource.DISPLAY)


async def challenge_for(resources: Resources, subject: Subject, body: ChallengeRequest) -> ChallengeAnswer:
    """A challenge for one attempt at this terminal; nothing is kept, it carries its own proof and moment."""
    now = resources.clock.now()
    text = card_challenge.challenge(
        resources.code_key,
        terminal_id=subject.subject_id,
        attempt_id=body.attempt_id,
        session_id=body.session_id,
        at=now,
    )
    return ChallengeAnswer(challenge=text, given_at=now)


async def _held(resources: Resources, subject: Subject, session_id: UUID) -> tuple[HeldSession, Terminal]:
    """The session at this device's own site, while the device is in service; nothing else exists for it."""
    held = await timetable.session_with_class(resources.database, session_id)
    if held is None or held.session.site_id != subject.site_id:
        raise not_found()
    return held, await devices.in_service(resources, subject)


async def _goes_along(resources: Resources, held: HeldSession, known: Terminal) -> Circle | None:
    """The moving fence that this very device has carried along, of a class approved to be held away."""
    if not held.training_class.moving_fence:
        return None
    latest = await fences.latest_fence(resources.database, held.session.session_id)
    return latest.circle if latest and latest.by_device and latest.placed_by == known.terminal_id else None


async def _place(resources: Resources, held: HeldSession, known: Terminal, body: DisplayRequest) -> Location | None:
    site = await catalogue.site_of(resources, held.session.site_id, at=held.session.starts_at)
    now = resources.clock.now()
    policy, along = timetable.policy_of_session(held, now=now), await _goes_along(resources, held, known)
    fix = usable_fix(body.position.sighting(now), policy)
    return None if site is None or fix is None else placed(fix, along or site.place.fence, policy)
