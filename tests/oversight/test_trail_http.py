"""Who of an office looked at whom and why, over HTTP: for the audit role, within its place, and itself on record."""

from typing import Any

import httpx
import pytest
from pydantic_core import to_json
from sqlalchemy import select

from checkin_service.access import audit
from checkin_service.access.model import LOOKED, Permission, Role
from checkin_service.access.tables import audit_entry
from checkin_service.client import Officer
from checkin_service.kit.civil import day_of
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from checkin_service.oversight.words.trail import DONE
from tests.access.people import bearer
from tests.building.authorities import an_authority_of_shaoxing
from tests.building.desks import somebody
from tests.building.news import deliver_all
from tests.building.stored import StoredWorld, a_stored_world
from tests.tools.reading import reading


@pytest.fixture(scope="module")
async def world(resources: Resources) -> StoredWorld:
    found = await a_stored_world(resources, attended=3, authority_code=an_authority_of_shaoxing())
    await found.assess(passed=True)
    await found.complete()
    await deliver_all(resources)
    return found


@pytest.fixture(scope="module")
async def auditor(resources: Resources, client: httpx.AsyncClient, world: StoredWorld) -> Officer:
    return await somebody(resources, client, Role.AUDITOR, world.authority_code)


async def asked(actor: Officer, **filters: object) -> list[dict[str, Any]]:
    looks: list[dict[str, Any]] = (await actor.post("/v1/looks", {"purpose": "inspection"} | filters))["looks"]
    return looks


async def sent(actor: Officer, **body: object) -> httpx.Response:
    return await actor.send("POST", "/v1/looks", content=to_json(body))


async def post(
    client: httpx.AsyncClient, resources: Resources, world: StoredWorld, path: str, **body: object
) -> httpx.Response:
    answer = await client.post(f"/v1{path}", json=body, headers=bearer(resources, world.officer))
    assert answer.status_code == httpx.codes.OK, answer.text
    return answer


async def test_a_search_an_opened_decision_and_a_file_are_told_with_who_whom_and_why(
    client: httpx.AsyncClient, resources: Resources, world: StoredWorld, auditor: Officer
) -> None:
    officer = await somebody(resources, client, Role.OFFICER, world.authority_code)
    await officer.post("/v1/eligibility/searches", {"purpose": "complaint"})
    await officer.get("/v1/eligibility", trainee=world.trainee_id, purpose="payment")
    await post(client, resources, world, "/eligibility/exports", purpose="supervision", format="csv")
    file, opened, search = (await asked(auditor))[:3]
    assert (search["kind"], search["reason"]["zh"], search["what"]["zh"]) == (
        "search",
        "投诉与申诉办理",
        "查询补贴审核结果",
    )
    assert (search["name"], search["role"]["zh"], search["about"]) == ("查阅", "经办人员", None)
    assert (opened["kind"], opened["reason"]["zh"], opened["found"]) == ("evidence", "补贴审核与拨付", 1)
    assert opened["about"]["id"] == str(world.trainee_id)
    assert opened["about"]["name"]
    assert set(opened["about"]) == {"id", "name", "document"}
    assert (file["kind"], file["found"], file["name"]) == ("file", 1, None), "an officer without an account"
    assert len(file["stamp"]) == 64


async def test_looks_are_filtered_by_person_kind_and_day_and_come_page_by_page(
    client: httpx.AsyncClient, resources: Resources, world: StoredWorld, auditor: Officer
) -> None:
    officer = await somebody(resources, client, Role.OFFICER, world.authority_code)
    for _ in range(3):
        await officer.post("/v1/eligibility/searches", {"purpose": "payment"})
    (staff_id,) = {each["subject"].partition(":")[2] for each in await asked(auditor, who=officer.login)}
    assert len(await asked(auditor, staff_id=staff_id, kind="search")) == 3
    assert await asked(auditor, staff_id=staff_id, kind="file") == []
    assert len(await asked(auditor, who=officer.login.upper())) == 3
    assert await asked(auditor, who="没有这样的人") == []
    today = day_of(resources.clock.now()).isoformat()
    assert len(await asked(auditor, staff_id=staff_id, since=today, until=today)) == 3
    assert await asked(auditor, staff_id=staff_id, until="2020-01-01") == []
    seen, cursor = [], None
    for _ in range(3):
        body = {"purpose": "inspection", "staff_id": staff_id, "limit": 1, "cursor": cursor}
        page = await auditor.post("/v1/looks", body)
        seen += [each["look_id"] for each in page["looks"]]
        cursor = page["next_cursor"]
    assert cursor is None
    assert seen == sorted(set(seen), reverse=True)
    refused = await sent(auditor, purpose="inspection", since=today, until="2020-01-01")
    assert refused.status_code == httpx.codes.UNPROCESSABLE_ENTITY


async def test_of_a_photo_and_a_plan_it_is_told_whose_they_were(
    resources: Resources, world: StoredWorld, auditor: Officer
) -> None:
    for action in (Permission.PHOTO_READ, Permission.PLAN_READ):
        async with resources.database.write() as unit:
            detail = {"trainee": str(world.trainee_id)}
            audit.record(unit, world.officer, action, new_id(), at=resources.clock.now(), detail=detail)
        look = (await asked(auditor, kind="evidence"))[0]
        assert (look["about"]["id"], look["reason"]) == (str(world.trainee_id), None)
        assert look["what"]["zh"] == DONE[action].zh


async def test_reading_the_looks_is_a_look_itself(resources: Resources, auditor: Officer) -> None:
    await asked(auditor, kind="copy", who=auditor.login)
    own = (await asked(auditor, kind="trail"))[0]
    assert (own["name"], own["reason"]["zh"], own["role"]["zh"]) == ("查阅", "审计与专项检查", "审计人员")
    statement = select(audit_entry.c.detail).where(audit_entry.c.entry_id == own["look_id"])
    (kept,) = await resources.database.read(reading(statement))
    assert (kept.detail["by"], auditor.login in str(kept.detail)) == (["kind", "who"], False)


async def test_what_was_done_about_a_complaint_is_no_look_and_what_was_read_of_it_is(
    client: httpx.AsyncClient, resources: Resources, world: StoredWorld, auditor: Officer
) -> None:
    """Steps stand under the same name in the trail as what was opened before them."""
    officer = await somebody(resources, client, Role.OFFICER, world.authority_code)
    complaint = {"complaint_id": str(new_id()), "authority_code": world.authority_code, "contact": None}
    filed = await client.post("/v1/complaints", json=complaint | {"about": "某校", "text": "课上没有老师"})
    assert filed.status_code == httpx.codes.CREATED, filed.text
    at = f"/v1/complaints/{complaint['complaint_id']}"
    await officer.post(f"{at}/reading", {"purpose": "complaint"})
    await officer.post(f"{at}/steps", {"request_id": new_id(), "state": "accepted", "words": None})
    (look,) = await asked(auditor, who=officer.login)
    assert (look["kind"], look["what"]["zh"], look["reason"]["zh"]) == (
        "evidence",
        "查看投诉举报来信",
        "投诉与申诉办理",
    )


async def test_an_auditor_reads_its_own_place_and_those_below_it(
    client: httpx.AsyncClient, resources: Resources, world: StoredWorld
) -> None:
    city, neighbour, province = [
        await somebody(resources, client, Role.AUDITOR, code)
        for code in (world.authority_code, an_authority_of_shaoxing(), "330000")
    ]
    officer = await somebody(resources, client, Role.OFFICER, world.authority_code)
    await officer.post("/v1/eligibility/searches", {"purpose": "payment"})
    assert len(await asked(city, who=officer.login)) == 1
    assert len(await asked(province, who=officer.login)) == 1
    assert await asked(neighbour, who=officer.login) == []


async def test_only_the_audit_role_reads_it_and_only_with_a_purpose(
    client: httpx.AsyncClient, resources: Resources, world: StoredWorld, auditor: Officer
) -> None:
    for role in (Role.OFFICER, Role.REVIEWER, Role.DESK, Role.FINANCE, Role.PROVINCE, Role.SECTOR):
        other = await somebody(resources, client, role, world.authority_code)
        refused = await sent(other, purpose="inspection")
        assert refused.status_code == httpx.codes.FORBIDDEN, role
    without = await sent(auditor)
    assert without.status_code == httpx.codes.UNPROCESSABLE_ENTITY


def test_every_look_has_words() -> None:
    assert set(DONE) == LOOKED
    assert Permission.TRAIL_READ in LOOKED
