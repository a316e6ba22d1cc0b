"""Matching by facts and pushing vouchers to the list: two people, batches that count once, quota and budget."""

from datetime import date
from typing import Any

import httpx
import pytest

from checkin_service.access.model import Subject
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from checkin_service.registry.service import push_waiting
from tests.access.people import an_officer, bearer
from tests.building.honest import honest_facts
from tests.catalogue.registers import an_authority
from tests.registry.builders import Office, a_list, a_person

ANHUI, FUJIAN, SHAOXING = "340000", "350000", "330600"
FUND = "employment_subsidy_fund"


async def an_office(resources: Resources, client: httpx.AsyncClient, code: str) -> Office:
    return Office(client, resources, await an_authority(resources, code))


@pytest.fixture
async def anhui(resources: Resources, client: httpx.AsyncClient) -> Office:
    return await an_office(resources, client, ANHUI)


async def a_group(office: Office, fitting: int, unknown: int = 0) -> tuple[str, list[str], list[dict[str, Any]]]:
    """People of one list: some of whom everything is known that speaks for them, and some of whom nothing is."""
    source = f"名单{new_id().hex[-8:]}"
    people = [a_person() for _ in range(fitting + unknown)]
    rows = (await office.done("people", a_list(*people, source=source)))["rows"]
    code = office.officer.authority_code or ""
    facts = [{"document": each["document"], **fact} for each in people[:fitting] for fact in honest_facts(code)]
    if facts:
        await office.done("person-facts", {"batch_id": str(new_id()), "source": "社保比对", "facts": facts})
    return source, [row["trainee_id"] for row in rows], people


def a_match(source: str, kind: str = "targeted", **query: Any) -> dict[str, Any]:
    return {
        "match_id": str(new_id()),
        "name": "未就业毕业生",
        "query": {"source": source} | query,
        "voucher_kind": kind,
        "template_id": None,
    }


def beforehand(match: dict[str, Any]) -> dict[str, Any]:
    return {name: match[name] for name in ("query", "voucher_kind", "template_id")}


async def look(office: Office, match: dict[str, Any]) -> httpx.Response:
    return await office.post("person-matches/preview", beforehand(match))


async def approve(office: Office, match: dict[str, Any], by: Subject | None = None) -> httpx.Response:
    headers = bearer(office.resources, by or an_officer(office.officer.authority_code or ""))
    body = {"request_id": str(new_id()), "approved": True}
    return await office.client.post(f"/v1/person-matches/{match['match_id']}/ruling", json=body, headers=headers)


async def push_all(resources: Resources, **batch: int) -> list[int]:
    """Batch after batch until nobody waits any more; how many people each dealt with."""
    dealt_with = []
    while people := await push_waiting(resources, **batch):
        dealt_with.append(people)
    return dealt_with


async def test_a_list_that_two_people_saw_is_given_vouchers_in_batches(anhui: Office, resources: Resources) -> None:
    """AH-03: the province's verified list, pushed to each person's card."""
    await push_all(resources)
    source, ids, people = await a_group(anhui, fitting=3, unknown=2)
    match = a_match(source)
    seen = (await look(anhui, match)).json()
    assert (seen["people"], seen["judged"], seen["fitting"]) == (5, 5, 3)
    assert sum(seen["reasons"].values()) == 2
    assert any("毕业" in each["zh"] for each in seen["conditions"])
    proposed = await anhui.done("person-matches", match)
    assert (proposed["state"], proposed["waiting"]) == ("proposed", 5)
    assert await push_all(resources) == []
    approved = await approve(anhui, match)
    assert (approved.status_code, approved.json()["state"]) == (201, "running")
    assert await push_all(resources, batch=2) == [2, 2, 1]
    done = await anhui.get(f"person-matches/{match['match_id']}")
    assert (done["state"], done["pushed"], done["refused"], done["waiting"]) == ("done", 3, 2, 0)
    assert sum(done["reasons"].values()) == 2
    assert await push_all(resources) == []
    again = (await look(anhui, match)).json()
    assert again["people"] == 2
    assert len(ids) == len(people) == 5


async def test_whoever_proposes_a_list_does_not_approve_it_and_it_is_approved_once(anhui: Office) -> None:
    source, _, _ = await a_group(anhui, fitting=1)
    match = a_match(source)
    await anhui.done("person-matches", match)
    assert (await approve(anhui, match, anhui.officer)).status_code == 422
    assert (await approve(anhui, match, an_officer(SHAOXING))).status_code == 404
    assert (await approve(anhui, match)).status_code == 201
    assert (await approve(anhui, match)).status_code == 422


async def test_a_list_that_is_refused_goes_to_nobody(anhui: Office, resources: Resources) -> None:
    await push_all(resources)
    source, _, _ = await a_group(anhui, fitting=1)
    match = a_match(source)
    await anhui.done("person-matches", match)
    headers = bearer(resources, an_officer(ANHUI))
    body = {"request_id": str(new_id()), "approved": False, "reason": "名单有误"}
    path = f"/v1/person-matches/{match['match_id']}/ruling"
    refused = await anhui.client.post(path, json=body, headers=headers)
    assert refused.json()["state"] == "refused"
    assert await push_all(resources) == []


async def test_facts_say_who_is_meant(anhui: Office) -> None:
    source, _, people = await a_group(anhui, fitting=2, unknown=1)
    assert (await look(anhui, a_match(source, holds=["graduation"]))).json()["people"] == 2
    assert (await look(anhui, a_match(source, lacks=["graduation"]))).json()["people"] == 1
    assert (await look(anhui, a_match(source, holds=["graduation", "retirement"]))).json()["people"] == 0
    assert (await look(anhui, a_match(source, holds=["graduation"], since_from="2024-01-01"))).json()["people"] == 0
    insured = a_match(source, holds=["unemployment_insurance"], place="350100")
    assert (await look(anhui, insured)).json()["people"] == 0
    born = date.fromisoformat(f"{people[0]['document']['number'][6:10]}-01-01")
    assert (await look(anhui, a_match(source, born_until=born.replace(year=1960).isoformat()))).json()["people"] == 0


async def test_where_vouchers_are_applied_for_or_go_by_a_roster_none_are_pushed(
    resources: Resources, client: httpx.AsyncClient
) -> None:
    """Shaoxing pushes none; Fujian's directed ones go by the institution's roster (FJ-10)."""
    shaoxing = await an_office(resources, client, SHAOXING)
    assert (await look(shaoxing, a_match("名单", "general"))).json()["reason"] == "not_pushed"
    fujian = await an_office(resources, client, FUJIAN)
    assert (await look(fujian, a_match("名单", "targeted"))).json()["reason"] == "by_roster_only"
    assert (await look(fujian, a_match("名单", "general"))).status_code == 200


async def a_template(office: Office, quantity: int, kind: str = "general", **changes: Any) -> str:
    template_id = str(new_id())
    body = {
        "request_id": str(new_id()),
        "template_id": template_id,
        "name": "通用券",
        "content": "电工",
        "kind": kind,
        "form": "face_value",
        "delivery": "offline",
        "purpose": "certificate",
        "fund": FUND,
        "face_value_fen": 100_000,
        "people": "符合条件的劳动者",
        "quantity": quantity,
    }
    await office.done("voucher-templates", body | changes)
    return template_id


async def test_no_more_is_pushed_than_template_and_fund_have_for(
    resources: Resources, client: httpx.AsyncClient
) -> None:
    """FJ-11: vouchers are issued within the funds there are; the rest is told why."""
    await push_all(resources)
    fujian = await an_office(resources, client, FUJIAN)
    budget = {"request_id": str(new_id()), "kind": "grant", "fund": FUND, "fiscal_year": 2026}
    await fujian.done("budgets", budget | {"amount_fen": 250_000, "document": "闽财社〔2026〕1号"})
    source, _, _ = await a_group(fujian, fitting=4)
    match = a_match(source, "general") | {"template_id": await a_template(fujian, quantity=3)}
    assert (await look(fujian, match)).json()["template_left"] == 3
    await fujian.done("person-matches", match)
    assert (await approve(fujian, match)).status_code == 201
    await push_all(resources)
    done = await fujian.get(f"person-matches/{match['match_id']}")
    assert done["state"] == "done"
    assert (done["pushed"], done["refused"]) == (2, 2)
