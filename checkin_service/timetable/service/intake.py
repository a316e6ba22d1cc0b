"""Intake of people onto rosters: lines for any number of classes, judged alike and added at once."""

import asyncio
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from checkin_service.access.model import Subject
from checkin_service.catalogue import service as catalogue
from checkin_service.conduct import service as conduct
from checkin_service.identity import service as identity
from checkin_service.identity.model import DocumentKind, IdentityDocument
from checkin_service.identity.rules.names import name_key
from checkin_service.kit.civil import day_of
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.problem import Problem
from checkin_service.kit.refusal import refuse
from checkin_service.kit.resources import Resources
from checkin_service.kit.words import Words
from checkin_service.policy.book import policy_at
from checkin_service.policy.model import VoucherKind
from checkin_service.registry import service as registry
from checkin_service.timetable import rules
from checkin_service.timetable.model import ClassState, Registration, TrainingClass
from checkin_service.timetable.schemas import NewRegistration
from checkin_service.timetable.service import fitness, guesses, sector_plans
from checkin_service.timetable.service.guards import require_policy, require_state
from checkin_service.timetable.service.reading import class_for, policy_of_class
from checkin_service.timetable.store import classes, registrations

Key = tuple[DocumentKind, str]


class Line(NamedTuple):
    """Somebody for the roster of a class."""

    training_class: TrainingClass
    asked: NewRegistration


class Vetted(NamedTuple):
    """A line whose name and document are in the form in which they are kept."""

    line: Line
    name: str
    document: IdentityDocument

    @property
    def key(self) -> Key:
        return self.document.kind, self.document.number


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """What became of the lines, by their number."""

    rows: Mapping[int, Vetted]
    refusals: Mapping[int, Words]
    holders: Mapping[Key, UUID]
    """Whose documents these are; people who are new have none."""
    erased: Collection[UUID] = ()
    """Of the holders those who had been erased: they are registered again, as who they were."""
    fields: Mapping[int, str] = field(default_factory=dict)
    """Of the lines whose name or number is refused as such: which of the two."""


def _named(row: Vetted) -> guesses.Named:
    return guesses.Named(row.line.training_class.institution_id, row.name, row.document)


async def class_for_roster(
    resources: Resources, subject: Subject, class_id: UUID, kinds: Collection[VoucherKind], now: datetime
) -> TrainingClass:
    """The class, if people can be entered on its roster; once it is open its policy must know their vouchers."""
    found = await class_for(resources, subject, class_id)
    require_state(found, ClassState.APPLIED, ClassState.OPEN)
    await require_fit(resources, found, kinds, now)
    if found.state is ClassState.OPEN:
        await require_policy(resources, found, set(kinds), days=[day_of(now)], now=now)
    return found


async def require_fit(
    resources: Resources, found: TrainingClass, kinds: Collection[VoucherKind], now: datetime
) -> None:
    """The institution may train, and people may be entered for vouchers of these kinds."""
    await catalogue.require_active(resources, found.institution_id)
    await conduct.require_open_to_people(resources, found.institution_id)
    await catalogue.require_project_active(resources, found.project_id)
    paying = policy_at(found.paying_authority, now, known_at=now)
    fitness.require_kinds(paying, kinds)
    refuse(rules.roster_refusal(paying, kinds, is_open=found.state is ClassState.OPEN))
    await sector_plans.require_filed(resources, found, now)


async def judge(resources: Resources, lines: Mapping[int, Line], now: datetime) -> Intake:
    """Every line is looked at, so that one answer names all that have to be corrected."""
    fields: dict[int, str] = {}
    rows, refusals = await asyncio.to_thread(_vetted, lines, now, fields)
    recognised = await identity.recognised(
        resources,
        [(row.name, row.document) for row in rows.values()],
        also=[row.line.asked.trainee_id for row in rows.values()],
    )
    holders, known = recognised.holders, recognised.names
    registered = {
        (class_id, each.trainee_id)
        for class_id in {row.line.training_class.class_id for row in rows.values()}
        for each in await registrations.roster_of(resources.database, class_id)
    }
    refusals |= _refusals(rows, holders, known, registered)
    refusals |= await guesses.refused(
        resources,
        {number: _named(row) for number, row in rows.items() if row.key in holders},
        differing={number for number, reason in refusals.items() if reason is _OTHER_NAME},
    )
    # Of somebody whose name one does not know nothing else is told either.
    clean = {number: row for number, row in rows.items() if number not in refusals}
    refusals |= await _repeating(resources, clean, holders, now)
    refusals |= await _not_named(resources, clean, now)
    return Intake(rows=rows, refusals=refusals, fields=fields, holders=holders, erased=recognised.erased)


async def add(
    resources: Resources, unit: UnitOfWork, intake: Intake, numbers: Collection[int], now: datetime
) -> dict[int, UUID]:
    """The lines of these numbers; somebody known by their document keeps the id they have."""
    rows = {number: intake.rows[number] for number in numbers}
    ids = dict(intake.holders)
    for row in rows.values():
        ids.setdefault(row.key, row.line.asked.trainee_id)
    new = {row.key: row for row in rows.values() if row.key not in intake.holders or ids[row.key] in intake.erased}
    people = [
        identity.NewPerson(ids[key], row.name, row.document, is_back=ids[key] in intake.erased)
        for key, row in new.items()
    ]
    await identity.register_persons(resources, unit, people, at=now)
    entries = [
        Registration(
            trainee_id=ids[row.key],
            class_id=row.line.training_class.class_id,
            voucher_kind=row.line.asked.voucher_kind,
            voucher_id=None,
            registered_at=now,
        )
        for row in rows.values()
    ]
    registrations.add_registrations(unit, entries)
    _enter_in_register(unit, entries, rows.values(), now)
    for each in {row.line.training_class.class_id: row.line.training_class for row in rows.values()}.values():
        classes.change_class(unit, each)  # Opening and roster notice each other.
    return {number: ids[row.key] for number, row in rows.items()}


async def classes_for_roster(
    resources: Resources, subject: Subject, wanted: Mapping[UUID, Collection[VoucherKind]], now: datetime
) -> tuple[dict[UUID, TrainingClass], dict[UUID, Words]]:
    """The classes that take people, and of the others why not."""
    found: dict[UUID, TrainingClass] = {}
    refused: dict[UUID, Words] = {}
    for class_id, kinds in wanted.items():
        try:
            found[class_id] = await class_for_roster(resources, subject, class_id, kinds, now)
        except Problem as problem:
            refused[class_id] = problem.detail or problem.kind.value.title
    return found, refused


def _enter_in_register(
    unit: UnitOfWork, entries: Collection[Registration], rows: Collection[Vetted], now: datetime
) -> None:
    for found in {row.line.training_class.class_id: row.line.training_class for row in rows}.values():
        people = [each.trainee_id for each in entries if each.class_id == found.class_id]
        registry.enter_from_roster(unit, people, authority_code=found.paying_authority, class_id=found.class_id, at=now)


async def _repeating(
    resources: Resources, rows: Mapping[int, Vetted], holders: Mapping[Key, UUID], now: datetime
) -> dict[int, Words]:
    """Lines of people whose voucher served for the occupation of the class in this year already (FJ-19)."""
    of_class: defaultdict[UUID, dict[int, Vetted]] = defaultdict(dict)
    for number, row in rows.items():
        if row.key in holders:
            of_class[row.line.training_class.class_id][number] = row
    refusals: dict[int, Words] = {}
    for known in of_class.values():
        training_class = next(iter(known.values())).line.training_class
        kinds = {holders[row.key]: row.line.asked.voucher_kind for row in known.values()}
        refused = await fitness.repeated(resources, training_class, kinds, now)
        refusals |= {
            number: refused[holders[row.key]].cited for number, row in known.items() if holders[row.key] in refused
        }
    return refusals


async def _not_named(resources: Resources, rows: Mapping[int, Vetted], now: datetime) -> dict[int, Words]:
    """Lines of people for training of a sector authority that has not filed them (SX-10)."""
    of_class: defaultdict[UUID, dict[int, Vetted]] = defaultdict(dict)
    for number, row in rows.items():
        of_class[row.line.training_class.class_id][number] = row
    refusals: dict[int, Words] = {}
    for lines in of_class.values():
        documents = {n: [identity.document_hash(resources, *row.key)] for n, row in lines.items()}
        training_class = next(iter(lines.values())).line.training_class
        refused = await sector_plans.not_named(resources, training_class, documents, now)
        refusals |= {number: refusal.cited for number, refusal in refused.items()}
    return refusals


def _vetted(
    lines: Mapping[int, Line], now: datetime, fields: dict[int, str]
) -> tuple[dict[int, Vetted], dict[int, Words]]:
    rows: dict[int, Vetted] = {}
    refusals: dict[int, Words] = {}
    concerned = {line.training_class.class_id: line.training_class for line in lines.values()}
    ages = {
        class_id: policy_of_class(each, now=now).value("person.minimum_age").integer
        for class_id, each in concerned.items()
    }
    for number, line in lines.items():
        asked = line.asked
        try:
            name, document = identity.vet(
                name=asked.name,
                kind=asked.document.kind,
                number=asked.document.number,
                at=now,
                lowest_age=ages[line.training_class.class_id],
            )
        except identity.PersonRefused as refused:
            refusals[number], fields[number] = refused.reason, refused.field
        else:
            rows[number] = Vetted(line, name, document)
    return rows, refusals


def _refusals(
    rows: Mapping[int, Vetted],
    holders: Mapping[Key, UUID],
    known: Mapping[UUID, Collection[str]],
    registered: Collection[tuple[UUID, UUID]],
) -> dict[int, Words]:
    refusals: dict[int, Words] = {}
    listed: set[tuple[UUID, Key]] = set()
    names: dict[Key, Collection[str]] = {}
    keys: dict[UUID, Key] = {}
    for number, row in rows.items():
        class_id, asked_id, holder = row.line.training_class.class_id, row.line.asked.trainee_id, holders.get(row.key)
        reason = None
        if (class_id, row.key) in listed or keys.setdefault(asked_id, row.key) != row.key:
            reason = _TWICE
        elif holder is None and asked_id in known:
            reason = _ID_TAKEN
        elif holder is not None and (class_id, holder) in registered:
            reason = _REGISTERED
        elif name_key(row.name) not in (known[holder] if holder else names.setdefault(row.key, {name_key(row.name)})):
            reason = _OTHER_NAME
        if reason is not None:
            refusals[number] = reason
        listed.add((class_id, row.key))
    return refusals


_TWICE = Words("此人在名单中出现两次。", "This person or id stands on the list twice.")
_ID_TAKEN = Words("该编号已属于另一人，请使用新的编号。", "This id belongs to another person; make a new one.")
_REGISTERED = Words("此人已在本班花名册上。", "This person is on the roster of the class already.")
_OTHER_NAME = Words(
    "姓名与该证件已登记的姓名不一致。请核对证件；若已登记的姓名有误，请提交信息更正申请，申请待审期间即可按正确姓名录入。",
    "The name differs from the one registered with this document. Compare the document; if what is registered is "
    "wrong, ask for a correction: the right name is taken as soon as it is asked for.",
)
