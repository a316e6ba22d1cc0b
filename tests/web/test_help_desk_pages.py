"""The help desk: people found by what callers say, their whole story, and what is done about it at once."""

from dataclasses import dataclass
from datetime import timedelta

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import bindparam, delete, select

from checkin_service.access.model import Permission, Role
from checkin_service.access.service import create_authority_staff
from checkin_service.access.tables import audit_entry
from checkin_service.catalogue.service import register_authority
from checkin_service.client import Officer
from checkin_service.identity.service import index_people
from checkin_service.identity.tables import person_index
from checkin_service.kit.database import Fragment
from checkin_service.kit.resources import Resources
from tests.access.people import a_login
from tests.building.world import AUTHORITY, PASSWORD, World, a_world, at_the_site
from tests.conftest import StoppedClock
from tests.tools.reading import reading
from tests.web.desk import UUID_ON_SCREEN
from tests.web.staff_browser import SAME_ORIGIN, a_browser, sign_in


@dataclass
class HelpDesk:
    """Somebody who answers callers."""

    browser: httpx.AsyncClient

    async def look(self, typed: str, *, purpose: str = "") -> httpx.Response:
        asked = {"q": typed} | ({"purpose": purpose} if purpose else {})
        return await self.browser.post("/help", data=asked, headers=SAME_ORIGIN, follow_redirects=True)

    async def open(self, name: str) -> str:
        """The page of the only person that is found."""
        found = (await self.look(name)).text
        assert found.count('href="/help/') == 1, "one person"
        path = found.split('<li class="card"><a href="')[1].partition('"')[0]
        page = await self.browser.get(path)
        assert page.status_code == 200
        assert UUID_ON_SCREEN.search(page.text) is None
        return page.text


@pytest.fixture
async def world(resources: Resources, client: httpx.AsyncClient, clock: StoppedClock) -> World:
    return await a_world(resources, client, clock)


async def somebody(resources: Resources, authority: str = AUTHORITY, *, role: Role = Role.DESK) -> str:
    login = a_login()
    await create_authority_staff(
        resources, authority_code=authority, login=login, password=PASSWORD, role=role, display_name="接线员"
    )
    return login


async def test_why_is_asked_once_a_visit(app: FastAPI, resources: Resources, world: World) -> None:
    (trainee,) = world.trainees
    async with a_browser(app) as browser:
        await sign_in(browser, await somebody(resources))
        desk = HelpDesk(browser)
        refused = await desk.look(trainee.name)
        assert refused.status_code == 422
        assert f'value="{trainee.name}"' in refused.text
        led = await browser.get(f"/help/{trainee.trainee_id}", follow_redirects=True)
        assert led.url.path == "/help"
        assert 'name="purpose"' in led.text
        found = await desk.look(trainee.name, purpose="complaint")
        assert trainee.document["number"][-4:] in found.text
        again = await desk.look(trainee.document["number"][-4:])
        assert trainee.name in again.text
        assert 'name="purpose"' not in again.text
        assert "投诉与申诉办理" in again.text
        await browser.post("/help/purpose", headers=SAME_ORIGIN | {"content-type": "application/x-www-form-urlencoded"})
        assert (await desk.look(trainee.name)).status_code == 422


async def test_every_way_of_naming_somebody_finds_them(app: FastAPI, resources: Resources, world: World) -> None:
    (trainee,) = world.trainees
    number = trainee.document["number"]
    held = await world.admin.get(f"/v1/classes/{world.class_id}")
    async with a_browser(app) as browser:
        await sign_in(browser, await somebody(resources))
        desk = HelpDesk(browser)
        await desk.look("无此人", purpose="complaint")
        ways = [trainee.name, f"{trainee.name} {number[-4:]}", number, trainee.voucher_code]
        for way in ways:
            assert f'href="/help/{trainee.trainee_id}"' in (await desk.look(way)).text, way
        wrong_end = "0000" if number[-4:] != "0000" else "1111"
        assert f"/help/{trainee.trainee_id}" not in (await desk.look(f"{trainee.name} {wrong_end}")).text
        assert f'href="/classes/{world.class_id}/people"' in (await desk.look(held["name"])).text
        assert "没有查到" in (await desk.look("无此人也无此班")).text


async def test_the_story_tells_of_a_refused_attempt_and_what_to_say(
    app: FastAPI, resources: Resources, world: World, clock: StoppedClock
) -> None:
    (trainee,) = world.trainees
    clock.move_to(world.starts_at() - timedelta(minutes=5))
    proof = trainee.phone.pin_code("000000")
    await trainee.phone.check_in(world.session(), proof=proof, at=at_the_site(accuracy_m=2000))
    async with a_browser(app) as browser:
        await sign_in(browser, await somebody(resources))
        desk = HelpDesk(browser)
        await desk.look("无此人", purpose="complaint")
        page = await desk.open(f"{trainee.name} {trainee.document['number'][-4:]}")
        assert "打卡签到" in page
        assert "待确认" in page
        assert "动态码" in page, "why it was doubted"
        assert "绑定手机" in page
        assert "正在人工复核" in page, "what to say"
        assert "help_" not in page
        english = await browser.get(f"/help/{trainee.trainee_id}?lang=en")
        assert "being reviewed" in english.text


async def test_a_lost_phone_is_helped_at_once(app: FastAPI, resources: Resources, world: World) -> None:
    (trainee,) = world.trainees
    path = f"/help/{trainee.trainee_id}"
    async with a_browser(app) as browser:
        await sign_in(browser, await somebody(resources))
        await HelpDesk(browser).look("无此人", purpose="complaint")
        page = (await browser.get(path)).text
        action = f"/classes/{world.class_id}/invitations/{trainee.trainee_id}"
        assert f'action="{action}"' in page
        form_id = page.partition(f'action="{action}"')[2].partition('name="form_id" value="')[2].partition('"')[0]
        slip = await browser.post(action, data={"form_id": form_id, "reason": "手机丢失"}, headers=SAME_ORIGIN)
        assert slip.status_code == 200
        assert trainee.name in slip.text
        assert "还没有使用" in (await browser.get(path)).text
        assert "手机已解绑" in (await browser.get(path)).text


async def test_people_of_another_authority_are_nobody_here(app: FastAPI, resources: Resources, world: World) -> None:
    (trainee,) = world.trainees
    await register_authority(resources, authority_code="331000", name="另一地人社局")
    async with a_browser(app) as browser:
        await sign_in(browser, await somebody(resources, "331000"))
        desk = HelpDesk(browser)
        for way in (trainee.name, trainee.document["number"], trainee.voucher_code):
            assert str(trainee.trainee_id) not in (await desk.look(way, purpose="complaint")).text
        assert (await browser.get(f"/help/{trainee.trainee_id}")).status_code == 404


async def test_schools_and_auditors_have_no_help_desk(app: FastAPI, resources: Resources, world: World) -> None:
    for login in (world.admin.login, world.instructor.login, await somebody(resources, role=Role.AUDITOR)):
        async with a_browser(app) as browser:
            await sign_in(browser, login)
            assert (await browser.get("/help")).status_code == 403
            assert 'href="/help"' not in (await browser.get("/staff")).text


async def test_every_look_is_on_record_with_its_purpose_and_without_what_was_typed(
    app: FastAPI, resources: Resources, world: World
) -> None:
    (trainee,) = world.trainees
    async with a_browser(app) as browser:
        await sign_in(browser, await somebody(resources))
        await HelpDesk(browser).look(trainee.document["number"], purpose="inspection")
        await browser.get(f"/help/{trainee.trainee_id}")
    statement = select(audit_entry.c.object_id, audit_entry.c.detail).where(
        audit_entry.c.action == Permission.PERSON_FIND, audit_entry.c.at >= bindparam("since")
    )
    kept = await resources.database.read(reading(statement), since=resources.clock.now())
    assert (str(trainee.trainee_id), {"purpose": "inspection", "found": 1}) in [tuple(each) for each in kept]
    assert len([each for each in kept if each.detail["purpose"] == "inspection"]) >= 2, "the search and the page"
    assert trainee.document["number"] not in str(kept)


async def test_whoever_was_here_before_is_entered_by_night(app: FastAPI, resources: Resources, world: World) -> None:
    (trainee,) = world.trainees
    async with resources.database.write() as unit:
        unit.add(Fragment(delete(person_index).where(person_index.c.trainee_id == trainee.trainee_id)))
    async with a_browser(app) as browser:
        await sign_in(browser, await somebody(resources))
        desk = HelpDesk(browser)
        assert str(trainee.trainee_id) not in (await desk.look(trainee.name, purpose="complaint")).text
        assert await index_people(resources) >= 1
        assert str(trainee.trainee_id) in (await desk.look(trainee.name)).text
        assert await index_people(resources) == 0


async def test_a_part_of_the_name_with_the_last_four_finds_somebody(
    app: FastAPI, resources: Resources, world: World
) -> None:
    (trainee,) = world.trainees
    last = trainee.document["number"][-4:]
    async with a_browser(app) as browser:
        await sign_in(browser, await somebody(resources))
        desk = HelpDesk(browser)
        await desk.look("无此人", purpose="complaint")
        for part in (trainee.name[:1], trainee.name[-1:]):
            assert f'href="/help/{trainee.trainee_id}"' in (await desk.look(f"{part} {last}")).text
        assert f'href="/help/{trainee.trainee_id}"' not in (await desk.look(f"龘 {last}")).text


async def test_programs_ask_as_the_page_does_with_purpose_and_record(
    resources: Resources, client: httpx.AsyncClient, world: World
) -> None:
    (trainee,) = world.trainees
    desk = Officer(client, login=await somebody(resources), password=PASSWORD)
    await desk.sign_in()
    asked = {"purpose": "complaint", "wanted": trainee.document["number"][-4:]}
    found = await desk.post("/v1/help/searches", asked)
    assert trainee.name in [each["name"] for each in found["people"]]
    without = await desk.send("POST", "/v1/help/searches", content=b'{"wanted": "2337"}')
    assert without.status_code == 422
    path = f"/v1/help/people/{trainee.trainee_id}"
    assert (await desk.send("GET", path)).status_code == 422
    case = await desk.get(path, purpose="complaint")
    assert case["person"]["name"] == trainee.name
    assert {"voucher", "bound"} & {each["kind"] for each in case["happenings"]}
    assert case["say"] == []
    (look, *_) = (await trainee.phone.get("/v1/me/looks"))["looks"]
    assert look["role"]["zh"] == "窗口人员"
