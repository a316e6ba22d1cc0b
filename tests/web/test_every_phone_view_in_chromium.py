"""Every view of the app before axe-core: in both languages, by day and by night, in usual and in large letters."""

from dataclasses import dataclass, field, replace
from pprint import pformat
from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect

from checkin_service.kit.clock import SystemClock
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from tests.building.news import deliver_all
from tests.building.world import Trainee, World, a_world
from tests.eligibility.denial import a_denial
from tests.web.axe_core import violations
from tests.web.phone_browser import PIN, a_newcomer, on_the_phone

pytestmark = pytest.mark.browser

BODY_PX, LARGE_PX, TARGET_PX = 16, 18, 60

LETTERS = """least => [...document.querySelectorAll('body *')].filter(each => {
  const own = [...each.childNodes].some(node => node.nodeType === 3 && node.textContent.trim());
  return own && each.checkVisibility() && !each.closest('.unseen, .skip')
    && parseFloat(getComputedStyle(each).fontSize) < least;
}).map(each => each.outerHTML.slice(0, 100))"""
PARAGRAPHS = LETTERS.replace("body *", "main p, main li, main label, main button, main a, main summary")
"""Words to be read; signs, tags and axes of drawings may be smaller."""
TARGETS = """least => [
  ...document.querySelectorAll('button, summary, select, textarea, a.pill, a.button, input')].filter(each => {
  const box = (each.closest('label.choice, .segments label') ?? each).getBoundingClientRect();
  return each.checkVisibility() && box.width > 1 && (box.height < least || box.width < least);
}).map(each => each.outerHTML.slice(0, 100))"""
WIDER = "document.documentElement.scrollWidth > window.innerWidth + 1"
SHOWN = "document.querySelector('[data-view]:not([hidden])').dataset.view"
EVERY = "[...document.querySelectorAll('[data-view]')].map(each => each.dataset.view)"
ONLY = """name => {
  for (const each of document.querySelectorAll('[data-view]')) each.hidden = each.dataset.view !== name;
}"""
UNFOLD = "document.querySelectorAll('details').forEach(each => { each.open = true; })"


@dataclass
class Walk:
    """A visit to one view after the other; what is wrong with each is gathered."""

    page: Page
    wrong: dict[str, list[str]] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)

    async def look(self, view: str) -> None:
        await expect(self.page.locator(f'[data-view="{view}"]')).to_be_visible()
        await self.page.evaluate(UNFOLD)
        self.seen.add(view)
        await self._look(view, letters=PARAGRAPHS, least=BODY_PX)
        await self.page.locator('[data-do="large"]').click()
        await self._look(f"{view}, large", letters=LETTERS, least=LARGE_PX)
        small = await self.page.evaluate(TARGETS, TARGET_PX)
        self._note(f"{view}, targets", small)
        await self.page.locator('[data-do="large"]').click()

    async def _look(self, where: str, *, letters: str, least: int) -> None:
        self._note(where, await violations(self.page))
        self._note(f"{where}: letters", await self.page.evaluate(letters, least))
        if await self.page.evaluate(WIDER):
            self._note(where, ["wider than the screen"])

    def _note(self, where: str, found: list[str]) -> None:
        if found:
            self.wrong.setdefault(where, []).extend(found)

    async def press(self, selector: str, view: str) -> None:
        await self.page.locator(selector).first.click()
        await self.look(view)

    async def back(self, view: str, way: str, to: str) -> None:
        await self.page.locator(f'[data-view="{view}"] [data-do="{way}"]').click()
        await expect(self.page.locator(f'[data-view="{to}"]')).to_be_visible()

    async def tab(self, name: str) -> None:
        await self.page.locator(f'[data-tab="{name}"]').click()
        await expect(self.page.locator(f'[data-view="{name}"]')).to_be_visible()


async def first_use(walk: Walk, trainee: Trainee) -> None:
    page = walk.page
    await walk.look("bind")
    await walk.press('[data-do="scan-invitation"]', "scan")
    await page.locator("#scan-stop").click()
    await page.locator('#bind [name="invitation"]').fill(trainee.invitation)
    for name in ("pin", "pin_again"):
        await page.locator(f'#bind [name="{name}"]').fill(PIN)
    await page.locator("#bind .big").click()
    await walk.look("consents")
    for purpose in ("location", "face"):
        given = page.locator(f'[data-purpose="{purpose}"] [data-given="true"]')
        await given.click()
        await expect(given).to_have_attribute("aria-pressed", "true")
    await page.locator('[data-do="consents-done"]').click()
    await walk.look("enrol")
    await page.locator('[data-do="enrol-skip"]').click()
    await walk.look("home")


async def checking_in(walk: Walk, live: World) -> None:
    page = walk.page
    await walk.press('#now [data-slot="live"]', "live")
    await walk.back("live", "home", "home")
    await walk.press("#now .go", "check-in")
    await page.locator('#check-in [value="pin_code"]').check(force=True)
    await page.locator('#check-in [name="pin"]').fill("000000")
    await page.locator('#check-in [name="code"]').fill(await live.instructor.classroom_code(live.session()))
    await page.locator("#check-in-go").click()
    await walk.look("verdict")
    await page.locator("#verdict > .big").click()


async def courses(walk: Walk) -> None:
    await walk.tab("courses")
    await expect(walk.page.locator("#lessons article")).to_be_visible()
    await walk.look("courses")
    await walk.press("#lessons .doors-row .secondary", "leave")
    await walk.back("leave", "back", "courses")
    await walk.press("#checks-class", "checks")
    await walk.back("checks", "back", "courses")
    await walk.press("#ask-class", "questions")
    await walk.back("questions", "back", "courses")
    await walk.press('[data-view="courses"] [data-do="vacancies"]', "vacancies")
    await walk.back("vacancies", "back", "courses")
    await walk.press("#leave-class", "quit")
    await walk.back("quit", "back", "courses")
    await walk.press('[data-view="courses"] [data-do="find-course"]', "find-course")
    await walk.press("#courses-found .button", "apply")
    await walk.press('[data-view="apply"] [data-do="find-course"]', "find-course")
    await walk.press('[data-view="find-course"] [data-do="applications"]', "applications")
    await walk.back("applications", "back", "courses")


async def money(walk: Walk) -> None:
    await walk.tab("subsidy")
    await walk.look("subsidy")
    await walk.press("#subsidies .big", "denial")
    await walk.back("denial", "back", "subsidy")
    await walk.press('[data-view="subsidy"] [data-do="vouchers"]', "vouchers")
    await walk.press('[data-view="vouchers"] [data-do="offers"]', "offers")
    await walk.back("offers", "vouchers", "vouchers")
    await walk.back("vouchers", "back", "subsidy")


async def mine(walk: Walk) -> None:
    await walk.tab("messages")
    await walk.look("messages")
    await walk.tab("mine")
    await walk.look("mine")
    for view in ("pin-change", "declarations", "archive", "looks"):
        await walk.press(f'[data-do="{view}"]', view)
        await walk.back(view, "mine", "mine")


async def all_others(walk: Walk) -> None:
    """What is seldom reached stands there too, with whatever it is filled with."""
    for view in await walk.page.evaluate(EVERY):
        if view not in walk.seen:
            await walk.page.evaluate(ONLY, view)
            await walk.look(view)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["zh", "en"])
async def test_no_view_breaks_a_rule_of_accessibility_in_either_size_of_letters(
    chromium: Browser, address: str, live: World, resources: Resources, language: str, scheme: Any
) -> None:
    real = replace(resources, clock=SystemClock())
    later = await a_world(resources, live.client, SystemClock())
    await later.admin.post(f"/v1/classes/{later.class_id}/offer", {"request_id": new_id(), "places": 90})
    contact = {"contact_id": new_id(), "telephone": "0575-85112233", "place": "测试路1号二楼", "hours": "工作日"}
    await live.officer.post("/v1/contacts", contact)
    trainee = await a_newcomer(live)
    await a_denial(real, live.class_id, trainee.trainee_id, live.institution_id)
    await deliver_all(real)
    async with on_the_phone(chromium, address) as page:
        await page.set_viewport_size({"width": 390, "height": 844})
        await page.emulate_media(color_scheme=scheme)
        if language == "en":
            await page.locator('.app-head a[lang="en"]').click()
            await expect(page.locator('html[lang="en"]')).to_have_count(1)
        walk = Walk(page)
        await first_use(walk, trainee)
        await expect(page.locator("#whom a")).to_have_count(1)
        await checking_in(walk, live)
        await courses(walk)
        await money(walk)
        await mine(walk)
        await all_others(walk)
        assert walk.seen == set(await page.evaluate(EVERY))
    assert not walk.wrong, pformat(walk.wrong, width=200)
