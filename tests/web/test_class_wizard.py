"""The class wizard: a draft that is left and taken up again, its roster kept sealed until the class is applied for."""

import re
from dataclasses import replace
from datetime import timedelta
from html import unescape
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI

from checkin_service.identity.service import persons
from checkin_service.kit.civil import day_of
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from checkin_service.kit.workbook import workbook
from checkin_service.timetable.service import planned_rosters
from checkin_service.timetable.store import drafts as store
from tests.building.identities import a_resident_id
from tests.building.world import World, a_world
from tests.conftest import StoppedClock
from tests.web.desk import Desk
from tests.web.staff_browser import SAME_ORIGIN, a_browser, sign_in

KIND = "定向券"


@pytest.fixture(scope="module")
async def world(resources: Resources, client: httpx.AsyncClient, session_clock: StoppedClock) -> World:
    return await a_world(resources, client, session_clock, sessions=1)


async def begun(admin: Desk, name: str, first_day: str, **sent: str) -> str:
    """A draft with everything but its people; the address of the draft."""
    draft = (await admin.fill("/drafts", **sent)).url.path.removesuffix("/project")
    project = await admin.choice(f"{draft}/project", "电工")
    await admin.fill(f"{draft}/project", name=name, project_id=project, teaching_plan="安全用电", fee="")
    await admin.fill(f"{draft}/place", site_id=await admin.choice(f"{draft}/place", "主校区"))
    pattern = {"first_day": first_day, "count": "2", "starts": "09:00", "ends": "12:00", "class_hours": "4"}
    page = await admin.fill(f"{draft}/timetable", weekdays=["1", "2", "3"], **pattern)
    assert page.url.path == f"{draft}/roster"
    return draft


async def looked_at(admin: Desk, draft: str, rows: list[list[str]], kind: str = KIND) -> httpx.Response:
    files = {"file": ("名单.xlsx", workbook({"Sheet1": [["姓名", "身份证号码"], *rows]}))}
    fields = {"target": draft.rpartition("/")[2], "voucher_kind": kind}
    return await admin.browser.post("/intakes/planned_roster/preview", data=fields, files=files, headers=SAME_ORIGIN)


async def confirmed(admin: Desk, look: httpx.Response) -> httpx.Response:
    fields = {
        name: unescape(value) for name, value in re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', look.text)
    }
    return await admin.browser.post("/intakes/planned_roster", data=fields, headers=SAME_ORIGIN, follow_redirects=True)


def a_person(name: str) -> list[str]:
    return [name, a_resident_id()["number"]]


@pytest.fixture
def first_day(session_clock: StoppedClock) -> str:
    return day_of(session_clock.now() + timedelta(days=14)).isoformat()


async def test_a_plan_is_left_taken_up_again_and_sent_with_its_people(
    app: FastAPI, world: World, first_day: str
) -> None:
    name = f"春季{new_id().hex[-8:]}"
    async with a_browser(app) as browser:
        await sign_in(browser, world.admin.login)
        admin = Desk(browser)
        draft = await begun(admin, name, first_day)
        bad = await looked_at(admin, draft, [a_person("王芳"), ["李娜", "330602199003072331"]])
        assert (bad.status_code, ">B3<" in bad.text, f'href="{draft}/roster"' in bad.text) == (422, True, True)
        look = await looked_at(admin, draft, [a_person("王芳"), a_person("李娜")])
        here = [re.findall(r'<a href="([^"]+)" aria-current="page"', each.text) for each in (bad, look)]
        assert here == [["/drafts"], ["/drafts"]], "a step of the class, not another matter"
        kept = await confirmed(admin, look)
        assert (kept.url.path, "草稿中已有 2 人" in kept.text) == (f"{draft}/roster", True)
        assert "已保存 2 人" in (await confirmed(admin, look)).text, "a double click is harmless"
    async with a_browser(app) as browser:
        await sign_in(browser, world.admin.login)
        admin = Desk(browser)
        listed = await admin.see(f"/drafts?q={name}")
        assert f'href="{draft}/check"' in listed, "it is taken up where it was left"
        assert '<td data-word="学员人数">2</td>' in listed
        assert "<dd>2</dd>" in await admin.see(f"{draft}/check")
        sent = await admin.fill(f"{draft}/check")
        assert "开班申请已提交，花名册已登记" in sent.text
        assert ("王芳" in sent.text, "李娜" in sent.text) == (True, True)
        assert (await browser.get(f"{draft}/project")).headers["location"] == f"{sent.url.path}"
        assert name not in await admin.see("/drafts")


async def test_what_is_typed_is_kept_for_later_without_being_looked_at(app: FastAPI, world: World) -> None:
    name = f"夏季{new_id().hex[-8:]}"
    async with a_browser(app) as browser:
        await sign_in(browser, world.admin.login)
        admin = Desk(browser)
        draft = (await admin.fill("/drafts")).url.path.removesuffix("/project")
        later = await admin.fill(f"{draft}/project", name=name, later="1")
        assert (later.url.path, "草稿已保存" in later.text) == ("/drafts", True)
        assert f'href="{draft}/project"' in await admin.see(f"/drafts?q={name}")
        await browser.post("/drafts", data={"form_id": draft.rpartition("/")[2]}, headers=SAME_ORIGIN)
        assert f'value="{name}"' in await admin.see(f"{draft}/project"), "beginning it again wipes nothing"
        gone = await admin.fill(f"{draft}/project", f"{draft}/removal")
        assert "草稿已删除" in gone.text
        assert (await browser.get(f"{draft}/project")).status_code == 404


async def test_people_need_a_project_and_are_judged_again_before_sending(
    app: FastAPI, world: World, first_day: str
) -> None:
    async with a_browser(app) as browser:
        await sign_in(browser, world.admin.login)
        admin = Desk(browser)
        empty = (await admin.fill("/drafts")).url.path.removesuffix("/project")
        assert "请先在第一步选择培训项目" in (await looked_at(admin, empty, [a_person("王芳")])).text
        number = a_resident_id()["number"]
        first, second = [await begun(admin, f"{each}{new_id().hex[-8:]}", first_day) for each in ("甲", "乙")]
        for draft, name in ((first, "赵敏"), (second, "周芷若")):
            await confirmed(admin, await looked_at(admin, draft, [[name, number]]))
        assert (await admin.fill(f"{first}/check")).status_code == 200
        shown = await admin.see(f"{second}/check")
        assert ("第 1 行" in shown, "姓名与该证件已登记的姓名不一致" in shown) == (True, True)
        assert "提交开班申请</button>" not in shown
        emptied = await admin.fill(f"{second}/roster", f"{second}/roster/removal")
        assert "草稿中已有" not in emptied.text
        assert "提交开班申请</button>" in await admin.see(f"{second}/check")


async def test_a_planned_roster_is_sealed_its_own_and_forgotten(
    app: FastAPI, resources: Resources, client: httpx.AsyncClient, session_clock: StoppedClock, first_day: str
) -> None:
    ours, others = [await a_world(resources, client, session_clock, sessions=1) for _ in range(2)]
    async with a_browser(app) as browser, a_browser(app) as other:
        await sign_in(browser, ours.admin.login)
        await sign_in(other, others.admin.login)
        admin = Desk(browser)
        draft = await begun(admin, f"秋季{new_id().hex[-8:]}", first_day)
        name, number = a_person("慕容雪")
        await confirmed(admin, await looked_at(admin, draft, [[name, number]]))
        assert (await looked_at(Desk(other), draft, [a_person("王芳")])).status_code == 404
        for path in ("removal", "roster/removal"):
            await other.post(f"{draft}/{path}", data={"form_id": str(new_id())}, headers=SAME_ORIGIN)
        assert "草稿中已有 1 人" in await admin.see(f"{draft}/roster")
        asked = (resources.database, ours.institution_id, UUID(draft.rpartition("/")[2]))
        kept = await store.roster_of(*asked)
        assert kept is not None
        assert not any(each.encode() in kept.sealed for each in (name, number))
        later = StoppedClock(session_clock.now() + planned_rosters.KEPT_FOR + timedelta(hours=1))
        await planned_rosters.drop_old(resources)
        assert await store.roster_of(*asked) is not None
        assert await planned_rosters.drop_old(replace(resources, clock=later)) > 0
        assert await store.roster_of(*asked) is None
        assert "上传花名册（Excel）" in await admin.see(f"{draft}/roster")


async def test_forgetting_a_plan_under_the_id_of_a_person_leaves_the_person(
    app: FastAPI, resources: Resources, world: World, first_day: str
) -> None:
    trainee_id = world.trainees[0].trainee_id
    async with a_browser(app) as browser:
        await sign_in(browser, world.admin.login)
        admin = Desk(browser)
        draft = await begun(admin, f"冬季{new_id().hex[-8:]}", first_day, form_id=str(trainee_id))
        await confirmed(admin, await looked_at(admin, draft, [a_person("王芳")]))
        await admin.fill(f"{draft}/roster", f"{draft}/roster/removal")
    assert trainee_id in await persons.written(resources, [trainee_id]), "what is sealed of them opens still"
