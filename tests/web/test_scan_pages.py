"""The institution's desk: vouchers and live QRs scanned, each told in words; and the log of verifications."""

import json
from datetime import timedelta
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from pydantic_core import to_json

from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from checkin_service.voucher.rules import live_qr
from tests.building.world import World, a_world, at_the_site
from tests.conftest import StoppedClock
from tests.registry.builders import an_open_channel
from tests.registry.test_claims_http import a_known_person, an_office, pushed
from tests.web.staff_browser import SAME_ORIGIN, a_browser, sign_in


@pytest.fixture(scope="module")
async def world(resources: Resources, client: httpx.AsyncClient, session_clock: StoppedClock) -> World:
    return await a_world(resources, client, session_clock, kinds=("targeted", "targeted"))


async def scanned(app: FastAPI, login: str, path: str, **fields: str) -> dict[str, Any]:
    async with a_browser(app) as browser:
        await sign_in(browser, login)
        answer = await browser.post(path, data={"request_id": str(new_id()), **fields}, headers=SAME_ORIGIN)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def test_a_scan_inside_the_fence_names_the_person_and_counts(
    app: FastAPI, world: World, clock: StoppedClock
) -> None:
    clock.move_to(world.starts_at() - timedelta(minutes=5))
    trainee, path = world.trainees[0], f"/sessions/{world.session()}/scans"
    qr = trainee.phone.live_qr(world.session(), at=at_the_site())
    place = json.dumps(at_the_site())
    counted = await scanned(app, world.admin.login, path, shown=qr, position=place)
    assert counted["outcome"] == "pass"
    assert counted["headline"].startswith(trainee.name)
    assert counted["lines"][0] == "4/20"
    used = await scanned(app, world.admin.login, path, shown=qr, position=place)
    assert used["outcome"] == "fail"


@pytest.mark.parametrize(("shown", "position"), [("S1.AAAA.AAAA", "{}"), ("nonsense", "no place"), ("", "null")])
async def test_what_is_no_qr_or_has_no_place_is_refused_in_words(
    app: FastAPI, world: World, shown: str, position: str
) -> None:
    path = f"/sessions/{world.session()}/scans"
    refused = await scanned(app, world.admin.login, path, shown=shown, position=position)
    assert refused["outcome"] == "fail"
    assert refused["headline"]


async def test_a_voucher_verified_twice_is_refused_and_stands_in_the_log(app: FastAPI, world: World) -> None:
    code, path = world.trainees[1].voucher_code, f"/classes/{world.class_id}/arrivals"
    again = await scanned(app, world.admin.login, path, shown=code)
    assert again["outcome"] == "fail"
    async with a_browser(app) as browser:
        await sign_in(browser, world.admin.login)
        page = (await browser.get("/verifications", params={"q": code})).text
        assert "已用过" in page
        board = (await browser.get(f"/classes/{world.class_id}/board")).text
        assert path in board


async def test_a_code_that_nobody_issued_stands_in_the_log_beside_the_vouchers(app: FastAPI, world: World) -> None:
    path = f"/classes/{world.class_id}/arrivals"
    forged = await scanned(app, world.admin.login, path, shown="0000000-0000000-0000000")
    assert forged["outcome"] == "fail"
    async with a_browser(app) as browser:
        await sign_in(browser, world.admin.login)
        page = await browser.get("/verifications")
    assert (page.status_code, "无此券" in page.text) == (200, True)


async def test_of_a_log_too_long_for_a_page_the_latest_is_shown(
    app: FastAPI, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("checkin_service.web.listing.PAGE_ROWS", 1)
    path, code = f"/classes/{world.class_id}/arrivals", world.trainees[1].voucher_code
    async with a_browser(app) as browser:
        await sign_in(browser, world.admin.login)
        await scanned(app, world.admin.login, path, shown="0000000-0000000-0000000")
        page = (await browser.get("/verifications")).text
        assert (code in page, "无此券" in page) == (False, True)
        await world.admin.voucher(code)
        page = (await browser.get("/verifications")).text
        assert (code in page, "无此券" in page) == (True, False)


async def test_a_forged_qr_is_named_in_the_log(app: FastAPI, world: World) -> None:
    path, forged = f"/classes/{world.class_id}/arrivals", f"{live_qr.PREFIX}{'A' * 80}"
    assert (await scanned(app, world.admin.login, path, shown=forged))["outcome"] == "fail"
    async with a_browser(app) as browser:
        await sign_in(browser, world.admin.login)
        assert "二维码不是本系统签发" in (await browser.get("/verifications")).text


async def test_only_the_institutions_administrator_scans(
    app: FastAPI, world: World, resources: Resources, client: httpx.AsyncClient, session_clock: StoppedClock
) -> None:
    pages = [f"/sessions/{world.session()}/scans", f"/classes/{world.class_id}/arrivals"]
    other = await a_world(resources, client, session_clock)
    expected = {world.admin.login: 200, world.instructor.login: 403, world.officer.login: 403, other.admin.login: 404}
    for login, status in expected.items():
        async with a_browser(app) as browser:
            await sign_in(browser, login)
            assert [(await browser.get(page)).status_code for page in pages] == [status] * 2
            foreign = await browser.post(pages[1], data={"shown": "x"}, headers={"sec-fetch-site": "cross-site"})
            assert foreign.status_code == 403


async def test_before_a_class_the_desk_activates_holds_and_sets_free_where_the_place_knows_it(
    app: FastAPI, resources: Resources, client: httpx.AsyncClient, clock: StoppedClock
) -> None:
    """SX-12, AH-10: each in words, and what the place does not know is refused with the reason."""
    anhui = await a_world(resources, client, clock, authority="340000")
    office = await an_office(resources, client, "340000")
    person, phone = await a_known_person(office, await an_open_channel(office), clock)
    await pushed(office, person)
    (voucher,) = (await phone.get("/v1/me/vouchers"))["vouchers"]
    code = voucher["voucher_code"]
    held = await scanned(app, anhui.admin.login, "/desk", shown=code, deed="hold")
    assert (held["outcome"], held["headline"]) == ("pass", f"{person['name']} · 已核销占用"), held
    free = await scanned(app, anhui.admin.login, "/desk", shown=code, deed="end_hold")
    assert free["outcome"] == "pass"
    other = await scanned(app, anhui.admin.login, "/desk", shown=code, deed="something")
    assert other["outcome"] == "fail"
    async with a_browser(app) as browser:
        await sign_in(browser, anhui.admin.login)
        assert "报到核销占用" in (await browser.get("/desk")).text


async def test_every_refusal_at_the_desk_stands_in_the_log_with_who_looked(app: FastAPI, world: World) -> None:
    code, path = world.trainees[0].voucher_code, f"/v1/classes/{world.class_id}/activations"
    refused = await world.admin.send("POST", path, content=to_json({"request_id": new_id(), "voucher_code": code}))
    assert refused.status_code == 409
    looks = (await world.officer.get(f"/v1/vouchers/{code}/history"))["verifications"]
    latest = max(looks, key=lambda each: each["verification_id"])
    assert (latest["purpose"], latest["is_valid"], latest["reason"]) == ("activate", False, "voucher_already_used")
    assert latest["tenant"] == f"institution:{world.institution_id}"
    async with a_browser(app) as browser:
        await sign_in(browser, world.admin.login)
        page = (await browser.get("/verifications", params={"q": f"{code} 已用过"})).text
    me = (await world.admin.get("/v1/me"))["display_name"]
    assert f'<td data-word="查验人">{me}</td>' in page
