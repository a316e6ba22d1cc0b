"""Vacancies on the phone in a real browser: what suits, asking with consent, and taking it back."""

from datetime import timedelta

import pytest
from playwright.async_api import Browser, expect

from checkin_service.kit.civil import day_of
from checkin_service.kit.clock import SystemClock
from checkin_service.kit.ids import new_id
from tests.building.world import World
from tests.vacancies.test_vacancies_http import entered, names, registered
from tests.web.axe_core import violations
from tests.web.phone_browser import a_newcomer, at_home, on_the_phone

pytestmark = pytest.mark.browser


async def test_a_person_asks_to_be_referred_and_takes_it_back(chromium: Browser, address: str, live: World) -> None:
    trainee = await a_newcomer(live)
    await registered(live.officer)
    employer, until = f"示例电气{new_id().hex[-8:]}", day_of(SystemClock().now()) + timedelta(days=30)
    vacancy = await entered(live.officer, employer=employer, valid_until=until.isoformat())
    async with on_the_phone(chromium, address) as page:
        await at_home(page, trainee)
        await page.locator('[data-tab="courses"]').click()
        await page.locator('[data-view="courses"] [data-do="vacancies"]').click()
        card = page.locator("#vacancies article", has_text=employer)
        await expect(card).to_contain_text("每月5000–7000元")
        assert await violations(page) == []
        await card.get_by_role("button", name="我有意向").click()
        await expect(page.locator("#refer-consent")).to_contain_text("只用于联系这个岗位")
        assert await violations(page) == []
        await page.get_by_label("您的联系电话").fill("13800000000")
        await page.get_by_role("button", name="提交意向").click()
        await expect(page.locator("#notice")).to_contain_text("请先勾选同意")
        await page.locator('#refer [name="consented"]').check()
        await page.get_by_role("button", name="提交意向").click()
        await expect(card).to_contain_text("您已表示有意向")
        assert await names(live.officer, vacancy) == [(trainee.name, "13800000000")]
        await card.get_by_role("button", name="撤回意向").click()
        await expect(card.get_by_role("button", name="我有意向")).to_be_visible()
        assert await names(live.officer, vacancy) == []
