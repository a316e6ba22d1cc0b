"""Steps of a class in the order that the place asks for, each refused where it is taken, with its clause."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from tests.access.people import an_institution_admin, bearer
from tests.catalogue.registers import (
    School,
    a_project,
    a_school,
    an_institution,
    an_occupation,
    qualify,
    register_occupations,
)
from tests.timetable.term import FIRST_DAY, Term, a_term, a_trainee_row, an_application, sessions


def refused(answer: httpx.Response, clause: str) -> bool:
    body = answer.json()
    return (answer.status_code, body["type"], body.get("clause")) == (422, "/problems/rule-refused", clause)


# Roster, vouchers and opening -----------------------------------------------------------------------------------------


async def test_anhui_takes_people_once_the_opening_is_approved(client: httpx.AsyncClient, resources: Resources) -> None:
    term = await a_term(resources, client, await a_school(resources, client, "340100"))
    rows = {"trainees": [a_trainee_row()]}
    early = await term.post(term.school.admin, "roster", rows)
    assert refused(early, "AH-12")
    assert "审批通过后" in early.json()["detail"]
    await term.done(term.school.officer, "opening", {"approved": True})
    await term.done(term.school.admin, "roster", rows)


async def test_shandong_makes_vouchers_after_the_opening_and_shaoxing_before_it(
    client: httpx.AsyncClient, resources: Resources
) -> None:
    shandong = await a_term(resources, client, await a_school(resources, client, "370100"))
    await shandong.enter(a_trainee_row())
    assert refused(await shandong.post(shandong.school.officer, "vouchers"), "SD-11")
    shaoxing = await a_term(resources, client)
    await shaoxing.enter(a_trainee_row())
    assert len(await shaoxing.issue()) == 1


async def test_shaoxing_opens_a_class_once_plan_roster_and_briefing_are_there(
    client: httpx.AsyncClient, resources: Resources
) -> None:
    term = await a_term(resources, client)
    officer, admin = term.school.officer, term.school.admin
    empty = await term.post(officer, "opening", {"approved": True})
    assert refused(empty, "SX-28")
    assert all(name in empty.json()["detail"] for name in ("学员名单", "辅导培训券使用方法", "告知补贴标准和方式"))
    await term.enter(a_trainee_row())
    half = {"briefing_id": str(new_id()), "items": ["voucher_briefing"], "evidence": "行前教育签到表"}
    await term.done(admin, "briefings", half)
    without = await term.post(officer, "opening", {"approved": True})
    assert refused(without, "SX-28")
    assert "学员名单" not in without.json()["detail"]
    await term.brief()
    await term.done(officer, "opening", {"approved": True})


async def test_an_opening_can_be_refused_whatever_is_missing(client: httpx.AsyncClient, resources: Resources) -> None:
    term = await a_term(resources, client)
    await term.done(term.school.officer, "opening", {"approved": False, "reason": "教学计划不完整"})


async def test_nothing_is_recorded_that_lies_ahead(client: httpx.AsyncClient, resources: Resources) -> None:
    term = await a_term(resources, client)
    tomorrow = {"held_on": "2026-03-03", "items": ["voucher_briefing"], "evidence": "签到表"}
    answer = await term.post(term.school.admin, "briefings", tomorrow | {"briefing_id": str(new_id())})
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/rule-refused")


# Checks at registration -----------------------------------------------------------------------------------------------


async def test_nobodys_voucher_is_used_before_the_institution_has_checked_the_person(
    client: httpx.AsyncClient, resources: Resources
) -> None:
    term = await a_term(resources, client)
    await term.open()
    admin = term.school.admin
    rows = {"trainees": [a_trainee_row()]}
    trainee_id = (await term.done(admin, "roster", rows))["trainees"][0]["trainee_id"]
    await term.examine([trainee_id])
    (voucher,) = await term.issue()
    shown = {"voucher_code": voucher["voucher_code"]}
    unchecked = await term.post(admin, "activations", shown)
    assert refused(unchecked, "SX-18")
    assert "职业（工种）、等级申报条件" in unchecked.json()["detail"]
    await term.check(trainee_id)
    await term.done(admin, "activations", shown)
    recorded = (await term.get(term.school.officer, "/preparation")).json()["checks"]
    mine = [each for each in recorded if each["trainee_id"] == trainee_id]
    assert {each["item"] for each in mine} == {"identity", "occupation_requirements", "subsidy_eligibility"}
    assert {each["evidence"] for each in mine} == {"身份证原件、申报条件审核表"}
    assert {each["examined_by"] for each in mine} == {str(admin.subject_id)}


async def test_only_people_on_the_roster_are_checked(client: httpx.AsyncClient, resources: Resources) -> None:
    term = await a_term(resources, client)
    body = {"check_id": str(new_id()), "items": ["identity"], "evidence": "身份证", "trainees": [str(new_id())]}
    answer = await term.post(term.school.admin, "registration-checks", body)
    assert (answer.status_code, answer.json()["rows"][0]["row"]) == (422, 1)


# Forms of teaching ----------------------------------------------------------------------------------------------------


async def apply(
    client: httpx.AsyncClient, resources: Resources, school: School, ways: list[tuple[str, str | None]], **changed: Any
) -> httpx.Response:
    """A class of so many sessions, each held this way and of this part."""
    planned = sessions(school.site_id, len(ways))
    for session, (delivery, part) in zip(planned, ways, strict=True):
        session.update({"delivery": delivery} | ({"part": part} if part else {}))
    body = an_application(school, sessions=planned, **changed)
    return await client.post("/v1/classes", json=body, headers=bearer(resources, school.admin))


async def project_of_kind(client: httpx.AsyncClient, resources: Resources, school: School, kind: str) -> dict[str, str]:
    code = f"test-{kind}-{school.institution_id[-8:]}"
    row = an_occupation(occupation_code=code, kind=kind, level="")
    assert (await register_occupations(resources, client, school.officer, row)).status_code == 201
    body = a_project(occupation_code=code)
    answer = await client.post("/v1/projects", json=body, headers=bearer(resources, school.officer))
    assert answer.status_code == 201, answer.text
    return {"project_id": body["project_id"]}


MIXED: list[tuple[str, str | None]] = [("online", "theory"), ("offline", "practice")]


@pytest.fixture
async def fujian(resources: Resources, client: httpx.AsyncClient) -> School:
    return await a_school(resources, client, "350100", is_qualified=False)


async def test_fujian_teaches_knowledge_fully_online_and_operation_never(
    client: httpx.AsyncClient, resources: Resources, fujian: School
) -> None:
    knowledge = await project_of_kind(client, resources, fujian, "knowledge")
    operation = await project_of_kind(client, resources, fujian, "operation")
    online: list[tuple[str, str | None]] = [("online", None), ("online", None)]
    assert (await apply(client, resources, fujian, online, **knowledge)).status_code == 201
    answer = await apply(client, resources, fujian, online, **operation)
    assert refused(answer, "FJ-22")
    assert "线上+线下" in answer.json()["detail"]


async def test_shaoxing_teaches_every_occupation_in_each_way(client: httpx.AsyncClient, resources: Resources) -> None:
    shaoxing = await a_school(resources, client)
    assert (await apply(client, resources, shaoxing, [("online", None), ("offline", None)])).status_code == 201


async def test_practice_of_an_operation_occupation_is_taught_by_a_qualified_institution(
    client: httpx.AsyncClient, resources: Resources, fujian: School
) -> None:
    operation = await project_of_kind(client, resources, fujian, "operation")
    assert refused(await apply(client, resources, fujian, MIXED, **operation), "FJ-22")
    await qualify(resources, client, fujian.officer, fujian.institution_id, kind="other")
    assert refused(await apply(client, resources, fujian, MIXED, **operation), "FJ-22")
    ends_early = (FIRST_DAY + timedelta(hours=8)).date().isoformat()
    await qualify(resources, client, fujian.officer, fujian.institution_id, valid_until=ends_early)
    assert refused(await apply(client, resources, fujian, MIXED, **operation), "FJ-22")
    await qualify(resources, client, fujian.officer, fujian.institution_id)
    assert (await apply(client, resources, fujian, MIXED, **operation)).status_code == 201


async def test_mixed_training_tells_theory_and_practice_apart_where_practice_waits_for_theory(
    client: httpx.AsyncClient, resources: Resources, fujian: School
) -> None:
    operation = await project_of_kind(client, resources, fujian, "operation")
    await qualify(resources, client, fujian.officer, fujian.institution_id)
    wrong: list[list[tuple[str, str | None]]] = [
        [("online", "theory"), ("offline", None)],
        [("online", "theory"), ("offline", "theory")],
        [("online", "practice"), ("offline", "practice")],
    ]
    for ways in wrong:
        assert refused(await apply(client, resources, fujian, ways, **operation), "FJ-23")
    assert (await apply(client, resources, fujian, MIXED, **operation)).status_code == 201


# Two institutions -----------------------------------------------------------------------------------------------------


async def test_each_institution_of_a_mixed_training_sees_the_class_and_enters_its_own_part(
    client: httpx.AsyncClient, resources: Resources, clock: Any, fujian: School
) -> None:
    other = an_institution()
    await client.post("/v1/institutions", json=other, headers=bearer(resources, fujian.officer))
    online = an_institution_admin(institution_id=other["institution_id"])
    operation = await project_of_kind(client, resources, fujian, "operation")
    await qualify(resources, client, fujian.officer, fujian.institution_id)
    legs = [
        {"delivery": "online", "institution_id": other["institution_id"], "share_percent": 40},
        {"delivery": "offline", "institution_id": fujian.institution_id, "share_percent": 60},
    ]
    answer = await apply(client, resources, fujian, MIXED, **operation, teaching=legs)
    assert answer.status_code == 201, answer.text
    term = Term(client, resources, fujian, answer.json()["class_id"])
    await term.open()
    (trainee_id,) = await term.enter(a_trainee_row(voucher_kind="general"))
    assert (await term.get(online)).status_code == (await term.get(online, "/roster")).status_code == 200
    listed = (await client.get("/v1/classes", headers=bearer(resources, online))).json()["classes"]
    assert term.class_id in {each["class_id"] for each in listed}
    assert (await term.get(an_institution_admin())).status_code == 404
    assert (await term.post(online, "roster", {"trainees": [a_trainee_row()]})).status_code == 404
    clock.advance(days=9)

    def result(part: str | None) -> dict[str, Any]:
        stated = {"trainee_id": trainee_id, "passed": True, "assessed_on": "2026-03-10"}
        return {"results": [stated | ({"part": part} if part else {})]}

    for who, part in ((online, "practice"), (online, None), (fujian.admin, "theory")):
        assert (await term.post(who, "assessments", result(part))).status_code == 422
    await term.done(online, "assessments", result("theory"))
    await term.done(fujian.admin, "assessments", result("practice"))
    await term.done(fujian.admin, "assessments", result(None))
