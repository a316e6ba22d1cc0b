"""Training of a sector authority: filed with plan, people and rate before anybody is entered and a class opens."""

from typing import Any

import httpx

from checkin_service.access.model import Role, Subject, authority_staff
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from tests.access.people import an_officer, bearer
from tests.building.identities import a_resident_id
from tests.catalogue.registers import School, a_school
from tests.conftest import StoppedClock
from tests.timetable.term import a_term, a_trainee_row

SECTOR = "越城区住房和城乡建设局"


def a_plan(school: School, *documents: dict[str, str], **changed: Any) -> dict[str, Any]:
    return {
        "plan_id": str(new_id()),
        "project_id": school.project_id,
        "document_number": "越建〔2026〕8号",
        "training_plan": "建筑工人技能提升",
        "subsidy_fen": 120_000,
        "documents": list(documents),
    } | changed


def staff(role: Role, code: str = "330602") -> Subject:
    return authority_staff(new_id(), role=role, authority_code=code)


async def file(
    resources: Resources, client: httpx.AsyncClient, body: dict[str, Any], by: Subject | None = None
) -> httpx.Response:
    return await client.post("/v1/sector-plans", json=body, headers=bearer(resources, by or staff(Role.SECTOR)))


async def test_nobody_is_entered_and_no_class_opens_before_it_is_filed(
    resources: Resources, client: httpx.AsyncClient
) -> None:
    term = await a_term(resources, client, await a_school(resources, client, "330602", sector=SECTOR))
    row, other = a_trainee_row(), a_trainee_row(name="李明")
    await term.brief()
    for subject, path, body in (
        (term.school.admin, "roster", {"trainees": [row]}),
        (term.school.officer, "opening", {"approved": True}),
    ):
        early = await term.post(subject, path, body)
        assert (early.status_code, early.json()["clause"]) == (422, "SX-10")
        assert all(word in early.json()["detail"] for word in (SECTOR, "培训计划、人员、补贴标准"))
    filed = await file(resources, client, a_plan(term.school, row["document"]))
    assert (filed.status_code, filed.json()["people"], filed.json()["sector"]) == (201, 1, SECTOR)
    unnamed = await term.post(term.school.admin, "roster", {"trainees": [row, other]})
    assert [(each["row"], "（SX-10）" in each["reason"]["zh"]) for each in unnamed.json()["rows"]] == [(2, True)]
    await term.enter(row)
    assert (await term.done(term.school.officer, "opening", {"approved": True}))["state"] == "open"


async def test_a_later_filing_takes_the_place_of_an_earlier_one(
    resources: Resources, client: httpx.AsyncClient, clock: StoppedClock
) -> None:
    term = await a_term(resources, client, await a_school(resources, client, "330602", sector=SECTOR))
    row, other = a_trainee_row(), a_trainee_row(name="李明")
    await file(resources, client, a_plan(term.school, row["document"]))
    clock.advance(hours=1)
    await file(resources, client, a_plan(term.school, other["document"]))
    refused = await term.post(term.school.admin, "roster", {"trainees": [row]})
    assert [each["row"] for each in refused.json()["rows"]] == [1]
    await term.enter(other)


async def test_the_rate_filed_is_the_rate_of_the_project(resources: Resources, client: httpx.AsyncClient) -> None:
    term = await a_term(resources, client, await a_school(resources, client, "330602", sector=SECTOR))
    row = a_trainee_row()
    await file(resources, client, a_plan(term.school, row["document"], subsidy_fen=119_999))
    refused = (await term.post(term.school.admin, "roster", {"trainees": [row]})).json()
    assert refused["clause"] == "SX-10"
    assert "¥1,199.99" in refused["detail"]


async def test_what_cannot_be_filed_is_named(resources: Resources, client: httpx.AsyncClient) -> None:
    school = await a_school(resources, client, "330602", sector=SECTOR)
    impossible = {"kind": "resident_id", "number": "330602199003072330"}
    bad = await file(resources, client, a_plan(school, a_resident_id(), impossible))
    assert [each["row"] for each in bad.json()["rows"]] == [2]
    assert impossible["number"] not in bad.text
    elsewhere = await file(resources, client, a_plan(school, a_resident_id()), staff(Role.SECTOR, "330681"))
    assert elsewhere.status_code == 404
    plain = await file(resources, client, a_plan(await a_school(resources, client, "330602"), a_resident_id()))
    assert (plain.status_code, "行业主管部门" in plain.json()["detail"]) == (422, True)


async def test_the_labour_and_the_finance_authority_read_it_and_nobody_else(
    resources: Resources, client: httpx.AsyncClient
) -> None:
    school = await a_school(resources, client, "330602", sector=SECTOR)
    filed = (await file(resources, client, a_plan(school, a_resident_id()))).json()
    readers = [staff(Role.FINANCE), staff(Role.SECTOR), an_officer("330602"), an_officer("330681")]
    found = []
    for reader in readers:
        answer = await client.get("/v1/sector-plans?limit=200", headers=bearer(resources, reader))
        found.append(filed in answer.json()["plans"])
    assert found == [True, True, True, False]
    refused = await client.get("/v1/sector-plans", headers=bearer(resources, school.admin))
    assert refused.status_code == 403


async def test_where_nothing_is_asked_a_sector_files_nothing(resources: Resources, client: httpx.AsyncClient) -> None:
    term = await a_term(resources, client, await a_school(resources, client, "330100", sector="杭州市住房局"))
    await term.enter(a_trainee_row())
