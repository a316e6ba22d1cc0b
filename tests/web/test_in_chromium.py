"""The pages in a real browser: a phone from its first use to the verdict, and the screen in the classroom."""

import re

import pytest
from playwright.async_api import Browser, Route, expect

from tests.building.world import PASSWORD, Trainee, World
from tests.web.phone_browser import PIN, a_newcomer, bind, choose, on_the_phone

pytestmark = pytest.mark.browser

FACE_WORK_MS = 60_000
CODE_LIFE_MS = 15_000


async def lose_the_answer(route: Route) -> None:
    await route.fetch()
    await route.abort()


async def credited_hours(live: World, trainee: Trainee) -> int:
    attendance = await live.admin.attendance_of(live.class_id)
    (own,) = [each for each in attendance["trainees"] if each["trainee_id"] == str(trainee.trainee_id)]
    return int(own["attendance"]["credited_hours"])


async def test_from_first_use_by_face_over_a_doubt_to_class_hours(chromium: Browser, address: str, live: World) -> None:
    trainee = await a_newcomer(live)
    async with on_the_phone(chromium, address, accuracy_m=1900) as page:
        await bind(page, trainee)
        await choose(page, "location", "同意")
        await choose(page, "face", "同意")
        await page.get_by_role("button", name="继续").click()
        await page.get_by_role("button", name="拍照").click()
        await page.get_by_role("button", name="登记", exact=True).click()
        await expect(page.get_by_text("人脸已登记。")).to_be_visible(timeout=FACE_WORK_MS)

        await page.locator("#now").get_by_role("button", name="签到").click()
        await page.locator("#check-in-go").click()
        await expect(page.locator('[data-outcome="doubtful"]')).to_be_visible(timeout=FACE_WORK_MS)
        await expect(page.locator("#verdict-why")).to_have_text("定位误差过大，无法确定是否在场。")
        await expect(page.locator("#plan")).to_be_visible()
        assert await page.locator("#plan").evaluate("image => image.naturalWidth") > 0
        assert await credited_hours(live, trainee) == 0

        await page.get_by_role("button", name="输入教室动态码").click()
        await page.get_by_label("定位不准？").fill(await live.instructor.classroom_code(live.session()))
        await page.locator("#check-in-go").click()
        await expect(page.get_by_role("heading", name="签到成功")).to_be_visible(timeout=FACE_WORK_MS)
        await expect(page.locator("#states")).to_contain_text("已计入 4 课时")
        await expect(page.locator("#verdict-standing")).to_contain_text("4/20 = 20.00%")
    assert await credited_hours(live, trainee) == 4


async def test_without_a_face_and_with_the_network_gone_for_a_moment(
    chromium: Browser, address: str, live: World
) -> None:
    trainee = await a_newcomer(live)
    async with on_the_phone(chromium, address) as page:
        await bind(page, trainee)
        await choose(page, "location", "同意")
        await choose(page, "face", "不同意")
        await page.get_by_role("button", name="继续").click()
        await page.locator("#now").get_by_role("button", name="签到").click()
        await page.get_by_label("您的六位密码").fill(PIN)
        await page.get_by_label("大屏上的动态码").fill(await live.instructor.classroom_code(live.session()))
        await page.context.set_offline(True)
        await page.locator("#check-in-go").click()
        await expect(page.get_by_text("网络不通，还没有送达。")).to_be_visible()
        await page.context.set_offline(False)
        await expect(page.get_by_role("heading", name="签到成功")).to_be_visible()
    assert await credited_hours(live, trainee) == 4


async def test_a_phone_stays_bound_and_a_lost_answer_is_found_again(
    chromium: Browser, address: str, live: World
) -> None:
    trainee = await a_newcomer(live)
    async with on_the_phone(chromium, address) as page:
        await bind(page, trainee)
        await choose(page, "location", "同意")
        await choose(page, "face", "不同意")
        await page.get_by_role("button", name="继续").click()
        await page.locator("#now").get_by_role("button", name="签到").click()
        await page.get_by_label("您的六位密码").fill(PIN)
        await page.get_by_label("大屏上的动态码").fill(await live.instructor.classroom_code(live.session()))

        await page.route("**/v1/check-ins", lose_the_answer)
        await page.locator("#check-in-go").click()
        await expect(page.get_by_text("网络不通，还没有送达。")).to_be_visible()
        await page.unroute("**/v1/check-ins")
        await page.reload()
        await expect(page.get_by_role("heading", name="签到成功")).to_be_visible()
    assert await credited_hours(live, trainee) == 4


async def test_a_check_in_without_network_is_kept_and_delivered_by_another_visit(
    chromium: Browser, address: str, live: World
) -> None:
    trainee = await a_newcomer(live)
    async with on_the_phone(chromium, address) as page:
        await bind(page, trainee)
        await choose(page, "location", "同意")
        await choose(page, "face", "不同意")
        await page.get_by_role("button", name="继续").click()
        await page.locator("#now").get_by_role("button", name="签到").click()
        await page.get_by_label("您的六位密码").fill(PIN)
        await page.get_by_label("大屏上的动态码").fill(await live.instructor.classroom_code(live.session()))
        await page.route("**/v1/*check-ins", lambda route: route.abort())
        await page.locator("#check-in-go").click()
        await page.get_by_role("button", name="不再等待").click()
        await expect(page.get_by_text("签到已封存在手机上，尚未送达")).to_be_visible()
        assert await credited_hours(live, trainee) == 0
        await page.unroute("**/v1/*check-ins")
        await page.reload()
        await expect(page.get_by_role("heading", name="签到成功")).to_be_visible()
        await expect(page.locator("#findings")).to_contain_text("离线完成、事后送达")
    assert await credited_hours(live, trainee) == 4


async def test_the_screen_shows_the_code_of_now_and_never_one_that_has_run_out(
    chromium: Browser, address: str, live: World
) -> None:
    context = await chromium.new_context(viewport={"width": 1280, "height": 720}, locale="zh-CN")
    page = await context.new_page()
    before = await live.instructor.classroom_code(live.session())
    await page.goto(f"{address}/sessions/{live.session()}/code")
    await page.get_by_label("登录名").fill(live.instructor.login)
    await page.get_by_label("密码").fill(PASSWORD)
    await page.get_by_role("button", name="登录").click()
    digits = page.locator("#digits")
    await expect(digits).to_have_text(re.compile(r"^[0-9]{6}$"))
    shown = await digits.text_content()
    assert shown in {before, await live.instructor.classroom_code(live.session())}
    await context.set_offline(True)
    await expect(page.get_by_text("连接中断")).to_be_visible(timeout=CODE_LIFE_MS)
    await expect(digits).to_be_hidden()
    await context.close()
