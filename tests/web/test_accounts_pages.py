"""Accounts in pages: begun by a link, a password of one's own, ended everywhere at once, brought back."""

import re
from datetime import timedelta

import httpx
import pytest
from fastapi import FastAPI

from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from tests.building.world import PASSWORD, World, a_world
from tests.conftest import StoppedClock
from tests.web.staff_browser import SAME_ORIGIN, a_browser, sign_in

OWN = "my-own-words-over-water"


@pytest.fixture(scope="module")
async def world(resources: Resources, client: httpx.AsyncClient, session_clock: StoppedClock) -> World:
    return await a_world(resources, client, session_clock)


async def post(browser: httpx.AsyncClient, path: str, **fields: str) -> httpx.Response:
    return await browser.post(path, data={"form_id": str(new_id()), **fields}, headers=SAME_ORIGIN)


async def invited(browser: httpx.AsyncClient, login: str, role: str = "officer", **more: str) -> str:
    page = await post(browser, "/accounts/invite", login=login, display_name="赵新", role=role, **more)
    found = re.search(r"/welcome#([0-9a-f]{64})", page.text)
    assert found, page.text
    return found[1]


async def begun(app: FastAPI, link: str, password: str = OWN) -> httpx.Response:
    async with a_browser(app) as browser:
        return await post(browser, "/welcome", link=link, password=password, again=password)


def a_new_login() -> str:
    return f"zhao-{new_id().hex[-12:]}"


async def test_a_second_officer_begins_by_a_link_that_serves_once(app: FastAPI, world: World) -> None:
    login = a_new_login()
    async with a_browser(app) as browser:
        await sign_in(browser, world.officer.login)
        link = await invited(browser, login)
        assert f"{login}</td>" in (await browser.get(f"/accounts?q={login}")).text
        assert "待设密码" in (await browser.get(f"/accounts?q={login}")).text
    first = await begun(app, link)
    assert (first.status_code, first.headers["location"]) == (303, "/account?done=welcome")
    again = await begun(app, link)
    assert again.status_code == 422
    assert "已使用" in again.text
    async with a_browser(app) as browser:
        assert (await sign_in(browser, login, password=OWN)).status_code == 303
        assert "赵新" in (await browser.get("/account")).text


async def test_pressing_twice_shows_the_same_link_and_a_taken_login_keeps_what_was_typed(
    app: FastAPI, world: World
) -> None:
    fields = {"form_id": str(new_id()), "login": a_new_login(), "display_name": "赵新", "role": "reviewer"}
    async with a_browser(app) as browser:
        await sign_in(browser, world.officer.login)
        pages = [await browser.post("/accounts/invite", data=fields, headers=SAME_ORIGIN) for _ in range(2)]
        assert pages[0].text == pages[1].text
        taken = await post(browser, "/accounts/invite", login=fields["login"], display_name="钱多", role="reviewer")
        assert taken.status_code == 409
        assert "该登录名已被使用" in taken.text
        assert 'value="钱多"' in taken.text


async def test_an_account_that_ends_is_shut_out_of_pages_and_api_at_once_and_may_come_back(
    app: FastAPI, world: World, client: httpx.AsyncClient
) -> None:
    login = a_new_login()
    async with a_browser(app) as officer, a_browser(app) as leaver:
        await sign_in(officer, world.officer.login)
        await begun(app, await invited(officer, login))
        await sign_in(leaver, login, password=OWN)
        granted = await client.post("/v1/tokens/password", json={"login": login, "password": OWN})
        bearer = {"Authorization": f"Bearer {granted.json()['access_token']}"}
        assert (await client.get("/v1/me", headers=bearer)).status_code == 200
        path = re.search(
            rf'href="(/accounts/[0-9a-f-]+)">赵新</a></td>\s*<td[^>]*>{login}',
            (await officer.get(f"/accounts?q={login}")).text,
        )
        assert path is not None
        assert (await post(officer, f"{path[1]}/end")).status_code == 303
        assert (await client.get("/v1/me", headers=bearer)).status_code == 401
        assert (await leaver.get("/budgets")).headers["location"].startswith("/staff/sign-in")
        assert (await sign_in(leaver, login, password=OWN)).status_code == 401
        refused = await client.post("/v1/tokens/refresh", json={"refresh_token": granted.json()["refresh_token"]})
        assert refused.status_code == 401
        await post(officer, f"{path[1]}/return")
        assert (await sign_in(leaver, login, password=OWN)).status_code == 303


async def test_a_changed_password_ends_the_sign_ins_elsewhere_and_a_wrong_one_changes_nothing(
    app: FastAPI, world: World, client: httpx.AsyncClient
) -> None:
    login = a_new_login()
    async with a_browser(app) as officer, a_browser(app) as owner:
        await sign_in(officer, world.officer.login)
        await begun(app, await invited(officer, login))
        await sign_in(owner, login, password=OWN)
        elsewhere = (await client.post("/v1/tokens/password", json={"login": login, "password": OWN})).json()
        wrong = await post(owner, "/account", present="not-this-one", password=PASSWORD, again=PASSWORD)
        assert "当前密码不正确" in wrong.text
        differs = await post(owner, "/account", present=OWN, password=PASSWORD, again=f"{PASSWORD}x")
        assert "两次输入的密码不一致" in differs.text
        assert (await post(owner, "/account", present=OWN, password=PASSWORD, again=PASSWORD)).status_code == 303
        assert "密码已修改" in (await owner.get("/account?done=changed")).text
    refused = await client.post("/v1/tokens/refresh", json={"refresh_token": elsewhere["refresh_token"]})
    assert refused.status_code == 401
    async with a_browser(app) as owner:
        assert (await sign_in(owner, login, password=OWN)).status_code == 401


async def test_a_new_link_replaces_the_one_before_and_links_run_out(
    app: FastAPI, world: World, clock: StoppedClock
) -> None:
    login = a_new_login()
    async with a_browser(app) as officer:
        await sign_in(officer, world.officer.login)
        first = await invited(officer, login)
        listed = (await officer.get(f"/accounts?q={login}")).text
        path = re.search(r'href="(/accounts/[0-9a-f-]{36})"', listed)
        assert path is not None
        page = await post(officer, f"{path[1]}/link")
        second = re.search(r"/welcome#([0-9a-f]{64})", page.text)
        assert second is not None
        assert second[1] != first
    assert (await begun(app, first)).status_code == 422
    clock.advance(days=8)
    assert (await begun(app, second[1])).status_code == 422
    clock.move_to(clock.now() - timedelta(days=8))
    assert (await begun(app, second[1])).status_code == 303


async def test_an_administrator_manages_the_own_institution_and_nobody_invites_upwards(
    app: FastAPI, world: World, resources: Resources, client: httpx.AsyncClient, session_clock: StoppedClock
) -> None:
    other = await a_world(resources, client, session_clock)
    async with a_browser(app) as admin, a_browser(app) as stranger:
        await sign_in(admin, world.admin.login)
        login = a_new_login()
        await invited(admin, login, role="instructor")
        refused = await post(admin, "/accounts/invite", login=a_new_login(), display_name="赵", role="officer")
        assert refused.status_code == 403
        path = re.search(r'href="(/accounts/[0-9a-f-]{36})"', (await admin.get(f"/accounts?q={login}")).text)
        assert path is not None
        await sign_in(stranger, other.admin.login)
        assert (await stranger.get(path[1])).status_code == 404
        assert (await post(stranger, f"{path[1]}/end")).status_code == 404


@pytest.mark.parametrize("role", ["auditor", "desk", "finance"])
async def test_who_only_reads_sees_registers_and_no_button_that_changes(app: FastAPI, world: World, role: str) -> None:
    login = a_new_login()
    async with a_browser(app) as officer, a_browser(app) as reader:
        await sign_in(officer, world.officer.login)
        await begun(app, await invited(officer, login, role=role))
        await sign_in(reader, login, password=OWN)
        assert (await reader.get("/staff")).status_code == 200
        for path in ("/accounts/invite", "/policy/decide?key=attendance.minimum"):
            assert (await reader.get(path)).status_code == 403
        assert (await post(reader, "/budgets")).status_code == 403
