"""A person's own day: one read, and the answers that the first screen of the phone shows."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from checkin_service.access import tokens
from checkin_service.access.model import Subject
from checkin_service.attendance import rules as attendance
from checkin_service.attendance.model.credits import Standing
from checkin_service.attendance.schemas.standing import ForecastBody, StandingBody
from checkin_service.catalogue.model.areas import fence_from
from checkin_service.checkin.model.attempts import Phase
from checkin_service.checkin.model.today import Day, OwnClassFacts, OwnPhase, PlaceFacts
from checkin_service.checkin.rules.today import mark_of
from checkin_service.checkin.schemas.today import (
    OwnConsentBody,
    PlaceBody,
    PositionRule,
    SignedInToday,
    TodayAnswer,
    TodayClass,
    TodaySession,
)
from checkin_service.checkin.store.today import day_of_person
from checkin_service.identity import service as identity
from checkin_service.identity.schemas import DeviceSignIn
from checkin_service.kit.keyring import Realm
from checkin_service.kit.problem import existing
from checkin_service.kit.resources import Resources
from checkin_service.kit.verdict import Decision
from checkin_service.policy.book import policy_at
from checkin_service.timetable import rules as timetable
from checkin_service.timetable.model import Session
from checkin_service.timetable.schemas import WindowBody
from geo import Circle, Datum, Position, sketch_of

_PLACES_SINCE, _PLACES_UNTIL = timedelta(hours=12), timedelta(days=8)


async def sign_in_for_today(resources: Resources, body: DeviceSignIn, *, address: str) -> SignedInToday:
    """The phone signs in and is told its owner's day in the same answer."""
    token = await identity.sign_in_device(resources, body, address=address)
    subject = tokens.verify(resources, token.access_token)
    return SignedInToday(token=token, today=await today(resources, subject))


async def today(resources: Resources, subject: Subject) -> TodayAnswer:
    """The person's classes with every session's sign, the windows still open, and the places of these days."""
    now, trainee_id = resources.clock.now(), subject.subject_id
    day = existing(
        await day_of_person(resources.database, trainee_id, since=now - _PLACES_SINCE, before=now + _PLACES_UNTIL)
    )
    await resources.sealer.ready(Realm.IDENTITY, trainee_id)
    return TodayAnswer(
        now=now,
        name=identity.own_name(resources, trainee_id, day.name_sealed),
        has_face=day.has_face,
        new_messages=day.new_messages,
        consents=[OwnConsentBody.showing(each) for each in day.consents],
        classes=_classes(day, now),
        places=[_place(each) for each in day.places],
    )


def _classes(day: Day, now: datetime) -> list[TodayClass]:
    sessions, phases = defaultdict(list), defaultdict(list)
    for session in day.sessions:
        sessions[session.class_id].append(session)
    for phase in day.phases:
        phases[phase.session_id].append(phase)
    credited = {each.session_id: each.hours for each in day.credited}
    return [_class(day, own, sessions[own.class_id], credited, phases, now) for own in day.classes]


def _class(
    day: Day,
    own: OwnClassFacts,
    sessions: Sequence[Session],
    credited: Mapping[UUID, int],
    phases: Mapping[UUID, list[OwnPhase]],
    now: datetime,
) -> TodayClass:
    policy = policy_at(own.supervising_authority, now)
    standing = Standing(credited_hours=own.credited_hours, total_hours=own.total_hours)
    minimum = policy_at(own.paying_authority, now).value("attendance.minimum_percent", own.voucher_kind)
    ahead = attendance.sessions_ahead(sessions, now=now, policy=policy)
    forecast = attendance.forecast(
        standing,
        minimum_percent=minimum.integer if minimum.is_required else None,
        hours_left=attendance.hours_left(ahead, credited, now=now, policy=policy),
    )
    held = attendance.held_hours(sessions, now=now)
    return TodayClass.showing(
        own,
        proofs=list(own.proofs),
        attendance=StandingBody.of(attendance.standing_shown(standing, held, policy)),
        forecast=ForecastBody.of(forecast),
        position=PositionRule(
            inside_at=policy.value("location.inside_at").number,
            accuracy_cap_m=policy.value("location.accuracy_cap_m").number,
            believed_at_most=policy.value("location.believed_confidence").number,
        ),
        sessions=[
            _session(day, own, each, credited.get(each.session_id, 0), phases.get(each.session_id, ()), now)
            for each in sessions
        ],
    )


def _session(
    day: Day, own: OwnClassFacts, session: Session, hours: int, phases: Sequence[OwnPhase], now: datetime
) -> TodaySession:
    waiting = [each.phase for each in phases if each.decision is Decision.DOUBTFUL]
    leaves = (each for each in day.leaves if each.class_id == session.class_id)
    is_over = session.cancelled_at is not None or session.ends_at + _PLACES_SINCE < now
    policy = None if is_over else policy_at(own.supervising_authority, session.starts_at, known_at=now)
    windows = () if policy is None else timetable.windows(session, own.phases, policy)
    return TodaySession.showing(
        session,
        mark=mark_of(session, credited_hours=hours, waiting=waiting, leaves=leaves, now=now),
        credited_hours=hours,
        accepted=[each.phase for each in phases if each.decision is Decision.ACCEPTED],
        waiting=waiting,
        windows=[
            *(
                WindowBody(phase=Phase.MID, opens_at=each.opens_at, closes_at=each.closes_at)
                for each in day.checks
                if each.session_id == session.session_id and each.closes_at >= now
            ),
            *(
                WindowBody(phase=each.phase, opens_at=each.opens_at, closes_at=each.closes_at)
                for each in windows
                if each.closes_at >= now
            ),
        ],
        scan_valid_s=None if policy is None else policy.value("scan.valid_s").integer,
    )


def _place(place: PlaceFacts) -> PlaceBody:
    centre = Position(longitude=place.longitude, latitude=place.latitude, datum=Datum(place.datum))
    fence = (
        Circle(centre=centre, radius_m=place.radius_m)
        if place.is_moving
        else fence_from(place.longitude, place.latitude, place.datum, int(place.radius_m), place.areas)
    )
    sketch = sketch_of(fence)
    return PlaceBody.showing(
        place,
        longitude=sketch.longitude,
        latitude=sketch.latitude,
        radius_m=sketch.radius_m,
        rings_m=[list(ring) for ring in sketch.rings_m],
    )
