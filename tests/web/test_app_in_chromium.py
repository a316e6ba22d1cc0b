"""The trainee's app in a real browser: small, asleep and awake by itself, open without a network, and for everybody."""

import re
import time
from dataclasses import replace
from typing import Any

import pytest
from playwright.async_api import Browser, Page, Route, expect

from checkin_service.kit.clock import SystemClock
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from tests.building.news import deliver_all
from tests.building.world import SITE, World, a_world
from tests.eligibility.denial import a_denial
from tests.web.axe_core import violations
from tests.web.browsing import a_phone
from tests.web.phone_browser import PIN, a_newcomer, at_home, on_the_phone

pytestmark = pytest.mark.browser

MOST_BYTES, MOST_REQUESTS = 120_000, 12
OPENS_WITHIN_S, OPENINGS = 1.0, 5
"""The quickest of a few: other work on the machine is not the app's."""


async def go_to(page: Page, tab: str) -> None:
    await page.locator(f'[data-tab="{tab}"]').click()
    await expect(page.locator(f'[data-view="{tab}"]')).to_be_visible()


async def opened_in(page: Page) -> float:
    """Seconds until the first screen stands there again."""
    before = time.monotonic()
    await page.reload(wait_until="commit")
    await expect(page.locator(".kept")).to_contain_text("待送达")
    return time.monotonic() - before


async def is_installed(page: Page) -> None:
    """The worker has taken over, so that the next opening needs no network."""
    await page.evaluate("navigator.serviceWorker.ready")
    await page.wait_for_function("navigator.serviceWorker.controller !== null")
    await page.wait_for_function("caches.match('/me').then(found => Boolean(found))")


async def test_a_first_visit_is_few_requests_and_little_on_the_wire(chromium: Browser, address: str) -> None:
    context = await a_phone(chromium, longitude=SITE["longitude"], latitude=SITE["latitude"])
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page = await context.new_page()
    session, sizes = await context.new_cdp_session(page), list[float]()
    await session.send("Network.enable")
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    await page.goto(f"{address}/me")
    await expect(page.get_by_label("邀请码")).to_be_visible()
    await is_installed(page)
    await context.close()
    # What stands under the address of its content comes from the browser's own store the second time.
    assert len(set(asked)) <= MOST_REQUESTS
    assert sum(sizes) <= MOST_BYTES


async def test_it_can_be_installed(chromium: Browser, address: str) -> None:
    context = await a_phone(chromium, longitude=SITE["longitude"], latitude=SITE["latitude"])
    page = await context.new_page()
    await page.goto(f"{address}/me")
    session = await context.new_cdp_session(page)
    manifest: dict[str, Any] = await session.send("Page.getAppManifest")
    assert manifest["errors"] == []
    await is_installed(page)
    await page.wait_for_timeout(500)
    obstacles = (await session.send("Page.getInstallabilityErrors"))["installabilityErrors"]
    await context.close()
    # A test's browser keeps nothing: that alone stands in the way.
    assert [each["errorId"] for each in obstacles if each["errorId"] != "in-incognito"] == []


async def test_it_opens_without_a_network_at_once_and_shows_what_is_sealed(
    chromium: Browser, address: str, live: World
) -> None:
    trainee = await a_newcomer(live)
    async with on_the_phone(chromium, address) as page:
        await at_home(page, trainee)
        await is_installed(page)
        await page.locator("#now").get_by_role("button", name="签到", exact=True).click()
        await page.get_by_label("您的六位密码").fill(PIN)
        await page.get_by_label("大屏上的动态码").fill(await live.instructor.classroom_code(live.session()))
        await page.route("**/v1/*check-ins", lambda route: route.abort())
        await page.locator("#check-in-go").click()
        await page.get_by_role("button", name="不再等待").click()
        await page.unroute("**/v1/*check-ins")
        await page.context.set_offline(True)
        took = min([await opened_in(page) for _ in range(OPENINGS)])
        await expect(page.locator("#who")).to_have_text(trainee.name)
        await expect(page.locator("#offline")).to_be_visible()
        await page.context.set_offline(False)
        await expect(page.get_by_role("heading", name="签到成功")).to_be_visible(timeout=30_000)
    assert took < OPENS_WITHIN_S


async def test_a_service_that_was_silent_for_a_moment_is_asked_again_by_itself(
    chromium: Browser, address: str, live: World
) -> None:
    trainee = await a_newcomer(live)
    async with on_the_phone(chromium, address) as page:
        await at_home(page, trainee)
        await is_installed(page)
        await page.route("**/v1/tokens/*", lambda route: route.abort())
        await page.reload()
        await expect(page.locator("#offline")).to_be_visible()
        await page.unroute("**/v1/tokens/*")
        await expect(page.locator("#offline")).to_be_hidden(timeout=30_000)


async def test_what_was_looked_at_before_is_read_again_without_a_network(
    chromium: Browser, address: str, live: World, resources: Resources
) -> None:
    trainee = await a_newcomer(live)
    await deliver_all(replace(resources, clock=SystemClock()))
    async with on_the_phone(chromium, address) as page:
        await at_home(page, trainee)
        await is_installed(page)
        for tab in ("subsidy", "messages"):
            await go_to(page, tab)
        await page.context.set_offline(True)
        await go_to(page, "subsidy")
        await expect(page.locator("#subsidies")).to_contain_text("最高")
        await expect(page.locator("#offline")).to_be_visible()
        await go_to(page, "messages")
        await expect(page.locator("#messages")).to_contain_text("您有一张新的培训券")
        await page.context.set_offline(False)
        await go_to(page, "subsidy")
        await expect(page.locator("#offline")).to_be_hidden()


async def test_who_has_chosen_a_language_opens_the_app_without_a_network_too(
    chromium: Browser, address: str, live: World
) -> None:
    trainee = await a_newcomer(live)
    async with on_the_phone(chromium, address) as page:
        await at_home(page, trainee)
        await page.get_by_role("link", name="English").click()
        await is_installed(page)
        await page.context.set_offline(True)
        await page.reload()
        await expect(page.locator("#who")).to_have_text(trainee.name)
        await expect(page.locator('html[lang="en"]')).to_have_count(1)


async def test_a_beacon_seen_without_a_network_stands_in_for_the_code_and_is_delivered_later(
    chromium: Browser, address: str, live: World
) -> None:
    trainee = await a_newcomer(live)
    async with on_the_phone(chromium, address) as page:
        await at_home(page, trainee)
        await is_installed(page)
        await page.context.set_offline(True)
        # The camera opens what the display's QR says, in the page that stands open.
        async with page.expect_event("load"):
            await page.evaluate(
                "text => { location.hash = `beacon=${text}`; }",
                live.terminal.beacon(live.session(), at=SystemClock().now()),
            )
        await page.locator("#now").get_by_role("button", name="签到", exact=True).click()
        await page.get_by_label("您的六位密码").fill(PIN)
        await page.locator("#check-in-go").click()
        await page.get_by_role("button", name="不再等待").click(timeout=70_000)  # After the best fix that came.
        await page.reload()
        await expect(page.locator("#kept .kept")).to_contain_text("已存手机，待送达")
        await page.context.set_offline(False)
        await expect(page.get_by_role("heading", name="签到成功")).to_be_visible(timeout=30_000)
        await page.get_by_role("button", name="返回首页").click()
        await expect(page.locator("#kept")).to_contain_text("离线签到已送达 · 已计入 4 课时")
        await expect(page.locator("#kept .kept")).to_have_count(0)


async def test_the_button_wakes_by_itself_and_the_place_is_shown_before_it_is_pressed(
    chromium: Browser, address: str, live: World
) -> None:
    trainee = await a_newcomer(live)

    async def opens_soon(route: Route) -> None:
        answer = await (await route.fetch()).json()
        window = answer["classes"][0]["sessions"][0]["windows"][0]
        window["opens_at"] = await page.evaluate("new Date(Date.now() + 3000).toISOString()")
        await route.fulfill(json=answer)

    async with on_the_phone(chromium, address) as page:
        await at_home(page, trainee)
        await page.route("**/v1/me/today", opens_soon)
        await go_to(page, "home")
        button = page.locator("#now").get_by_role("button", name="签到", exact=True)
        await expect(button).to_be_disabled()
        await expect(page.locator("#here")).to_contain_text("您在培训地点内")
        await expect(page.locator(".plan-me")).to_be_visible()
        await expect(button).to_be_enabled(timeout=5_000)


async def test_a_fix_that_says_little_is_not_called_inside(chromium: Browser, address: str, live: World) -> None:
    async with on_the_phone(chromium, address, accuracy_m=400) as page:
        await at_home(page, await a_newcomer(live))
        here = page.locator("#here")
        await expect(here).to_contain_text("可能在培训地点附近，但误差较大（400 米）")
        await expect(here).to_contain_text("动态码")
        await expect(here).to_have_class(re.compile("here-doubt"))
        await page.get_by_role("link", name="English").click()
        await expect(here).to_contain_text("You may be near the training place")


async def test_the_pin_of_a_check_in_can_be_looked_at_and_hides_again(
    chromium: Browser, address: str, live: World
) -> None:
    async with on_the_phone(chromium, address) as page:
        await at_home(page, await a_newcomer(live))
        pin, see = page.locator('#check-in [name="pin"]'), page.locator('#check-in [data-do="digits"]')
        for _ in range(2):
            await page.locator("#now").get_by_role("button", name="签到", exact=True).click()
            await expect(pin).to_have_attribute("type", "password")
            await see.click()
            await expect(pin).to_have_attribute("type", "text")
            await page.locator('#check-in [data-do="home"]').click()


async def test_a_browser_that_refuses_to_keep_anything_more_still_shows_all(
    chromium: Browser, address: str, live: World
) -> None:
    """As in a private window, or with a full phone: what is asked for now is shown, only nothing for later."""
    async with on_the_phone(chromium, address) as page:
        await at_home(page, await a_newcomer(live))
        full = "() => { throw new DOMException('full', 'QuotaExceededError'); }"
        await page.context.add_init_script(f"""
            IDBObjectStore.prototype.put = {full};
            Storage.prototype.setItem = {full};
            Storage.prototype.getItem = {full};
        """)
        await page.reload()
        await expect(page.locator("#here")).to_contain_text("您在培训地点内")
        await page.wait_for_load_state("networkidle")
        await go_to(page, "subsidy")
        await expect(page.locator("#subsidies")).not_to_be_empty()


async def test_who_was_denied_reads_why_and_appeals(
    chromium: Browser, address: str, live: World, resources: Resources
) -> None:
    trainee = await a_newcomer(live)
    await a_denial(replace(resources, clock=SystemClock()), live.class_id, trainee.trainee_id, live.institution_id)
    async with on_the_phone(chromium, address) as page:
        await at_home(page, trainee)
        await go_to(page, "subsidy")
        card = page.locator("#subsidies")
        await expect(card).to_contain_text("这次没有通过审核")
        await expect(card).to_contain_text("考核不合格。")
        await expect(card).to_contain_text("还剩")
        await page.get_by_role("button", name="提出复核").click()
        await page.get_by_label("哪里不对？").fill("成绩登记有误")
        await page.get_by_role("button", name="提交复核申请").click()
        await expect(card).to_contain_text("复核办理中")
        await expect(page.get_by_role("button", name="提出复核")).to_have_count(0)
        (appeal,) = [
            each
            for each in await live.reviewer.all_of("/v1/eligibility-appeals", "appeals")
            if each["trainee_id"] == str(trainee.trainee_id)
        ]
        answer = {"request_id": new_id(), "upheld": False, "reason": "原始成绩单与登记一致"}
        await live.reviewer.post(f"/v1/eligibility-appeals/{appeal['appeal_id']}/decision", answer)
        await go_to(page, "home")
        await go_to(page, "subsidy")
        await expect(card).to_contain_text("维持原结果：原始成绩单与登记一致")
        assert await violations(page) == []


async def test_what_one_was_told_is_counted_on_the_tab_until_it_is_read(
    chromium: Browser, address: str, live: World, resources: Resources
) -> None:
    trainee = await a_newcomer(live)
    await deliver_all(replace(resources, clock=SystemClock()))
    async with on_the_phone(chromium, address) as page:
        await at_home(page, trainee)
        badge = page.locator("#new-messages")
        await expect(badge).to_have_text("1 条新消息")
        await go_to(page, "messages")
        await expect(page.locator("#messages")).to_contain_text("您有一张新的培训券")
        await expect(badge).to_be_hidden()
        await page.get_by_role("button", name="看培训券").click()
        await expect(page.locator("#vouchers .voucher")).to_have_count(1)


async def test_a_place_is_found_applied_for_with_a_voucher_and_withdrawn(
    chromium: Browser, address: str, live: World, resources: Resources
) -> None:
    later = await a_world(resources, live.client, SystemClock())
    await later.admin.post(f"/v1/classes/{later.class_id}/offer", {"request_id": new_id(), "places": 90})
    trainee = await a_newcomer(later, verified=False)
    async with on_the_phone(chromium, address) as page:
        await page.set_viewport_size({"width": 390, "height": 844})
        await at_home(page, trainee)
        await go_to(page, "courses")
        await page.get_by_role("button", name="找课报名").click()
        # Others offer places too: it is this class that is looked for.
        name = (await later.admin.get(f"/v1/classes/{later.class_id}"))["name"]
        await page.locator("#find-course [name=words]").fill(name)
        await page.keyboard.press("Enter")
        own = page.locator("#courses-found article", has_text=name)
        await expect(own).to_contain_text("培训券可抵")
        assert await violations(page) == []
        await page.get_by_role("button", name="离我近的").click()
        await expect(own).to_contain_text("公里")
        await own.get_by_role("button", name="报名这个班").click()
        await expect(page.get_by_role("radio")).to_be_checked()
        assert await violations(page) == []
        await page.get_by_role("button", name="提交报名").click()
        mine = page.locator("#applications article")
        await expect(mine).to_contain_text("待核验")
        assert await violations(page) == []
        await page.get_by_role("button", name="撤回报名").click()
        await expect(mine).to_contain_text("已撤回")
        await page.locator('[data-view="applications"] [data-do="back"]').click()
        await go_to(page, "messages")
        await go_to(page, "mine")


async def test_leave_is_asked_for_from_the_lesson(chromium: Browser, address: str, live: World) -> None:
    trainee = await a_newcomer(live)
    async with on_the_phone(chromium, address) as page:
        await at_home(page, trainee)
        await go_to(page, "courses")
        await page.get_by_role("button", name="我要请假").click()
        await page.get_by_label("为什么请假？").fill("就医")
        await page.get_by_role("button", name="提交", exact=True).click()
        await expect(page.locator("#notice")).to_contain_text("已提交")
    (filed,) = [
        each
        for each in (await live.admin.get("/v1/leaves", **{"class": live.class_id}))["leaves"]
        if each["trainee_id"] == str(trainee.trainee_id)
    ]
    assert filed["reason"] == "就医"


async def test_two_people_share_a_phone_and_see_nothing_of_each_other(
    chromium: Browser, address: str, live: World
) -> None:
    first, second = await a_newcomer(live), await a_newcomer(live)
    async with on_the_phone(chromium, address) as page:
        await at_home(page, first)
        await go_to(page, "mine")
        await page.get_by_role("button", name="添加一个人").click()
        await at_home(page, second)
        await expect(page.locator("#who")).to_have_text(second.name)
        await go_to(page, "mine")
        await page.get_by_role("button", name=f"换成 {first.name}").click()
        await expect(page.locator("#who")).to_have_text(first.name)


async def test_the_record_of_a_working_life_is_kept_as_a_file(chromium: Browser, address: str, live: World) -> None:
    trainee = await a_newcomer(live)
    async with on_the_phone(chromium, address) as page:
        await at_home(page, trainee)
        await go_to(page, "mine")
        async with page.expect_download() as saving:
            await page.get_by_role("button", name="下载终身培训档案（PDF）").click()
        assert (await (await saving.value).path()).read_bytes().startswith(b"%PDF")
