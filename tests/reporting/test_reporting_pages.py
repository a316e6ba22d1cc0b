"""The page of reports: switched on by two people, refused reports corrected or settled, days compared, files taken."""

import re
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from checkin_service.kit.resources import Resources
from checkin_service.reporting.store import sending
from tests.building.world import World, a_world
from tests.conftest import StoppedClock
from tests.reporting.unruly import LATER, ChoosyPlatform
from tests.reporting.way import collected, passes, until_all_is_up
from tests.web.desk import Desk
from tests.web.staff_browser import a_browser, sign_in

PAGE = "/national-platform"
SWITCH = {"document_number": "绍人社函〔2026〕9号", "reason": "按省厅要求回流数据"}


@pytest.fixture(scope="module")
async def world(resources: Resources, client: httpx.AsyncClient, session_clock: StoppedClock) -> World:
    return await a_world(resources, client, session_clock)


def act(text: str, what: str) -> str:
    """The first form on the page that does this."""
    found = re.search(rf'action="({PAGE}/{what})"', text)
    assert found, what
    return found[1]


async def test_two_people_switch_it_on_and_an_officer_deals_with_what_was_refused(
    app: FastAPI, resources: Resources, world: World
) -> None:
    platform: Any = ChoosyPlatform("institution", "voucher_issued")
    async with a_browser(app) as officers, a_browser(app) as reviewers:
        await sign_in(officers, world.officer.login)
        await sign_in(reviewers, world.reviewer.login)
        officer, reviewer = Desk(officers), Desk(reviewers)
        assert "未开启上报" in await officer.see(PAGE)
        asked = await officer.fill(PAGE, f"{PAGE}/switches", decision="on", **SWITCH)
        assert "等待另一人批准" in asked.text
        assert "批准上报" not in asked.text, "not by oneself"
        ruling = act(await reviewer.see(PAGE), 'switches/[^"]+')
        assert "正在上报" in (await reviewer.fill(PAGE, ruling, decision="approve", reason="")).text
        await collected(resources)
        await passes(resources, platform, 6)
        shown = await officer.see(PAGE)
        assert LATER.zh in shown
        assert "被平台退回" in shown
        assert "已发放，待验券 → 已激活 → 使用中" in shown
        assert "每人均以姓名和证件号登记" in shown
        assert "数据回流用时" in shown
        queue = await officer.see("/queue")
        assert "上报被退回" in queue
        platform.refuses = set()
        again = await officer.fill(PAGE, act(shown, 'refusals/[^"]+/repetition'))
        assert "已重新排队上报" in again.text
        settled = await officer.fill(PAGE, act(again.text, 'refusals/[^"]+/settlement'), reason="平台已有，电话核实")
        assert "已办结" in settled.text
        await until_all_is_up(resources, platform, "330600")
        assert (await sending.backlog(resources.database, "330600")).refused == 0
        compared = await officer.fill(PAGE, f"{PAGE}/comparisons", day="2026-03-01")
        assert (compared.status_code, "尚未配置部平台" in compared.text) == (422, True)
        period = {"first": "2026-03-01", "last": "2026-03-31"}
        file = await officer.fill(PAGE, f"{PAGE}/files", kind="person", purpose="上报", **period)
        assert file.headers["content-type"].endswith("sheet")
        wrong = await officer.fill(PAGE, f"{PAGE}/files", kind="person", purpose="", **period)
        assert wrong.status_code == 422
        assert "已登记" in (await officer.fill(PAGE, f"{PAGE}/switches", decision="off", **SWITCH)).text
        assert "未开启上报" in await officer.see(PAGE)
