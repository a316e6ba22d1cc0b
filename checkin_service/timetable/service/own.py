"""A trainee's own classes: when and where to be, until when to check in, and how the voucher stands."""

from collections.abc import Iterable
from datetime import datetime

from checkin_service.access.model import Subject
from checkin_service.catalogue import service as catalogue
from checkin_service.catalogue.model.registers import Site
from checkin_service.kit.resources import Resources
from checkin_service.policy.book import policy_at
from checkin_service.timetable import rules
from checkin_service.timetable.model import Registration, Session, TrainingClass
from checkin_service.timetable.schemas import WindowBody
from checkin_service.timetable.schemas.own import OwnClass, OwnClasses, OwnSession, OwnVoucher
from checkin_service.timetable.service.classes import session_values
from checkin_service.timetable.service.reading import registrations_of_trainee
from checkin_service.timetable.service.vouchers import fitting
from checkin_service.timetable.store import classes
from checkin_service.voucher import service as vouchers
from checkin_service.voucher.model.vouchers import Voucher


async def own_classes(resources: Resources, subject: Subject) -> OwnClasses:
    """The classes the person is registered in, newest first."""
    now, database = resources.clock.now(), resources.database
    found = await registrations_of_trainee(database, subject.subject_id)
    sessions = await classes.sessions_of(database, [each.training_class.class_id for each in found])
    held = (await vouchers.vouchers_of(resources, [subject.subject_id]))[subject.subject_id]
    own = []
    for registration, training_class in found:
        meetings = [session for session in sessions if session.class_id == training_class.class_id]
        own.append(await _own_class(resources, training_class, registration, meetings, held, now))
    return OwnClasses(classes=own)


async def _own_class(
    resources: Resources,
    found: TrainingClass,
    registration: Registration,
    sessions: list[Session],
    held: list[Voucher],
    now: datetime,
) -> OwnClass:
    institution = await catalogue.institution_of(resources, found.institution_id)
    sites = {site_id: await catalogue.site_of(resources, site_id) for site_id in {each.site_id for each in sessions}}
    voucher = _voucher(registration, fitting(held, registration, found.paying_authority))
    return OwnClass.showing(
        found,
        institution_name=institution.name if institution else "",
        proofs=list(found.proofs),
        voucher_kind=registration.voucher_kind,
        voucher=_own_voucher(voucher, now) if voucher else None,
        sessions=[_own_session(found, session, sites[session.site_id], now) for session in sessions],
    )


def _own_session(found: TrainingClass, session: Session, site: Site | None, now: datetime) -> OwnSession:
    policy = policy_at(found.supervising_authority, session.starts_at, known_at=now)
    windows = [
        WindowBody(phase=each.phase, opens_at=each.opens_at, closes_at=each.closes_at)
        for each in rules.windows(session, found.phases, policy)
    ]
    return OwnSession(
        **session_values(session),
        site_name=site.name if site else "",
        address=site.address if site else "",
        windows=windows,
        scan_valid_s=policy.value("scan.valid_s").integer,
    )


def _voucher(registration: Registration, fitting_ones: Iterable[Voucher]) -> Voucher | None:
    """The one in use here; before that the newest that can serve."""
    newest_first = sorted(fitting_ones, key=lambda each: each.voucher_id, reverse=True)
    if registration.voucher_id is not None:
        return next((each for each in newest_first if each.voucher_id == registration.voucher_id), None)
    return next((each for each in newest_first if each.class_id is None), None)


def _own_voucher(voucher: Voucher, now: datetime) -> OwnVoucher:
    return OwnVoucher(
        voucher_code=voucher.voucher_code,
        state=vouchers.state_at(voucher, now),
        activate_by=voucher.activate_by,
        use_by=voucher.use_by,
    )
