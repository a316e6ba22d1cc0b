"""Performance reports on funds: by the sector authority or the authority, beside what was counted, amended, printed."""

import io
import re
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from pypdf import PdfReader

from checkin_service.access.model import Role, Subject, authority_staff
from checkin_service.client import Refused
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from tests.access.people import bearer
from tests.building.world import World, a_world
from tests.catalogue.registers import a_school
from tests.conftest import StoppedClock
from tests.evaluations.ended import an_ended_class
from tests.statistics.test_counting_http import counted
from tests.web.desk import Desk
from tests.web.staff_browser import a_browser, sign_in

SECTOR = "绍兴市住房和城乡建设局"


def a_report(project_id: object, **changes: Any) -> dict[str, Any]:
    return {
        "report_id": str(new_id()),
        "project_id": str(project_id),
        "year": 2026,
        "document_number": "绍建绩〔2026〕1号",
        "target_people": 4,
        "target_certified": 0,
        "target_paid_fen": 600_000,
        "rating": "good",
        "assessment": "按计划开展",
        "measures": None,
    } | changes


async def of_2026(world: World) -> dict[str, Any]:
    return dict(await world.officer.get("/v1/performance-reports", year=2026))


async def test_a_years_report_stands_beside_what_was_counted_and_a_later_one_takes_its_place(
    resources: Resources, client: httpx.AsyncClient, clock: StoppedClock
) -> None:
    world = await a_world(resources, client, clock)
    early = await world.officer.post("/v1/performance-reports", a_report(world.project_id))
    assert (early["at_filing"]["trained"], early["reached"]["trained"]) == (0, "0")
    ended = await an_ended_class(resources, client, clock, people=3)
    await counted(resources)
    lacking = (await of_2026(ended))["unreported"]
    assert str(ended.project_id) in {each["project_id"] for each in lacking}
    first = await ended.officer.post("/v1/performance-reports", a_report(ended.project_id))
    assert (first["now"]["trained"], first["now"]["completed"], first["ordinal"]) == (3, 3, 1)
    assert first["reached"] == {"trained": "3/4", "certified": None, "paid_fen": "0"}
    await ended.officer.post("/v1/performance-reports", a_report(ended.project_id, rating="fair"))
    found = await of_2026(ended)
    (held,) = [each for each in found["reports"] if each["project_id"] == str(ended.project_id)]
    assert (held["rating"], held["ordinal"], held["at_filing"]) == ("fair", 2, first["now"])
    assert str(ended.project_id) not in {each["project_id"] for each in found["unreported"]}


async def test_a_sector_authority_reports_on_projects_of_a_sector_and_on_no_other(
    resources: Resources, client: httpx.AsyncClient
) -> None:
    sector = authority_staff(new_id(), role=Role.SECTOR, authority_code="330600")
    theirs = await a_school(resources, client, "330600", sector=SECTOR)
    filed = await send(resources, client, sector, a_report(theirs.project_id))
    assert (filed.status_code, filed.json()["is_of_sector"], filed.json()["sector"]) == (201, True, SECTOR)
    other = await a_school(resources, client, "330600")
    refused = await send(resources, client, sector, a_report(other.project_id))
    assert (refused.status_code, "没有行业主管部门" in refused.json()["detail"]) == (422, True)


async def send(resources: Resources, client: httpx.AsyncClient, by: Subject, body: dict[str, Any]) -> httpx.Response:
    return await client.post("/v1/performance-reports", json=body, headers=bearer(resources, by))


async def test_no_report_on_a_year_to_come_nor_on_a_project_of_others(
    resources: Resources, client: httpx.AsyncClient, clock: StoppedClock
) -> None:
    world = await a_world(resources, client, clock)
    county = await a_world(resources, client, clock, authority="330602")
    with pytest.raises(Refused) as refused:
        await world.officer.post("/v1/performance-reports", a_report(world.project_id, year=2027))
    assert "has not begun" in str(refused.value)
    with pytest.raises(Refused) as foreign:
        await county.officer.post("/v1/performance-reports", a_report(world.project_id))
    assert foreign.value.status == 404
    with pytest.raises(Refused) as school:
        await world.admin.post("/v1/performance-reports", a_report(world.project_id))
    assert school.value.status == 403
    filed = await world.officer.post("/v1/performance-reports", a_report(world.project_id))
    with pytest.raises(Refused) as hidden:
        await county.officer.get(f"/v1/performance-reports/{filed['report_id']}/paper")
    assert hidden.value.status == 404


async def test_an_officer_files_in_pages_and_prints_it(
    app: FastAPI, resources: Resources, client: httpx.AsyncClient, clock: StoppedClock
) -> None:
    world = await a_world(resources, client, clock)
    async with a_browser(app) as office:
        await sign_in(office, world.officer.login)
        number = f"绩〔2026〕{new_id().hex[-6:]}"
        typed = a_report(world.project_id, document_number=number, measures="加强督导", target_paid="6000")
        unwanted = {"report_id", "target_paid_fen"}
        page = await Desk(office).fill("/performance/new", **{k: v for k, v in typed.items() if k not in unwanted})
        assert (number in page.text, "加强督导" in page.text) == (True, True)
        card = next(part for part in page.text.split("<article ") if number in part)
        way = re.search(r'href="(/performance/[^"]+/paper.pdf)"', card)
        assert way
        paper = await office.get(way[1])
        assert paper.headers["content-type"] == "application/pdf"
        printed = "".join(page.extract_text() for page in PdfReader(io.BytesIO(paper.content)).pages)
        assert ("资金绩效评价报告" in printed, "加强督导" in printed) == (True, True)
        lacking = await Desk(office).fill("/performance/new", year="2026", rating="good")
        assert lacking.status_code == 422
