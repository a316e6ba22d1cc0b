"""The credit score of an institution under a sanction, over HTTP."""

import httpx
import pytest

from checkin_service.credit.rules.document import agrees
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from tests.building.world import World
from tests.conduct.test_conduct_http import a_third
from tests.conduct.test_sanctions_http import sanctioned
from tests.conftest import StoppedClock
from tests.credit.test_credit_http import PEOPLE, compute, history
from tests.evaluations.ended import an_ended_class, evaluate


@pytest.fixture
async def world(resources: Resources, client: httpx.AsyncClient, clock: StoppedClock) -> World:
    made = await an_ended_class(resources, client, clock, people=PEOPLE)
    for trainee in made.trainees:
        await evaluate(made, trainee, 4)
    return made


async def test_a_sanction_of_the_institution_lowers_its_score_until_an_appeal_is_upheld(
    world: World, resources: Resources, client: httpx.AsyncClient
) -> None:
    found = await sanctioned(world, "warning")
    await sanctioned(world, "referral", referred_to="绍兴市公安局")
    await sanctioned(world, "warning", party="trainee")
    lowered = await compute(world)
    assert (lowered["document"]["inputs"]["sanctions"], lowered["document"]["score"]) == (1, "75")
    assert all(agrees(each["document"]) for each in await history(world))
    name = str((await world.officer.get(f"/v1/institutions/{world.institution_id}/changes"))["name"])
    public = (await client.get("/v1/public-credit", params={"division": "330600"})).json()["institutions"]
    assert [each["sanctions"] for each in public if each["institution"] == name] == [1]
    await world.admin.post(f"/v1/sanctions/{found}/appeal", {"request_id": new_id(), "words": "处理过重"})
    third = await a_third(resources, world)
    decision = {"request_id": new_id(), "upheld": True, "reason": "事实不清"}
    await third.post(f"/v1/sanctions/{found}/appeal-decision", decision)
    assert (await compute(world))["document"]["score"] == "90"
