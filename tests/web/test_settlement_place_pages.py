"""After a class its data stand with the settlement authority (SX-29): whoever pays reads all of it, unsent."""

import httpx
import pytest
from fastapi import FastAPI

from checkin_service.access.model import Role
from checkin_service.client import Officer
from checkin_service.kit.resources import Resources
from tests.building.authorities import STORED
from tests.building.desks import somebody
from tests.building.stored import StoredWorld
from tests.settlement.payables import payable
from tests.web.staff_browser import a_browser, sign_in

ELSEWHERE = "330602"


@pytest.fixture(scope="module")
async def world(resources: Resources, client: httpx.AsyncClient) -> StoredWorld:
    """A class completed at another place, which supervised and counts it; the world's own authority pays."""
    await somebody(resources, client, Role.OFFICER, ELSEWHERE)
    world = await payable(resources)
    await world.share_with(supervising=ELSEWHERE, counting=ELSEWHERE)
    return world


@pytest.fixture(scope="module")
async def payer(resources: Resources, client: httpx.AsyncClient) -> Officer:
    return await somebody(resources, client, Role.OFFICER, STORED)


async def test_who_pays_reads_class_hours_results_and_determinations_of_another_place(
    payer: Officer, world: StoredWorld
) -> None:
    path = f"/v1/classes/{world.class_id}"
    shown = await payer.get(path)
    assert (shown["state"], shown["supervising_authority"], shown["paying_authority"]) == (
        "completed",
        ELSEWHERE,
        STORED,
    )
    (standing,) = (await payer.get(f"{path}/attendance"))["trainees"]
    assert standing["trainee_id"] == str(world.trainee_id)
    (found,) = await payer.eligibility(class_id=world.class_id)
    assert (found["outcome"], found["trainee_id"]) == ("eligible", str(world.trainee_id))
    assert "16/20" in str(found), "the hours, lesson by lesson, are in the document"


async def test_the_class_stands_on_the_pages_of_who_pays(app: FastAPI, payer: Officer, world: StoredWorld) -> None:
    async with a_browser(app) as browser:
        await sign_in(browser, payer.login)
        board = await browser.get(f"/classes/{world.class_id}/board")
        assert board.status_code == 200
        assert (await payer.get(f"/v1/classes/{world.class_id}"))["name"] in board.text
        listed = await browser.get(f"/eligibility?by=class&key={world.class_id}")
        assert listed.status_code == 200
        assert "符合" in listed.text
