"""Recordings of a class in pages: entered for one lesson or pasted for all, and seen by the authority."""

from datetime import timedelta

import httpx
import pytest
from fastapi import FastAPI

from checkin_service.kit.resources import Resources
from tests.building.world import World
from tests.conftest import StoppedClock
from tests.recordings.test_recordings_http import in_anhui
from tests.web.desk import Desk
from tests.web.staff_browser import a_browser, sign_in


@pytest.fixture
async def world(resources: Resources, client: httpx.AsyncClient, clock: StoppedClock) -> World:
    found = await in_anhui(resources, client, clock)
    clock.move_to(found.starts_at(1) + timedelta(hours=4))
    return found


async def test_a_school_enters_recordings_and_the_authority_sees_what_lacks(app: FastAPI, world: World) -> None:
    page, live = f"/classes/{world.class_id}/recordings", f"/sessions/{world.session()}/live"
    starts, ends = "00:00", "23:59"
    async with a_browser(app) as browser:
        await sign_in(browser, world.officer.login)
        officer = Desk(browser)
        assert "0/2 节" in await officer.see("/unrecorded-classes")
        assert "未登记" in await officer.see(live)
        assert "未登记" in await officer.see(f"/classes/{world.class_id}/board")
        assert "AH-14" in await officer.see(page)
        assert "登记整班" not in await officer.see(page)
    async with a_browser(app) as browser:
        await sign_in(browser, world.admin.login)
        school = Desk(browser)
        refused = await school.fill(page, lesson="1", link="http://video.example.cn/1", starts=starts, ends=ends)
        assert refused.status_code == 422
        assert "https://" in refused.text
        done = await school.fill(page, lesson="1", link="https://video.example.cn/1", starts=starts, ends=ends)
        assert "录像已登记" in done.text
        assert "1/2 节" in done.text
        many = f"{page}/lines"
        for wrong in ("7 https://video.example.cn/7 08:00 12:00", "2 https://video.example.cn/2", "2 无", "2 x y z"):
            assert (await school.fill(page, many, lines=wrong)).status_code == 422, wrong
        lines = f"1 https://video.example.cn/1b {starts} {ends} {'ab' * 32}\n2 无 设备故障"
        done = await school.fill(page, many, lines=lines)
        assert "整班重新登记" in done.text
        assert "设备故障" in done.text
        assert "说明无录像" in done.text
        assert "全程" in await school.see(live)
    async with a_browser(app) as browser:
        await sign_in(browser, world.officer.login)
        assert "1/2 节" in await Desk(browser).see("/unrecorded-classes")
