"""People entered in the register: by a matching list, by their own registration through a channel, or by a roster."""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.identity import service as identity
from checkin_service.identity.model import IdentityDocument, Person
from checkin_service.identity.rules.names import name_key
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.http.paging import ListPart, PageRequest, Wanted
from checkin_service.kit.http.schema import WordsBody
from checkin_service.kit.idempotency import Kept, once
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from checkin_service.kit.words import Words
from checkin_service.policy.book import policy_at
from checkin_service.registry.model import EntryWay, PersonEntry
from checkin_service.registry.schemas.people import (
    PersonAnswer,
    PersonList,
    PersonListAnswer,
    PersonRow,
    RegisteredPerson,
    RegisterPage,
    SecretList,
)
from checkin_service.registry.service.channels import authority_of
from checkin_service.registry.store import entries as store

_PATIENCE = "30s"


class Vetted(NamedTuple):
    """A person whose name and document are in the form in which they are kept."""

    name: str
    document: IdentityDocument

    @property
    def key(self) -> identity.DocumentKey:
        return self.document.kind, self.document.number


async def enter_list(resources: Resources, subject: Subject, body: PersonList) -> Kept[PersonListAnswer]:
    """Each row is answered: whoever can be entered is, and of the others the reason is told."""
    asked = SecretList(batch_id=body.batch_id, keyed_digest=resources.lookup.of(body.model_dump_json()).hex())
    return await once(
        resources.database,
        caller=subject.tenant,
        request_id=body.batch_id,
        body=asked,
        act=lambda unit: enter_people(unit, resources, subject, body),
        patience=_PATIENCE,
    )


async def enter_people(unit: UnitOfWork, resources: Resources, subject: Subject, body: PersonList) -> PersonListAnswer:
    """The people of a list as part of a write."""
    now = resources.clock.now()
    authority = authority_of(subject)
    age = policy_at(authority, now, known_at=now).value("person.minimum_age").integer
    rows, refusals = await asyncio.to_thread(_vetted, body.people, now, age)
    answers = await _entered(resources, unit, rows, refusals, authority, body.source, now)
    detail = {"source": body.source, "rows": len(body.people), "refused": len(refusals)}
    audit.record(unit, subject, Permission.PERSON_ENTER, body.batch_id, at=now, detail=detail)
    return PersonListAnswer(batch_id=body.batch_id, rows=answers)


async def register(resources: Resources, subject: Subject, page: PageRequest) -> RegisterPage:
    """Who is in the register of one's own authority, with documents masked."""
    authority = authority_of(subject)
    found = await store.entries_of(resources.database, authority, page)
    shown, cursor = page.shown(found, lambda each: each.trainee_id)
    return RegisterPage(
        people=await people_of(resources, shown),
        total=await store.total_of(resources.database, authority),
        next_cursor=cursor,
    )


def _shown(entry: PersonEntry, person: Person) -> RegisteredPerson:
    return RegisteredPerson(
        trainee_id=entry.trainee_id,
        name=person.name,
        document_kind=person.document_kind,
        masked_document=person.masked_document,
        has_device=person.has_device,
        way=entry.way,
        source=entry.source,
        entered_at=entry.entered_at,
    )


async def listed_people(
    resources: Resources, subject: Subject, wanted: Wanted, *, sources: Sequence[str]
) -> ListPart[PersonEntry]:
    """The same, searched and sorted: names as a whole and the last four of a number, for both are sealed."""
    names = identity.keys_of_words(resources, wanted.words)
    return await store.listed_entries(
        resources.database, authority_of(subject), wanted, names=names, sources=list(sources)
    )


async def people_of(resources: Resources, entries: Sequence[PersonEntry]) -> list[RegisteredPerson]:
    """Entries with the people they are about."""
    people = await identity.people(resources, [each.trainee_id for each in entries])
    return [_shown(each, people[each.trainee_id]) for each in entries]


async def authorities_of(resources: Resources, trainee_id: UUID) -> list[store.Registered]:
    """In whose registers a person is."""
    return await store.authorities_of(resources.database, trainee_id)


def enter_from_roster(
    unit: UnitOfWork, trainee_ids: Collection[UUID], *, authority_code: str, class_id: UUID, at: datetime
) -> None:
    """Part of the write of a roster: its people are in the register of the authority that pays."""
    source = f"class:{class_id}"
    store.enter(unit, trainee_ids, authority_code=authority_code, way=EntryWay.ROSTER, source=source, at=at)


async def _entered(
    resources: Resources,
    unit: UnitOfWork,
    rows: dict[int, Vetted],
    refusals: dict[int, Words],
    authority: str,
    source: str,
    now: datetime,
) -> list[PersonAnswer]:
    known = await identity.recognised(resources, [(row.name, row.document) for row in rows.values()])
    refusals |= _other_names(rows, known)
    wanted = {number: row for number, row in rows.items() if number not in refusals}
    fresh = {row.key: row for row in wanted.values() if known.is_new(row.key)}
    ids = {key: new_id() for key in fresh} | dict(known.holders)
    new = [
        identity.NewPerson(ids[key], row.name, row.document, is_back=key in known.holders) for key, row in fresh.items()
    ]
    await identity.register_persons(resources, unit, new, at=now)
    of_row = {number: ids[row.key] for number, row in wanted.items()}
    before = await store.among(resources.database, authority, list(of_row.values()))
    store.enter_list(unit, dict.fromkeys(of_row.values()), authority_code=authority, source=source, at=now)
    answers = [
        PersonAnswer(row=number, status="refused", trainee_id=None, reason=WordsBody.of(words))
        for number, words in refusals.items()
    ]
    for number, trainee_id in of_row.items():
        is_known = trainee_id in before
        before.add(trainee_id)  # A second row of the same person is nothing new.
        answers.append(PersonAnswer(row=number, status="known" if is_known else "entered", trainee_id=trainee_id))
    return sorted(answers, key=lambda each: each.row)


def _other_names(rows: Mapping[int, Vetted], known: identity.Recognised) -> dict[int, Words]:
    """Rows whose name differs from the one the document is known by, here or in a row before."""
    first: dict[identity.DocumentKey, str] = {}
    refusals: dict[int, Words] = {}
    for number, row in rows.items():
        same = first.setdefault(row.key, name_key(row.name)) == name_key(row.name)
        if not same or known.has_other_name(row.name, row.document):
            refusals[number] = OTHER_NAME
    return refusals


def _vetted(given: Sequence[PersonRow], now: datetime, lowest_age: int) -> tuple[dict[int, Vetted], dict[int, Words]]:
    rows: dict[int, Vetted] = {}
    refusals: dict[int, Words] = {}
    for number, row in enumerate(given, start=1):
        kind, written = row.document.kind, row.document.number
        try:
            vetted = identity.vet(name=row.name, kind=kind, number=written, at=now, lowest_age=lowest_age)
            rows[number] = Vetted(*vetted)
        except identity.PersonRefused as refused:
            refusals[number] = refused.reason
    return rows, refusals


OTHER_NAME = Words(
    "姓名与该证件已登记的姓名不一致，请核对证件；登记有误的，请申请信息更正。",
    "The name differs from the one registered with this document: compare the document, or ask for a correction.",
)
