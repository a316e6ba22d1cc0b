"""Entering people on the roster of a class (花名册), and reading it."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.identity import service as identity
from checkin_service.identity.model import DocumentKind, IdentityDocument, Person
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.idempotency import once
from checkin_service.kit.resources import Resources
from checkin_service.kit.words import Words
from checkin_service.timetable.model import ClassState, Registration, TrainingClass
from checkin_service.timetable.schemas import (
    NewRegistration,
    Registered,
    Roster,
    RosterAnswer,
    RosterLine,
    RosterList,
    SecretForClass,
)
from checkin_service.timetable.service.guards import bad_row, refuse_rows, require_policy, require_state
from checkin_service.timetable.service.reading import civil_day, class_for, policy_of_class
from checkin_service.timetable.store import classes, registrations, results


class _Row(NamedTuple):
    """One line of the roster once its name and document have been vetted."""

    asked: NewRegistration
    name: str
    document: IdentityDocument

    @property
    def key(self) -> tuple[DocumentKind, str]:
        return self.document.kind, self.document.number


async def register(resources: Resources, subject: Subject, class_id: UUID, body: Roster) -> bytes:
    """All people or none; somebody known by their document keeps the id they have."""

    async def act(unit: UnitOfWork) -> RosterAnswer:
        now = resources.clock.now()
        found = await class_for(resources, subject, class_id)
        require_state(found, ClassState.APPLIED, ClassState.OPEN)
        if found.state is ClassState.OPEN:
            kinds = {each.voucher_kind for each in body.trainees}
            require_policy(found, kinds, on=civil_day(now), now=now)
        rows = _vetted(body, found, now)
        holders = await identity.persons_by_documents(resources, [row.document for row in rows])
        await _require_sound(resources, found, rows, holders)
        await _add(resources, unit, found, rows, holders, now)
        audit.record(
            unit,
            subject=subject,
            action=Permission.ROSTER_WRITE,
            object_id=class_id,
            at=now,
            detail={"people": len(rows), "request_id": str(body.request_id)},
        )
        people = [
            Registered(requested_id=row.asked.trainee_id, trainee_id=holders.get(row.key, row.asked.trainee_id))
            for row in rows
        ]
        return RosterAnswer(class_id=class_id, trainees=people)

    asked = SecretForClass(class_id=class_id, keyed_digest=resources.lookup.of(body.model_dump_json()).hex())
    return await once(resources.database, caller=subject.tenant, request_id=body.request_id, body=asked, act=act)


async def roster(resources: Resources, subject: Subject, class_id: UUID) -> RosterList:
    """Who is on the roster, for those whose matter the class is."""
    await class_for(resources, subject, class_id)
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
    return RosterList(class_id=class_id, trainees=shown)


def _vetted(body: Roster, found: TrainingClass, now: datetime) -> list[_Row]:
    rows, bad = [], []
    lowest_age = policy_of_class(found, now=now).value("person.minimum_age").integer
    for number, asked in enumerate(body.trainees, start=1):
        kind, text = asked.document.kind, asked.document.number
        try:
            name, document = identity.vet(name=asked.name, kind=kind, number=text, at=now, lowest_age=lowest_age)
        except identity.PersonRefused as refused:
            bad.append(bad_row(number, asked.trainee_id, refused.reason))
        else:
            rows.append(_Row(asked, name, document))
    refuse_rows(bad)
    return rows


async def _require_sound(
    resources: Resources,
    found: TrainingClass,
    rows: list[_Row],
    holders: Mapping[tuple[DocumentKind, str], UUID],
) -> None:
    known = await identity.people(resources, [*holders.values(), *(row.asked.trainee_id for row in rows)])
    registered = {each.trainee_id for each in await registrations.roster_of(resources.database, found.class_id)}
    documents: set[tuple[DocumentKind, str]] = set()
    ids: set[UUID] = set()
    bad = []
    for number, row in enumerate(rows, start=1):
        holder, asked_id = holders.get(row.key), row.asked.trainee_id
        reason = None
        if row.key in documents or asked_id in ids:
            reason = _TWICE
        elif holder is None and asked_id in known:
            reason = _ID_TAKEN
        elif holder is not None and holder in registered:
            reason = _REGISTERED
        elif holder is not None and known[holder].name != row.name:
            reason = _OTHER_NAME
        if reason is not None:
            bad.append(bad_row(number, asked_id, reason))
        documents.add(row.key)
        ids.add(asked_id)
    refuse_rows(bad)


async def _add(
    resources: Resources,
    unit: UnitOfWork,
    found: TrainingClass,
    rows: list[_Row],
    holders: Mapping[tuple[DocumentKind, str], UUID],
    now: datetime,
) -> None:
    for row in rows:
        if row.key not in holders:
            await identity.register_person(
                resources, unit, trainee_id=row.asked.trainee_id, name=row.name, document=row.document, at=now
            )
    entries = [
        Registration(
            trainee_id=holders.get(row.key, row.asked.trainee_id),
            class_id=found.class_id,
            voucher_kind=row.asked.voucher_kind,
            voucher_id=None,
            registered_at=now,
        )
        for row in rows
    ]
    registrations.add_registrations(unit, entries)
    classes.change_class(unit, found)  # Opening and roster notice each other.


def _line(line: Registration, person: Person, *, passed: bool | None, certificates: int) -> RosterLine:
    return RosterLine(
        trainee_id=line.trainee_id,
        name=person.name,
        document_kind=person.document_kind,
        masked_document=person.masked_document,
        voucher_kind=line.voucher_kind,
        has_device=person.has_device,
        has_used_voucher=line.voucher_id is not None,
        passed=passed,
        certificates=certificates,
        registered_at=line.registered_at,
        is_active=line.is_active,
    )


_TWICE = Words("此人在名单中出现两次。", "This person or id stands on the list twice.")
_ID_TAKEN = Words("该编号已属于另一人，请使用新的编号。", "This id belongs to another person; make a new one.")
_REGISTERED = Words("此人已在本班花名册上。", "This person is on the roster of the class already.")
_OTHER_NAME = Words("姓名与该证件已登记的姓名不一致。", "The name differs from the one registered with this document.")
