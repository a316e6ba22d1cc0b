"""Registering persons and naming them to the staff who deal with them."""

import asyncio
from collections.abc import Collection, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from checkin_service.identity.model import DocumentKind, IdentityDocument, Person, Written
from checkin_service.identity.rules import documents, names
from checkin_service.identity.rules import people as rules
from checkin_service.identity.rules.documents import DocumentRefused
from checkin_service.identity.rules.names import name_key
from checkin_service.identity.store import finding
from checkin_service.identity.store import persons as store
from checkin_service.identity.store.finding import PersonKey
from checkin_service.kit.civil import day_of
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.keyring import Realm
from checkin_service.kit.resources import Resources
from checkin_service.kit.sealing import Purpose, SealBroken
from checkin_service.kit.words import Words

_WRITERS = 8
ERASED = "（已删除）"
"""Stands where a name was, once the person's key has been destroyed."""

NAME, DOCUMENT = Purpose(Realm.IDENTITY, "name"), Purpose(Realm.IDENTITY, "document")
MOBILE = Purpose(Realm.IDENTITY, "mobile")
"""The number that a person gave for messages."""


class PersonRefused(ValueError):
    """The row of a roster cannot be registered; `reason` says why, without repeating personal data."""

    def __init__(self, reason: Words, field: str, *, by_age: bool = False) -> None:
        super().__init__(reason.en)
        self.reason, self.field = reason, field
        self.by_age = by_age


def vet(
    *, name: str, kind: DocumentKind, number: str, at: datetime, lowest_age: int = rules.YOUNGEST_AGE
) -> tuple[str, IdentityDocument]:
    """Name and document in the form in which they are kept, or `PersonRefused`."""
    today = day_of(at)
    tidy = names.tidy_name(name)
    if tidy is None:
        raise PersonRefused(names.fault_of(name), "name")
    try:
        document = documents.checked(kind, number, today=today)
    except DocumentRefused as refused:
        raise PersonRefused(refused.reason, "number") from None
    if not rules.is_old_enough(document.born_on, today, lowest_age=lowest_age):
        raise PersonRefused(rules.TOO_YOUNG.filled(age=lowest_age), "number", by_age=True)
    return tidy, document


class NewPerson(NamedTuple):
    """A vetted person to be registered."""

    trainee_id: UUID
    name: str
    document: IdentityDocument
    is_back: bool = False
    """Had been erased; the document's hash was kept."""


async def register_persons(resources: Resources, unit: UnitOfWork, new: Sequence[NewPerson], *, at: datetime) -> None:
    """Add vetted persons to the write; it fails as stale when a document already belongs to somebody.

    Who had been erased and is known by the document alone has a name again, under the same id and new keys.
    """
    if not new:
        return
    back = {each.trainee_id for each in new if each.is_back}

    # New persons' keys are written to disk and made durable; the event loop does not wait for the disk, and several
    # at once wait for it together.
    with ThreadPoolExecutor(min(_WRITERS, len(new)), thread_name_prefix="keys") as writers:
        people = await asyncio.to_thread(lambda: list(writers.map(lambda each: _sealed(resources, each), new)))
    for restored in (each for each in people if each.trainee_id in back):
        store.restore_person(unit, restored)
    people = [each for each in people if each.trainee_id not in back]
    hashes = [document_hash(resources, each.document.kind, each.document.number) for each in new if not each.is_back]
    if people:
        store.add_persons(unit, people, document_hashes=hashes, at=at)
    keys = [
        PersonKey(key, each.trainee_id) for each in new for key in keys_of(resources, each.name, each.document.number)
    ]
    finding.enter_keys(unit, keys)


async def people(resources: Resources, trainee_ids: Collection[UUID]) -> dict[UUID, Person]:
    """The persons by id; whoever is not known is left out."""
    sealed = await store.sealed_persons(resources.database, trainee_ids)
    persons = await asyncio.to_thread(lambda: [_opened(resources, each) for each in sealed])
    return {person.trainee_id: person for person in persons}


async def written(resources: Resources, trainee_ids: Collection[UUID]) -> dict[UUID, Written]:
    """Names and documents in full, for what has to seal or hash them again; who has been erased is left out."""
    sealed = await store.sealed_persons(resources.database, trainee_ids)

    def opened() -> dict[UUID, Written]:
        found, open_ = {}, resources.sealer.open
        for each in sealed:
            with suppress(SealBroken):
                found[each.trainee_id] = Written(
                    name=open_(each.trainee_id, NAME, each.name_sealed).decode(),
                    kind=each.document_kind,
                    number=open_(each.trainee_id, DOCUMENT, each.document_sealed).decode(),
                )
        return found

    return await asyncio.to_thread(opened)


async def person_by_document(resources: Resources, kind: DocumentKind, number: str) -> UUID | None:
    return await store.person_by_document(resources.database, document_hash(resources, kind, number))


async def persons_by_documents(
    resources: Resources, asked: Iterable[IdentityDocument]
) -> Mapping[tuple[DocumentKind, str], UUID]:
    """Whose documents these are, all in one read; unknown ones are left out."""
    by_hash = {document_hash(resources, each.kind, each.number): (each.kind, each.number) for each in asked}
    known = await store.persons_by_documents(resources.database, by_hash)
    return {by_hash[found]: trainee_id for found, trainee_id in known.items()}


def document_hash(resources: Resources, kind: str, number: str) -> bytes:
    """The look-up key of a document, however its number was typed."""
    return resources.lookup.of(f"document:{kind}:{documents.canonical(kind, number)}")


def keys_of(resources: Resources, name: str, number: str) -> list[bytes]:
    """By what somebody is found: the name in any way of writing it, and the last four of the number."""
    return [resources.lookup.of(f"name:{name_key(name)}"), tail_key(resources, number)]


def tail_key(resources: Resources, number: str) -> bytes:
    return resources.lookup.of(f"tail:{number[-4:].upper()}")


def own_name(resources: Resources, trainee_id: UUID, name_sealed: bytes) -> str:
    """A person's name for the person alone, from what another read has brought."""
    try:
        return resources.sealer.open(trainee_id, NAME, name_sealed).decode()
    except SealBroken:
        return ERASED


def _sealed(resources: Resources, person: NewPerson) -> store.SealedPerson:
    seal = resources.sealer.seal
    return store.SealedPerson(
        trainee_id=person.trainee_id,
        name_sealed=seal(person.trainee_id, NAME, person.name.encode()),
        document_kind=person.document.kind,
        document_sealed=seal(person.trainee_id, DOCUMENT, person.document.number.encode()),
        born_on=person.document.born_on,
    )


def _opened(resources: Resources, sealed: store.SealedPerson) -> Person:
    try:
        name = resources.sealer.open(sealed.trainee_id, NAME, sealed.name_sealed).decode()
        number = resources.sealer.open(sealed.trainee_id, DOCUMENT, sealed.document_sealed).decode()
    except SealBroken:
        name, number = ERASED, ""
    return Person(
        trainee_id=sealed.trainee_id,
        name=name,
        document_kind=sealed.document_kind,
        masked_document=documents.masked(number),
        born_on=sealed.born_on,
        has_device=sealed.has_device,
        is_erased=sealed.erased_at is not None,
    )
