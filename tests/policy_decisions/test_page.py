"""The page: what is in force, what is undecided, a form for each item, and a second person's approval."""

import re
from uuid import UUID

import httpx
from fastapi import FastAPI

from checkin_service.access.model import Role
from checkin_service.access.service import create_authority_staff
from checkin_service.cli.policy import replay
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from checkin_service.policy.book import going_by
from tests.building.world import PASSWORD
from tests.catalogue.registers import a_school
from tests.policy_decisions.deciding import Authority, an_authority
from tests.timetable.term import a_term, a_trainee_row
from tests.web.staff_browser import SAME_ORIGIN, a_browser, sign_in

CITY = "510100"
USE = "voucher.use_within_months"


async def logins(resources: Resources, code: str) -> list[str]:
    names = [f"decider-{new_id().hex[-10:]}" for _ in range(2)]
    for login in names:
        await create_authority_staff(
            resources, authority_code=code, login=login, password=PASSWORD, role=Role.OFFICER, display_name="经办"
        )
    return names


async def submit(browser: httpx.AsyncClient, path: str, fields: dict[str, str | list[str]]) -> httpx.Response:
    return await browser.post(path, data=fields, headers=SAME_ORIGIN)


async def test_two_people_decide_on_the_page(
    nodes: tuple[FastAPI, FastAPI], client: httpx.AsyncClient, resources: Resources
) -> None:
    city = await an_authority(client, resources, CITY)
    one, other = await logins(resources, CITY)
    async with a_browser(nodes[0]) as first:
        await sign_in(first, one)
        page = await first.get("/policy")
        assert "使用有效期" in page.text
        assert f"/policy/decide?key={USE}" in page.text
        assert "/policy/decide?key=checkin.phases" not in page.text
        form = await first.get("/policy/decide", params={"key": "eligibility.criteria"})
        assert "考核合格" in form.text
        fields: dict[str, str | list[str]] = dict(
            re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form.text)
        )
        fields |= {
            "value": ["assessment_passed", "certificate"],
            "voucher_kind": "",
            "document_number": "蓉人社发〔2026〕1号",
            "document_title": "补贴条件",
            "published_on": "2026-02-01",
            "effective_from": "2026-02-01",
            "effective_to": "",
            "quote": "考核合格并取得证书",
            "reason": "上级未作规定",
        }
        proposed = await submit(first, "/policy/decisions", fields)
        assert (proposed.status_code, proposed.headers["location"]) == (303, "/policy?done=proposed")
        assert "另一名工作人员批准" in (await first.get("/policy")).text
    async with a_browser(nodes[0]) as second:
        await sign_in(second, other)
        page = await second.get("/policy")
        assert "考核合格、证书" in page.text
        path, request_id = re.findall(r'action="(/policy/decisions/[^"]+)">\s*<input[^>]+value="([^"]+)"', page.text)[0]
        ruled = await submit(second, path, {"request_id": request_id, "decision": "approve", "reason": ""})
        assert ruled.headers["location"] == "/policy?done=ruled"
    assert (await city.value("eligibility.criteria") or {})["value"] == ["assessment_passed", "certificate"]


async def test_the_page_in_english_and_an_item_nobody_decides(
    nodes: tuple[FastAPI, FastAPI], client: httpx.AsyncClient, resources: Resources
) -> None:
    await an_authority(client, resources, "510200")
    login, _ = await logins(resources, "510200")
    async with a_browser(nodes[0]) as browser:
        await sign_in(browser, login)
        assert "Not decided yet" in (await browser.get("/policy?lang=en")).text
        for key, status in (("voucher.steps", 404), ("voucher.colour", 404), ("site.radius_max_m", 200)):
            assert (await browser.get("/policy/decide", params={"key": key})).status_code == status


async def test_whoever_approves_sees_first_whom_it_would_affect(
    nodes: tuple[FastAPI, FastAPI], client: httpx.AsyncClient, resources: Resources
) -> None:
    city = await an_authority(client, resources, "520100")
    await city.decide("eligibility.criteria", ["assessment_passed"])
    await city.decide(USE, 6)
    term = await a_term(resources, client, await a_school(resources, client, "520100"), name="受影响的班")
    await term.open()
    await term.enter(a_trainee_row(), a_trainee_row())
    decision_id = (await city.propose("checkin.in_closes_after_min", 5, effective_from="2026-03-10")).json()[
        "decision_id"
    ]
    login, _ = await logins(resources, "520100")
    async with a_browser(nodes[0]) as browser:
        await sign_in(browser, login)
        page = (await browser.get("/policy")).text
    assert "将影响未结业的班期1个、学员2人。" in page
    assert "受影响的班" in page
    told = await _impact(nodes[0], city, decision_id)
    assert "未结业的班期 classes not over: 1 · 学员 people: 2" in told
    assert any("受影响的班 (open): 2 人 people; checkin.in_closes_after_min" in line for line in told)


async def test_a_decision_for_days_when_no_class_is_held_affects_nobody(
    nodes: tuple[FastAPI, FastAPI], client: httpx.AsyncClient, resources: Resources
) -> None:
    city = await an_authority(client, resources, "530100")
    await city.decide("eligibility.criteria", ["assessment_passed"])
    await city.decide(USE, 6)
    await (await a_term(resources, client, await a_school(resources, client, "530100"))).open()
    decision_id = (await city.propose("checkin.in_closes_after_min", 5, effective_from="2027-01-01")).json()[
        "decision_id"
    ]
    assert "未结业的班期 classes not over: 0 · 学员 people: 0" in await _impact(nodes[0], city, decision_id)


async def _impact(node: FastAPI, city: Authority, decision_id: str) -> list[str]:
    """What `policy impact --decision` prints."""
    with going_by(node.state.shelf):
        found = await replay.impact_of_decision(city.resources, UUID(decision_id))
    assert found is not None
    return list(replay.report(found, listed=10))
