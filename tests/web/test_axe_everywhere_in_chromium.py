"""All pages of the office before axe-core: on a desk and at a phone's width, in both languages, by day and by night."""

import re

import pytest
from fastapi.routing import APIRoute
from playwright.async_api import Browser

from checkin_service.web import routes
from tests.building.world import World
from tests.web.axe_core import violations
from tests.web.test_staff_desks_in_chromium import signed_in

pytestmark = pytest.mark.browser

_NO_PAGES = (".jpg", ".svg", ".json", ".pdf", ".webmanifest", ".js", "/template", "/papers/{paper}", "/calendar")
_ELSEWHERE = re.compile(r"^/(complaint-form|statistics/file|dev|phone|me|kiosk|welcome|policy/decide)")
"""Seen by tests of their own, or begun from another page."""
_KNOWN = {"class_id", "session_id", "site_id"}
SIZES = {"desk": (1280, 900), "narrow": (390, 844)}
LOOKS = [("desk", "zh", "light"), ("narrow", "en", "dark")]
"""Each size, language and scheme once, at a quarter of the time that all of them together would take."""


def paths(live: World) -> list[str]:
    known = {"class_id": live.class_id, "session_id": live.session(), "site_id": live.site_id}
    every = {
        route.path
        for part in routes._PARTS
        for route in part.router.routes
        if isinstance(route, APIRoute) and "GET" in (route.methods or ())
    }
    drawn = [f"/sites/{live.site_id}?fixes=shown"]
    return drawn + sorted(
        each.format(**known)
        for each in every
        if set(re.findall(r"{(\w+)}", each)) <= _KNOWN and not each.endswith(_NO_PAGES) and not _ELSEWHERE.match(each)
    )


@pytest.mark.parametrize("role", ["officer", "admin"])
@pytest.mark.parametrize(("size", "language", "scheme"), LOOKS)
async def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(
    chromium: Browser, address: str, live: World, role: str, size: str, language: str, scheme: str
) -> None:
    width, height = SIZES[size]
    context = await chromium.new_context(locale="zh-CN", viewport={"width": width, "height": height})
    page = await signed_in(context, address, getattr(live, role).login, "/staff")
    await page.wait_for_load_state()
    await page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    wrong = {}
    for path in paths(live):
        answer = await page.goto(f"{address}{path}{'&' if '?' in path else '?'}lang={language}")
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
