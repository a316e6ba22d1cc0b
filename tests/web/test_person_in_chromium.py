"""The person's own things on the phone in a real browser: PIN, word, looks, scanner, and the e-card's way."""

import asyncio
import base64
import io
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import pytest
import segno
from playwright.async_api import Browser, Page, Route, expect

from checkin_service.client import ECardPlatform
from checkin_service.kit.clock import SystemClock
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from tests.building.world import World, a_world
from tests.web.axe_core import violations
from tests.web.phone_browser import PIN, a_newcomer, at_home, bind, choose, on_the_phone
from tests.web.test_phone_voucher_in_chromium import open_vouchers

pytestmark = pytest.mark.browser

_SHOWS = """() => {
navigator.mediaDevices.getUserMedia = async () => {
  const picture = new Image();
  picture.src = "data:image/png;base64,%s";
  await picture.decode();
  const canvas = Object.assign(document.createElement("canvas"), { width: 640, height: 480 });
  const context = canvas.getContext("2d");
  setInterval(() => {
    context.fillStyle = "#888";
    context.fillRect(0, 0, 640, 480);
    context.drawImage(picture, 140, 60, 360, 360);
  }, 50);
  return canvas.captureStream(20);
};
}"""
_REFUSES = """() => {
  navigator.mediaDevices.getUserMedia = async () => { throw new DOMException("no", "NotAllowedError"); };
}"""


async def sees(page: Page, text: str) -> None:
    """From now on the camera has this code before it."""
    picture = io.BytesIO()
    segno.make(text, error="m").save(picture, kind="png", scale=6, border=4)
    await page.evaluate(_SHOWS % base64.b64encode(picture.getvalue()).decode())


async def at_mine(page: Page) -> None:
    await page.locator('[data-tab="mine"]').click()
    await expect(page.locator('[data-view="mine"]')).to_be_visible()


async def test_the_pin_is_changed_by_whoever_knows_it(chromium: Browser, address: str, live: World) -> None:
    trainee = await a_newcomer(live)
    async with on_the_phone(chromium, address) as page:
        await at_home(page, trainee)
        await at_mine(page)
        await page.get_by_role("button", name="修改密码").click()
        assert await violations(page) == []

        async def fill(old: str, new: str, again: str) -> None:
            for label, digits in (("现在的密码", old), ("新密码再输一遍", again)):
                await page.get_by_label(label).fill(digits)
            await page.locator('#pin-change [name="pin"]').fill(new)
            await page.locator("#pin-change").get_by_role("button", name="修改密码").click()

        notice = page.locator("#notice")
        await fill(PIN, "582093", "582094")
        await expect(notice).to_contain_text("两次")
        await fill(PIN, "123456", "123456")
        await expect(notice).to_contain_text("太容易猜到")
        await fill(PIN, "582093", "582093")
        await expect(notice).to_contain_text("密码已修改")
        await page.get_by_role("button", name="修改密码").click()
        await fill("135790", "691347", "691347")
        await expect(notice).to_contain_text("PIN码不正确")
        # From then on the right one has to wait, too.
        await fill("582093", "691347", "691347")
        await expect(notice).to_contain_text("请稍候再试")
        await page.locator('#pin-change [data-do="mine"]').click()
        await page.locator('[data-tab="home"]').click()
        await page.locator("#now").get_by_role("button", name="签到", exact=True).click()
        await page.get_by_label("您的六位密码").fill("582093")
        await page.get_by_label("大屏上的动态码").fill(await live.instructor.classroom_code(live.session()))
        await page.locator("#check-in-go").click()
        await expect(page.get_by_role("heading", name="签到成功")).to_be_visible(timeout=30_000)


async def test_what_is_declared_and_who_looked_stands_under_mine(chromium: Browser, address: str, live: World) -> None:
    trainee = await a_newcomer(live)
    async with on_the_phone(chromium, address) as page:
        await at_home(page, trainee)
        await at_mine(page)
        await page.get_by_role("button", name="谁看过我的信息").click()
        await expect(page.locator("#looks")).to_contain_text("核验了您的培训券")
        assert await violations(page) == []
        await page.locator('[data-view="looks"]').get_by_role("button", name="返回").click()
        await page.get_by_role("button", name="我的承诺").click()
        await expect(page.locator('[data-view="declarations"]')).to_be_visible()
        assert await violations(page) == []


async def test_whom_to_call_stands_below_every_view_with_a_telephone_to_press(
    chromium: Browser, address: str, live: World
) -> None:
    contact = {"contact_id": new_id(), "telephone": "0575-85112233", "place": "测试路1号二楼", "hours": "工作日"}
    await live.officer.post("/v1/contacts", contact)
    trainee = await a_newcomer(live)
    async with on_the_phone(chromium, address) as page:
        await at_home(page, trainee)
        for tab in ("home", "subsidy", "mine"):
            await page.locator(f'[data-tab="{tab}"]').click()
            await expect(page.locator(f'[data-view="{tab}"]')).to_be_visible()
            await page.locator("#whom summary").click()
            offices = page.locator("#offices")
            await expect(offices).to_contain_text("测试路1号二楼")
            await expect(offices.locator('a[href="tel:057585112233"]')).to_be_visible()
        await page.locator('[data-tab="subsidy"]').click()
        await expect(page.locator('#subsidies a[href="tel:057585112233"]')).to_be_visible()


async def test_whom_to_call_stays_open_when_news_of_the_day_arrive(
    chromium: Browser, address: str, live: World
) -> None:
    trainee = await a_newcomer(live)
    async with on_the_phone(chromium, address) as page:
        await at_home(page, trainee)
        await page.locator("#now > *").evaluate("card => { card.dataset.before = 'yes' }")
        arrived = asyncio.Event()

        async def late(route: Route) -> None:
            await arrived.wait()
            await route.continue_()

        await page.route("**/v1/me/today*", late)
        await page.locator('[data-tab="home"]').click()
        await page.locator("#whom summary").click()
        await expect(page.locator("#offices li").first).to_be_visible()
        arrived.set()
        await expect(page.locator("#now [data-before]")).to_have_count(0)
        await expect(page.locator("#offices li").first).to_be_visible()


async def test_the_record_of_a_working_life_is_a_page(chromium: Browser, address: str, live: World) -> None:
    trainee = await a_newcomer(live)
    async with on_the_phone(chromium, address) as page:
        await at_home(page, trainee)
        await at_mine(page)
        await page.get_by_role("button", name="看我的终身培训档案").click()
        await expect(page.locator("#archive-trainings")).to_contain_text("电工（四级）")
        await expect(page.locator("#archive-vouchers")).to_contain_text(trainee.voucher_code)


async def test_the_screen_is_scanned_in_the_page_by_the_vendored_reader(
    chromium: Browser, address: str, live: World
) -> None:
    trainee = await a_newcomer(live)
    async with on_the_phone(chromium, address) as page:
        await at_home(page, trainee)
        code = await live.instructor.classroom_code(live.session())
        await sees(page, f"{address}/me#session={live.session()}&code={code}")
        await page.locator("#now").get_by_role("button", name="扫大屏").click()
        await expect(page.locator('[data-view="check-in"]')).to_be_visible()
        await expect(page.get_by_label("大屏上的动态码")).to_have_value(code)
        assert await page.evaluate("typeof globalThis.jsQR") == "function"


async def test_a_code_of_somebody_else_is_told_apart_and_a_refused_camera_is_no_dead_end(
    chromium: Browser, address: str, live: World
) -> None:
    trainee = await a_newcomer(live)
    async with on_the_phone(chromium, address) as page:
        await at_home(page, trainee)
        await sees(page, "https://shop.example/pay?order=1")
        await page.locator("#now").get_by_role("button", name="扫大屏").click()
        await expect(page.locator("#notice")).to_contain_text("不是签到用的二维码")
        assert await violations(page) == []
        await page.locator("#scan-stop").click()
        await page.evaluate(_REFUSES)
        await page.locator("#now").get_by_role("button", name="扫大屏").click()
        await expect(page.locator('[data-view="scan"]')).to_contain_text("相机")
        await page.locator("#scan-stop").click()
        await expect(page.locator('[data-view="home"]')).to_be_visible()


async def test_the_invitation_on_the_slip_is_scanned(chromium: Browser, address: str, live: World) -> None:
    trainee = await a_newcomer(live)
    async with on_the_phone(chromium, address) as page:
        await expect(page.get_by_label("邀请码")).to_be_visible()
        await sees(page, f"{address}/me#invitation={trainee.invitation}")
        await page.get_by_role("button", name="扫通知单上的码").click()
        await expect(page.get_by_label("邀请码")).to_have_value(trainee.invitation)


async def test_a_voucher_is_used_online_by_the_e_card(
    chromium: Browser, address: str, live: World, resources: Resources, e_card_platform: ECardPlatform
) -> None:
    online = await a_world(resources, live.client, SystemClock(), online=True)
    trainee = await a_newcomer(online, verified=False)
    async with on_the_phone(chromium, address) as page:
        await at_home(page, trainee)
        await page.locator('[data-tab="courses"]').click()
        await page.get_by_role("button", name="线上用券").click()
        await expect(page.locator('[data-view="deduct"]')).to_be_visible()
        link = page.get_by_role("link", name="用电子社保卡验证")
        asked = parse_qs(urlsplit(await link.get_attribute("href") or "").query)
        assert asked["class_id"] == [str(online.class_id)]
        assert await violations(page) == []
        statement = e_card_platform.deduction(
            voucher_id=UUID(asked["voucher_id"][0]),
            class_id=online.class_id,
            document=trainee.document,
            at=datetime.now(UTC),
        )
        await page.goto(f"{address}/me?back#e_card={statement}")
        await expect(page.locator("#deduct-note")).to_contain_text("已验证是您本人")
        await page.get_by_role("button", name="确认用券").click()
        await expect(page.locator("#notice")).to_contain_text("已用券")
        await expect(page.locator("#deduct-door")).to_be_hidden()
    seen = (await online.admin.get("/v1/verifications"))["verifications"]
    assert [each["way"] for each in seen if each["voucher_id"] == asked["voucher_id"][0]] == ["e_card"]


async def test_the_head_is_turned_where_the_verdict_advises_it_and_a_picture_does_not_pass(
    chromium: Browser, address: str, live: World
) -> None:
    trainee = await a_newcomer(live)
    async with on_the_phone(chromium, address) as page:
        await bind(page, trainee)
        await choose(page, "location", "同意")
        await choose(page, "face", "同意")
        await page.get_by_role("button", name="继续").click()
        await page.get_by_role("button", name="拍照").click()
        await page.get_by_role("button", name="登记", exact=True).click()
        await page.locator("#now").get_by_role("button", name="签到", exact=True).click(timeout=60_000)
        await page.get_by_role("button", name="先做转头检测").click()
        await expect(page.locator("#liveness-go")).to_be_enabled()
        assert await violations(page) == []
        await page.locator("#liveness-go").click()
        await expect(page.locator("#turn")).to_contain_text("看前方")
        await expect(page.locator("#notice")).to_contain_text("没有通过", timeout=60_000)
        await page.locator("#liveness-stop").click()
        await expect(page.locator('[data-view="check-in"]')).to_be_visible()
        await expect(page.locator("#check-in-go")).to_be_enabled()


async def test_another_face_is_asked_for_with_a_reason_and_waits_for_the_authority(
    chromium: Browser, address: str, live: World
) -> None:
    trainee = await a_newcomer(live)
    async with on_the_phone(chromium, address) as page:
        await bind(page, trainee)
        await choose(page, "location", "同意")
        await choose(page, "face", "同意")
        await page.get_by_role("button", name="继续").click()
        await page.get_by_role("button", name="拍照").click()
        await page.get_by_role("button", name="登记", exact=True).click()
        await expect(page.get_by_text("人脸已登记。")).to_be_visible(timeout=60_000)
        await page.locator('[data-tab="mine"]').click()
        await page.get_by_role("button", name="更换登记的人脸").click()
        await expect(page.get_by_role("heading", name="申请更换登记的人脸")).to_be_visible()
        await page.get_by_role("button", name="拍照").click()
        await page.get_by_role("button", name="提交申请", exact=True).locator("visible=true").click()
        await expect(page.get_by_text("请写明理由。")).to_be_visible()
        await page.get_by_label("为什么要更换？").fill("换了发型")
        assert await violations(page) == []
        await page.get_by_role("button", name="提交申请", exact=True).locator("visible=true").click()
        await expect(page.get_by_text("等待人社部门决定")).to_be_visible(timeout=60_000)
    waiting = await live.reviewer.all_of("/v1/face-changes", "changes")
    assert trainee.name in [each["trainee_name"] for each in waiting]


async def test_whoever_leaves_a_class_does_it_on_the_phone(
    chromium: Browser, address: str, live: World, resources: Resources
) -> None:
    world = await a_world(resources, live.client, SystemClock())
    trainee = await a_newcomer(world)
    async with on_the_phone(chromium, address) as page:
        await at_home(page, trainee)
        await page.locator('[data-tab="courses"]').click()
        await page.get_by_role("button", name="退出本班").click()
        assert await violations(page) == []
        await page.get_by_label("为什么退班？").fill("已就业")
        await page.get_by_role("button", name="确认退班").click()
        await expect(page.locator("#notice")).to_contain_text("已退班")
        await expect(page.locator("#no-course")).to_be_visible()


async def test_a_second_person_on_the_phone_finds_nothing_of_the_first(
    chromium: Browser, address: str, live: World
) -> None:
    first, second = await a_newcomer(live), await a_newcomer(live)
    async with on_the_phone(chromium, address) as page:
        await at_home(page, first)
        await at_mine(page)
        await page.get_by_role("button", name="添加一个人").click()
        await at_home(page, second)
        await open_vouchers(page)
        await expect(page.locator("#vouchers .voucher")).to_have_count(1)
        shown = (await page.locator("#vouchers").inner_text()).replace(" ", "")
        assert second.voucher_code in shown
        assert first.voucher_code not in shown
        kept = await page.evaluate("indexedDB.databases().then(all => all.map(each => each.name))")
        assert len([name for name in kept if name.startswith("training-check-in")]) == 2


async def test_without_permission_for_the_position_it_is_said_how_to_allow_it_and_one_goes_on(
    chromium: Browser, address: str, live: World
) -> None:
    trainee = await a_newcomer(live)
    async with on_the_phone(chromium, address) as page:
        # The phone looks for its place as soon as it is at home.
        await page.context.clear_permissions()
        await at_home(page, trainee)
        await page.locator("#now").get_by_role("button", name="签到", exact=True).click()
        await page.get_by_label("您的六位密码").fill(PIN)
        await page.get_by_label("大屏上的动态码").fill(await live.instructor.classroom_code(live.session()))
        await page.locator("#check-in-go").click()
        await expect(page.locator("#notice")).to_contain_text("定位", timeout=70_000)
        assert await violations(page) == []
        await page.get_by_role("button", name="不带定位提交").click()
        await expect(page.locator('[data-view="verdict"]')).to_be_visible(timeout=30_000)
        await expect(page.locator("#states")).to_contain_text("已收到")
