"""Forms of the office whose word another person confirms, and the licences of institutions: all by names."""

from datetime import timedelta

import httpx
import pytest
from fastapi import FastAPI

from checkin_service.client.keys import SigningKey
from checkin_service.kit.base64url import encode
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from tests.attendance.test_transfers_http import another_class
from tests.building.world import World, a_world
from tests.conftest import StoppedClock
from tests.web.desk import Desk
from tests.web.staff_browser import SAME_ORIGIN, a_browser, sheet_with, sign_in

GROUNDS = {"document_number": "示人社培〔2026〕8号", "reason": "工作时间调整"}


@pytest.fixture
async def world(resources: Resources, client: httpx.AsyncClient, clock: StoppedClock) -> World:
    return await a_world(resources, client, clock, kinds=("targeted", "targeted"))


async def approved(app: FastAPI, world: World, sentence: str) -> str:
    """The second person finds what was proposed in the queue and says yes; what stood on the page."""
    async with a_browser(app) as browser:
        await sign_in(browser, world.reviewer.login)
        queue = (await browser.get("/queue")).text
        assert sentence in queue
        page = await sheet_with(browser, "/proposals", sentence)
        card = next(part for part in page.split("<article ") if sentence in part).partition("</article>")[0]
        action = card.partition('action="')[2].partition('"')[0]
        request_id = card.partition('name="request_id" value="')[2].partition('"')[0]
        yes = {"request_id": request_id, "decision": "approve", "reason": ""}
        ruled = await browser.post(action, data=yes, headers=SAME_ORIGIN)
        assert ruled.headers["location"] == "/proposals?done=ruled"
        return card


async def test_somebody_moves_to_another_class_chosen_by_name(app: FastAPI, world: World, clock: StoppedClock) -> None:
    name = world.trainees[0].name
    target = await another_class(world, clock.now() + timedelta(days=1))
    path = f"/classes/{world.class_id}/transfers"
    async with a_browser(app) as browser:
        await sign_in(browser, world.officer.login)
        desk = Desk(browser)
        assert f'href="{path}"' in await desk.see(f"/classes/{world.class_id}/board")
        person = await desk.choice(path, name)
        assert await desk.choice(path, "电工晚班") == str(target)
        unsaid = await desk.fill(path, trainee_id=person, to_class_id=target, document_number="", reason="调整")
        assert (unsaid.status_code, 'value="调整"' in unsaid.text) == (422, True)
        asked = await desk.fill(path, trainee_id=person, to_class_id=target, **GROUNDS)
        assert "已提出，等待另一人批准" in asked.text
        assert "这是您提出的，须由另一人批准" in asked.text
    await approved(app, world, f"将{name}由“")
    roster = (await world.officer.get(f"/v1/classes/{target}/roster"))["trainees"]
    assert name in [each["name"] for each in roster if each["is_active"]]


async def test_hours_from_paper_are_typed_by_name_and_read_by_the_second_person(
    app: FastAPI, world: World, clock: StoppedClock
) -> None:
    clock.move_to(world.starts_at(1) + timedelta(hours=4))
    (first, second), source = [each.name for each in world.trainees], f"纸质签到表{new_id().hex[-6:]}"
    path, said = f"/classes/{world.class_id}/opening-balances", {"source": source, **GROUNDS}
    async with a_browser(app) as browser:
        await sign_in(browser, world.officer.login)
        desk = Desk(browser)
        wrong = await desk.fill(
            path, **said, lines=f"1 {first} 4\n\n9 {first} 4\n1 无名氏 4\n1 {second}\n2 {second} 多"
        )
        assert wrong.status_code == 422
        for line in (
            "第 2 行： 本班没有第9次课",
            "第 3 行： 花名册上没有无名氏",
            "第 4 行： 每行写",
            "第 5 行： 课时应为",
        ):
            assert line in wrong.text
        assert f"1 {first} 4" in wrong.text
        early = await desk.fill(path, **said, lines=f"4 {first} 4")
        assert "第 1 行： 该课次尚未结束" in early.text
        asked = await desk.fill(path, **said, lines=f"1 {first} 4\n2 {second} 3")
        assert "已提出，等待另一人批准" in asked.text
    (own,) = await world.trainees[0].phone.own_attendance()
    assert own["attendance"]["imported_hours"] == 0
    card = await approved(app, world, source)
    assert f"{first}：第1次课，4课时" in card
    assert f"{second}：第2次课，3课时" in card
    hours = [(await each.phone.own_attendance())[0]["attendance"]["imported_hours"] for each in world.trainees]
    assert hours == [4, 3]


async def test_a_platform_is_believed_when_two_have_said_so_and_no_longer_when_one_ends_it(
    app: FastAPI, world: World
) -> None:
    name, key = f"技能学习{new_id().hex[-6:]}", encode(SigningKey().public_key)
    async with a_browser(app) as browser:
        await sign_in(browser, world.officer.login)
        desk = Desk(browser)
        operator = world.admin.login[6:]  # Part of the institution's name, of no other.
        chosen = await desk.choice("/learning-platforms/new", operator)
        bad = await desk.fill("/learning-platforms/new", name=name, operator_id=chosen, public_key="abc", **GROUNDS)
        assert (bad.status_code, '<span class="wrong"' in bad.text) == (422, True)
        asked = await desk.fill("/learning-platforms/new", name=name, operator_id=chosen, public_key=key, **GROUNDS)
        assert "已提出，等待另一人批准" in asked.text
        assert name not in await desk.see("/learning-platforms")
    await approved(app, world, name)
    async with a_browser(app) as browser:
        await sign_in(browser, world.officer.login)
        page = await Desk(browser).see("/learning-platforms")
        card = next(part for part in page.split("<article ") if name in part).partition("</article>")[0]
        assert ("采信中" in card, operator in card) == (True, True)
        action = card.partition('action="')[2].partition('"')[0]
        path = action.removesuffix("/end")
        assert path in page
        assert (await Desk(browser).see(path)).count(">无记录<") == 6
        paper = {"duty": "security", "document_number": "网安备〔2026〕12号", "shows": "等级保护三级备案证明"}
        assert (await Desk(browser).fill(path, **paper, seen_on="2099-01-01")).status_code == 422
        recorded = await Desk(browser).fill(path, **paper, seen_on="2026-03-01")
        assert (recorded.text.count(">无记录<"), "等级保护三级备案证明" in recorded.text) == (5, True)
        ended = await browser.post(
            action, data={"request_id": str(new_id()), "reason": "密钥泄露"}, headers=SAME_ORIGIN, follow_redirects=True
        )
        card = next(part for part in ended.text.split("<article ") if name in part).partition("</article>")[0]
        assert ("已停止采信" in card, "action=" in card) == (True, False)


async def test_a_licence_is_entered_at_the_institution_that_it_is_of(app: FastAPI, world: World) -> None:
    path = f"/institutions/{world.institution_id}/qualifications"
    licence = {"kind": "technical_school", "licence_number": "人社民3306024000012号", "valid_from": "2026-01-01"}
    async with a_browser(app) as browser:
        await sign_in(browser, world.officer.login)
        desk = Desk(browser)
        assert f'href="{path}"' in await desk.see(f"/institutions?q={world.admin.login[6:]}")
        wrong = await desk.fill(f"{path}/new", **licence, valid_until="2025-12-31")
        assert (wrong.status_code, "有效期止不能早于有效期起" in wrong.text) == (422, True)
        entered = await desk.fill(f"{path}/new", **licence, valid_until="")
        assert "已登记" in entered.text
        assert "人社民3306024000012号" in entered.text
        assert "技工院校" in entered.text
        assert "长期" in entered.text
        assert (await browser.get(f"/institutions/{new_id()}/qualifications")).status_code == 404
    async with a_browser(app) as browser:
        await sign_in(browser, world.admin.login)
        assert (await browser.get(path)).status_code == 403


async def test_an_institution_is_suspended_from_its_own_page_by_two_people(app: FastAPI, world: World) -> None:
    path = f"/institutions/{world.institution_id}/standings"
    async with a_browser(app) as browser:
        await sign_in(browser, world.officer.login)
        desk = Desk(browser)
        assert f'href="{path}"' in await desk.see(f"/institutions?q={world.admin.login[6:]}")
        assert "机构状态正常" in await desk.see(path)
        asked = await desk.fill(f"{path}/new", standing="suspended", **GROUNDS)
        assert "已提出，等待另一人批准" in asked.text
    await approved(app, world, f"暂停“测试培训学校{world.admin.login[6:]}")
    async with a_browser(app) as browser:
        await sign_in(browser, world.officer.login)
        assert "已暂停" in await Desk(browser).see(path)
        assert "恢复" in await Desk(browser).see(f"{path}/new")
