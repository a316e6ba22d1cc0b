"""A trainee of Shandong on the phone: a voucher applied for by the e-card, then a place in a class with it."""

from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.async_api import Browser, Page, expect

from checkin_service.client import ECardPlatform, Phone
from checkin_service.kit.clock import SystemClock
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from tests.access.people import an_officer
from tests.building.honest import honest_facts
from tests.building.world import Trainee, World, a_world
from tests.policy_decisions.deciding import an_authority
from tests.registry.builders import Office, a_person, an_open_channel
from tests.registry.test_matches_http import a_template
from tests.web.phone_browser import at_home, on_the_phone

pytestmark = pytest.mark.browser


async def registered(office: Office, live: World, person: dict[str, Any]) -> Trainee:
    """By a channel of the city, with whatever speaks for them; the invitation is not used yet."""
    channel = await an_open_channel(office, "city_e_card_channels")
    body = channel.registration(person, at=SystemClock().now())
    answer = (await live.client.post("/v1/people/own", json=body)).json()
    facts = [{"document": person["document"], **fact} for fact in honest_facts(office.officer.authority_code or "")]
    await office.done("person-facts", {"batch_id": str(new_id()), "source": "社保比对", "facts": facts})
    trainee = Trainee(person["name"], person["document"], "general", Phone(live.client, SystemClock()))
    trainee.invitation = answer["invitation"]
    return trainee


async def come_back_by_the_card(page: Page, address: str, statement: str) -> None:
    await page.goto(f"{address}/me?back={new_id()}#e_card={statement}")


@pytest.mark.parametrize("city", ["370100", "370200"])
async def test_in_shandong_a_trainee_applies_for_a_voucher_and_for_a_class_on_the_phone(
    chromium: Browser, address: str, live: World, resources: Resources, e_card_platform: ECardPlatform, city: str
) -> None:
    real = replace(resources, clock=SystemClock())
    authority = await an_authority(live.client, real, city)
    if await authority.value("voucher.use_within_months") is None:
        await authority.decide("voucher.use_within_months", 6)
    world = await a_world(real, live.client, SystemClock(), authority=city, sessions=2)
    await world.admin.post(f"/v1/classes/{world.class_id}/offer", {"request_id": new_id(), "places": 9})
    office, person = Office(live.client, real, an_officer(city)), a_person()
    await a_template(office, 5, name="齐鲁技能券")
    trainee = await registered(office, live, person)
    async with on_the_phone(chromium, address) as page:
        await at_home(page, trainee)
        await page.locator('[data-tab="subsidy"]').click()
        await page.get_by_role("button", name="我的培训券").click()
        await page.get_by_role("button", name="申领培训券").click()
        await page.locator("#offers article", has_text="齐鲁技能券").first.get_by_role("button").click()
        link = page.get_by_role("link", name="用电子社保卡验证")
        assert parse_qs(urlsplit(await link.get_attribute("href") or "").query)["purpose"] == ["voucher_claim"]
        statement = e_card_platform.claim(document=person["document"], at=SystemClock().now())["assertion"]
        await come_back_by_the_card(page, address, statement)
        await page.get_by_role("button", name="申领培训券").click()
        await page.locator("#offers article", has_text="齐鲁技能券").first.get_by_role("button").click()
        await expect(page.locator("#claim-note")).to_contain_text("已验证是您本人")
        await page.locator("#claim-go").click()
        await expect(page.locator("#notice")).to_contain_text("申领成功")

        await page.locator('[data-view="vouchers"] [data-do="back"]').click()
        await page.locator('[data-tab="courses"]').click()
        await page.get_by_role("button", name="找课报名").click()
        own = page.locator("#courses-found article", has_text=await class_name(world))
        await own.get_by_role("button", name="报名这个班").click()
        await page.get_by_role("button", name="提交报名").click()
        mine = page.locator("#applications article")
        await expect(mine).to_contain_text("待核验")
        await accepted(world)
        await page.locator('[data-view="applications"] [data-do="back"]').click()
        await page.get_by_role("button", name="我的报名").click()
        await expect(mine).to_contain_text("已录取")
    (holder,) = (await world.admin.get(f"/v1/classes/{world.class_id}/applications"))["applicants"]
    assert holder["state"] == "accepted"


async def class_name(world: World) -> str:
    return str((await world.admin.get(f"/v1/classes/{world.class_id}"))["name"])


async def accepted(world: World) -> None:
    (waiting,) = (await world.admin.get(f"/v1/classes/{world.class_id}/applications"))["applicants"]
    ruling = {
        "request_id": new_id(),
        "state": "accepted",
        "examined": ["identity", "occupation_requirements", "subsidy_eligibility"],
        "evidence": "身份证原件、申报条件审核表",
    }
    await world.admin.post(f"/v1/applications/{waiting['application_id']}/decision", ruling)
