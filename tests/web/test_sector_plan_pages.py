"""A sector authority files its training on a page; the labour authority enters the project and reads what is filed."""

import httpx
import pytest
from fastapi import FastAPI

from checkin_service.access.model import Role
from checkin_service.access.service import create_authority_staff
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from tests.access.people import PASSWORD
from tests.building.identities import a_resident_id
from tests.catalogue.registers import an_authority
from tests.web.desk import Desk
from tests.web.staff_browser import a_browser, sign_in

PLACE = "330602"


@pytest.fixture
async def logins(resources: Resources) -> dict[Role, str]:
    await an_authority(resources, PLACE)
    found = {role: f"{role}-{new_id().hex[-10:]}" for role in (Role.OFFICER, Role.SECTOR, Role.FINANCE)}
    for role, login in found.items():
        await create_authority_staff(
            resources, authority_code=PLACE, login=login, password=PASSWORD, role=role, display_name="经办"
        )
    return found


async def test_a_project_of_a_sector_is_filed_line_by_line_and_read_by_finance(
    app: FastAPI, logins: dict[Role, str]
) -> None:
    project, people = f"建筑电工{new_id().hex[-8:]}", [a_resident_id()["number"] for _ in range(2)]
    async with a_browser(app) as browser:
        await sign_in(browser, logins[Role.OFFICER])
        typed = {"name": project, "occupation": "电工", "training_type": "certificate", "subsidy": "1200"}
        entered = await Desk(browser).fill(
            "/projects/new", sector="越城区住建局", level="", fee="", occupation_code="", **typed
        )
        assert "越城区住建局" in entered.text
        assert (await browser.get("/sector-plans/new")).status_code == httpx.codes.FORBIDDEN
    async with a_browser(app) as browser:
        await sign_in(browser, logins[Role.SECTOR])
        desk = Desk(browser)
        assert 'href="/sector-plans"' in await desk.see("/staff")
        typed = {
            "project_id": await desk.choice("/sector-plans/new", project),
            "document_number": "越建〔2026〕8号",
            "training_plan": "建筑工人技能提升",
            "subsidy": "1200",
            "kind": "resident_id",
        }
        wrong = await desk.fill("/sector-plans/new", lines=f"王芳 {people[0]}\n李明 330602199003072330", **typed)
        assert (wrong.status_code, "1行的证件号码需要改正" in wrong.text) == (422, True)
        done = await desk.fill("/sector-plans/new", lines=f"王芳 {people[0]}\n李明，{people[1]}\n", **typed)
        assert "已报送" in done.text
    async with a_browser(app) as browser:
        await sign_in(browser, logins[Role.FINANCE])
        shown = await Desk(browser).see(f"/sector-plans?q={project}")
        assert all(word in shown for word in (project, "越建〔2026〕8号", "¥1,200.00"))
        assert people[0] not in shown
