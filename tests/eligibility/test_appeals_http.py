"""A denial is appealed against as such, decided by somebody else, and determined again; lists before payment."""

import json
from hashlib import sha256
from typing import Any
from uuid import UUID

import httpx
import pytest

from checkin_service.access.model import Role, Subject, authority_staff
from checkin_service.eligibility.model.canonical import canonical
from checkin_service.eligibility.rules import recompute
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from tests.access.people import an_officer, bearer
from tests.building.news import deliver_all
from tests.building.stored import StoredWorld, a_stored_world
from tests.conftest import StoppedClock


@pytest.fixture
async def denied(resources: Resources) -> StoredWorld:
    world = await a_stored_world(resources, attended=3)
    await world.assess(passed=False)
    await world.complete()
    await deliver_all(resources)
    return world


async def post(
    client: httpx.AsyncClient, resources: Resources, subject: Subject, path: str, body: dict[str, Any]
) -> httpx.Response:
    return await client.post(f"/v1{path}", json=body, headers=bearer(resources, subject))


async def latest(client: httpx.AsyncClient, resources: Resources, world: StoredWorld) -> dict[str, Any]:
    answer = await client.get(
        "/v1/eligibility", params={"trainee": str(world.trainee_id)}, headers=bearer(resources, world.officer)
    )
    (found,) = answer.json()["determinations"]
    return dict(found)


def an_appeal(determination_id: str) -> dict[str, Any]:
    return {"appeal_id": str(new_id()), "determination_id": determination_id, "reason": "成绩登记有误"}


def a_decision(*criteria: str, upheld: bool = True) -> dict[str, Any]:
    return {"request_id": str(new_id()), "upheld": upheld, "criteria": list(criteria), "reason": "原始成绩单为合格"}


def a_reviewer(world: StoredWorld, staff_id: UUID | None = None) -> Subject:
    return authority_staff(staff_id or new_id(), role=Role.REVIEWER, authority_code=world.authority_code)


async def test_an_upheld_appeal_leads_to_a_new_determination_that_supersedes(
    client: httpx.AsyncClient, resources: Resources, denied: StoredWorld
) -> None:
    before = await latest(client, resources, denied)
    appeal = an_appeal(before["determination_id"])
    assert (await post(client, resources, denied.holder, "/eligibility-appeals", appeal)).status_code == 201
    path = f"/eligibility-appeals/{appeal['appeal_id']}/decision"
    decision = a_decision("assessment_passed")
    reviewer = a_reviewer(denied)
    first = await post(client, resources, reviewer, path, decision)
    assert first.json()["upheld"] is True
    assert (await post(client, resources, reviewer, path, decision)).content == first.content
    assert (await post(client, resources, reviewer, path, a_decision("assessment_passed"))).status_code == 409
    await deliver_all(resources)
    after = await latest(client, resources, denied)
    assert (after["outcome"], after["document"]["supersedes"]) == ("eligible", before["determination_id"])
    criterion = next(each for each in after["document"]["criteria"] if each["criterion"] == "assessment_passed")
    assert (criterion["reason"], criterion["basis"]["kind"]) == ("upheld_on_appeal", "authority_decision")
    assert [each.faults for each in recompute.check(json.dumps(after).encode())] == [()]


async def test_a_dismissed_appeal_changes_nothing_and_is_seen_by_all_sides(
    client: httpx.AsyncClient, resources: Resources, denied: StoredWorld
) -> None:
    before = await latest(client, resources, denied)
    appeal = an_appeal(before["determination_id"])
    await post(client, resources, denied.admin, "/eligibility-appeals", appeal)
    path = f"/eligibility-appeals/{appeal['appeal_id']}/decision"
    assert (await post(client, resources, a_reviewer(denied), path, a_decision(upheld=False))).status_code == 201
    await deliver_all(resources)
    assert await latest(client, resources, denied) == before
    for subject in (denied.holder, denied.admin, denied.officer):
        answer = await client.get("/v1/eligibility-appeals?limit=200", headers=bearer(resources, subject))
        (found,) = (each for each in answer.json()["appeals"] if each["appeal_id"] == appeal["appeal_id"])
        assert (found["upheld"], found["decision_reason"]) == (False, "原始成绩单为合格")
    second = await post(client, resources, denied.holder, "/eligibility-appeals", an_appeal(before["determination_id"]))
    assert second.status_code == 409


async def test_an_appeal_is_for_denials_in_time(
    client: httpx.AsyncClient, resources: Resources, denied: StoredWorld, clock: StoppedClock
) -> None:
    found = await latest(client, resources, denied)
    clock.advance(days=75)  # Sixty days, and a holiday at their end.
    late = await post(client, resources, denied.holder, "/eligibility-appeals", an_appeal(found["determination_id"]))
    assert late.json()["type"] == "/problems/rule-refused"
    stranger = await post(client, resources, an_officer("340000"), "/eligibility-appeals", an_appeal(str(new_id())))
    assert stranger.status_code == 403
    unknown = await post(client, resources, denied.holder, "/eligibility-appeals", an_appeal(str(new_id())))
    assert unknown.status_code == 404


async def test_the_list_before_payment_masks_names_and_stays_the_same(
    client: httpx.AsyncClient, resources: Resources, denied: StoredWorld
) -> None:
    body = {"publication_id": str(new_id())}
    path = f"/classes/{denied.class_id}/publication"
    first = await post(client, resources, denied.officer, path, body)
    listed = first.json()
    assert (listed["rows"], listed["amount_fen"], first.status_code) == ([], 0, 201)
    assert sha256(canonical(listed["rows"])).hexdigest() == listed["rows_sha256"]
    assert (await post(client, resources, denied.officer, path, body)).content == first.content
    assert (await post(client, resources, an_officer("340000"), path, body)).status_code == 404
