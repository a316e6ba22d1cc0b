"""The office in a real browser: what changes by itself, and what axe-core says of it by day and by night."""

import pytest
from playwright.async_api import Browser, expect

from tests.building.world import World, at_the_site
from tests.web.axe_core import violations
from tests.web.phone_browser import a_newcomer
from tests.web.test_staff_desks_in_chromium import a_desk, signed_in

pytestmark = pytest.mark.browser

SEEN_WITHIN_MS = 2_000


async def test_a_check_in_is_on_the_teachers_screen_within_two_seconds(
    chromium: Browser, address: str, live: World
) -> None:
    trainee = await a_newcomer(live)
    await trainee.phone.bind(trainee.invitation)
    await trainee.phone.consent("location")
    context = await a_desk(chromium)
    page = await signed_in(context, address, live.instructor.login, f"/sessions/{live.session()}/live")
    row = page.locator(".roll li", has_text=trainee.name)
    await expect(row).to_contain_text("未到")
    code = await live.instructor.classroom_code(live.session())
    await trainee.phone.check_in(live.session(), proof=trainee.phone.pin_code(code), at=at_the_site())
    await expect(row.locator(".tag")).not_to_have_text("未到", timeout=SEEN_WITHIN_MS)
    await context.set_offline(True)
    await expect(page.get_by_text("连接中断")).to_be_visible()
    await context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["zh", "en"])
async def test_axe_finds_nothing_on_the_pages_of_a_class(
    chromium: Browser, address: str, live: World, scheme: str, language: str
) -> None:
    context = await a_desk(chromium)
    page = await signed_in(context, address, live.admin.login, "/staff")
    await page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    at = f"/classes/{live.class_id}"
    paths = (
        f"{at}/board",
        f"{at}/grid",
        f"{at}/results",
        f"{at}/corrections",
        f"{at}/leave-records",
        f"{at}/completion",
        f"/sessions/{live.session()}/live",
    )
    found = {}
    for path in paths:
        await page.goto(f"{address}{path}?lang={language}")
        found[path] = await violations(page)
    assert {path: wrong for path, wrong in found.items() if wrong} == {}
    await context.close()


async def test_the_next_case_is_decided_by_keyboard_alone(chromium: Browser, address: str, live: World) -> None:
    waiting = []
    for _ in range(2):
        trainee = await a_newcomer(live)
        await trainee.phone.bind(trainee.invitation)
        await trainee.phone.consent("location")
        proof = trainee.phone.pin_code("000000")
        await trainee.phone.check_in(live.session(), proof=proof, at=at_the_site(accuracy_m=2000))
        waiting.append(trainee.name)
    context = await a_desk(chromium)
    page = await signed_in(context, address, live.reviewer.login, f"/reviews?class={live.class_id}")
    case = page.locator("#case h2")
    first = await case.inner_text()
    await page.keyboard.press("r")  # Without a reason the browser asks for it, in its field.
    await expect(page.get_by_label("理由")).to_be_focused()
    await page.keyboard.type("签到表和录像均无本人")
    await page.get_by_label("理由").blur()
    await page.keyboard.press("r")
    await expect(page.get_by_text("已决定不予确认")).to_be_visible()
    await expect(case).not_to_have_text(first)
    for scheme in ("light", "dark"):
        await page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        for language in ("zh", "en"):
            await page.goto(f"{address}/reviews?class={live.class_id}&lang={language}")
            assert await violations(page) == []
    await context.close()
