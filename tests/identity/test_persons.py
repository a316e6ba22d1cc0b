"""Registering persons on a real database: sealed, found again by document, masked."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from checkin_service.identity import service
from checkin_service.identity.model import DocumentKind
from checkin_service.identity.rules import names, people
from checkin_service.identity.service import PersonRefused
from checkin_service.identity.service.persons import ERASED
from checkin_service.identity.tables import trainee
from checkin_service.kit.database import Stale
from checkin_service.kit.ids import new_id
from checkin_service.kit.keyring import Realm
from checkin_service.kit.resources import Resources
from tests.building.identities import a_passport
from tests.identity.trainees import register
from tests.tools.reading import reading

NOW = datetime(2026, 3, 2, 0, 30, tzinfo=UTC)


async def test_a_registered_person_is_named_and_masked(resources: Resources) -> None:
    trainee_id = await register(resources, name="阿依古丽•买买提", number="E88880001")
    person = (await service.people(resources, [trainee_id, new_id()]))[trainee_id]
    assert (person.name, person.masked_document) == ("阿依古丽·买买提", "******001")
    assert not person.has_device


async def test_nothing_readable_lies_in_the_database(resources: Resources) -> None:
    number = a_passport()["number"]
    trainee_id = await register(resources, name="王芳芳芳", number=number)
    rows = await resources.database.read(reading(select(trainee).where(trainee.c.trainee_id == trainee_id)))
    stored = b"".join(bytes(each) for each in rows[0] if isinstance(each, bytes))
    assert "王芳芳芳".encode() not in stored
    assert number.encode() not in stored


async def test_a_person_is_found_by_document_however_it_is_typed(resources: Resources) -> None:
    number = a_passport()["number"]
    trainee_id = await register(resources, number=number)
    assert await service.person_by_document(resources, DocumentKind.PASSPORT, f" {number.lower()} ") == trainee_id
    assert await service.person_by_document(resources, DocumentKind.RESIDENT_ID, number) is None


async def test_many_documents_are_asked_for_in_one_read(resources: Resources) -> None:
    numbers = [a_passport()["number"] for _ in range(3)]
    known = {number: await register(resources, number=number) for number in numbers[:2]}
    asked = [service.vet(name="王芳", kind=DocumentKind.PASSPORT, number=number, at=NOW)[1] for number in numbers]
    found = await service.persons_by_documents(resources, asked)
    assert found == {(DocumentKind.PASSPORT, number): known[number] for number in numbers[:2]}


async def test_one_document_is_one_person(resources: Resources) -> None:
    number = a_passport()["number"]
    await register(resources, number=number)
    with pytest.raises(Stale):
        await register(resources, number=number)


async def test_a_destroyed_key_leaves_no_name(resources: Resources) -> None:
    trainee_id = await register(resources)
    resources.sealer.destroy(trainee_id, Realm.IDENTITY)
    person = (await service.people(resources, [trainee_id]))[trainee_id]
    assert (person.name, person.masked_document) == (ERASED, "")


@pytest.mark.parametrize(
    ("name", "number", "reason"),
    [
        ("=1+1", "330602199003072337", names.BAD_SIGN.filled(place=1, code="003D")),
        ("王芳", "330602199003072338", None),
        ("王芳", "330602201303072312", people.TOO_YOUNG.filled(age=14)),
    ],
)
def test_a_row_that_cannot_be_registered_is_refused_with_its_reason(name: str, number: str, reason: object) -> None:
    with pytest.raises(PersonRefused) as refused:
        service.vet(name=name, kind=DocumentKind.RESIDENT_ID, number=number, at=NOW)
    assert reason is None or refused.value.reason == reason


def test_the_day_that_decides_about_age_is_a_chinese_one() -> None:
    # 2026-03-06 16:30 UTC is already the fourteenth birthday in Shaoxing.
    number, evening = "330602201203072331", datetime(2026, 3, 6, 16, 30, tzinfo=UTC)
    assert service.vet(name="王芳", kind=DocumentKind.RESIDENT_ID, number=number, at=evening)[0] == "王芳"
    with pytest.raises(PersonRefused):
        service.vet(name="王芳", kind=DocumentKind.RESIDENT_ID, number=number, at=evening.replace(hour=15, minute=59))
