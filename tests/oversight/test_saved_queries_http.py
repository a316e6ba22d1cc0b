"""Saved queries over HTTP: of one account, run with a purpose each time, renamed, deleted, never with a number."""

from typing import Any

import httpx
import pytest
from pydantic_core import to_json
from sqlalchemy import select

from checkin_service.access.model import Permission, Role
from checkin_service.access.tables import audit_entry
from checkin_service.client import Officer, Refused
from checkin_service.kit.idempotency import answered_request
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from tests.building.authorities import an_authority_of_shaoxing
from tests.building.desks import somebody
from tests.building.news import deliver_all
from tests.building.stored import StoredWorld, a_stored_world, another_trainee
from tests.tools.reading import reading


@pytest.fixture(scope="module")
async def worlds(resources: Resources) -> list[StoredWorld]:
    """Two people of one class: one has earned the subsidy, one has not."""
    first = await a_stored_world(resources, attended=3, authority_code=an_authority_of_shaoxing())
    denied = await another_trainee(first)
    await first.assess(passed=True)
    for each in (first, denied):
        await each.complete()
    await deliver_all(resources)
    return [first, denied]


@pytest.fixture
async def officer(resources: Resources, client: httpx.AsyncClient, worlds: list[StoredWorld]) -> Officer:
    return await somebody(resources, client, Role.OFFICER, worlds[0].authority_code)


async def kept(actor: Officer, name: str, **filters: object) -> str:
    return str((await actor.post("/v1/saved-queries", {"query_id": new_id(), "name": name, **filters}))["query_id"])


async def names(actor: Officer) -> list[str]:
    return [each["name"] for each in (await actor.get("/v1/saved-queries"))["queries"]]


async def ran(actor: Officer, query_id: str, **changes: object) -> dict[str, Any]:
    return dict(await actor.post(f"/v1/saved-queries/{query_id}/runs", {"purpose": "supervision"} | changes))


async def test_a_saved_query_finds_what_the_search_finds_and_pages_as_it_does(
    officer: Officer, worlds: list[StoredWorld]
) -> None:
    everything, denied = await kept(officer, "全部"), await kept(officer, "未通过", outcome="not_eligible")
    (row,) = (await ran(officer, denied))["determinations"]
    assert row["trainee_id"] == str(worlds[1].trainee_id)
    first = await ran(officer, everything, limit=1)
    second = await ran(officer, everything, limit=1, cursor=first["next_cursor"])
    found = {page["determinations"][0]["trainee_id"] for page in (first, second)}
    assert found == {str(each.trainee_id) for each in worlds}
    assert second["next_cursor"] is None


async def test_each_run_asks_for_its_purpose_and_stands_in_the_trail_with_it(
    resources: Resources, officer: Officer
) -> None:
    query = await kept(officer, "复查", region="33")
    without = await officer.send("POST", f"/v1/saved-queries/{query}/runs", content=to_json({}))
    assert without.status_code == httpx.codes.UNPROCESSABLE_ENTITY
    for purpose in ("complaint", "payment"):
        await ran(officer, query, purpose=purpose)
    own = (await officer.get("/v1/me"))["subject_id"]
    statement = select(audit_entry.c.detail).where(
        audit_entry.c.action == Permission.DETERMINATION_SEARCH, audit_entry.c.subject == f"staff:{own}"
    )
    trail = await resources.database.read(reading(statement))
    assert sorted(entry.detail["purpose"] for entry in trail) == ["complaint", "payment"]
    assert all("region" in entry.detail["by"] for entry in trail)


async def test_it_is_renamed_and_deleted_by_its_owner_and_its_name_is_gone(
    resources: Resources, officer: Officer
) -> None:
    name = f"待删{new_id().hex[-8:]}"
    query, _ = await kept(officer, name), await kept(officer, "另一条")
    change = {"request_id": new_id(), "name": "另一条"}
    with pytest.raises(Refused, match="You have a query of this name"):
        await officer.post(f"/v1/saved-queries/{query}/name", change)
    await officer.post(f"/v1/saved-queries/{query}/name", change | {"request_id": new_id(), "name": f"{name}新"})
    assert await names(officer) == ["另一条", f"{name}新"]
    end = {"request_id": new_id()}
    ended = [await officer.post(f"/v1/saved-queries/{query}/deletion", end) for _ in range(2)]
    assert ended[0] == ended[1], "a repeat gives the first answer"
    assert await names(officer) == ["另一条"]
    answers = await resources.database.read(reading(select(answered_request.c.answer)))
    assert not [each for each in answers if name.encode() in bytes(each.answer)]


async def test_another_accounts_query_is_nobodys(
    resources: Resources, client: httpx.AsyncClient, officer: Officer, worlds: list[StoredWorld]
) -> None:
    query = await kept(officer, "只给自己")
    other = await somebody(resources, client, Role.OFFICER, worlds[0].authority_code)
    assert await names(other) == []
    for part, body in (
        ("runs", {"purpose": "supervision"}),
        ("name", {"request_id": new_id(), "name": "别人的"}),
        ("deletion", {"request_id": new_id()}),
    ):
        answer = await other.send("POST", f"/v1/saved-queries/{query}/{part}", content=to_json(body))
        assert answer.status_code == httpx.codes.NOT_FOUND, part
    auditor = await somebody(resources, client, Role.AUDITOR, worlds[0].authority_code)
    assert (await auditor.send("GET", "/v1/saved-queries")).status_code == httpx.codes.FORBIDDEN


async def test_what_it_finds_is_within_the_scope_of_whoever_asks(
    resources: Resources, client: httpx.AsyncClient, worlds: list[StoredWorld]
) -> None:
    elsewhere = await somebody(resources, client, Role.OFFICER, an_authority_of_shaoxing())
    query = await kept(elsewhere, "他处", class_id=worlds[0].class_id)
    assert (await ran(elsewhere, query))["determinations"] == []


async def test_no_document_number_is_kept(officer: Officer) -> None:
    body = {"query_id": new_id(), "name": "证件", "document": {"kind": "passport", "number": "E12345678"}}
    answer = await officer.send("POST", "/v1/saved-queries", content=to_json(body))
    assert answer.status_code == httpx.codes.UNPROCESSABLE_ENTITY
