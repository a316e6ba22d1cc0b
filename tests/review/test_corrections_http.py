"""Corrections of people: no misspelt line blocks for good, two people decide, both spellings find the person."""

from typing import Any

import httpx
import pytest
from sqlalchemy import bindparam, select

from checkin_service.access.model import Role, Subject, authority_staff
from checkin_service.identity.tables import document_index
from checkin_service.kit.ids import new_id
from checkin_service.kit.outbox import outbox
from checkin_service.kit.resources import Resources
from tests.access.people import bearer
from tests.building.identities import a_resident_id
from tests.catalogue.registers import School, a_school
from tests.timetable.term import Term, a_term, a_trainee_row
from tests.tools.reading import reading


@pytest.fixture
async def school(resources: Resources, client: httpx.AsyncClient) -> School:
    return await a_school(resources, client)


@pytest.fixture
async def term(resources: Resources, client: httpx.AsyncClient, school: School) -> Term:
    return await a_term(resources, client, school)


def another_officer(of: Subject) -> Subject:
    assert of.authority_code is not None
    return authority_staff(new_id(), role=Role.OFFICER, authority_code=of.authority_code)


async def ask(term: Term, subject: Subject, row: dict[str, Any], **changed: Any) -> httpx.Response:
    body = {
        "correction_id": str(new_id()),
        "class_id": term.class_id,
        "document": row["document"],
        "evidence": "居民身份证原件已核",
        "reason": "首次录入时误写",
    } | changed
    return await term.client.post("/v1/person-corrections", json=body, headers=bearer(term.resources, subject))


async def asked(term: Term, subject: Subject, row: dict[str, Any], **changed: Any) -> dict[str, Any]:
    answer = await ask(term, subject, row, **changed)
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


async def decide(term: Term, subject: Subject, correction: dict[str, Any], **changed: Any) -> httpx.Response:
    body = {
        "request_id": str(new_id()),
        "trainee_id": correction["trainee_id"],
        "approved": True,
        "document_number": "绍市人社更正〔2026〕3号",
        "reason": "已与公安人口信息核对一致",
    } | changed
    url = f"/v1/person-corrections/{correction['correction_id']}/decision"
    return await term.client.post(url, json=body, headers=bearer(term.resources, subject))


async def listed(term: Term, subject: Subject, query: str = "") -> list[dict[str, Any]]:
    answer = await term.client.get(f"/v1/person-corrections{query}", headers=bearer(term.resources, subject))
    assert answer.status_code == 200, answer.text
    return list(answer.json()["corrections"])


async def waiting(term: Term, subject: Subject) -> list[dict[str, Any]]:
    """The last of the authority's queue, which the tests of a run share."""
    found, cursor = [], ""
    while True:
        url = f"/v1/person-corrections?waiting=true&limit=100{cursor}"
        page = (await term.client.get(url, headers=bearer(term.resources, subject))).json()
        found += page["corrections"]
        if page["next_cursor"] is None:
            return found
        cursor = f"&cursor={page['next_cursor']}"


async def entering(
    resources: Resources, client: httpx.AsyncClient, school: School, row: dict[str, Any], **changed: Any
) -> httpx.Response:
    """The person on the roster of one more class of the school."""
    further = await a_term(resources, client, school)
    line = row | {"trainee_id": str(new_id())} | changed
    return await further.post(school.admin, "roster", {"trainees": [line]})


async def holder(
    resources: Resources, client: httpx.AsyncClient, school: School, row: dict[str, Any], **changed: Any
) -> str:
    answer = await entering(resources, client, school, row, **changed)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["trainees"][0]["trainee_id"])


async def test_a_misspelt_name_is_corrected_and_both_spellings_find_the_person(
    resources: Resources, client: httpx.AsyncClient, school: School, term: Term
) -> None:
    row = a_trainee_row(name="王方")
    (trainee_id,) = await term.enter(row)
    refused = await entering(resources, client, school, row, name="王芳")
    assert refused.status_code == 422
    reason = refused.json()["rows"][0]["reason"]
    assert "更正申请" in reason["zh"]
    assert "correction" in reason["en"]

    correction = await asked(term, school.admin, row, right_name="王芳")
    for name in ("王方", "王芳"):
        assert await holder(resources, client, school, row, name=name) == trainee_id
    assert (await decide(term, school.officer, correction)).status_code == 201
    roster = (await term.get(school.officer, "/roster")).json()["trainees"]
    assert [each["name"] for each in roster] == ["王芳"]
    for name in ("王方", "王芳"):
        assert await holder(resources, client, school, row, name=name) == trainee_id
    assert (await entering(resources, client, school, row, name="王房")).status_code == 422


async def test_a_wrong_number_is_corrected_and_its_rightful_holder_can_be_registered(
    resources: Resources, client: httpx.AsyncClient, school: School, term: Term
) -> None:
    row, right = a_trainee_row(name="李四"), a_resident_id()
    (trainee_id,) = await term.enter(row)
    correction = await asked(term, school.admin, row, right_document=right)
    assert await holder(resources, client, school, row, document=right) == trainee_id
    assert (await decide(term, school.officer, correction)).status_code == 201
    owners = await resources.database.read(
        reading(select(document_index.c.document_hash).where(document_index.c.trainee_id == bindparam("of"))),
        of=trainee_id,
    )
    assert len(owners) == 1
    assert await holder(resources, client, school, row, document=right) == trainee_id
    assert await holder(resources, client, school, row) == trainee_id
    assert await holder(resources, client, school, row, name="赵六") != trainee_id


async def test_a_refused_correction_leaves_everything_as_it_was(
    resources: Resources, client: httpx.AsyncClient, school: School, term: Term
) -> None:
    row, wrong = a_trainee_row(name="王芳"), a_resident_id()
    await term.enter(row)
    correction = await asked(term, school.admin, row, right_name="孙丽", right_document=wrong)
    refusal = {"approved": False, "document_number": None, "reason": "与证件不符"}
    assert (await decide(term, school.officer, correction, **refusal)).status_code == 201
    assert (await entering(resources, client, school, row, name="孙丽")).status_code == 422
    assert await holder(resources, client, school, row, document=wrong, name="孙丽") != correction["trainee_id"]
    assert (await decide(term, another_officer(school.officer), correction)).status_code == 422


async def test_who_asked_does_not_decide_and_an_approval_has_a_document(school: School, term: Term) -> None:
    row = a_trainee_row(name="王方")
    await term.enter(row)
    correction = await asked(term, school.officer, row, right_name="王芳")
    own = await decide(term, school.officer, correction)
    assert (own.status_code, "另一名" in own.text) == (422, True)
    second = another_officer(school.officer)
    assert (await decide(term, second, correction, document_number=None)).status_code == 422
    assert (await decide(term, school.admin, correction)).status_code == 403
    request = {"request_id": str(new_id())}
    first, again = [await decide(term, second, correction, **request) for _ in range(2)]
    assert (first.status_code, first.content) == (201, again.content)


async def test_one_correction_of_a_person_waits_at_a_time_and_says_something(school: School, term: Term) -> None:
    row, other = a_trainee_row(name="王方"), a_trainee_row(name="李四")
    await term.enter(row, other)
    assert (await ask(term, school.admin, row, right_name="王方")).status_code == 409
    assert (await ask(term, school.admin, row, right_name="=1+1")).status_code == 422
    assert (await ask(term, school.admin, row, right_document=other["document"])).status_code == 422
    assert (await ask(term, school.admin, a_trainee_row(), right_name="王芳")).status_code == 404
    await asked(term, school.admin, row, right_name="王芳")
    assert (await ask(term, school.admin, row, right_name="王房")).status_code == 409


async def test_the_queue_shows_both_spellings_to_those_whose_matter_it_is(
    resources: Resources, client: httpx.AsyncClient, school: School, term: Term
) -> None:
    row = a_trainee_row(name="王方")
    await term.enter(row)
    correction = await asked(term, school.admin, row, right_name="王芳")
    (shown,) = await listed(term, school.admin, "?waiting=true")
    assert shown in await waiting(term, school.officer)
    assert (shown["before"]["name"], shown["after"]["name"], shown["approved"]) == ("王方", "王芳", None)
    assert row["document"]["number"] not in str(shown)
    stranger = await a_school(resources, client)
    assert await listed(term, stranger.admin) == []
    assert (await ask(term, stranger.admin, row, right_name="王芳")).status_code == 404
    foreign = authority_staff(new_id(), role=Role.OFFICER, authority_code="330700")
    assert (await decide(term, foreign, correction)).status_code == 404
    await decide(term, school.officer, correction)
    assert correction["correction_id"] not in {each["correction_id"] for each in await waiting(term, school.officer)}
    (shown,) = await listed(term, school.admin)
    assert (shown["approved"], shown["document_number"]) == (True, "绍市人社更正〔2026〕3号")
    events = await resources.database.read(
        reading(select(outbox.c.type).where(outbox.c.trainee_id == bindparam("of")).order_by(outbox.c.sequence)),
        of=correction["trainee_id"],
    )
    said = [str(each) if isinstance(each, str) else each[0] for each in events]
    assert said[-2:] == ["person.correction_asked", "person.corrected"]


async def test_two_ways_of_writing_one_name_are_one_person(
    resources: Resources, client: httpx.AsyncClient, school: School, term: Term
) -> None:
    row = a_trainee_row(name="阿依古丽·买买提")
    (trainee_id,) = await term.enter(row)
    for name in ("阿依古丽 · 买买提", "阿依古丽.买买提", "阿依古丽・买买提"):
        assert await holder(resources, client, school, row, name=name) == trainee_id
    foreign = a_trainee_row(name="Anna O’Brien")
    (trainee_id,) = await term.enter(foreign)
    assert await holder(resources, client, school, foreign, name="ANNA O'BRIEN") == trainee_id
    assert (await entering(resources, client, school, foreign, name="ANNE O'BRIEN")).status_code == 422
