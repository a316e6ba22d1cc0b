"""A person's own subsidies over HTTP: the stations with their days, the reasons, the appeal and its answer."""

from typing import Any

import httpx
import pytest

from checkin_service.access.model import Role, Subject, authority_staff
from checkin_service.eligibility.service.own import own_subsidies
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from tests.access.people import bearer
from tests.building.news import deliver_all
from tests.building.stored import StoredWorld, a_stored_world


@pytest.fixture
async def denied(resources: Resources) -> StoredWorld:
    world = await a_stored_world(resources, attended=3)
    await world.assess(passed=False)
    await world.complete()
    await deliver_all(resources)
    return world


async def own(client: httpx.AsyncClient, resources: Resources, holder: Subject) -> dict[str, Any]:
    (found,) = (await client.get("/v1/me/subsidies", headers=bearer(resources, holder))).json()["subsidies"]
    return dict(found)


def stations(subsidy: dict[str, Any]) -> dict[str, str]:
    return {step["kind"]: step["state"] for step in subsidy["steps"]}


async def test_a_denied_person_reads_why_and_until_when_to_appeal(
    client: httpx.AsyncClient, resources: Resources, denied: StoredWorld
) -> None:
    subsidy = await own(client, resources, denied.holder)
    found = subsidy["determination"]
    assert stations(subsidy) == {
        "voucher": "done",
        "training": "done",
        "assessment": "failed",
        "determination": "failed",
        "settlement": "ahead",
        "payment": "ahead",
    }
    assert all(step["on"] for step in subsidy["steps"][:4])
    assert (found["outcome"], found["amount_fen"], found["may_appeal"]) == ("not_eligible", 0, True)
    assert "考核不合格。" in [reason["sentence"]["zh"] for reason in found["reasons"]]
    assert found["days_left"] >= 60
    assert found["appeal_until"] in found["remedies"][0]["zh"]


async def test_the_appeal_and_its_answer_stand_beside_the_denial(
    client: httpx.AsyncClient, resources: Resources, denied: StoredWorld
) -> None:
    before = await own(client, resources, denied.holder)
    appeal = {"appeal_id": str(new_id()), "reason": "成绩登记有误"}
    appeal["determination_id"] = before["determination"]["determination_id"]
    headers = bearer(resources, denied.holder)
    assert (await client.post("/v1/eligibility-appeals", json=appeal, headers=headers)).status_code == 201
    waiting = await own(client, resources, denied.holder)
    assert [each["upheld"] for each in waiting["appeals"]] == [None]
    assert waiting["determination"]["may_appeal"] is False
    reviewer = authority_staff(new_id(), role=Role.REVIEWER, authority_code=denied.authority_code)
    decision = {"request_id": str(new_id()), "upheld": False, "criteria": [], "reason": "成绩单无误"}
    path = f"/v1/eligibility-appeals/{appeal['appeal_id']}/decision"
    assert (await client.post(path, json=decision, headers=bearer(resources, reviewer))).status_code == 201
    (answered,) = (await own(client, resources, denied.holder))["appeals"]
    assert (answered["upheld"], answered["decision_reason"]) == (False, "成绩单无误")


async def test_who_earned_the_subsidy_reads_the_amount(client: httpx.AsyncClient, resources: Resources) -> None:
    world = await a_stored_world(resources, attended=5)
    await world.assess(passed=True)
    before = await own(client, resources, world.holder)
    assert (before["determination"], stations(before)["training"]) == (None, "now")
    await world.complete()
    await deliver_all(resources)
    after = await own(client, resources, world.holder)
    assert stations(after)["determination"] in {"done", "now"}
    assert after["determination"]["amount_fen"] <= after["subsidy_fen"]


async def test_nobody_reads_another_persons_subsidies(resources: Resources, denied: StoredWorld) -> None:
    other = await a_stored_world(resources, attended=1)
    found = await own_subsidies(resources, other.holder)
    assert [each.class_id for each in found.subsidies] == [other.class_id]
    assert denied.class_id != other.class_id
