"""Applying for a class, opening it, and who sees it."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from checkin_service.access import model
from checkin_service.access.model import Role
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from tests.access.people import a_trainee, an_institution_admin, an_officer, bearer
from tests.catalogue.registers import School, a_project, a_school, an_authority
from tests.timetable.term import FIRST_DAY, a_term, a_trainee_row, an_application, sessions


@pytest.fixture
async def school(resources: Resources, client: httpx.AsyncClient) -> School:
    return await a_school(resources, client)


async def apply(
    client: httpx.AsyncClient, resources: Resources, school: School, body: dict[str, Any]
) -> httpx.Response:
    return await client.post("/v1/classes", json=body, headers=bearer(resources, school.admin))


async def test_an_institution_applies_for_a_class(
    client: httpx.AsyncClient, resources: Resources, school: School
) -> None:
    body = an_application(school)
    answer = await apply(client, resources, school, body)
    assert answer.status_code == 201
    shown = answer.json()
    assert (shown["state"], shown["total_hours"], shown["phases"]) == ("applied", 12, ["in"])
    assert shown["proofs"] == ["face", "pin_code", "card_pin", "e_card"]
    assert {shown[f"{who}_authority"] for who in ("supervising", "paying", "counting")} == {"330600"}
    assert [each["ordinal"] for each in shown["sessions"]] == [1, 2, 3]


async def test_a_repeated_application_gives_the_first_answer(
    client: httpx.AsyncClient, resources: Resources, school: School
) -> None:
    body = an_application(school)
    first, again = [await apply(client, resources, school, body) for _ in range(2)]
    assert again.content == first.content
    assert (await apply(client, resources, school, body | {"name": "另一班"})).status_code == 409


async def test_the_order_in_which_sessions_are_sent_does_not_matter(
    client: httpx.AsyncClient, resources: Resources, school: School
) -> None:
    body = an_application(school)
    body["sessions"].reverse()
    shown = (await apply(client, resources, school, body)).json()
    assert [each["ordinal"] for each in shown["sessions"]] == [1, 2, 3]


async def test_an_unsound_timetable_is_refused_with_its_reason(
    client: httpx.AsyncClient, resources: Resources, school: School
) -> None:
    body = an_application(school)
    body["sessions"][1] |= {name: body["sessions"][0][name] for name in ("starts_at", "ends_at")}
    answer = await apply(client, resources, school, body)
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/rule-refused")
    assert "overlap" in answer.json()["detail_en"]


@pytest.mark.parametrize(
    "change",
    [
        {"sessions": []},
        {"proofs": ["face"]},
        {"proofs": ["pin_code", "password"]},
        {"paying_authority": "Shaoxing"},
        {"teaching_plan": ""},
        {"name": "班\u202e"},
    ],
)
async def test_a_malformed_application_is_refused(
    client: httpx.AsyncClient, resources: Resources, school: School, change: dict[str, Any]
) -> None:
    assert (await apply(client, resources, school, an_application(school) | change)).status_code == 422


@pytest.mark.parametrize("change", [{"class_hours": 0}, {"class_hours": 25}, {"starts_at": "2026-03-09T09:00:00"}])
async def test_a_malformed_session_is_refused(
    client: httpx.AsyncClient, resources: Resources, school: School, change: dict[str, Any]
) -> None:
    body = an_application(school)
    body["sessions"][0] |= change
    assert (await apply(client, resources, school, body)).status_code == 422


async def test_no_class_depends_on_faces_alone(client: httpx.AsyncClient, resources: Resources, school: School) -> None:
    answer = await apply(client, resources, school, an_application(school, proofs=["face", "face"]))
    assert answer.status_code == 422
    assert "at least two" in answer.json()["detail_en"]


async def test_a_site_or_project_of_somebody_else_does_not_exist(
    client: httpx.AsyncClient, resources: Resources, school: School
) -> None:
    neighbour = await a_school(resources, client, "330100")
    foreign_site = an_application(school, sessions=sessions(neighbour.site_id))
    foreign_project = an_application(school, project_id=neighbour.project_id)
    for body in (foreign_site, foreign_project):
        assert (await apply(client, resources, school, body)).status_code == 404


async def test_another_authority_may_pay_when_it_takes_part(
    client: httpx.AsyncClient, resources: Resources, school: School
) -> None:
    payer = await an_authority(resources, "330100")
    project = a_project()
    await client.post("/v1/projects", json=project, headers=bearer(resources, payer))
    body = an_application(school, paying_authority="330100", project_id=project["project_id"])
    shown = (await apply(client, resources, school, body)).json()
    assert (shown["paying_authority"], shown["counting_authority"]) == ("330100", "330100")
    absent = an_application(school, counting_authority="990000")
    answer = await apply(client, resources, school, absent)
    assert answer.status_code == 422
    assert "990000" in answer.json()["detail_en"]


async def test_an_institution_nobody_approved_cannot_apply(
    client: httpx.AsyncClient, resources: Resources, school: School
) -> None:
    headers = bearer(resources, an_institution_admin())
    assert (await client.post("/v1/classes", json=an_application(school), headers=headers)).status_code == 404


async def test_the_authority_opens_a_class(client: httpx.AsyncClient, resources: Resources) -> None:
    term = await a_term(resources, client)
    opened = await term.open()
    assert (opened["state"], opened["opened_at"]) == ("open", "2026-03-02T00:00:00Z")
    assert (await term.get(term.school.admin)).json() == opened


async def test_an_opening_is_decided_once(client: httpx.AsyncClient, resources: Resources) -> None:
    term = await a_term(resources, client)
    await term.brief()
    await term.enter(a_trainee_row())
    request = {"request_id": str(new_id()), "approved": True}
    first = await term.post(term.school.officer, "opening", request)
    assert (await term.post(term.school.officer, "opening", request)).content == first.content
    again = await term.post(term.school.officer, "opening", {"approved": False, "reason": "太晚"})
    assert (again.status_code, again.json()["state"]) == (409, "open")


async def test_the_same_request_id_for_another_class_conflicts(
    client: httpx.AsyncClient, resources: Resources, school: School
) -> None:
    one, other = [await a_term(resources, client, school) for _ in range(2)]
    await one.brief()
    await one.enter(a_trainee_row())
    request = {"request_id": str(new_id()), "approved": True}
    await one.done(school.officer, "opening", request)
    answer = await other.post(school.officer, "opening", request)
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/id-conflict")


async def test_a_refused_opening_says_why(client: httpx.AsyncClient, resources: Resources) -> None:
    term = await a_term(resources, client)
    assert (await term.post(term.school.officer, "opening", {"approved": False})).status_code == 422
    refused = await term.done(term.school.officer, "opening", {"approved": False, "reason": "教学计划不完整"})
    assert refused["state"] == "rejected"
    assert (await term.post(term.school.officer, "opening", {"approved": True})).status_code == 409


async def test_a_class_is_not_opened_where_policy_lacks_what_it_needs(
    client: httpx.AsyncClient, resources: Resources
) -> None:
    term = await a_term(resources, client, await a_school(resources, client, "330100"))
    answer = await term.post(term.school.officer, "opening", {"approved": True})
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/rule-refused")
    assert "eligibility.criteria" in answer.json()["unknown"]
    assert (await term.get(term.school.admin)).json()["state"] == "applied"


async def test_a_class_before_all_rules_cannot_even_be_planned(
    client: httpx.AsyncClient, resources: Resources, school: School
) -> None:
    early = sessions(school.site_id, starts_at=FIRST_DAY - timedelta(days=7 * 365))
    answer = await apply(client, resources, school, an_application(school, sessions=early))
    assert (answer.status_code, answer.json()["unknown"]) == (422, ["checkin.proofs"])


async def test_only_the_supervising_authority_opens(
    client: httpx.AsyncClient, resources: Resources, school: School
) -> None:
    counting = await an_authority(resources, "330200")
    term = await a_term(resources, client, school, counting_authority="330200")
    assert (await term.post(counting, "opening", {"approved": True})).status_code == 403
    assert (await term.post(an_officer("330300"), "opening", {"approved": True})).status_code == 404
    assert (await term.post(school.admin, "opening", {"approved": True})).status_code == 403


async def test_a_class_is_seen_by_its_own_people_only(
    client: httpx.AsyncClient, resources: Resources, school: School
) -> None:
    term = await a_term(resources, client, school)
    reviewer = model.authority_staff(new_id(), role=Role.REVIEWER, authority_code="330600")
    for insider in (school.admin, school.officer, reviewer):
        assert (await term.get(insider)).status_code == 200
    for outsider in (an_institution_admin(), an_officer("330300")):
        assert (await term.get(outsider)).status_code == 404
        assert (await term.get(outsider, "/roster")).status_code == 404
    assert (await term.get(a_trainee())).status_code == 403


async def test_classes_are_listed_by_tenant_and_state(
    client: httpx.AsyncClient, resources: Resources, school: School
) -> None:
    opened, applied = [await a_term(resources, client, school) for _ in range(2)]
    await opened.open()
    headers = bearer(resources, school.admin)
    both = (await client.get("/v1/classes", headers=headers)).json()["classes"]
    assert [each["class_id"] for each in both] == [opened.class_id, applied.class_id]
    only = (await client.get("/v1/classes?state=open", headers=headers)).json()["classes"]
    assert [each["class_id"] for each in only] == [opened.class_id]
    first = (await client.get("/v1/classes?limit=1", headers=headers)).json()
    rest = (await client.get(f"/v1/classes?cursor={first['next_cursor']}", headers=headers)).json()
    assert ([each["class_id"] for each in rest["classes"]], rest["next_cursor"]) == ([applied.class_id], None)
    assert (await client.get("/v1/classes?state=closed", headers=headers)).status_code == 422
    strangers = (await client.get("/v1/classes", headers=bearer(resources, an_institution_admin()))).json()
    assert strangers == {"classes": [], "next_cursor": None}
