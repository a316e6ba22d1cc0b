"""Classes offered to the public, and the list of courses that anybody can search without signing in."""

from uuid import UUID

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.admission.model import ClassOffer, Course
from checkin_service.admission.schemas import CourseAnswer, CourseList, CourseQuery, Declarable, Offer, OfferAnswer
from checkin_service.admission.store import courses as store
from checkin_service.kit.civil import day_of
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.http.schema import WordsBody
from checkin_service.kit.idempotency import once_per
from checkin_service.kit.limits import Limit
from checkin_service.kit.problem import Problem, ProblemKind
from checkin_service.kit.resources import Resources
from checkin_service.kit.scope import Work, acting_as
from checkin_service.policy.book import PolicyView, policy_at
from checkin_service.policy.model import VoucherKind, prefix_of
from checkin_service.policy.wording import NAMES
from checkin_service.timetable import service as timetable
from checkin_service.timetable.model import ClassState
from checkin_service.voucher.rules import declarable
from geo.datum import to_wgs84

_MOST = 100
_ASKED = Limit("courses offered", most=60)


@once_per("request_id", operation="class-offer")
async def offer(unit: UnitOfWork, resources: Resources, subject: Subject, class_id: UUID, body: Offer) -> OfferAnswer:
    """The institution offers its class to the public with so many places; no place ends the offer."""
    now = resources.clock.now()
    found = await timetable.class_for(resources, subject, class_id)
    if found.state not in {ClassState.APPLIED, ClassState.OPEN}:
        raise Problem(ProblemKind.STATE_CONFLICT)
    store.set_offer(
        unit, ClassOffer(class_id=class_id, places=body.places, offered_by=subject.subject_id, offered_at=now)
    )
    audit.record(unit, subject, Permission.CLASS_OFFER, class_id, at=now, detail={"places": body.places})
    return OfferAnswer(class_id=class_id, places=body.places, offered_at=now)


async def courses(resources: Resources, query: CourseQuery, *, address: str) -> CourseList:
    """For everybody; where somebody is serves the order of the answer and is kept nowhere."""
    now = resources.clock.now()
    await resources.limits.require_of(_ASKED, address)
    here = None if query.here is None else to_wgs84(query.here.position)
    with acting_as(Work.PUBLIC):
        found = await store.courses(
            resources.database,
            words=query.words,
            division=None if query.division is None else prefix_of(query.division),
            wgs84_longitude=None if here is None else here[0],
            wgs84_latitude=None if here is None else here[1],
            on_day=day_of(now),
            now=now,
            most=_MOST,
        )
    views = {each.paying_authority: policy_at(each.paying_authority, now, known_at=now) for each in found}
    return CourseList(courses=[_shown(each, views[each.paying_authority]) for each in found])


def _shown(course: Course, view: PolicyView) -> CourseAnswer:
    kinds = [VoucherKind(name) for name in view.value("voucher.kinds").names]
    names = dict.fromkeys(name for kind in kinds for name in _conditions(view, kind))
    declared = {name for kind in kinds for name in declarable(view, kind)}
    return CourseAnswer.of(
        course,
        kinds,
        [WordsBody.of(NAMES[name]) for name in names],
        [Declarable(condition=name, words=WordsBody.of(NAMES[name])) for name in names if name in declared],
    )


def _conditions(view: PolicyView, kind: VoucherKind) -> list[str]:
    values = (view.value("person.all_of", kind), view.value("person.any_of", kind))
    return [name for value in values if value.is_required for name in value.names]
