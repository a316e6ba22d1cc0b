"""An inspector with a phone in the classroom: who is signed in now, heads counted, what was seen, the result."""

import pytest
from playwright.async_api import Browser, FilePayload, expect

from checkin_service.kit.civil import day_of
from checkin_service.kit.clock import SystemClock
from checkin_service.kit.ids import new_id
from tests.building.faces_material import landscape
from tests.building.world import World, at_the_site
from tests.web.axe_core import violations
from tests.web.phone_browser import a_newcomer
from tests.web.test_staff_desks_in_chromium import signed_in

pytestmark = pytest.mark.browser


async def test_a_visit_is_entered_on_a_phone_beside_the_roll_as_it_changes(
    chromium: Browser, address: str, live: World
) -> None:
    trainee = await a_newcomer(live)
    await trainee.phone.bind(trainee.invitation)
    await trainee.phone.consent("location")
    plan = {"inspection_id": new_id(), "about": f"class:{live.class_id}", "kind": "unannounced", "reason": "年度抽查"}
    await live.officer.post("/v1/inspections", plan | {"due_on": day_of(SystemClock().now())})
    named = (await live.officer.get(f"/v1/classes/{live.class_id}"))["name"]
    context = await chromium.new_context(
        locale="zh-CN", viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    )
    page = await signed_in(context, address, live.officer.login, "/inspections")
    await page.get_by_role("link", name=named).tap()
    row = page.locator(".roll li", has_text=trainee.name)
    await expect(row).to_contain_text("未到")
    code = await live.instructor.classroom_code(live.session())
    await trainee.phone.check_in(live.session(), proof=trainee.phone.pin_code(code), at=at_the_site())
    # The page is not touched: the roll renews itself.
    await expect(row.locator(".tag")).not_to_have_text("未到")
    await page.get_by_label("现场人数").fill("0")
    await page.get_by_label("现场情况").fill("教室空无一人，灯已关")
    await page.get_by_role("button", name="记录到场").tap()
    await expect(page.get_by_text("比签到少 1 人")).to_be_visible()
    await expect(page.get_by_text("教室空无一人，灯已关")).to_be_visible()
    room = FilePayload(name="room.jpg", mimeType="image/jpeg", buffer=landscape())
    await page.get_by_label("照片", exact=True).set_input_files(room)
    await page.get_by_role("button", name="添加照片").tap()
    await expect(page.get_by_role("img", name="教室、场地")).to_be_visible()
    assert await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert await violations(page) == []
    await page.get_by_label("查明的情况").fill("有签到而无人上课")
    await page.get_by_label("问题种类").select_option("quality")
    await page.get_by_label("文号").fill("人社检〔2026〕5号")
    await page.get_by_role("button", name="发现问题", exact=True).tap()
    await expect(page.get_by_text("结论：发现问题")).to_be_visible()
    waiting = (await live.reviewer.get("/v1/proposals", waiting=True, limit=200))["proposals"]
    assert [each["kind"] for each in waiting if each["about"] == str(live.institution_id)] == ["lapse"]
    await context.close()
