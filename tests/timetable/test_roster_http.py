"""The roster: all or none, each bad row named, known people keep their id, and no number is ever shown."""

from datetime import date
from typing import Any
from uuid import UUID

import httpx
import pytest
from sqlalchemy import bindparam, select

from checkin_service.kit.idempotency import answered_request
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from tests.building.identities import a_passport, a_resident_id
from tests.catalogue.registers import School, a_school
from tests.conftest import StoppedClock
from tests.timetable.term import Term, a_term, a_trainee_row
from tests.tools.reading import reading


@pytest.fixture
async def school(resources: Resources, client: httpx.AsyncClient) -> School:
    return await a_school(resources, client)


@pytest.fixture
async def term(resources: Resources, client: httpx.AsyncClient, school: School) -> Term:
    return await a_term(resources, client, school)


async def refused_rows(term: Term, *rows: dict[str, Any]) -> dict[int, str]:
    answer = await term.post(term.school.admin, "roster", {"trainees": list(rows)})
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/rule-refused")
    return {each["row"]: each["reason"]["en"] for each in answer.json()["rows"]}


async def test_people_enter_the_roster(term: Term) -> None:
    rows = [a_trainee_row(), a_trainee_row(name="阿依古丽·买买提", voucher_kind="general")]
    assert await term.enter(*rows) == [row["trainee_id"] for row in rows]
    listed = (await term.get(term.school.officer, "/roster")).json()["trainees"]
    assert {(each["name"], each["voucher_kind"]) for each in listed} == {
        ("王芳", "targeted"),
        ("阿依古丽·买买提", "general"),
    }
    assert not any(each["has_device"] or each["has_used_voucher"] or each["passed"] for each in listed)


async def test_numbers_are_shown_masked_and_kept_nowhere_in_the_clear(term: Term, resources: Resources) -> None:
    row = a_trainee_row()
    request_id = str(new_id())
    await term.done(term.school.admin, "roster", {"request_id": request_id, "trainees": [row]})
    listed = (await term.get(term.school.admin, "/roster")).text
    assert row["document"]["number"] not in listed
    assert row["document"]["number"][-4:] in listed
    kept = await resources.database.read_one(
        reading(select(answered_request.c.answer).where(answered_request.c.request_id == bindparam("of_request"))),
        of_request=UUID(request_id),
    )
    assert kept is not None
    assert row["document"]["number"].encode() not in bytes(kept.answer)


async def test_a_repeated_roster_gives_the_first_answer(term: Term) -> None:
    body = {"request_id": str(new_id()), "trainees": [a_trainee_row()]}
    first, again = [await term.post(term.school.admin, "roster", body) for _ in range(2)]
    assert (again.status_code, again.content) == (201, first.content)
    other = await term.post(term.school.admin, "roster", body | {"trainees": [a_trainee_row()]})
    assert (other.status_code, other.json()["type"]) == (409, "/problems/id-conflict")


async def test_one_bad_row_keeps_everybody_out_and_is_named(term: Term) -> None:
    wrong_number = a_trainee_row(document={"kind": "resident_id", "number": "330602199003072331"})
    rows = await refused_rows(term, a_trainee_row(), wrong_number, a_trainee_row(name="=1+1"))
    assert set(rows) == {2, 3}
    assert "330602199003072331" not in str(rows)
    assert (await term.get(term.school.admin, "/roster")).json()["trainees"] == []


async def test_children_under_fourteen_are_refused(term: Term) -> None:
    child = a_trainee_row(document=a_resident_id(born=date(2012, 3, 3)))
    assert "under 14" in (await refused_rows(term, child))[1]
    grown = a_trainee_row(document=a_resident_id(born=date(2012, 3, 2)))
    await term.enter(grown)


async def test_a_person_stands_on_the_list_once(term: Term) -> None:
    row = a_trainee_row()
    twice = await refused_rows(term, row, row | {"trainee_id": str(new_id())})
    assert "twice" in twice[2]
    same_id = await refused_rows(term, row, row | {"document": a_passport()})
    assert "twice" in same_id[2]
    await term.enter(row)
    assert "already" in (await refused_rows(term, row))[1]


async def test_a_person_known_by_their_document_keeps_their_id(
    term: Term, client: httpx.AsyncClient, resources: Resources, school: School
) -> None:
    row = a_trainee_row()
    (first_id,) = await term.enter(row)
    elsewhere = await a_term(resources, client, school)
    typed = row["document"] | {"number": row["document"]["number"].lower()}
    assert await elsewhere.enter(row | {"trainee_id": str(new_id()), "document": typed}) == [first_id]


async def test_a_name_that_differs_from_the_registered_one_is_refused(
    term: Term, client: httpx.AsyncClient, resources: Resources, school: School
) -> None:
    row = a_trainee_row()
    await term.enter(row)
    elsewhere = await a_term(resources, client, school)
    rows = await refused_rows(elsewhere, row | {"trainee_id": str(new_id()), "name": "王方"})
    assert "name differs" in rows[1]
    assert "王芳" not in str(rows)


async def test_an_id_of_somebody_else_is_refused(
    term: Term, client: httpx.AsyncClient, resources: Resources, school: School
) -> None:
    row = a_trainee_row()
    await term.enter(row)
    elsewhere = await a_term(resources, client, school)
    assert "another person" in (await refused_rows(elsewhere, row | {"document": a_passport()}))[1]


async def test_late_joiners_enter_an_open_class_but_nobody_a_rejected_one(
    term: Term, client: httpx.AsyncClient, resources: Resources, school: School
) -> None:
    await term.open()
    await term.enter(a_trainee_row())
    rejected = await a_term(resources, client, school)
    await rejected.done(school.officer, "opening", {"approved": False, "reason": "重复申请"})
    answer = await rejected.post(school.admin, "roster", {"trainees": [a_trainee_row()]})
    assert (answer.status_code, answer.json()["state"]) == (409, "rejected")


async def test_only_the_institution_writes_its_roster(
    term: Term, client: httpx.AsyncClient, resources: Resources
) -> None:
    stranger = (await a_school(resources, client)).admin
    assert (await term.post(stranger, "roster", {"trainees": [a_trainee_row()]})).status_code == 404
    assert (await term.post(term.school.officer, "roster", {"trainees": [a_trainee_row()]})).status_code == 403


async def test_a_roster_of_five_hundred_goes_in_at_once(term: Term) -> None:
    assert len(await term.enter(*[a_trainee_row() for _ in range(500)])) == 500
    answer = await term.post(term.school.admin, "roster", {"trainees": [a_trainee_row() for _ in range(501)]})
    assert answer.status_code == 422


async def tried(term: Term, row: dict[str, Any], *names: str) -> list[str]:
    """What an institution is told that tries these names with a document, one after another."""
    return [(await refused_rows(term, row | {"trainee_id": str(new_id()), "name": name}))[1] for name in names]


async def test_no_institution_learns_a_name_by_trying_names_with_a_number(
    term: Term, client: httpx.AsyncClient, resources: Resources, clock: StoppedClock
) -> None:
    row = a_trainee_row()
    await term.enter(row)
    guessing = await a_term(resources, client, await a_school(resources, client))
    # The same name again, as when a table is looked at and then taken in, counts once.
    told = await tried(guessing, row, "王方", "王方", "王纺", "王芬")
    assert all("name differs" in each for each in told)
    right, wrong = await tried(guessing, row, row["name"], "王坊")
    assert right == wrong
    assert "not compared any more" in right
    honest = await a_term(resources, client, await a_school(resources, client))
    await honest.enter(row | {"trainee_id": str(new_id())})
    clock.advance(hours=24)
    await guessing.enter(row | {"trainee_id": str(new_id())})


async def test_many_names_in_one_list_are_no_way_round(
    term: Term, client: httpx.AsyncClient, resources: Resources
) -> None:
    row = a_trainee_row()
    await term.enter(row)
    guessing = await a_school(resources, client)
    terms = [await a_term(resources, client, guessing) for _ in range(5)]
    names = ("张一", "张二", "张三", "张四")
    told = [(await tried(each, row, name))[0] for each, name in zip(terms, names, strict=False)]
    assert ["differs" in each for each in told] == [True, True, True, False]
    assert "not compared any more" in (await tried(terms[4], row, row["name"]))[0]


async def test_of_a_person_whose_name_one_does_not_know_nothing_else_is_told(
    term: Term, client: httpx.AsyncClient, resources: Resources, school: School
) -> None:
    row = a_trainee_row()
    await term.enter(row)
    elsewhere = await a_term(resources, client, school)
    (told,) = (await refused_rows(elsewhere, row | {"trainee_id": str(new_id()), "name": "王方"})).values()
    assert "name differs" in told
