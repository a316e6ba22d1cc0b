"""The desks of institution and authority in a real browser: scanning, the camera, and a file of results."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, BrowserContext, Geolocation, Page, expect

from checkin_service.kit.resources import Resources
from tests.building.world import PASSWORD, SITE, World, at_the_site
from tests.settlement.payables import payable
from tests.web.phone_browser import a_newcomer
from tests.web.settlement_people import people_of

pytestmark = pytest.mark.browser

_READER = """
window.BarcodeDetector = class {
  async detect() { return window.inView ? [{ rawValue: window.inView }] : []; }
};
"""
"""A browser that reads codes; what its camera sees is said by the test."""


async def signed_in(context: BrowserContext, address: str, login: str, path: str) -> Page:
    page = await context.new_page()
    await page.goto(f"{address}{path}")
    await page.get_by_label("登录名").fill(login)
    await page.get_by_label("密码").fill(PASSWORD)
    # Its scripts have run when a navigation is over: a key pressed before would be nobody's.
    async with page.expect_navigation():
        await page.get_by_role("button", name="登录").click()
    return page


async def a_desk(chromium: Browser) -> BrowserContext:
    place = Geolocation(longitude=SITE["longitude"], latitude=SITE["latitude"], accuracy=12)
    return await chromium.new_context(
        locale="zh-CN",
        viewport={"width": 1280, "height": 900},
        permissions=["geolocation", "camera"],
        geolocation=place,
    )


async def test_a_scanner_types_and_a_list_tells_what_came_of_each(chromium: Browser, address: str, live: World) -> None:
    trainee = await a_newcomer(live, verified=False)
    context = await a_desk(chromium)
    page = await signed_in(context, address, live.admin.login, f"/classes/{live.class_id}/board")
    await page.get_by_role("link", name="到课验券").click()
    await expect(page.get_by_text("这个浏览器不能用相机读二维码")).to_be_visible()
    for code in ("0000000", trainee.voucher_code):
        await page.keyboard.type(code)  # The field has the focus: a scanner needs no mouse.
        await page.keyboard.press("Enter")
    results = page.locator("#results li")
    await expect(results.first).to_contain_text(f"{trainee.name} · 验券成功")
    await expect(results.last).to_contain_text("没有找到")
    await context.set_offline(True)
    await page.keyboard.type(trainee.voucher_code)
    await page.keyboard.press("Enter")
    await expect(results.first).to_contain_text("没有收到结果")
    await context.close()


async def test_the_camera_reads_a_session_qr_once(chromium: Browser, address: str, live: World) -> None:
    trainee = await a_newcomer(live)
    await trainee.phone.bind(trainee.invitation)
    await trainee.phone.consent("location")
    context = await a_desk(chromium)
    await context.add_init_script(_READER)
    page = await signed_in(context, address, live.admin.login, f"/sessions/{live.session()}/scans")
    await page.get_by_role("button", name="用相机扫描").click()
    await expect(page.locator("#camera")).to_be_visible()
    shown = trainee.phone.live_qr(live.session(), at=at_the_site())
    await page.evaluate("token => { window.inView = token; }", shown)
    results = page.locator("#results li")
    await expect(results.first).to_contain_text(f"{trainee.name} · 签到成功")
    await expect(results.first).to_contain_text("4/20")
    await page.wait_for_timeout(2500)
    await expect(results).to_have_count(1)
    await context.close()


async def test_money_goes_from_the_classroom_to_the_bank_through_two_people(
    chromium: Browser, address: str, resources: Resources, tmp_path: Path
) -> None:
    people = await people_of(resources, await payable(resources, authority_code="330605"))
    desks = {login: await a_desk(chromium) for login in (people.admin, people.first, people.second)}
    admin = await signed_in(desks[people.admin], address, people.admin, f"/classes/{people.world.class_id}/settlement")
    await admin.get_by_role("button", name="提交申请").click()
    await expect(admin.get_by_text("申请已提交。")).to_be_visible()
    path = admin.url.removeprefix(address).partition("?")[0]

    first = await signed_in(desks[people.first], address, people.first, path)
    await first.get_by_role("button", name="审核通过").click()
    await expect(first.get_by_text("请由另一名工作人员办理。")).to_be_visible()
    second = await signed_in(desks[people.second], address, people.second, path)
    await second.get_by_role("button", name="批准拨付").click()
    await second.get_by_role("link", name="结算拨付").first.click()
    await second.get_by_role("button", name="将选中的列入资金拨付表").click()
    await expect(second.get_by_text("待拨付").first).to_be_visible()
    await second.wait_for_load_state()
    async with second.expect_download() as saving:
        await second.get_by_role("link", name="下载 Excel").click()
    assert (await saving.value).suggested_filename.endswith(".xlsx")

    answer = tmp_path / "results.csv"
    answer.write_text(
        "序号,结果,凭证号\n1,已拨付,ZF-2026-0001\n", encoding="gb18030"
    )  # As table programs in China save it.
    await second.get_by_label("CSV 文件").set_input_files(answer)
    await expect(second.get_by_role("textbox", name="结果")).to_have_value("序号,结果,凭证号\n1,已拨付,ZF-2026-0001\n")
    await second.get_by_role("button", name="核对结果").click()
    await second.get_by_label("请输入已拨付总额").fill("1500.00")
    await second.get_by_role("button", name="记录结果").click()
    await expect(second.get_by_text("ZF-2026-0001")).to_be_visible()
    await admin.reload()
    await expect(admin.get_by_text("已核销", exact=True)).to_be_visible()
    for desk in desks.values():
        await desk.close()
