"""Registering persons and naming them to the staff who deal with them."""

import asyncio
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from uuid import UUID

from checkin_service.identity import documents, rules, store
from checkin_service.identity.documents import DocumentRefused
from checkin_service.identity.model import DocumentKind, IdentityDocument, Person
from checkin_service.kit.civil import CHINA
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.keyring import Realm
from checkin_service.kit.resources import Resources
from checkin_service.kit.sealing import Purpose, SealBroken
from checkin_service.kit.words import Words

ERASED = "（已删除）"
"""Stands where a name was, once the person's key has been destroyed."""

_NAME, _DOCUMENT = Purpose(Realm.IDENTITY, "name"), Purpose(Realm.IDENTITY, "document")


class PersonRefused(ValueError):
    """The row of a roster cannot be registered; `reason` says why, without repeating personal data."""

    def __init__(self, reason: Words) -> None:
        super().__init__(reason.en)
        self.reason = reason


def vet(
    *, name: str, kind: DocumentKind, number: str, at: datetime, lowest_age: int = rules.YOUNGEST_AGE
) -> tuple[str, IdentityDocument]:
    """Name and document in the form in which they are kept, or `PersonRefused`."""
    today = at.astimezone(CHINA).date()
    tidy = rules.tidy_name(name)
    if tidy is None:
        raise PersonRefused(rules.BAD_NAME)
    try:
        document = documents.checked(kind, number, today=today)
    except DocumentRefused as refused:
        raise PersonRefused(refused.reason) from None
    if not rules.is_old_enough(document.born_on, today, lowest_age=lowest_age):
        raise PersonRefused(rules.TOO_YOUNG.filled(age=lowest_age))
    return tidy, document


async def register_person(
    resources: Resources, unit: UnitOfWork, *, trainee_id: UUID, name: str, document: IdentityDocument, at: datetime
) -> None:
    """Add a vetted person to the write; it fails as stale when the document already belongs to somebody."""

    def sealed() -> store.SealedPerson:
        seal = resources.sealer.seal
        return store.SealedPerson(
            trainee_id=trainee_id,
            name_sealed=seal(trainee_id, _NAME, name.encode()),
            document_kind=document.kind,
            document_sealed=seal(trainee_id, _DOCUMENT, document.number.encode()),
            born_on=document.born_on,
        )

    # A new person's key is written to disk and made durable; the event loop does not wait for the disk.
    person = await asyncio.to_thread(sealed)
    store.add_person(unit, person, document_hash=document_hash(resources, document.kind, document.number), at=at)


async def people(resources: Resources, trainee_ids: Collection[UUID]) -> dict[UUID, Person]:
    """The persons by id; whoever is not known is left out."""
    sealed = await store.sealed_persons(resources.database, trainee_ids)
    persons = await asyncio.to_thread(lambda: [_opened(resources, each) for each in sealed])
    return {person.trainee_id: person for person in persons}


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


def _opened(resources: Resources, sealed: store.SealedPerson) -> Person:
    try:
        name = resources.sealer.open(sealed.trainee_id, _NAME, sealed.name_sealed).decode()
        number = resources.sealer.open(sealed.trainee_id, _DOCUMENT, sealed.document_sealed).decode()
    except SealBroken:
        name, number = ERASED, ""
    return Person(
        trainee_id=sealed.trainee_id,
        name=name,
        document_kind=sealed.document_kind,
        masked_document=documents.masked(number),
        born_on=sealed.born_on,
        has_device=sealed.has_device,
    )
