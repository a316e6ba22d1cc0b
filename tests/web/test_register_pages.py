"""The officer's pages of people before a class: a list, channels, and a query that two people approve."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest
from fastapi import FastAPI

from checkin_service.access.model import Role
from checkin_service.access.service import create_authority_staff
from checkin_service.client.keys import SigningKey
from checkin_service.kit.base64url import encode
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from tests.building.identities import a_name, a_resident_id
from tests.building.world import PASSWORD
from tests.catalogue.registers import an_authority
from tests.registry.test_matches_http import push_all
from tests.web.staff_browser import SAME_ORIGIN, a_browser, sign_in

ANHUI = "340000"


@pytest.fixture(scope="module")
async def logins(resources: Resources) -> list[str]:
    """Two officers of one authority."""
    await an_authority(resources, ANHUI)
    found = [f"register-{new_id().hex[-10:]}" for _ in range(2)]
    for login in found:
        await create_authority_staff(
            resources, authority_code=ANHUI, login=login, password=PASSWORD, role=Role.OFFICER, display_name="经办"
        )
    return found


@asynccontextmanager
async def signed_in(app: FastAPI, login: str) -> AsyncIterator[httpx.AsyncClient]:
    async with a_browser(app) as browser:
        await sign_in(browser, login)
        yield browser


async def sent(browser: httpx.AsyncClient, page: str, to: str, fields: dict[str, object]) -> httpx.Response:
    """A form of a page, filled in and sent."""
    form = (await browser.get(page)).text
    found = re.search(r'name="form_id" value="([^"]+)"', form)
    assert found, form
    return await browser.post(to, data={"form_id": found[1], **fields}, headers=SAME_ORIGIN)


async def test_an_officer_enters_a_list_and_every_line_is_answered(app: FastAPI, logins: list[str]) -> None:
    name, number = a_name(), a_resident_id()["number"]
    lines = f"{name} {number}\n{a_name()}，330602199003072330\n\n{name},{number}"
    async with signed_in(app, logins[0]) as browser:
        answer = (await sent(browser, "/people/new", "/people/new", {"source": "核实名单", "lines": lines})).text
        assert (answer.count("已录入"), answer.count("未录入"), answer.count("已在库中")) == (1, 1, 1)
        shown = (await browser.get("/people", params={"q": name})).text
        nothing = await sent(browser, "/people/new", "/people/new", {"source": "", "lines": lines})
    assert name in shown
    assert number not in shown
    assert nothing.status_code == 422
    assert name in nothing.text


async def test_an_officer_enters_a_channel_and_closes_it(app: FastAPI, logins: list[str]) -> None:
    name = f"渠道{new_id().hex[-8:]}"
    fields: dict[str, object] = {
        "kind": "wanshitong",
        "name": name,
        "issuer": "wanshitong",
        "public_key": encode(SigningKey().public_key),
        "opens_on": "2026-03-02",
        "closes_on": "",
    }
    async with signed_in(app, logins[0]) as browser:
        assert (await sent(browser, "/channels", "/channels", fields)).status_code == 303
        page = (await browser.get("/channels?done=entered")).text
        row = page[page.index(name) :]
        closing = re.search(r'action="(/channels/[^"]+/closing)".*?value="([^"]+)"', row)
        assert closing, row
        closed = {"request_id": closing[2], "closes_on": "2026-12-31"}
        assert (await browser.post(closing[1], data=closed, headers=SAME_ORIGIN)).status_code == 303
        assert "2026-12-31" in (await browser.get("/channels")).text


async def test_a_query_is_tried_proposed_and_approved_by_another_person_who_sees_how_far_it_is(
    app: FastAPI, logins: list[str], resources: Resources
) -> None:
    source, name = f"名单{new_id().hex[-8:]}", f"比对{new_id().hex[-8:]}"
    lines = "\n".join(f"{a_name()} {a_resident_id()['number']}" for _ in range(3))
    query: dict[str, object] = {"name": name, "voucher_kind": "targeted", "source": source, "lacks": ["retirement"]}
    async with signed_in(app, logins[0]) as browser:
        await sent(browser, "/people/new", "/people/new", {"source": source, "lines": lines})
        tried = (await sent(browser, "/matches/new", "/matches/new", query | {"do": "preview"})).text
        assert re.search(r"查到人数</dt>\s*<dd>3</dd>", tried)
        assert "提出名单" in tried
        proposed = await sent(browser, "/matches/new", "/matches/new", query | {"do": "propose"})
        assert proposed.headers["location"] == "/matches?done=proposed"
        own = (await browser.get("/matches?done=proposed")).text
        assert "您提出的名单须由另一人审定" in own[own.index(name) :]
        assert name not in (await browser.get("/queue")).text
    async with signed_in(app, logins[1]) as browser:
        queue = (await browser.get("/queue")).text
        assert "发放名单" in next(part for part in queue.split("<li ") if name in part)
        page = (await browser.get("/matches")).text
        form = re.search(r'action="(/matches/[^"]+)">\s*<input[^>]+value="([^"]+)"', page[page.index(name) :])
        assert form
        approved = {"request_id": form[2], "decision": "approve", "reason": ""}
        assert (await browser.post(form[1], data=approved, headers=SAME_ORIGIN)).status_code == 303
        running = (await browser.get("/matches")).text
        assert '<meta http-equiv="refresh"' in running
        assert re.search(r'<progress max="3" value="0">', running[running.index(name) :])
        await push_all(resources)
        done = (await browser.get("/matches")).text
    assert re.search(r'<progress max="3" value="3">', done[done.index(name) :])
    assert '<meta http-equiv="refresh"' not in done
