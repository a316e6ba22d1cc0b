"""Entering people on the roster of a class (花名册), and reading it."""

from uuid import UUID

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.identity import service as identity
from checkin_service.identity.model import Person
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.idempotency import Kept, once
from checkin_service.kit.resources import Resources
from checkin_service.timetable.model import Registration
from checkin_service.timetable.schemas import (
    Registered,
    Roster,
    RosterAnswer,
    RosterLine,
    RosterList,
    SecretForClass,
)
from checkin_service.timetable.service import intake
from checkin_service.timetable.service.guards import bad_row, refuse_rows
from checkin_service.timetable.service.reading import class_of_party
from checkin_service.timetable.store import registrations, results


async def register(resources: Resources, subject: Subject, class_id: UUID, body: Roster) -> Kept[RosterAnswer]:
    """All people or none; somebody known by their document keeps the id they have."""
    asked = SecretForClass(class_id=class_id, keyed_digest=resources.lookup.of(body.model_dump_json()).hex())
    return await once(
        resources.database,
        caller=subject.tenant,
        request_id=body.request_id,
        body=asked,
        act=lambda unit: enter(unit, resources, subject, class_id, body),
    )


async def enter(unit: UnitOfWork, resources: Resources, subject: Subject, class_id: UUID, body: Roster) -> RosterAnswer:
    """The people of a roster as part of a write; every row that has to be corrected is named."""
    now = resources.clock.now()
    kinds = {each.voucher_kind for each in body.trainees}
    found = await intake.class_for_roster(resources, subject, class_id, kinds, now)
    lines = {number: intake.Line(found, asked) for number, asked in enumerate(body.trainees, start=1)}
    judged = await intake.judge(resources, lines, now)
    refuse_rows(
        [
            bad_row(number, lines[number].asked.trainee_id, reason, judged.fields.get(number))
            for number, reason in sorted(judged.refusals.items())
        ]
    )
    ids = await intake.add(resources, unit, judged, lines, now)
    audit.record(
        unit,
        subject,
        Permission.ROSTER_WRITE,
        class_id,
        at=now,
        detail={"people": len(lines), "request_id": str(body.request_id)},
    )
    people = [Registered(requested_id=line.asked.trainee_id, trainee_id=ids[number]) for number, line in lines.items()]
    return RosterAnswer(class_id=class_id, trainees=people)


async def roster(resources: Resources, subject: Subject, class_id: UUID) -> RosterList:
    """Who is on the roster, for those whose matter the class is; each reading is on record, by the class."""
    await class_of_party(resources, subject, class_id)
    lines = await registrations.roster_of(resources.database, class_id)
    people = await identity.people(resources, [line.trainee_id for line in lines])
    assessments = await results.assessments_of_class(resources.database, class_id)
    held = [each.trainee_id for each in await results.certificates_of_class(resources.database, class_id)]
    shown = [
        _line(
            line,
            people[line.trainee_id],
            passed=assessments[line.trainee_id].passed if line.trainee_id in assessments else None,
            certificates=held.count(line.trainee_id),
        )
        for line in lines
    ]
    async with resources.database.write() as unit:
        detail = {"people": len(lines)}
        audit.record(unit, subject, Permission.ROSTER_READ, class_id, at=resources.clock.now(), detail=detail)
    return RosterList(class_id=class_id, trainees=shown)


async def people_on_roster(resources: Resources, subject: Subject, class_id: UUID) -> set[UUID]:
    """Who is on it by their ids alone, for what shows nobody."""
    await class_of_party(resources, subject, class_id)
    return {each.trainee_id for each in await registrations.roster_of(resources.database, class_id)}


def _line(line: Registration, person: Person, *, passed: bool | None, certificates: int) -> RosterLine:
    return RosterLine.showing(
        line,
        name=person.name,
        document_kind=person.document_kind,
        masked_document=person.masked_document,
        has_device=person.has_device,
        has_used_voucher=line.voucher_id is not None,
        passed=passed,
        certificates=certificates,
    )
