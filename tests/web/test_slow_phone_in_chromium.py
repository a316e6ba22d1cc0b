"""A phone that takes long to find its position, and a hand that takes long to type: the code outlives both."""

import asyncio
from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.async_api import Browser, Request, expect

from tests.building.world import World
from tests.web.phone_browser import PIN, a_newcomer, at_home, on_the_phone

pytestmark = pytest.mark.browser

SLOW_FIX = """
const watch = navigator.geolocation.watchPosition.bind(navigator.geolocation);
navigator.geolocation.watchPosition = (found, ...more) =>
  watch((fix) => setTimeout(() => found(fix), 18_000), ...more);
"""
PIN_S, CODE_S, PATIENCE_MS = 12, 8, 60_000


async def test_an_18_second_fix_and_a_slow_typist_are_accepted(chromium: Browser, address: str, live: World) -> None:
    trainee, sent = await a_newcomer(live), list[Any]()

    def note(request: Request) -> None:
        if request.method == "POST" and request.url.endswith("/v1/check-ins"):
            sent.append(request.post_data_json)

    async with on_the_phone(chromium, address) as page:
        page.on("request", note)
        await page.add_init_script(SLOW_FIX)
        await page.reload()
        await at_home(page, trainee)
        await page.locator("#now").get_by_role("button", name="签到").click()
        code = await live.instructor.classroom_code(live.session())
        field = page.get_by_label("大屏上的动态码")
        for digit in code[:5]:
            await field.press_sequentially(digit)
            await asyncio.sleep(CODE_S / 5)
        await field.press_sequentially(code[5])
        await expect(page.get_by_text("动态码正确")).to_be_visible()
        for digit in PIN:
            await page.get_by_label("您的六位密码").press_sequentially(digit)
            await asyncio.sleep(PIN_S / 6)
        await page.locator("#check-in-go").click()
        await expect(page.get_by_role("heading", name="签到成功")).to_be_visible(timeout=PATIENCE_MS)
    (body,) = sent
    position: dict[str, Any] = body["position"]
    # Nothing is claimed that the browser does not say, and the fix comes with its own time.
    assert position.keys() == {"longitude", "latitude", "datum", "accuracy_m", "measured_at"}
    assert abs((datetime.now(UTC) - datetime.fromisoformat(position["measured_at"])).total_seconds()) < PATIENCE_MS
    assert body["code_claim"] is not None
    assert body["person_proof"] == {"kind": "pin_code", "pin": PIN, "code": None}


async def test_a_code_that_is_wrong_is_said_at_once_and_costs_no_try(
    chromium: Browser, address: str, live: World
) -> None:
    trainee = await a_newcomer(live)
    async with on_the_phone(chromium, address) as page:
        await at_home(page, trainee)
        await page.locator("#now").get_by_role("button", name="签到").click()
        right = await live.instructor.classroom_code(live.session())
        await page.get_by_label("您的六位密码").fill(PIN)
        await page.get_by_label("大屏上的动态码").fill(f"{(int(right) + 1) % 10**6:06d}")
        await expect(page.get_by_text("动态码不正确或已过期")).to_be_visible()
        await page.get_by_label("大屏上的动态码").fill(await live.instructor.classroom_code(live.session()))
        await page.locator("#check-in-go").click()
        await expect(page.get_by_role("heading", name="签到成功")).to_be_visible()
