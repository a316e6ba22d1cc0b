"""Those who only read: audit, finance, a higher authority and a sector see what they should and do nothing."""

import re

import httpx
import pytest
from fastapi import FastAPI

from checkin_service.access.model import Role
from checkin_service.client import Officer
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from tests.building.desks import somebody
from tests.building.world import World, a_world
from tests.conftest import StoppedClock
from tests.security.hostile import refused
from tests.security.test_tenancy import EXPECTED
from tests.security.well_formed import REQUESTS, Scene
from tests.web.staff_browser import a_browser, sign_in

ASKED_BY_POST = {"POST /v1/eligibility/voucher-lists", "POST /v1/looks", "POST /v1/statistics/holders"}
"""Questions whose keys stand in no address."""
FILED_BY_A_SECTOR = {"POST /v1/sector-plans", "POST /v1/performance-reports"}
"""Its own plan before a class, and its own report of what came of the money."""
DONE_BY_NOBODY_BUT = [
    route
    for route, row in EXPECTED.items()
    if route.startswith("POST ") and row["nobody"] == "401" and route not in ASKED_BY_POST
]


@pytest.fixture(scope="module")
async def world(resources: Resources, client: httpx.AsyncClient, session_clock: StoppedClock) -> World:
    return await a_world(resources, client, session_clock, kinds=("targeted", "targeted"))


@pytest.fixture(scope="module")
async def province(resources: Resources, client: httpx.AsyncClient) -> Officer:
    return await somebody(resources, client, Role.PROVINCE, "330000")


@pytest.fixture(scope="module")
async def sector(resources: Resources, client: httpx.AsyncClient) -> Officer:
    return await somebody(resources, client, Role.SECTOR, "330600")


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.FINANCE, Role.PROVINCE, Role.SECTOR])
async def test_readers_do_nothing(resources: Resources, client: httpx.AsyncClient, world: World, role: Role) -> None:
    reader = await somebody(resources, client, role, "330600")
    done = []
    for route in DONE_BY_NOBODY_BUT:
        if role is Role.SECTOR and route in FILED_BY_A_SECTOR:
            continue
        asked = await REQUESTS[route](Scene(world, new_id(), new_id(), new_id(), new_id(), new_id()), reader)
        answer = await reader.send("POST", asked.path, content=asked.content, query=asked.query)
        if answer.status_code != httpx.codes.FORBIDDEN:
            done.append((route, answer.status_code))
    assert done == []


async def test_a_province_reads_institutions_ledgers_and_figures_of_its_cities(world: World, province: Officer) -> None:
    institutions = await every(province, "/v1/institutions", "institutions")
    assert str(world.institution_id) in {each["institution_id"] for each in institutions}
    assert str(world.site_id) in {each["site_id"] for each in await every(province, "/v1/sites", "sites")}
    for path in (
        f"/v1/institutions/{world.institution_id}/standings",
        f"/v1/institutions/{world.institution_id}/qualifications",
        f"/v1/sites/{world.site_id}/places",
        f"/v1/classes/{world.class_id}",
        "/v1/ledger?authority=330600",
        "/v1/statistics?division=330600",
        "/v1/settlements/applications",
    ):
        assert (await province.send("GET", path)).status_code == httpx.codes.OK, path


async def test_a_province_sees_the_budgets_of_its_cities_told_apart(world: World, province: Officer) -> None:
    budget = {"request_id": str(new_id()), "kind": "grant", "fund": "employment_subsidy_fund", "fiscal_year": 2032}
    await world.officer.post("/v1/budgets", budget | {"amount_fen": 1_000, "document": "绍财社〔2026〕9号"})
    seen = (await province.get("/v1/budgets"))["budgets"]
    assert "330600" in {each["authority_code"] for each in seen}
    assert all(each["authority_code"].startswith("33") for each in seen)


async def test_it_reads_no_names_of_people(world: World, province: Officer) -> None:
    for path in (f"/v1/classes/{world.class_id}/roster", f"/v1/classes/{world.class_id}/attendance"):
        refused(await province.send("GET", path), 403)


async def test_its_pages_lead_to_none_that_refuse_it(app: FastAPI, world: World, province: Officer) -> None:
    async with a_browser(app) as browser:
        await sign_in(browser, province.login)
        page = (await browser.get("/staff")).text
        assert "总课时" in page
        assert "/board" not in page
        await sign_in(browser, world.officer.login)
        assert "/board" in (await browser.get("/staff")).text


async def test_every_page_of_its_rail_and_of_what_it_reads_opens(app: FastAPI, world: World, province: Officer) -> None:
    async with a_browser(app) as browser:
        await sign_in(browser, province.login)
        home = (await browser.get("/staff")).text
        rail = set(re.findall(r'href="(/[a-z-]+)"', home))
        assert {"/institutions", "/sites", "/budgets", "/settlements"} <= rail
        of_one = (f"/institutions/{world.institution_id}", f"/sites/{world.site_id}")
        for path in (*rail, f"{of_one[0]}/standings", f"{of_one[0]}/qualifications", of_one[1]):
            assert (path, (await browser.get(path, follow_redirects=True)).status_code) == (path, httpx.codes.OK)


async def test_another_province_reads_none_of_it(resources: Resources, client: httpx.AsyncClient, world: World) -> None:
    other = await somebody(resources, client, Role.PROVINCE, "320000")
    institutions = await every(other, "/v1/institutions", "institutions")
    assert str(world.institution_id) not in {each["institution_id"] for each in institutions}
    for path in (
        f"/v1/institutions/{world.institution_id}/standings",
        f"/v1/sites/{world.site_id}/places",
        f"/v1/classes/{world.class_id}",
        "/v1/ledger?authority=330600",
    ):
        refused(await other.send("GET", path), 404)


async def test_a_city_does_not_read_its_neighbour_and_an_officer_above_reads_no_more_than_before(
    resources: Resources, client: httpx.AsyncClient, world: World
) -> None:
    """Only the role reads from above: an officer of the province is no supervisor of a city's institutions."""
    for role, authority in ((Role.PROVINCE, "330700"), (Role.OFFICER, "330000")):
        reader = await somebody(resources, client, role, authority)
        refused(await reader.send("GET", f"/v1/institutions/{world.institution_id}/standings"), 404)


async def test_a_sector_reads_registers_and_figures_and_nothing_about_people_or_money(
    world: World, sector: Officer
) -> None:
    for path in ("/v1/institutions", "/v1/projects", "/v1/classes", "/v1/statistics"):
        assert (await sector.send("GET", path)).status_code == httpx.codes.OK, path
    for path in (f"/v1/classes/{world.class_id}/roster", "/v1/budgets", "/v1/settlements/applications"):
        refused(await sector.send("GET", path), 403)


async def every(actor: Officer, path: str, name: str) -> list[dict[str, str]]:
    found, cursor = [], ""
    while True:
        page = await actor.get(f"{path}?limit=200" + (f"&cursor={cursor}" if cursor else ""))
        found += page[name]
        cursor = page["next_cursor"]
        if not cursor:
            return found
