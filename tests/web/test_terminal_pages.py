"""The authority's page of devices: entered by the code on their screen, confirmed by a second person, ended at once."""

import re
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI

from checkin_service.catalogue.service import end_at_the_server
from checkin_service.checkin.service.devices import devices_of
from checkin_service.client import Refused, Terminal
from checkin_service.kit.ids import new_id
from checkin_service.kit.problem import Problem
from checkin_service.kit.resources import Resources
from tests.building.world import AUTHORITY, World, a_terminal, a_world, at_the_site
from tests.conftest import StoppedClock
from tests.web.staff_browser import SAME_ORIGIN, a_browser, sign_in


@pytest.fixture(scope="module")
async def world(resources: Resources, client: httpx.AsyncClient, session_clock: StoppedClock) -> World:
    return await a_world(resources, client, session_clock)


async def test_a_tablet_is_entered_confirmed_and_ended_in_pages(
    app: FastAPI, world: World, clock: StoppedClock
) -> None:
    tablet = Terminal(world.client, clock)
    code = await tablet.offer(at=at_the_site())
    async with a_browser(app) as officer:
        await sign_in(officer, world.officer.login)
        fields = {
            "request_id": str(new_id()),
            "code": f"{code[:4]} {code[4:]}",
            "site_id": str(world.site_id),
            "name": "三楼焊工间",
            "document_number": "绍人社〔2026〕9号",
            "reason": "新增教室",
        }
        entered = await officer.post("/terminals", data=fields, headers=SAME_ORIGIN, follow_redirects=True)
        assert "已登记" in entered.text
        mine = _card(entered.text, "三楼焊工间")
        assert "待第二人确认" in mine
        assert "须由登记人以外的另一位人员" in mine
        async with a_browser(app) as reviewer:
            await sign_in(reviewer, world.reviewer.login)
            page = (await reviewer.get("/terminals")).text
            assert "三楼焊工间" in page
            assert 'name="code"' not in page
            confirmed = await reviewer.post(
                f"/terminals/{tablet.terminal_id}/confirmation",
                data={"request_id": str(new_id())},
                headers=SAME_ORIGIN,
                follow_redirects=True,
            )
            assert "无应答" in _card(confirmed.text, "三楼焊工间")
        await tablet.sign_in()
        await tablet.report(at=at_the_site())
        assert "正常" in _card((await officer.get("/terminals")).text, "三楼焊工间")
        ended = await officer.post(
            f"/terminals/{tablet.terminal_id}/end",
            data={"request_id": str(new_id()), "reason": "搬走"},
            headers=SAME_ORIGIN,
            follow_redirects=True,
        )
        assert "已停用" in _card(ended.text, "三楼焊工间")
    with pytest.raises(Refused):
        await tablet.report(at=at_the_site())


async def test_an_institution_has_no_page_of_devices(app: FastAPI, world: World) -> None:
    async with a_browser(app) as browser:
        await sign_in(browser, world.admin.login)
        assert (await browser.get("/terminals")).status_code == 403


async def test_whoever_keeps_the_server_ends_a_device_at_once(
    world: World, clock: StoppedClock, resources: Resources
) -> None:
    stolen = await a_terminal(world.client, clock, world.officer, world.reviewer, site_id=world.site_id)
    assert stolen.terminal_id is not None
    await end_at_the_server(resources, stolen.terminal_id, reason="被盗")
    with pytest.raises(Refused):
        await stolen.report(at=None)
    listed = {each.terminal_id: each.state for each in (await devices_of(resources, AUTHORITY)).terminals}
    assert listed[stolen.terminal_id] == "ended"
    for gone in (stolen.terminal_id, UUID(int=1)):
        with pytest.raises(Problem):
            await end_at_the_server(resources, gone, reason="被盗")


def _card(page: str, name: str) -> str:
    (found,) = [each for each in re.findall(r"<article.*?</article>", page, re.DOTALL) if name in each]
    return str(found)
