"""A trainee's phone in a real browser: first use, and somebody to use it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import Browser, Page, expect

from checkin_service.client import Phone
from checkin_service.kit.clock import SystemClock
from tests.building.identities import a_name, a_resident_id
from tests.building.world import AUTHORITY, SITE, Trainee, World, match
from tests.web.browsing import a_phone

PIN = "480275"


@asynccontextmanager
async def on_the_phone(chromium: Browser, address: str, *, accuracy_m: float = 15) -> AsyncIterator[Page]:
    """The phone page at the site; what the browser complains about fails the test."""
    context = await a_phone(chromium, longitude=SITE["longitude"], latitude=SITE["latitude"], accuracy_m=accuracy_m)
    page = await context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: complaints.append(message.text) if "Security Policy" in message.text else None)
    await page.goto(f"{address}/phone")
    yield page
    await context.close()
    assert complaints == []


async def a_newcomer(live: World, *, verified: bool = True) -> Trainee:
    """Somebody on the roster with a voucher, in use unless said otherwise, whose phone is not bound yet."""
    trainee = Trainee(a_name(), a_resident_id(), "targeted", Phone(live.client, SystemClock()))
    row = {"trainee_id": trainee.trainee_id, "name": trainee.name, "document": trainee.document}
    await live.admin.submit_roster(live.class_id, [row | {"voucher_kind": trainee.voucher_kind}])
    await match(live.officer, [trainee.document], place=AUTHORITY)
    vouchers = await live.officer.issue_vouchers(live.class_id)
    (issued,) = [each for each in vouchers if each["trainee_id"] == str(trainee.trainee_id)]
    trainee.voucher_code, trainee.invitation = issued["voucher_code"], issued["invitation"]
    if verified:
        await live.admin.activate_voucher(live.class_id, trainee.voucher_code)
    return trainee


async def bind(page: Page, trainee: Trainee) -> None:
    await page.get_by_label("邀请码").fill(trainee.invitation)
    await page.get_by_label("设置六位密码").fill(PIN)
    await page.get_by_label("再输入一次密码").fill(PIN)
    await page.get_by_role("button", name="绑定").click()


async def choose(page: Page, purpose: str, answer: str) -> None:
    article = page.locator(f'[data-purpose="{purpose}"]')
    await article.get_by_role("button", name=answer, exact=True).click()
    await expect(article.get_by_role("button", name=answer, exact=True)).to_have_attribute("aria-pressed", "true")


async def at_home(page: Page, trainee: Trainee) -> None:
    """Bound, with a position and without a face, at the list of one's classes."""
    await bind(page, trainee)
    await choose(page, "location", "同意")
    await choose(page, "face", "不同意")
    await page.get_by_role("button", name="继续").click()
    await expect(page.locator('[data-view="home"]')).to_be_visible()
