"""Longer to answer a check of the whole room: a person asks, the authority says yes or no, nobody writes down why."""

from uuid import UUID

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.access.service import authority_of
from checkin_service.checkin.model.check_times import CheckTime, CheckTimeDecision, CheckTimeRequest
from checkin_service.checkin.schemas.checks import (
    CheckTimeOfClass,
    NewCheckTime,
    NewCheckTimeDecision,
    OwnCheckTime,
)
from checkin_service.checkin.store import check_times as store
from checkin_service.identity import service as identity
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.idempotency import once_per
from checkin_service.kit.problem import existing, not_found
from checkin_service.kit.refusal import unfit
from checkin_service.kit.resources import Resources
from checkin_service.kit.words import Words
from checkin_service.timetable import service as timetable


@once_per("request_id", operation="check-time")
async def ask(
    unit: UnitOfWork, resources: Resources, subject: Subject, class_id: UUID, body: NewCheckTime
) -> OwnCheckTime:
    """Once in a class that one is in."""
    del body
    found = existing(await timetable.registration_of(resources.database, subject.subject_id, class_id))
    if found.withdrawn_at is not None:
        raise unfit(_LEFT, reason="left")
    if any(each.class_id == class_id for each in await store.times_of_person(resources.database, subject.subject_id)):
        raise unfit(_ASKED, reason="asked")
    new = CheckTimeRequest(trainee_id=subject.subject_id, class_id=class_id, asked_at=resources.clock.now())
    store.add_request(unit, new)
    audit.record(unit, subject, Permission.CHECK_EXPLAIN, class_id, at=new.asked_at)
    return OwnCheckTime.showing(CheckTime(new.trainee_id, class_id, new.asked_at, None))


@once_per("request_id", operation="check-time-decision")
async def decide(
    unit: UnitOfWork, resources: Resources, subject: Subject, class_id: UUID, body: NewCheckTimeDecision
) -> CheckTimeOfClass:
    """By the authority that supervises the class, once; it counts from the next room on."""
    held = await timetable.class_for(resources, subject, class_id)
    if held.supervising_authority != authority_of(subject):
        raise not_found()
    asked = await store.times_of_class(resources.database, class_id)
    found = existing(next((each for each in asked if each.trainee_id == body.trainee_id), None))
    if found.granted is not None:
        raise unfit(_DECIDED, reason="decided")
    now = resources.clock.now()
    decision = CheckTimeDecision(
        trainee_id=found.trainee_id,
        class_id=class_id,
        granted=body.granted,
        decided_by=subject.subject_id,
        decided_at=now,
    )
    store.add_decision(unit, decision)
    audit.record(unit, subject, Permission.CHECK_DECIDE, found.trainee_id, at=now)
    (shown,) = await shown_of_class(resources, [found._replace(granted=body.granted)])
    return shown


async def shown_of_class(resources: Resources, found: list[CheckTime]) -> list[CheckTimeOfClass]:
    people = await identity.people(resources, [each.trainee_id for each in found])
    return [CheckTimeOfClass.showing(each, trainee_name=people[each.trainee_id].name) for each in found]


_LEFT = Words("您已退出这个班，不再需要确认。", "You have left this class and are not asked any more.")
_ASKED = Words(
    "您已经提出过，请等主管部门答复；答复显示在“在场确认”页。",
    "You have asked already; the authority's answer stands with your checks.",
)
_DECIDED = Words(
    "已经答复过。情况有变的，请本人联系主管部门窗口。",
    "It has been answered; when things change, the person tells the authority's counter.",
)
