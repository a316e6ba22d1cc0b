"""Recording what the rules ask for before a class opens and when people register: briefings and checks."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.catalogue import service as catalogue
from checkin_service.kit.civil import day_of
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.idempotency import once_per
from checkin_service.kit.problem import existing
from checkin_service.kit.refusal import refuse, unfit
from checkin_service.kit.resources import Resources
from checkin_service.kit.words import Words
from checkin_service.timetable import rules
from checkin_service.timetable.model import Briefing, ClassState, RegistrationCheck, TrainingClass
from checkin_service.timetable.schemas.preparing import (
    BriefingAnswer,
    CheckBody,
    ChecksAnswer,
    NewBriefing,
    NewChecks,
    Preparation,
)
from checkin_service.timetable.service.guards import bad_row, refuse_rows, require_state
from checkin_service.timetable.service.reading import class_for, policy_of_class
from checkin_service.timetable.store import preparing as store
from checkin_service.timetable.store import registrations


@once_per("briefing_id")
async def record_briefing(
    unit: UnitOfWork, resources: Resources, subject: Subject, class_id: UUID, body: NewBriefing
) -> BriefingAnswer:
    """The institution says when people were told of what, and which document shows it."""
    now = resources.clock.now()
    found = await class_for(resources, subject, class_id)
    require_state(found, ClassState.APPLIED, ClassState.OPEN)
    held_on = _past_day(body.held_on, day_of(now))
    new = Briefing(
        briefing_id=body.briefing_id,
        class_id=class_id,
        items=tuple(sorted(set(body.items))),
        held_on=held_on,
        evidence=body.evidence,
        recorded_by=subject.subject_id,
        recorded_at=now,
    )
    store.add_briefing(unit, new)
    detail = {"briefing_id": str(new.briefing_id), "items": list(new.items)}
    audit.record(unit, subject, Permission.ROSTER_WRITE, class_id, at=now, detail=detail)
    return BriefingAnswer.showing(new, items=list(new.items))


@once_per("check_id")
async def record_checks(
    unit: UnitOfWork, resources: Resources, subject: Subject, class_id: UUID, body: NewChecks
) -> ChecksAnswer:
    """The institution's examination of people on its roster: who, when, by which documents; all of them or none."""
    now = resources.clock.now()
    found = await class_for(resources, subject, class_id)
    require_state(found, ClassState.APPLIED, ClassState.OPEN)
    examined_on = _past_day(body.examined_on, day_of(now))
    lines = await registrations.roster_of(resources.database, class_id)
    active = {each.trainee_id for each in lines if each.is_active}
    people = list(dict.fromkeys(body.trainees))
    refuse_rows([bad_row(number, each, _UNKNOWN) for number, each in enumerate(people, start=1) if each not in active])
    store.add_checks(
        unit,
        [
            RegistrationCheck(
                trainee_id=each,
                class_id=class_id,
                check_id=body.check_id,
                item=item,
                examined_on=examined_on,
                evidence=body.evidence,
                examined_by=subject.subject_id,
                recorded_at=now,
            )
            for each in people
            for item in sorted(set(body.items))
        ],
    )
    detail = {"check_id": str(body.check_id), "items": sorted(set(body.items)), "people": len(people)}
    audit.record(unit, subject, Permission.ROSTER_WRITE, class_id, at=now, detail=detail)
    return ChecksAnswer(check_id=body.check_id, class_id=class_id, recorded=len(people))


async def preparation(resources: Resources, subject: Subject, class_id: UUID) -> Preparation:
    """What was recorded of a class, for those whose matter it is."""
    await class_for(resources, subject, class_id)
    briefings = await store.briefings_of(resources.database, class_id)
    checks = await store.checks_of_class(resources.database, class_id)
    return Preparation(
        class_id=class_id,
        briefings=[BriefingAnswer.showing(each, items=list(each.items)) for each in briefings],
        checks=list(map(CheckBody.showing, checks)),
    )


async def require_prepared(resources: Resources, found: TrainingClass) -> None:
    """Refuse the opening while plan, roster or briefing that the supervising authority asks for are missing (SX-28)."""
    briefings = await store.briefings_of(resources.database, found.class_id)
    done = {item for each in briefings for item in each.items}
    if found.teaching_plan:
        done.add("teaching_plan")
    if any(each.is_active for each in await registrations.roster_of(resources.database, found.class_id)):
        done.add("roster")
    refuse(rules.opening_refusal(policy_of_class(found, now=resources.clock.now()), done))


async def require_entered(resources: Resources, found: TrainingClass, sites: Collection[UUID]) -> None:
    """Refuse the opening while the institution's entry lacks what the supervising authority asks of it (AH-06)."""
    institution = existing(await catalogue.institution_of(resources, found.institution_id))
    stated = await catalogue.contacts_of(resources, [f"institution:{institution.institution_id}"])
    held = {
        "training_project": await catalogue.project_of(resources, found.project_id),
        "institution_name": institution.name,
        "division": institution.authority_code,
        "phone": stated,
        "coordinates": all([await catalogue.site_of(resources, each) for each in sites]),
    }
    view = policy_of_class(found, now=resources.clock.now())
    refuse(rules.entry_refusal(view, {name for name, value in held.items() if value}))


async def require_checked(resources: Resources, found: TrainingClass, trainee_id: UUID) -> None:
    """Refuse to take a person in while the checks at registration are not recorded (FJ-29, SX-18)."""
    done = await store.checked_of(resources.database, trainee_id, found.class_id)
    refuse(rules.checks_refusal(policy_of_class(found, now=resources.clock.now()), done))


def _past_day(stated: date | None, today: date) -> date:
    """The day stated, or today; nothing is recorded that lies ahead."""
    if stated is not None and stated > today:
        raise unfit(_AHEAD.filled(given=stated, today=today))
    return stated or today


_AHEAD = Words("日期不能晚于今天（{today}），填写的是{given}。", "The day cannot lie ahead of today, {today}: {given}.")
_UNKNOWN = Words("不在本班花名册上。", "Not on the roster of this class.")
