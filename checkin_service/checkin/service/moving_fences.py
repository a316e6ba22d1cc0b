"""Use case of a moving fence: the instructor's own fix carries the fence of a class held away from its site."""

from uuid import UUID

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject, SubjectKind
from checkin_service.access.service import authority_of
from checkin_service.catalogue import service as catalogue
from checkin_service.checkin.model.attempts import Sighting
from checkin_service.checkin.model.places import MovingFence
from checkin_service.checkin.rules.fixes import fix_of
from checkin_service.checkin.rules.moving import fence_refusal
from checkin_service.checkin.schemas.fences import FenceIn, MovedFence, MovedFences, MovingFenceAnswer, NewMovingFence
from checkin_service.checkin.service import devices
from checkin_service.checkin.store import fences as store
from checkin_service.checkin.words.findings import SAID
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.idempotency import once
from checkin_service.kit.problem import existing, not_found
from checkin_service.kit.refusal import by_law, unfit
from checkin_service.kit.resources import Resources
from checkin_service.policy.book import PolicyView
from checkin_service.timetable import service as timetable
from checkin_service.timetable.model import HeldSession
from geo import Circle, Fix, InvalidFix, Position, convert, distance_m


async def place_fence(resources: Resources, subject: Subject, session_id: UUID, body: NewMovingFence) -> bytes:
    """The fence lies around this fix for everybody whose check-in is received from now on."""

    async def act(unit: UnitOfWork) -> MovingFenceAnswer:
        held = await timetable.session_with_class(resources.database, session_id)
        if held is None or held.training_class.institution_id != subject.institution_id:
            raise not_found()
        if subject.kind is SubjectKind.TERMINAL and held.session.site_id != subject.site_id:
            raise not_found()
        await timetable.require_teaching(resources, subject, held.training_class.class_id)
        if subject.kind is SubjectKind.TERMINAL:
            await devices.in_service(resources, subject)
        fence = await _fence(resources, subject, held, body)
        store.add_moving_fence(unit, fence)
        audit.record(unit, subject=subject, action=Permission.FENCE_MOVE, object_id=session_id, at=fence.placed_at)
        return MovingFenceAnswer.of(fence)

    asked = FenceIn(session_id=session_id, body=body)
    return await once(resources.database, caller=subject.tenant, request_id=body.fence_id, body=asked, act=act)


async def _fence(resources: Resources, subject: Subject, held: HeldSession, body: NewMovingFence) -> MovingFence:
    now, (session, training_class) = resources.clock.now(), held
    site = existing(await catalogue.site_of(resources, session.site_id, at=session.starts_at))
    policy = timetable.policy_of_session(held, now=now)
    fix = _usable(body.sighting(now), policy)
    if (refusal := fence_refusal(fix, site.place.position, session, training_class, policy, now)) is not None:
        raise by_law(refusal.words, refusal.basis)
    return MovingFence(
        session_id=session.session_id,
        fence_id=body.fence_id,
        circle=Circle.around(fix, radius_m=site.place.radius_m),
        placed_by=subject.subject_id,
        placed_at=now,
        by_device=subject.kind is SubjectKind.TERMINAL,
        distance_m=round(distance_m(fix.position, site.place.position), 1),
    )


def _usable(sighting: Sighting, policy: PolicyView) -> Fix:
    try:
        return fix_of(sighting, policy)
    except InvalidFix:
        raise unfit(SAID["no_usable_accuracy"].sentence) from None


async def fences(resources: Resources, subject: Subject) -> MovedFences:
    """Where classes of one's authority were held away from their sites, the latest first, each with its distance."""
    found = await store.fences_of(resources.database, authority_of(subject))
    return MovedFences(fences=[_line(each) for each in found])


def _line(each: store.FenceLine) -> MovedFence:
    site = Position(longitude=each.site_longitude, latitude=each.site_latitude, datum=each.site_datum)
    there = convert(Position(longitude=each.longitude, latitude=each.latitude, datum=each.datum), site.datum)
    east = Position(longitude=there.longitude, latitude=site.latitude, datum=site.datum)
    north = Position(longitude=site.longitude, latitude=there.latitude, datum=site.datum)
    return MovedFence.showing(
        each,
        distance_m=round(distance_m(site, there), 1),
        east_m=round(distance_m(site, east) * (1 if there.longitude >= site.longitude else -1), 1),
        north_m=round(distance_m(site, north) * (1 if there.latitude >= site.latitude else -1), 1),
    )
