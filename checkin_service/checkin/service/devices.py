"""Devices at sites report where they stand; who was carried off or fell silent shows no code."""

from datetime import datetime
from uuid import UUID

from checkin_service.access.model import Subject, SubjectKind
from checkin_service.access.service import authority_of
from checkin_service.catalogue import service as catalogue
from checkin_service.catalogue.model.terminals import Terminal
from checkin_service.checkin.model.devices import Whereabouts
from checkin_service.checkin.rules.fixes import usable_fix
from checkin_service.checkin.rules.standing import is_away, is_silent
from checkin_service.checkin.schemas.attempts import PositionBody
from checkin_service.checkin.schemas.devices import DeviceReport, DeviceReported, DevicesAnswer, ShownDeviceAnswer
from checkin_service.checkin.store import devices as store
from checkin_service.checkin.words.terminals import AWAY, SILENT
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.http.schema import WordsBody
from checkin_service.kit.problem import Problem, ProblemKind, not_found
from checkin_service.kit.refusal import unfit
from checkin_service.kit.resources import Resources
from checkin_service.policy.book import PolicyView, policy_at
from checkin_service.timetable import service as timetable
from geo import Position, distance_m


async def report(resources: Resources, subject: Subject, body: DeviceReport) -> DeviceReported:
    """A device says that it is there, where it stands and what its clock shows; it hears whether it may go on."""
    known, now = await in_service(resources, subject), resources.clock.now()
    site = await catalogue.site_of(resources, known.site_id)
    institution = await catalogue.institution_of(resources, known.institution_id)
    if site is None or institution is None:
        raise not_found()
    policy = policy_at(institution.authority_code, now)
    found = await whereabouts(resources, known, body.position, policy, sent_at=body.sent_at)
    clock_ahead_s = round((body.sent_at - now).total_seconds())
    async with resources.database.write() as unit:
        away_since = await note(resources, unit, known, found, clock_ahead_s=clock_ahead_s)
    return DeviceReported(
        terminal_id=known.terminal_id,
        name=known.name,
        site_name=site.name,
        is_confirmed=known.confirmed_by is not None,
        away=None if away_since is None else WordsBody.of(AWAY),
        received_at=now,
        clock_ahead_s=clock_ahead_s,
    )


async def in_service(resources: Resources, subject: Subject) -> Terminal:
    """The device that asks, as the register knows it now: a token outlives the end of its device by minutes."""
    known = await catalogue.terminal_of(resources, subject.subject_id)
    if known is None or known.revoked_at is not None:
        raise Problem(ProblemKind.NOT_PERMITTED)
    return known


async def require_scanner(resources: Resources, subject: Subject, session_id: UUID) -> None:
    """Whoever scans: a person of the institution, or a device in service at the session's own site, and not away."""
    if subject.kind is not SubjectKind.TERMINAL:
        return
    held = await timetable.session_with_class(resources.database, session_id)
    if held is None or held.session.site_id != subject.site_id:
        raise not_found()
    known = await in_service(resources, subject)
    policy = timetable.policy_of_session(held, now=resources.clock.now())
    await require_standing(resources, known.terminal_id, policy)


async def whereabouts(
    resources: Resources,
    known: Terminal,
    position: PositionBody | None,
    policy: PolicyView,
    *,
    sent_at: datetime | None = None,
) -> Whereabouts:
    """Where a device is by the fix it has just sent."""
    now = resources.clock.now()
    site = await catalogue.site_of(resources, known.site_id, at=now)
    fix = usable_fix(position.sighting(now, sent_at=sent_at) if position else None, policy)
    if site is None or fix is None:
        return Whereabouts()
    stood_at = _stood_at(known)
    return Whereabouts(
        distance_m=round(distance_m(fix.position, site.place.position), 1),
        accuracy_m=fix.accuracy_m,
        moved_m=None if stood_at is None else round(distance_m(fix.position, stood_at), 1),
        is_away=is_away(
            fix, site.place.fence, stood_at=stood_at, stood_accuracy_m=known.accuracy_m or 0.0, policy=policy
        ),
    )


async def note(
    resources: Resources, unit: UnitOfWork, known: Terminal, found: Whereabouts, *, clock_ahead_s: int | None = None
) -> datetime | None:
    """Part of a write: what a device said of itself, and since when it has been away; saying less lifts nothing."""
    now, before = resources.clock.now(), await store.sighted(resources.database, known.terminal_id)
    was_away = None if before is None else before.away_since
    away_since = was_away if found.is_away is None else ((was_away or now) if found.is_away else None)
    store.note_sighting(
        unit,
        terminal_id=known.terminal_id,
        seen_at=now,
        distance_m=found.distance_m,
        accuracy_m=found.accuracy_m,
        moved_m=found.moved_m,
        away_since=away_since,
        clock_ahead_s=clock_ahead_s,
    )
    has_left = was_away is None and away_since is not None
    if has_left and found.distance_m is not None and found.accuracy_m is not None:
        store.add_departure(
            unit,
            terminal_id=known.terminal_id,
            found_at=now,
            distance_m=found.distance_m,
            accuracy_m=found.accuracy_m,
        )
    return away_since


async def require_standing(
    resources: Resources, terminal_id: UUID, policy: PolicyView, *, may_be_away: bool = False
) -> None:
    """A problem unless the device was heard of lately, and not from elsewhere."""
    seen = await store.sighted(resources.database, terminal_id)
    if seen is None or is_silent(seen.seen_at, resources.clock.now(), policy):
        raise unfit(SILENT)
    if seen.away_since is not None and not may_be_away:
        raise unfit(AWAY)


async def has_standing(resources: Resources, terminal_id: UUID, policy: PolicyView) -> bool:
    """Whether another device must leave a session's code to this one."""
    seen = await store.sighted(resources.database, terminal_id)
    return seen is not None and seen.away_since is None and not is_silent(seen.seen_at, resources.clock.now(), policy)


async def devices(resources: Resources, subject: Subject) -> DevicesAnswer:
    """What stands at the sites that one's authority supervises, with what it said last and how fast it speaks."""
    return await devices_of(resources, authority_of(subject))


async def devices_of(resources: Resources, authority_code: str) -> DevicesAnswer:
    """The same for whoever keeps the server."""
    now = resources.clock.now()
    found, policy = await store.devices_of(resources.database, authority_code), policy_at(authority_code, now)
    return DevicesAnswer(terminals=[ShownDeviceAnswer.of(each, is_silent=_silent(each, now, policy)) for each in found])


def _silent(each: store.ShownDevice, now: datetime, policy: PolicyView) -> bool:
    return each.seen_at is None or is_silent(each.seen_at, now, policy)


def _stood_at(known: Terminal) -> Position | None:
    if known.longitude is None or known.latitude is None or known.datum is None:
        return None
    return Position(longitude=known.longitude, latitude=known.latitude, datum=known.datum)
