"""A plan of the ground in a real browser: two clicks on the picture are its two points, and it is kept."""

import pytest
from playwright.async_api import Browser, Page, expect

from tests.building.plans import a_plan, a_point
from tests.building.world import World
from tests.web.axe_core import violations
from tests.web.test_staff_desks_in_chromium import signed_in

pytestmark = pytest.mark.browser


async def click(page: Page, right: float, down: float) -> None:
    """At these parts of the picture's width and height."""
    picture = page.locator("#ground-picture")
    box = await picture.bounding_box()
    assert box
    await picture.click(position={"x": right * box["width"], "y": down * box["height"]})


async def test_two_clicks_place_the_pins_and_the_plan_is_kept(chromium: Browser, address: str, live: World) -> None:
    context = await chromium.new_context(locale="zh-CN", viewport={"width": 390, "height": 844})
    path = f"/sites/{live.site_id}/plan"
    page = await signed_in(context, address, live.admin.login, path)
    await expect(page.locator("#ground")).to_be_hidden()
    await page.get_by_label("图片（JPEG 或 PNG）").set_input_files(
        {"name": "平面图.png", "mimeType": "image/png", "buffer": a_plan()}
    )
    await expect(page.locator("#ground")).to_be_visible()
    await click(page, 0.25, 0.2)
    await click(page, 0.75, 0.8)
    for which, right, down in (("first", 25, 20), ("second", 75, 80)):
        await expect(page.locator(f"#mark-{which}")).to_be_visible()
        for name, share in (("right", right), ("down", down)):
            typed = float(await page.locator(f"#field-{which}_{name}").input_value())
            assert typed == pytest.approx(share, abs=1)
        # The picture is 400 by 300 metres around the place.
        point = a_point(0, 0, east_m=(right - 50) * 4, north_m=(50 - down) * 3)
        for name in ("longitude", "latitude"):
            await page.locator(f"#field-{which}_{name}").fill(f"{point[name]:.8f}")
    await page.get_by_label("坐标系").select_option("wgs84")
    assert await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert await violations(page) == []
    await page.get_by_role("button", name="保存平面图").click()
    under = page.locator("image.plan-underlay")
    await expect(under).to_have_count(1)
    # 200 m are 120 pixels of the drawing, and one pixel of the picture is a metre.
    matrix = str(await under.get_attribute("transform")).partition("matrix(")[2].partition(")")[0]
    assert [float(each) for each in matrix.split()[:4]] == pytest.approx([0.6, 0, 0, 0.6], abs=0.03)
    await context.close()
