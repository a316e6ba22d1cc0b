"""All pages of the office before axe-core: on a desk and at a phone's width, in both languages, by day and by night."""

import re
from datetime import timedelta

import httpx
import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from playwright.async_api import Browser, expect

from checkin_service.access.model import Role
from checkin_service.kit.civil import day_of
from checkin_service.kit.clock import SystemClock
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from checkin_service.web import routes
from checkin_service.web.institution.planning import STEPS
from tests.building.desks import somebody
from tests.building.world import AUTHORITY, World, approve
from tests.conduct.test_conduct_http import lapse, propose_order, report
from tests.conduct.test_sanctions_http import sanctioned
from tests.conftest import StoppedClock
from tests.web.axe_core import violations
from tests.web.desk import Desk
from tests.web.staff_browser import HTML, sign_in
from tests.web.test_class_wizard import a_person, begun, confirmed, looked_at
from tests.web.test_site_page import DOT, a_class_that_arrived, shown
from tests.web.test_staff_desks_in_chromium import signed_in

pytestmark = pytest.mark.browser

_NO_PAGES = (".jpg", ".svg", ".json", ".pdf", ".webmanifest", ".js", "/template", "/papers/{paper}", "/calendar")
_ELSEWHERE = re.compile(r"^/(complaint-form|statistics/file|dev|phone|me|kiosk|welcome|policy/decide)")
"""Seen by tests of their own, or begun from another page."""
SIZES = {"desk": (1280, 900), "narrow": (390, 844)}
LOOKS = [("desk", "zh", "light"), ("narrow", "en", "dark")]
"""Each size, language and scheme once, at a quarter of the time that all of them together would take."""


@pytest.fixture(scope="module")
async def known(address: str, live: World) -> dict[str, object]:
    """What pages are of, by the names in their addresses: a lesson, an inspection, a school that has to rectify."""
    today, at = day_of(SystemClock().now()), f"/v1/institutions/{live.institution_id}"
    async with httpx.AsyncClient(base_url=address, headers=HTML, timeout=30) as browser:
        await sign_in(browser, live.admin.login)
        admin = Desk(browser)
        draft = await begun(admin, "待开班", (today + timedelta(days=14)).isoformat())
        await confirmed(admin, await looked_at(admin, draft, [a_person("王芳"), a_person("李娜")]))
    change = {"change_id": new_id(), "name": "更名学校", "address": "示例路9号", "evidence": "变更登记通知书"}
    await live.admin.post(f"{at}/changes", change)
    inspection = {"inspection_id": new_id(), "about": f"class:{live.class_id}", "kind": "regular", "reason": "抽查"}
    await live.officer.post("/v1/inspections", inspection | {"due_on": today})
    seen = {"request_id": new_id(), "session_id": live.session(), "headcount": 0, "words": "教室空无一人"}
    await live.officer.post(f"/v1/inspections/{inspection['inspection_id']}/visits", seen)
    await live.officer.post(
        "/v1/inspection-draws", {"draw_id": new_id(), "count": 1, "due_on": today, "reason": "专项检查"}
    )
    lapses = [await lapse(live, today) for _ in range(3)]
    await live.admin.post(f"/v1/lapses/{lapses[0]}/appeal", {"request_id": new_id(), "words": "当天停电"})
    await sanctioned(live, "disqualification", until=today + timedelta(days=30))
    asked = await propose_order(live, today + timedelta(days=30))
    await report(live, str((await approve(live, asked))["rectification_id"]), "已加装摄像头")
    return {
        "class_id": live.class_id,
        "session_id": live.session(),
        "site_id": live.site_id,
        "project_id": live.project_id,
        "institution_id": live.institution_id,
        "inspection_id": inspection["inspection_id"],
        "draft_id": draft.rpartition("/")[2],
    }


def paths(known: dict[str, object]) -> list[str]:
    every = {
        route.path
        for part in routes._PARTS
        for route in part.router.routes
        if isinstance(route, APIRoute) and "GET" in (route.methods or ())
    }
    steps = {f"/drafts/{{draft_id}}/{each}" for each in STEPS}
    return sorted(
        each.format(**known)
        for each in every | steps
        if set(re.findall(r"{(\w+)}", each)) <= set(known)
        and not each.endswith(_NO_PAGES)
        and not _ELSEWHERE.match(each)
    )


@pytest.mark.parametrize("role", ["officer", "admin"])
@pytest.mark.parametrize(("size", "language", "scheme"), LOOKS)
async def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(
    chromium: Browser,
    address: str,
    live: World,
    known: dict[str, object],
    role: str,
    size: str,
    language: str,
    scheme: str,
) -> None:
    width, height = SIZES[size]
    context = await chromium.new_context(locale="zh-CN", viewport={"width": width, "height": height})
    page = await signed_in(context, address, getattr(live, role).login, "/staff")
    await page.wait_for_load_state()
    await page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    wrong = {}
    for path in paths(known):
        answer = await page.goto(f"{address}{path}?lang={language}")
        status = answer.status if answer else 500
        if status in {403, 404}:
            continue  # Not of this role, or nothing of the kind in this class.
        found = await violations(page) if status == 200 else [f"answered {status}"]
        if await page.evaluate("document.documentElement.scrollWidth > window.innerWidth + 1"):
            found.append("wider than the screen")
        if found:
            wrong[path] = found
    assert wrong == {}
    await context.close()


@pytest.mark.parametrize(("size", "language", "scheme"), LOOKS)
async def test_axe_finds_nothing_in_what_an_auditor_reads(
    chromium: Browser,
    address: str,
    live: World,
    resources: Resources,
    client: httpx.AsyncClient,
    size: str,
    language: str,
    scheme: str,
) -> None:
    """Before it is said what for, and after."""
    await live.officer.post("/v1/eligibility/searches", {"purpose": "payment"})
    auditor = await somebody(resources, client, Role.AUDITOR, AUTHORITY)
    width, height = SIZES[size]
    context = await chromium.new_context(locale="zh-CN", viewport={"width": width, "height": height})
    page = await signed_in(context, address, auditor.login, "/staff")
    await page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    for path in (f"/looks?lang={language}", "/looks?purpose=inspection"):
        await page.goto(f"{address}{path}")
        await expect(page.locator("table")).to_have_count(1 if "purpose" in path else 0)
        assert await violations(page) == []
        assert await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth + 1")
    await context.close()


@pytest.mark.parametrize("look", LOOKS)
async def test_axe_finds_nothing_in_the_cloud_of_fixes(
    chromium: Browser,
    address: str,
    app: FastAPI,
    resources: Resources,
    client: httpx.AsyncClient,
    clock: StoppedClock,
    look: tuple[str, str, str],
) -> None:
    """The page as it is on the day after, when there is a cloud; what it loads comes from the server."""
    size, language, scheme = look
    world = await a_class_that_arrived(5, resources, client, clock)
    clock.advance(days=1)
    drawn = await shown(app, world.officer.login, world, language=language, fixes="shown")
    assert len(DOT.findall(drawn)) == 5
    width, height = SIZES[size]
    context = await chromium.new_context(locale="zh-CN", viewport={"width": width, "height": height})
    page = await context.new_page()
    await page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    await page.route(f"{address}/cloud", lambda route: route.fulfill(body=drawn, content_type="text/html"))
    await page.goto(f"{address}/cloud")
    await expect(page.locator(".plan-dot")).to_have_count(5)
    assert await violations(page) == []
    assert await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth + 1")
    await context.close()
