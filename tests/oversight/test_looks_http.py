"""Looks at what is mine, over HTTP: the office, the role and the purpose, and never a name."""

import httpx

from checkin_service.kit.resources import Resources
from tests.access.people import bearer
from tests.building.news import deliver_all
from tests.building.stored import a_stored_world


async def test_a_look_at_the_own_decision_is_told_with_its_purpose_and_without_a_name(
    client: httpx.AsyncClient, resources: Resources
) -> None:
    world = await a_stored_world(resources, attended=5)
    await world.assess(passed=True)
    await world.complete()
    await deliver_all(resources)
    before = (await client.get("/v1/me/looks", headers=bearer(resources, world.holder))).json()["looks"]
    question = {"trainee": str(world.holder.subject_id), "purpose": "supervision"}
    read = await client.get("/v1/eligibility", params=question, headers=bearer(resources, world.officer))
    assert read.status_code == 200
    own = (await client.get("/v1/me/looks", headers=bearer(resources, world.holder))).json()["looks"]
    (look,) = own[: len(own) - len(before)]
    assert (look["purpose"]["zh"], look["what"]["zh"]) == ("日常监管", "查看了您的补贴审核结果")
    assert look["role"]["zh"]
    assert set(look) == {"at", "office", "role", "what", "purpose"}


async def test_looks_at_others_and_own_looks_are_not_told(client: httpx.AsyncClient, resources: Resources) -> None:
    one, other = await a_stored_world(resources, attended=1), await a_stored_world(resources, attended=1)
    headers = bearer(resources, other.officer)
    await client.get("/v1/eligibility", params={"trainee": str(other.holder.subject_id)}, headers=headers)
    for each in (one, other):
        await client.get("/v1/eligibility", headers=bearer(resources, each.holder))
    told = (await client.get("/v1/me/looks", headers=bearer(resources, one.holder))).json()
    # What stands there is what the institution did at the arrival.
    assert {each["what"]["zh"] for each in told["looks"]} == {"核验了您的培训券"}
    assert told["next_cursor"] is None
