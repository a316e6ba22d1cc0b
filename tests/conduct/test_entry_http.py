"""Admission of institutions from outside: the form without an account, two people, the register of a whole city."""

from datetime import timedelta
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from checkin_service.client import InstitutionAdmin, Refused
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from tests.building.identities import a_credit_code, a_name, a_resident_id
from tests.building.world import PASSWORD, World, a_world, approve
from tests.conduct.test_conduct_http import GROUNDS, refused_of
from tests.conftest import StoppedClock
from tests.credit.test_credit_http import directory
from tests.web.desk import Desk
from tests.web.staff_browser import SAME_ORIGIN, a_browser, sign_in

DISTRICT, ELSEWHERE = "330602", "330681"
APPLICATIONS = "/v1/institution-applications"


@pytest.fixture
async def world(resources: Resources, client: httpx.AsyncClient, clock: StoppedClock) -> World:
    return await a_world(resources, client, clock, authority=DISTRICT)


def an_application(**changed: Any) -> dict[str, Any]:
    return {
        "application_id": str(new_id()),
        "authority_code": DISTRICT,
        "name": f"新办培训学校{new_id().hex[-8:]}",
        "credit_code": a_credit_code(),
        "kind": "vocational_school",
        "licence_number": "人社民3306024000012号",
        "valid_from": "2025-01-01",
        "valid_until": "2028-12-31",
        "address": "绍兴市越城区示例路8号",
        "telephone": "0575-85110000",
        "longitude": 120.6,
        "latitude": 30.0,
        "datum": "wgs84",
        "papers": ["营业执照副本", "消防验收意见书〔2026〕3号"],
    } | changed


async def apply(client: httpx.AsyncClient, asked: dict[str, Any]) -> httpx.Response:
    return await client.post(APPLICATIONS, json=asked)


async def receipt_of(client: httpx.AsyncClient, asked: dict[str, Any]) -> str:
    filed = await apply(client, asked)
    assert filed.status_code == httpx.codes.CREATED, filed.text
    return str(filed.json()["receipt"])


async def status(client: httpx.AsyncClient, receipt: str) -> dict[str, Any]:
    found = await client.post("/v1/institution-application-queries", json={"receipt": receipt})
    assert found.status_code == httpx.codes.OK, found.text
    return dict(found.json())


async def propose(world: World, application_id: str, *, admitted: bool = True) -> Any:
    body = {"decision_id": new_id(), "admitted": admitted, **GROUNDS}
    return (await world.officer.post(f"{APPLICATIONS}/{application_id}/decisions", body))["proposal_id"]


async def admitted(world: World, asked: dict[str, Any]) -> dict[str, Any]:
    await receipt_of(world.client, asked)
    return await approve(world, await propose(world, asked["application_id"]))


async def sites_of(world: World, institution_id: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    cursor = None
    while True:
        page = await world.officer.get("/v1/sites", cursor=cursor, limit=200)
        found += page["sites"]
        cursor = page["next_cursor"]
        if cursor is None:
            return [each for each in found if each["institution_id"] == institution_id]


async def test_two_people_admit_and_the_register_has_all_that_was_applied_with(
    app: FastAPI, world: World, client: httpx.AsyncClient
) -> None:
    asked = an_application()
    receipt = await receipt_of(client, asked)
    assert await receipt_of(client, asked) == receipt, "sent again, it is answered again"
    assert (await apply(client, asked | {"name": "另一名称"})).status_code == httpx.codes.CONFLICT
    assert (await status(client, receipt.lower()))["state"] == "filed"
    async with a_browser(app) as browser:
        await sign_in(browser, world.officer.login)
        assert f'href="/institution-applications/{asked["application_id"]}"' in await Desk(browser).see("/queue")
    proposal = await propose(world, asked["application_id"])
    assert (await status(client, receipt))["state"] == "filed", "nothing is decided by the word of one person"
    async with a_browser(app) as browser:
        await sign_in(browser, world.officer.login)
        case = await Desk(browser).see(f"/institution-applications/{asked['application_id']}")
    # Who opens it meanwhile is sent to where it is approved, and does not propose it again.
    assert 'href="/proposals"' in case.partition("<main")[2]
    assert 'name="admitted"' not in case
    with pytest.raises(Refused):
        await world.officer.post(f"/v1/proposals/{proposal}/ruling", {"request_id": new_id(), "approved": True})
    outcome = await approve(world, proposal)
    told = await status(client, receipt)
    assert (told["state"], told["document_number"]) == ("admitted", GROUNDS["document_number"])
    at = f"/v1/institutions/{outcome['institution_id']}"
    (licence,) = (await world.officer.get(f"{at}/qualifications"))["qualifications"]
    assert (licence["kind"], licence["licence_number"]) == (asked["kind"], asked["licence_number"])
    shown = [each for each in await directory(client, division=DISTRICT) if each["institution"] == asked["name"]]
    assert [(each["division"], each["telephone"], each["place"]) for each in shown] == [
        (DISTRICT, asked["telephone"], asked["address"])
    ]
    (site,) = await sites_of(world, outcome["institution_id"])
    assert (site["address"], site["longitude"], site["radius_m"]) == (asked["address"], 120.6, 200)
    assert "in the register already" in (await apply(client, asked | {"application_id": str(new_id())})).text
    assert "decided already" in await refused_of(propose(world, asked["application_id"]))


async def test_who_is_refused_is_told_why_and_may_apply_anew(world: World, client: httpx.AsyncClient) -> None:
    asked = an_application()
    receipt = await receipt_of(client, asked)
    assert "waits already" in (await apply(client, asked | {"application_id": str(new_id())})).text
    outcome = await approve(world, await propose(world, asked["application_id"], admitted=False))
    assert (outcome["state"], outcome["institution_id"]) == ("refused", None)
    told = await status(client, receipt)
    assert (told["state"], told["reason"]) == ("refused", GROUNDS["reason"])
    assert (await apply(client, asked | {"application_id": str(new_id())})).status_code == httpx.codes.CREATED
    unknown = await client.post("/v1/institution-application-queries", json={"receipt": "0000-0000-0000"})
    assert unknown.status_code == httpx.codes.NOT_FOUND


async def test_what_could_not_be_entered_is_refused_with_what_to_do(world: World, client: httpx.AsyncClient) -> None:
    del world  # It makes the authority.
    for changed, words in (
        ({"valid_until": "2025-06-30"}, "have it renewed first"),
        ({"authority_code": "999999"}, "no such authority"),
        ({"credit_code": "123"}, "credit_code"),
        ({"longitude": 30.0, "latitude": 120.6}, "latitude"),
        ({"papers": []}, "papers"),
        ({"valid_from": "2029-01-01"}, "a licence ends on or after its first day"),
    ):
        answer = await apply(client, an_application(**changed))
        assert (answer.status_code in {409, 422}, words in answer.text) == (True, True), answer.text


async def test_another_authority_neither_reads_nor_decides(
    world: World, resources: Resources, client: httpx.AsyncClient, clock: StoppedClock
) -> None:
    other = await a_world(resources, client, clock, authority=ELSEWHERE)
    asked = an_application()
    await receipt_of(client, asked)
    own = (await world.officer.get(APPLICATIONS, limit=200))["applications"]
    assert asked["application_id"] in [each["application_id"] for each in own]
    foreign = (await other.officer.get(APPLICATIONS, limit=200))["applications"]
    assert asked["application_id"] not in [each["application_id"] for each in foreign]
    with pytest.raises(Refused) as refused:
        await propose(other, asked["application_id"])
    assert refused.value.status == httpx.codes.NOT_FOUND


async def test_who_is_admitted_by_one_district_trains_for_another_without_a_second_approval(
    world: World, resources: Resources, client: httpx.AsyncClient, clock: StoppedClock
) -> None:
    """一地审核、全市共享 (SX-27): 越城 admits, a class for 诸暨 is opened, and 诸暨 approved nobody."""
    elsewhere = await a_world(resources, client, clock, authority=ELSEWHERE)
    outcome = await admitted(world, an_application())
    institution_id = outcome["institution_id"]
    admin = InstitutionAdmin(client, login=f"new-{new_id().hex[-8:]}", password=PASSWORD)
    await world.officer.create_admin(
        login=admin.login, password=PASSWORD, display_name="教务", institution_id=institution_id
    )
    await admin.sign_in()
    (site,) = await sites_of(world, institution_id)
    start = clock.now() + timedelta(days=1)
    session = {"session_id": new_id(), "ordinal": 1, "site_id": site["site_id"], "class_hours": 4}
    body = {
        "class_id": new_id(),
        "name": "诸暨电工班",
        "project_id": elsewhere.project_id,
        "teaching_plan": "安全用电",
        "paying_authority": ELSEWHERE,
        "sessions": [session | {"starts_at": start, "ends_at": start + timedelta(hours=3)}],
    }
    class_id = (await admin.post("/v1/classes", body))["class_id"]
    await admin.record_briefing(class_id)
    row = {"trainee_id": new_id(), "name": a_name(), "document": a_resident_id(), "voucher_kind": "targeted"}
    await admin.submit_roster(class_id, [row])
    await world.officer.decide_opening(class_id)
    opened = await elsewhere.officer.get(f"/v1/classes/{class_id}")
    named = [opened[name] for name in ("state", "supervising_authority", "paying_authority")]
    assert named == ["open", DISTRICT, ELSEWHERE]
    foreign = (await elsewhere.officer.get(APPLICATIONS, limit=200))["applications"]
    assert outcome["application_id"] not in [each["application_id"] for each in foreign]
    assert outcome["name"] in [each["institution"] for each in await directory(client)], "the whole city finds it"


async def test_from_the_public_form_to_the_register_in_pages(app: FastAPI, world: World) -> None:
    typed = an_application()
    fields = {name: typed[name] for name in ("name", "credit_code", "licence_number", "valid_from", "address")}
    fields |= {"telephone": typed["telephone"], "longitude": "120.6", "latitude": "30.0", "datum": "gcj02"}
    fields |= {"authority_code": DISTRICT, "kind": "technical_school", "valid_until": ""}
    async with a_browser(app) as visitor:
        desk = Desk(visitor)
        assert 'href="/institution-entry"' in await desk.see("/institution-credit")
        wrong = await desk.fill("/institution-entry", papers="", **fields)
        assert (wrong.status_code, typed["name"] in wrong.text) == (422, True)
        done = await desk.fill("/institution-entry", papers="营业执照副本\n消防验收意见书〔2026〕3号", **fields)
        assert "申请已受理" in done.text
        receipt = done.text.partition("<code>")[2].partition("</code>")[0]
    async with a_browser(app) as browser:
        await sign_in(browser, world.officer.login)
        desk = Desk(browser)
        page = await desk.see("/institution-applications")
        case = page.partition(f">{typed['name']}<")[0].rpartition('href="')[2].partition('"')[0]
        shown = await desk.see(case)
        assert ("消防验收意见书〔2026〕3号" in shown, "技工院校" in shown) == (True, True)
        unsaid = await desk.fill(case, admitted="yes", document_number="", reason="")
        assert unsaid.status_code == 422
        sent = await desk.fill(case, admitted="yes", **GROUNDS)
        assert f"准入“{typed['name']}”" in sent.text
    assert "待审核" in await told(app, receipt)
    (waiting,) = [
        each
        for each in (await world.reviewer.get("/v1/proposals?waiting=true"))["proposals"]
        if each["kind"] == "institution_entry" and typed["name"] in each["sentence"]["zh"]
    ]
    await approve(world, waiting["proposal_id"])
    shown = await told(app, receipt)
    assert ("已准入" in shown, GROUNDS["document_number"] in shown) == (True, True)
    assert "没有这一受理编号" in await told(app, "0000")
    async with a_browser(app) as browser:
        await sign_in(browser, world.officer.login)
        assert "已准入" in await Desk(browser).see(case)


async def told(app: FastAPI, receipt: str) -> str:
    async with a_browser(app) as visitor:
        await Desk(visitor).see("/institution-entry/status")
        answer = await visitor.post("/institution-entry/status", data={"receipt": receipt}, headers=SAME_ORIGIN)
        return answer.text
