"""Vouchers, live QRs, contested hours and receipts on the trainee's phone, in a real browser."""

import json
from typing import Any
from uuid import UUID

import numpy as np
import pytest
import segno
from playwright.async_api import Browser, Page, Route, expect

from biometrics.opencv import cv2
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from checkin_service.transparency.service.sealer import Sealer
from checkin_service.web.assets import asset
from tests.building.world import AUTHORITY, World, at_the_site
from tests.web.phone_browser import PIN, a_newcomer, at_home, on_the_phone

pytestmark = pytest.mark.browser


def seen(photo: bytes) -> str:
    """What a scanner reads on the screen."""
    picture = cv2.imdecode(np.frombuffer(photo, np.uint8), cv2.IMREAD_COLOR)
    return str(cv2.QRCodeDetectorAruco().detectAndDecode(picture)[0])


async def open_vouchers(page: Page) -> None:
    await page.locator('[data-tab="subsidy"]').click()
    await page.get_by_role("button", name="我的培训券").click()


async def token_on(page: Page) -> str:
    await expect(page.locator("#live-qr path")).to_be_visible()
    return str(await page.locator("#live-qr").get_attribute("data-token"))


@pytest.mark.parametrize(("length", "version"), [(84, 5), (180, 9), (213, 10)])
async def test_the_phone_draws_the_qr_codes_of_the_standard(
    chromium: Browser, address: str, length: int, version: int
) -> None:
    """Filled to the last byte: about what follows a shorter text the two disagree, and scanners do not look at it."""
    page = await chromium.new_page(locale="zh-CN")
    await page.goto(f"{address}/")
    text = ("V1.AZc_-" * 30)[:length]
    drawn = await page.evaluate(f"async text => (await import('{asset('phone/qr.js')}')).modules(text)", text)
    expected = segno.make(text, version=version, error="m", mode="byte", mask=0, boost_error=False, micro=False)
    assert drawn == [[bool(module) for module in row] for row in expected.matrix]
    await page.close()


async def test_a_voucher_tells_what_to_do_and_its_qr_is_verified_at_the_desk(
    chromium: Browser, address: str, live: World
) -> None:
    trainee = await a_newcomer(live, verified=False)
    async with on_the_phone(chromium, address) as page:
        await at_home(page, trainee)
        await open_vouchers(page)
        card = page.locator(".voucher")
        await expect(card).to_contain_text("已发放，待验券")
        await expect(card).to_contain_text("出示二维码验券")
        await expect(card).to_contain_text("有效期至")
        await expect(card.get_by_role("button", name="领取")).to_be_hidden()
        await card.get_by_role("button", name="出示二维码验券").click()
        token = await token_on(page)
        assert seen(await page.locator("#live-qr").screenshot()) == token
        await live.admin.activate_voucher(live.class_id, token)

        await page.get_by_role("button", name="返回首页").click()
        await open_vouchers(page)
        await expect(card).to_contain_text("使用中")
        await expect(card.get_by_role("button", name="出示二维码验券")).to_be_hidden()
        await expect(card.get_by_role("button", name="退回这张券")).to_be_hidden()


async def test_a_qr_that_cannot_be_renewed_is_hidden(chromium: Browser, address: str, live: World) -> None:
    trainee = await a_newcomer(live, verified=False)
    async with on_the_phone(chromium, address) as page:
        await at_home(page, trainee)
        await open_vouchers(page)
        answer = {"token": "V1.short", "valid_s": 1}
        await page.route("**/qr", lambda route: route.fulfill(json=answer))
        await page.get_by_role("button", name="出示二维码验券").click()
        await expect(page.locator("#live-qr path")).to_be_visible()
        await page.unroute("**/qr")
        await page.context.set_offline(True)
        await expect(page.get_by_text("二维码已隐藏")).to_be_visible()
        await expect(page.locator("#live-qr path")).to_have_count(0)


async def test_a_voucher_is_returned_with_a_reason_and_only_after_a_warning(
    chromium: Browser, address: str, live: World
) -> None:
    trainee = await a_newcomer(live, verified=False)
    async with on_the_phone(chromium, address) as page:
        await at_home(page, trainee)
        await open_vouchers(page)
        await page.get_by_role("button", name="退回这张券").click()
        await expect(page.get_by_text("退回后这张券立即失效，不能恢复")).to_be_visible()
        await page.get_by_role("button", name="确认退回").click()
        await expect(page.get_by_text("请写明理由。")).to_be_visible()
        await page.get_by_label("理由").fill("不再参加培训")
        await page.get_by_role("button", name="确认退回").click()
        await expect(page.locator(".voucher")).to_contain_text("已退券")


async def test_a_voucher_is_exchanged_for_one_of_another_template(chromium: Browser, address: str, live: World) -> None:
    trainee, template_id = await a_newcomer(live, verified=False), str(new_id())
    said = {
        "name": "换发的券",
        "content": "护理",
        "people": "符合条件的劳动者",
        "quantity": 3,
        "fund": "employment_subsidy_fund",
    }
    form = {"form": "face_value", "delivery": "offline", "purpose": "certificate", "face_value_fen": 100_000}
    template = {"request_id": str(new_id()), "template_id": template_id, "kind": "general"} | said | form
    await live.officer.post("/v1/voucher-templates", template)
    offer = {"template_id": template_id, "authority_code": AUTHORITY, "name": "换发的券"}
    async with on_the_phone(chromium, address) as page:
        # Who may apply is another test's matter; what is offered is exchanged for real.
        offers = {"registered": True, "offers": [offer, offer | {"authority_code": "350000", "name": "外省的券"}]}
        await page.route("**/v1/me/voucher-offers", lambda route: route.fulfill(json=offers))
        await at_home(page, trainee)
        await open_vouchers(page)
        old = await page.locator(".voucher-code").inner_text()
        await page.get_by_role("button", name="换一种券").click()
        await expect(page.get_by_text("原券立即失效，不能恢复")).to_be_visible()
        await expect(page.get_by_label("换成").locator("option")).to_have_text(["换发的券"])
        await page.get_by_label("为什么要换？").fill("改学护理")
        await page.get_by_role("button", name="确认换券").click()
        await expect(page.get_by_text("已换成新券")).to_be_visible()
        await expect(page.locator(".voucher")).to_have_count(2)
        await expect(page.locator(".voucher", has_text=old)).to_contain_text("已换券")


async def test_the_session_qr_is_signed_by_the_phone_and_counts_when_it_is_scanned(
    chromium: Browser, address: str, live: World
) -> None:
    trainee = await a_newcomer(live)
    async with on_the_phone(chromium, address) as page:
        await at_home(page, trainee)
        await page.get_by_role("button", name="让老师扫我").click()
        first = await token_on(page)
        code = await live.instructor.classroom_code(live.session())
        await page.get_by_label("教室里显示的动态码").fill(code)
        await expect(page.get_by_text("动态码正确")).to_be_visible()
        await expect(page.locator("#live-qr")).not_to_have_attribute("data-token", first)
        token = await token_on(page)
        assert seen(await page.locator("#live-qr").screenshot()) == token
        verdict = await live.admin.scan(live.session(), token, at=at_the_site())
    reasons = {each["check"]: each["reason"] for each in verdict["findings"]}
    assert (verdict["outcome"], verdict["credited_hours"]) == ("accepted", 4)
    # The phone's own position and the claim of the code are in what it signed.
    assert (reasons["location"], reasons["classroom_code"]) == ("inside", "code_in_qr")


async def test_hours_of_a_session_that_is_over_are_contested(chromium: Browser, address: str, live: World) -> None:
    trainee = await a_newcomer(live)
    filed: list[dict[str, Any]] = []

    async def first_session_over(route: Route) -> None:
        answer = await (await route.fetch()).json()
        answer.update(starts_at="2026-01-05T01:00:00Z", ends_at="2026-01-05T04:00:00Z", windows=[])
        await route.fulfill(json=answer)

    async def appeals(route: Route) -> None:
        if route.request.method == "POST":
            # The session is really still to come: the service says so in words.
            filed.append(json.loads(route.request.post_data or ""))
            await (route.continue_() if len(filed) == 1 else route.fulfill(status=201, json={"due_on": "2026-12-01"}))
            return
        waiting = {"session_id": str(live.session()), "accepted": None, "due_on": "2026-12-01"}
        await route.fulfill(json={"appeals": [waiting] if len(filed) > 1 else [], "next_cursor": None})

    async with on_the_phone(chromium, address) as page:
        await page.route("**/v1/me/sessions/*", first_session_over)
        await page.route("**/v1/appeals*", appeals)
        await at_home(page, trainee)
        await page.locator('[data-tab="courses"]').click()
        await page.get_by_role("button", name="申请更正").first.click()
        await page.get_by_label("为什么没有计入？").fill("签到时终端断电")
        await page.get_by_role("button", name="提交申请").click()
        await expect(page.get_by_text("本课次尚未结束，请先签到。")).to_be_visible()
        await page.get_by_role("button", name="提交申请").click()
        await expect(page.locator("#notice")).to_contain_text("2026年12月1日 前答复")
        await expect(page.locator(".lesson")).to_contain_text("更正申请处理中")
    first = filed[0]
    assert (first["hours"], first["reason"], UUID(first["session_id"])) == (4, "签到时终端断电", live.session())


async def test_the_receipt_of_a_check_in_is_kept_as_a_file(
    chromium: Browser, address: str, live: World, resources: Resources
) -> None:
    trainee = await a_newcomer(live)
    async with on_the_phone(chromium, address) as page:
        await at_home(page, trainee)
        await page.locator("#now").get_by_role("button", name="签到", exact=True).click()
        await page.get_by_label("您的六位密码").fill(PIN)
        await page.get_by_label("大屏上的动态码").fill(await live.instructor.classroom_code(live.session()))
        await page.locator("#check-in-go").click()
        await expect(page.get_by_role("heading", name="签到成功")).to_be_visible()
        sealer = Sealer(resources)
        while await sealer.seal():
            pass  # Whatever other tests have left waits in the same queue.
        async with page.expect_download() as saving:
            await page.get_by_role("button", name="下载存证凭证").click()
        receipt = json.loads((await (await saving.value).path()).read_text(encoding="utf-8"))
    assert receipt["kind"] == "attempt"
    assert receipt["proof"]["checkpoint"]["chain"] == f"institution:{live.institution_id}"
