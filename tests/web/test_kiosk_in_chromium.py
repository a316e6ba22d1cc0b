"""A tablet at the door in a real browser: entered by its code, showing code and beacon, reading scans and cards."""

import re
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, BrowserContext, Page, expect

from tests.building.world import SITE, World
from tests.web.phone_browser import a_newcomer


@pytest.fixture
async def context(chromium: Browser) -> AsyncIterator[BrowserContext]:
    made = await chromium.new_context(
        viewport={"width": 1024, "height": 768},
        locale="zh-CN",
        permissions=["geolocation"],
        geolocation={"longitude": SITE["longitude"], "latitude": SITE["latitude"], "accuracy": 15},
    )
    yield made
    await made.close()


async def test_a_tablet_becomes_display_scanner_and_card_reader_of_its_site(
    context: BrowserContext, live: World, address: str
) -> None:
    page, complaints = await context.new_page(), list[str]()
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if "Security Policy" in said.text else None)
    await page.goto(f"{address}/kiosk")
    await _entered(page, live)
    await _shows_code_and_beacon(page, live)
    await _scans(page, live)
    await _reads_a_card(page, live)
    await _survives_an_outage(page, context)
    assert complaints == []


async def _entered(page: Page, live: World) -> None:
    code = page.locator("#pairing-code")
    await expect(code).to_have_text(re.compile(r"^\d{4} \d{4}$"), timeout=20_000)
    shown = (await code.text_content() or "").replace(" ", "")
    terminal_id = await live.officer.enter_paired(code=shown, site_id=live.site_id, name="一楼门口")
    await live.reviewer.confirm_terminal(terminal_id)
    await expect(page.locator('[data-view="door"]')).to_be_visible(timeout=20_000)


async def _shows_code_and_beacon(page: Page, live: World) -> None:
    await expect(page.locator("#code")).to_be_visible(timeout=20_000)
    digits = (await page.locator("#digits").text_content() or "").strip()
    trainee = live.trainees[0]
    answer = await trainee.phone.check_in(
        live.session(), proof=trainee.phone.pin_code(digits), at={**SITE, "datum": "wgs84", "accuracy_m": 15.0}
    )
    assert answer["outcome"] == "accepted"
    await expect(page.locator("#beacon svg")).to_be_visible()
    await expect(page.locator("#counted")).to_contain_text("已签到", timeout=30_000)
    assert trainee.name not in (await page.content())


async def _scans(page: Page, live: World) -> None:
    trainee = live.trainees[0]
    await page.get_by_role("button", name="扫学员码").click()
    await page.locator('#scan input[name="shown"]').fill(trainee.phone.live_qr(live.session()))
    await page.locator("#scan .button").first.click()
    await expect(page.locator("#answer")).to_be_visible(timeout=20_000)


async def _reads_a_card(page: Page, live: World) -> None:
    newcomer = await a_newcomer(live)
    await page.get_by_role("button", name="没有手机").click()
    await page.get_by_text("第一次使用").click()
    first = page.locator("#first-time")
    await first.locator('[name="invitation"]').fill(newcomer.invitation)
    await first.locator('[name="pin"]').fill("480275")
    await first.locator('[name="again"]').fill("480275")
    await first.get_by_role("button", name="设置密码").click()
    await expect(page.locator("#answer-headline")).to_have_text("密码已设置，可以签到了。", timeout=20_000)
    card = page.locator("#card")
    await card.locator('[name="number"]').fill(newcomer.document["number"])
    await card.locator('[name="pin"]').fill("480275")
    await card.get_by_role("button", name="签到").click()
    await expect(page.locator("#answer")).to_have_class("kiosk-answer notice notice-pass", timeout=30_000)
    assert await card.locator('[name="number"]').input_value() == ""


async def _survives_an_outage(page: Page, context: BrowserContext) -> None:
    await page.get_by_role("button", name="动态码").click()
    await page.reload()
    await expect(page.locator("#code")).to_be_visible(timeout=30_000)
    await context.set_offline(offline=True)
    await expect(page.locator("#lost")).to_be_visible(timeout=60_000)
    await expect(page.locator("#code")).to_be_hidden()
    await expect(page.locator("#beacon svg")).to_be_visible()
    await page.reload()
    await expect(page.locator("#beacon svg")).to_be_visible(timeout=30_000)
    await context.set_offline(offline=False)
    await expect(page.locator("#code")).to_be_visible(timeout=60_000)
