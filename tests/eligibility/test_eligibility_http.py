"""The eligibility query: who may ask for what, and what they are told."""

from hashlib import sha256
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from checkin_service.access.model import Permission, Role, Subject, authority_staff
from checkin_service.access.tables import audit_entry
from checkin_service.eligibility.model.canonical import canonical
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from checkin_service.voucher.model.codes import new_code
from tests.access.people import a_trainee, an_institution_admin, an_officer, bearer
from tests.building.authorities import an_authority_of_shaoxing
from tests.building.news import deliver_all
from tests.building.stored import StoredWorld, a_stored_world, another_trainee
from tests.tools.reading import reading


@pytest.fixture
async def world(resources: Resources) -> StoredWorld:
    """A completed class whose only trainee has earned the subsidy."""
    made = await a_stored_world(resources, attended=3)
    await made.assess(passed=True)
    await made.complete()
    await deliver_all(resources)
    return made


async def ask(client: httpx.AsyncClient, resources: Resources, subject: Subject, **params: object) -> httpx.Response:
    return await client.get(
        "/v1/eligibility",
        params={name: str(value) for name, value in params.items()},
        headers=bearer(resources, subject),
    )


async def test_regulators_ask_by_class_trainee_or_voucher(
    client: httpx.AsyncClient, resources: Resources, world: StoredWorld
) -> None:
    reviewer = authority_staff(new_id(), role=Role.REVIEWER, authority_code=world.authority_code)
    for subject in (world.officer, reviewer):
        for asked in (
            {"class": world.class_id},
            {"trainee": world.trainee_id},
            {"voucher": world.voucher.voucher_code},
        ):
            answer = await ask(client, resources, subject, **asked)
            assert answer.status_code == 200
            (found,) = answer.json()["determinations"]
            assert found["outcome"] == "eligible"
            assert found["trainee_id"] == str(world.trainee_id)


async def test_supervising_paying_and_counting_authority_all_read_it(
    client: httpx.AsyncClient, resources: Resources, world: StoredWorld
) -> None:
    supervising, counting = [
        await a_stored_world(resources, authority_code=an_authority_of_shaoxing()) for _ in range(2)
    ]
    await world.share_with(supervising=supervising.authority_code, counting=counting.authority_code)
    for officer in (supervising.officer, world.officer, counting.officer):
        answer = await ask(client, resources, officer, **{"class": world.class_id})
        assert len(answer.json()["determinations"]) == 1


async def test_the_document_can_be_checked_against_its_digest(
    client: httpx.AsyncClient, resources: Resources, world: StoredWorld
) -> None:
    answer = await ask(client, resources, world.officer, trainee=world.trainee_id)
    (found,) = answer.json()["determinations"]
    assert sha256(canonical(found["document"])).hexdigest() == found["document_sha256"]


async def test_institution_and_trainee_read_their_own(
    client: httpx.AsyncClient, resources: Resources, world: StoredWorld
) -> None:
    for subject in (world.admin, world.holder):
        answer = await ask(client, resources, subject, **{"class": world.class_id})
        assert len(answer.json()["determinations"]) == 1


async def test_a_trainee_sees_nobody_else_of_the_class(
    client: httpx.AsyncClient, resources: Resources, world: StoredWorld
) -> None:
    other = await another_trainee(world)
    answer = await ask(client, resources, other.holder, **{"class": world.class_id})
    assert answer.json()["determinations"] == []
    for asked in ({"trainee": world.trainee_id}, {"voucher": world.voucher.voucher_code}):
        assert (await ask(client, resources, other.holder, **asked)).status_code == 404


async def test_to_other_tenants_nothing_of_it_exists(
    client: httpx.AsyncClient, resources: Resources, world: StoredWorld
) -> None:
    for subject in (an_officer("340000"), an_institution_admin(), a_trainee()):
        for asked in (
            {"class": world.class_id},
            {"trainee": world.trainee_id},
            {"voucher": world.voucher.voucher_code},
        ):
            assert (await ask(client, resources, subject, **asked)).status_code == 404


async def test_a_class_not_determined_yet_has_none(client: httpx.AsyncClient, resources: Resources) -> None:
    world = await a_stored_world(resources)
    answer = await ask(client, resources, world.officer, **{"class": world.class_id})
    assert answer.status_code == 200
    assert answer.json() == {"determinations": [], "next_cursor": None}


async def test_exactly_one_question_at_a_time(
    client: httpx.AsyncClient, resources: Resources, world: StoredWorld
) -> None:
    both = await ask(client, resources, world.officer, **{"class": world.class_id, "trainee": world.trainee_id})
    none = await ask(client, resources, world.officer)
    assert (both.status_code, none.status_code) == (422, 422)


async def test_an_unknown_voucher_is_not_found(client: httpx.AsyncClient, resources: Resources) -> None:
    assert (await ask(client, resources, an_officer(), voucher=new_code())).status_code == 404


async def test_long_lists_come_in_pages(client: httpx.AsyncClient, resources: Resources) -> None:
    first = await a_stored_world(resources, attended=3)
    people = [first, await another_trainee(first), await another_trainee(first)]
    for each in people:
        await each.complete()
    await deliver_all(resources)
    seen, params = set(), {"class": first.class_id, "limit": 2}
    for expected in (2, 1):
        page = (await ask(client, resources, first.officer, **params)).json()
        assert len(page["determinations"]) == expected
        seen |= {each["trainee_id"] for each in page["determinations"]}
        params["cursor"] = page["next_cursor"]
    assert page["next_cursor"] is None
    assert seen == {str(each.trainee_id) for each in people}


async def test_one_determination_is_found_by_its_id_and_printed(
    client: httpx.AsyncClient, resources: Resources, world: StoredWorld
) -> None:
    answer = await ask(client, resources, world.officer, trainee=world.trainee_id)
    (found,) = answer.json()["determinations"]
    address = f"/v1/eligibility/{found['determination_id']}"
    for subject in (world.officer, world.admin, world.holder):
        assert (await client.get(address, headers=bearer(resources, subject))).json() == found
        pdf = await client.get(f"{address}/sheet.pdf", headers=bearer(resources, subject))
        assert pdf.headers["content-type"] == "application/pdf"
        assert pdf.content.startswith(b"%PDF-")
    for subject in (an_officer("340000"), an_institution_admin(), a_trainee()):
        for path in (address, f"{address}/sheet.pdf"):
            assert (await client.get(path, headers=bearer(resources, subject))).status_code == 404


async def test_what_an_authority_reads_is_written_down_with_its_purpose(
    client: httpx.AsyncClient, resources: Resources, world: StoredWorld
) -> None:
    officer = world.officer
    await ask(client, resources, officer, trainee=world.trainee_id, purpose="inspection")
    (entry,) = await trail_of(resources, officer)
    assert (entry.object_id, entry.detail) == (str(world.trainee_id), {"purpose": "inspection", "found": 1})


async def test_what_institutions_and_trainees_read_of_their_own_is_not(
    client: httpx.AsyncClient, resources: Resources, world: StoredWorld
) -> None:
    for subject in (world.admin, world.holder):
        await ask(client, resources, subject, trainee=world.trainee_id)
        assert await trail_of(resources, subject) == []


async def trail_of(resources: Resources, subject: Subject) -> list[Any]:
    statement = select(audit_entry.c.object_id, audit_entry.c.detail).where(
        audit_entry.c.subject == subject.name, audit_entry.c.action == Permission.DETERMINATION_READ
    )
    return await resources.database.read(reading(statement))
