"""Staff signing in and out in a browser."""

import asyncio

import httpx
import pytest
from fastapi import FastAPI

from checkin_service.access.tokens import ACCESS_TOKEN_LIFE
from checkin_service.kit.resources import Resources
from checkin_service.web import session
from tests.building.world import World, a_world
from tests.conftest import StoppedClock
from tests.web.staff_browser import HTML, SAME_ORIGIN, a_browser, sign_in

ACCESS_COOKIE, REFRESH_COOKIE = f"__Host-{session.ACCESS_COOKIE}", f"__Host-{session.REFRESH_COOKIE}"
KNOWN_COOKIE = f"__Host-{session.KNOWN_COOKIE}"


@pytest.fixture(scope="module")
async def world(resources: Resources, client: httpx.AsyncClient, session_clock: StoppedClock) -> World:
    return await a_world(resources, client, session_clock)


async def test_signing_in_sets_cookies_that_scripts_and_other_sites_never_see(app: FastAPI, world: World) -> None:
    async with a_browser(app) as browser:
        answer = await sign_in(browser, world.admin.login)
        assert answer.status_code == 303
        assert answer.headers["location"] == "/staff"
        cookies = answer.headers.get_list("set-cookie")
        assert [cookie.partition("=")[0] for cookie in cookies] == [ACCESS_COOKIE, REFRESH_COOKIE, KNOWN_COOKIE]
        for cookie in cookies:
            assert "HttpOnly" in cookie
            assert "SameSite=lax" in cookie
            assert "Secure" in cookie
        assert world.class_id.hex in (await browser.get("/staff")).text.replace("-", "")


async def test_over_plain_http_on_ones_own_machine_the_cookies_still_work(app: FastAPI, world: World) -> None:
    async with a_browser(app, base_url="http://service") as browser:
        answer = await sign_in(browser, world.admin.login)
        assert not any("Secure" in cookie for cookie in answer.headers.get_list("set-cookie"))
        assert (await browser.get("/staff")).status_code == 200


async def test_a_wrong_password_is_told_on_the_page_and_signs_nobody_in(app: FastAPI, world: World) -> None:
    async with a_browser(app) as browser:
        answer = await sign_in(browser, world.instructor.login, password="wrong")
        assert answer.status_code == 401
        assert "登录信息不正确" in answer.text
        assert f'value="{world.instructor.login}"' in answer.text
        assert not browser.cookies


async def test_whoever_is_not_signed_in_is_led_to_the_door_and_back(app: FastAPI, world: World) -> None:
    async with a_browser(app) as browser:
        asked = await browser.get(f"/classes/{world.class_id}/board?lang=en")
        assert asked.status_code == 303
        door = await browser.get(asked.headers["location"])
        goal = f"/classes/{world.class_id}/board?lang=en"
        assert f'name="next" value="{goal}"' in door.text
        assert (await sign_in(browser, world.admin.login, goal=goal)).headers["location"] == goal


@pytest.mark.parametrize("goal", ["https://evil.example/", "//evil.example", "/\\evil.example", "reviews"])
async def test_the_door_leads_nowhere_else(app: FastAPI, world: World, goal: str) -> None:
    async with a_browser(app) as browser:
        assert (await sign_in(browser, world.admin.login, goal=goal)).headers["location"] == "/staff"


@pytest.mark.parametrize(
    "origin",
    [
        {"sec-fetch-site": "cross-site", "origin": "https://service"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {},
    ],
)
async def test_a_form_from_elsewhere_is_refused(app: FastAPI, world: World, origin: dict[str, str]) -> None:
    async with a_browser(app) as browser:
        fields = {"login": world.admin.login, "password": "anything"}
        answer = await browser.post("/staff/sign-in", data=fields, headers=HTML | origin)
        assert answer.status_code == 403


async def test_an_older_browser_says_its_origin_instead(app: FastAPI, world: World) -> None:
    async with a_browser(app) as browser:
        fields = {"login": world.admin.login, "password": "wrong"}
        answer = await browser.post("/staff/sign-in", data=fields, headers=HTML | {"origin": "https://service"})
        assert answer.status_code == 401


@pytest.mark.parametrize("body", [b"\xff=1", b"&" * 500, b"login=%ff&password=x"])
async def test_a_form_that_is_none_is_refused(app: FastAPI, body: bytes) -> None:
    async with a_browser(app) as browser:
        headers = SAME_ORIGIN | {"content-type": "application/x-www-form-urlencoded"}
        assert (await browser.post("/staff/sign-in", content=body, headers=headers)).status_code in {401, 422}
        as_json = SAME_ORIGIN | {"content-type": "application/json"}
        assert (await browser.post("/staff/sign-in", content=b"{}", headers=as_json)).status_code == 415


async def test_signing_out_ends_the_session_here_and_on_the_server(app: FastAPI, world: World) -> None:
    async with a_browser(app) as browser, a_browser(app) as thief:
        await sign_in(browser, world.admin.login)
        thief.cookies.set(REFRESH_COOKIE, browser.cookies[REFRESH_COOKIE])
        answer = await browser.post("/staff/sign-out", data={}, headers=SAME_ORIGIN | FORM)
        assert answer.headers["location"] == "/"
        assert answer.headers["clear-site-data"] == '"cache", "cookies"'
        assert (await browser.get("/staff")).status_code == 303
        assert (await thief.get("/staff")).status_code == 303


async def test_work_goes_on_when_the_access_token_runs_out_also_in_two_tabs_at_once(
    app: FastAPI, world: World, clock: StoppedClock
) -> None:
    async with a_browser(app) as browser:
        await sign_in(browser, world.admin.login)
        old = dict(browser.cookies)
        clock.advance(seconds=ACCESS_TOKEN_LIFE.total_seconds() + 1)
        tabs = await asyncio.gather(*(browser.get("/staff") for _ in range(4)))
        assert [tab.status_code for tab in tabs] == [200] * 4
        assert browser.cookies[REFRESH_COOKIE] != old[REFRESH_COOKIE]
        assert (await browser.get("/staff")).status_code == 200


async def test_a_refresh_cookie_that_comes_back_much_later_ends_the_session(
    app: FastAPI, world: World, clock: StoppedClock
) -> None:
    async with a_browser(app) as browser, a_browser(app) as thief:
        await sign_in(browser, world.admin.login)
        thief.cookies.set(REFRESH_COOKIE, browser.cookies[REFRESH_COOKIE])
        clock.advance(seconds=ACCESS_TOKEN_LIFE.total_seconds() + 1)
        assert (await browser.get("/staff")).status_code == 200
        clock.advance(seconds=ACCESS_TOKEN_LIFE.total_seconds() + 1)
        assert (await thief.get("/staff")).status_code == 303
        assert (await browser.get("/staff")).status_code == 303


async def test_a_trainees_token_in_the_cookie_is_nobody(app: FastAPI, world: World) -> None:
    async with a_browser(app) as browser:
        browser.cookies.set(ACCESS_COOKIE, world.trainees[0].phone._tokens["access_token"])
        assert (await browser.get("/staff")).status_code == 303


FORM = {"content-type": "application/x-www-form-urlencoded"}
