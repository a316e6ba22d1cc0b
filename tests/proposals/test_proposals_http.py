"""Two people of an authority over HTTP: who proposes does not approve, and nothing is done before another has."""

import asyncio
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from checkin_service.client import Officer, Refused
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from tests.attendance.learning import LearningPlatform
from tests.building.world import World, a_world, approve
from tests.conftest import StoppedClock
from tests.web.staff_browser import SAME_ORIGIN, a_browser, sheet_with, sign_in


@pytest.fixture
async def world(resources: Resources, client: httpx.AsyncClient, clock: StoppedClock) -> World:
    return await a_world(resources, client, clock, kinds=("targeted",))


async def a_platform(world: World) -> str:
    """Proposed, and approved by nobody yet."""
    proposed = await world.officer.post("/v1/learning-platforms", LearningPlatform().introduction(world.institution_id))
    assert proposed["state"] == "waiting"
    return str(proposed["proposal_id"])


async def rule(actor: Officer, proposal_id: str, **changed: Any) -> Any:
    return await actor.post(f"/v1/proposals/{proposal_id}/ruling", {"request_id": new_id(), "approved": True} | changed)


async def is_entered(world: World, platform_id: str) -> bool:
    listed = (await world.officer.get("/v1/learning-platforms"))["platforms"]
    return platform_id in {each["platform_id"] for each in listed}


async def waiting(world: World) -> dict[str, Any]:
    found = await world.officer.all_of("/v1/proposals", "proposals", waiting="true")
    return {each["proposal_id"]: each for each in found}


async def test_nothing_is_done_before_a_second_person_approves(world: World) -> None:
    proposal_id = await a_platform(world)
    assert not await is_entered(world, proposal_id)
    assert "测试培训学校" in (await waiting(world))[proposal_id]["sentence"]["zh"]
    outcome = await approve(world, proposal_id)
    assert outcome["platform_id"] == proposal_id
    assert await is_entered(world, proposal_id)
    assert proposal_id not in await waiting(world)


async def test_whoever_proposed_does_not_approve(world: World) -> None:
    proposal_id = await a_platform(world)
    with pytest.raises(Refused) as refused:
        await rule(world.officer, proposal_id)
    assert (refused.value.status, refused.value.problem["reason"]) == (422, "second_person_needed")
    assert not await is_entered(world, proposal_id)


async def test_a_refusal_needs_a_reason_and_is_final(world: World) -> None:
    proposal_id = await a_platform(world)
    with pytest.raises(Refused) as refused:
        await world.reviewer.post(f"/v1/proposals/{proposal_id}/ruling", {"request_id": new_id(), "approved": False})
    assert refused.value.status == 422
    said = {"request_id": new_id(), "approved": False, "reason": "运营单位未备案"}
    ruled = await world.reviewer.post(f"/v1/proposals/{proposal_id}/ruling", said)
    assert (ruled["proposal"]["state"], ruled["outcome"]) == ("refused", None)
    with pytest.raises(Refused) as refused:
        await approve(world, proposal_id)
    assert refused.value.problem["reason"] == "ruled_already"
    assert not await is_entered(world, proposal_id)


async def test_of_two_rulings_at_once_one_counts(world: World) -> None:
    proposal_id = await a_platform(world)
    answers = await asyncio.gather(*(approve(world, proposal_id) for _ in range(2)), return_exceptions=True)
    assert [isinstance(each, Refused) for each in answers].count(True) == 1
    assert await is_entered(world, proposal_id)


async def test_a_proposal_without_a_document_is_no_proposal(world: World) -> None:
    body = LearningPlatform().introduction(world.institution_id)
    with pytest.raises(Refused) as refused:
        await world.officer.post("/v1/learning-platforms", {**body, "document_number": ""})
    assert refused.value.status == 422


async def test_the_page_lists_what_waits_and_does_what_is_approved(world: World, app: FastAPI) -> None:
    proposal_id = await a_platform(world)
    async with a_browser(app) as browser:
        await sign_in(browser, world.officer.login)
        page = (await browser.get("/proposals?limit=200")).text
        assert "录入学习平台" in page
        assert "须由另一人批准" in page
        assert f"/proposals/{proposal_id}" not in page
    async with a_browser(app) as browser:
        await sign_in(browser, world.reviewer.login)
        await sheet_with(browser, "/proposals?limit=200", f"/proposals/{proposal_id}")
        fields = {"request_id": str(new_id()), "decision": "approve", "reason": ""}
        sent = await browser.post(f"/proposals/{proposal_id}", data=fields, headers=SAME_ORIGIN)
        assert sent.headers["location"] == "/proposals?done=ruled"
    assert await is_entered(world, proposal_id)
