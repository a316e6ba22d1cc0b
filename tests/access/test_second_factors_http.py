"""The second factor of staff: set up in pages, asked for at every sign-in, no code twice, lost and renewed by two."""

import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import select

from checkin_service.access.guessing import drop_old
from checkin_service.access.model import Role
from checkin_service.access.service import create_authority_staff
from checkin_service.access.tables import (
    audit_entry,
    recovery_code,
    second_factor,
    sign_in_failure,
    staff_sign_in,
)
from checkin_service.kit.resources import Resources
from tests.access.people import PASSWORD, a_login, later
from tests.building.second_factor import PATH, Authenticator, sent, set_up
from tests.conftest import StoppedClock
from tests.tools.reading import reading
from tests.web.staff_browser import SAME_ORIGIN, a_browser, sign_in

AUTHORITY = "330600"


@dataclass(frozen=True)
class Member:
    staff_id: UUID
    login: str


async def a_member(resources: Resources, role: Role = Role.OFFICER) -> Member:
    login = a_login()
    staff_id = await create_authority_staff(
        resources, authority_code=AUTHORITY, login=login, password=PASSWORD, role=role, display_name="王芳"
    )
    return Member(staff_id, login)


@pytest.fixture
async def member(resources: Resources) -> Member:
    return await a_member(resources)


@pytest.fixture
def required(app: FastAPI, resources: Resources) -> Iterator[None]:
    """As in production: staff must have a second factor."""
    app.state.resources = replace(resources, second_factor_from=datetime(2026, 1, 1, tzinfo=UTC))
    yield
    app.state.resources = resources


@asynccontextmanager
async def signed_in(app: FastAPI, login: str) -> AsyncIterator[httpx.AsyncClient]:
    async with a_browser(app) as browser:
        assert (await sign_in(browser, login)).status_code == 303
        yield browser


async def with_password(client: httpx.AsyncClient, login: str, **more: str) -> httpx.Response:
    return await client.post("/v1/tokens/password", json={"login": login, "password": PASSWORD, **more})


async def with_code(browser: httpx.AsyncClient, login: str, code: str) -> httpx.Response:
    page = await sign_in(browser, login)
    halfway = re.search(r'name="halfway" value="([^"]+)"', page.text)
    assert halfway, page.text
    fields = {"login": login, "halfway": halfway[1], "code": code, "next": "/account"}
    return await browser.post("/staff/sign-in/code", data=fields, headers=SAME_ORIGIN)


async def test_once_set_up_the_password_alone_opens_nothing_and_no_code_serves_twice(
    app: FastAPI, client: httpx.AsyncClient, member: Member, clock: StoppedClock
) -> None:
    async with signed_in(app, member.login) as browser:
        phone = await set_up(browser, clock.now())
    refused = await with_password(client, member.login)
    assert (refused.status_code, refused.json()["type"]) == (401, "/problems/second-factor-needed")
    # The code that set it up is spent, and so is one before it.
    for code in (phone.code(clock.now()), phone.code(clock.now(), steps_on=-1), "000000"):
        assert (await with_password(client, member.login, code=code)).status_code == 401
    following = phone.code(clock.now(), steps_on=1)
    assert (await with_password(client, member.login, code=following)).status_code == 200
    assert (await with_password(client, member.login, code=following)).status_code == 401
    clock.advance(minutes=2)
    async with a_browser(app) as browser:
        entered = await with_code(browser, member.login, phone.code(clock.now()))
        assert (entered.status_code, entered.headers["location"]) == (303, "/account")
        assert "已设置" in (await browser.get("/account")).text


async def test_setting_it_up_ends_every_sign_in_without_it(
    app: FastAPI, client: httpx.AsyncClient, member: Member, clock: StoppedClock
) -> None:
    before = (await with_password(client, member.login)).json()
    async with signed_in(app, member.login) as browser:
        await set_up(browser, clock.now())
        assert (await browser.get("/account")).status_code == 200
    bearer = {"Authorization": f"Bearer {before['access_token']}"}
    assert (await client.get("/v1/me", headers=bearer)).status_code == 401
    again = await client.post("/v1/tokens/refresh", json={"refresh_token": before["refresh_token"]})
    assert again.status_code == 401


async def test_a_recovery_code_serves_once_and_new_ones_end_the_old(
    app: FastAPI, client: httpx.AsyncClient, member: Member, clock: StoppedClock
) -> None:
    async with signed_in(app, member.login) as browser:
        phone = await set_up(browser, clock.now())
        first, second, *_ = phone.recovery_codes
        assert len(phone.recovery_codes) == 10
        assert (await with_password(client, member.login, code=first.upper())).status_code == 200
        assert (await with_password(client, member.login, code=first)).status_code == 401
        page = await sent(browser, f"{PATH}/codes", code=phone.code(clock.now(), steps_on=1))
        fresh = re.findall(r"<li><code>([a-z0-9-]+)</code></li>", page.text)
        assert len(fresh) == 10
    assert (await with_password(client, member.login, code=second)).status_code == 401
    assert (await with_password(client, member.login, code=fresh[0])).status_code == 200


async def test_a_wrong_first_code_keeps_the_qr_and_a_wrong_password_shows_none(
    app: FastAPI, member: Member, clock: StoppedClock
) -> None:
    async with signed_in(app, member.login) as browser:
        refused = await sent(browser, f"{PATH}/begin", present="not-this-one")
        assert refused.status_code == 422
        assert "second-factor-secret" not in refused.text
        phone = Authenticator.of_page((await sent(browser, f"{PATH}/begin", present=PASSWORD)).text)
        wrong = await sent(browser, f"{PATH}/confirm", code="000000")
        assert wrong.status_code == 422
        assert Authenticator.of_page(wrong.text).secret == phone.secret
        # Not confirmed yet, it is asked of nobody.
        assert (await sign_in(browser, member.login)).status_code == 303
        assert (await sent(browser, f"{PATH}/confirm", code=phone.code(clock.now()))).status_code == 200
        # A confirmed secret is never shown again, and not replaced.
        again = await sent(browser, f"{PATH}/begin", present=PASSWORD)
        assert (again.status_code, "second-factor-secret" in again.text) == (422, False)


async def test_where_it_is_required_nothing_but_setting_it_up_is_open(
    app: FastAPI, client: httpx.AsyncClient, member: Member, clock: StoppedClock, required: None
) -> None:
    del required
    granted = (await with_password(client, member.login)).json()
    bearer = {"Authorization": f"Bearer {granted['access_token']}"}
    refused = await client.get("/v1/institutions", headers=bearer)
    assert (refused.status_code, "身份验证器" in refused.json()["detail"]) == (403, True)
    me = (await client.get("/v1/me", headers=bearer)).json()
    assert "access:second_factor:set" in me["permissions"]
    assert "timetable:class:approve" not in me["permissions"]
    async with signed_in(app, member.login) as browser:
        led = await browser.get("/staff")
        assert (led.status_code, led.headers["location"]) == (303, PATH)
        assert (await sent(browser, "/accounts/invite", login="x")).status_code == 401
        phone = await set_up(browser, clock.now())
        assert (await browser.get("/staff")).status_code == 200
    # What was granted before has ended; a sign-in with the code opens everything.
    renewed = await client.post("/v1/tokens/refresh", json={"refresh_token": granted["refresh_token"]})
    assert renewed.status_code == 401
    code = phone.code(clock.now(), steps_on=1)
    granted = (await with_password(client, member.login, code=code)).json()
    bearer = {"Authorization": f"Bearer {granted['access_token']}"}
    assert (await client.get("/v1/institutions", headers=bearer)).status_code == 200
    renewed = await client.post("/v1/tokens/refresh", json={"refresh_token": granted["refresh_token"]})
    bearer = {"Authorization": f"Bearer {renewed.json()['access_token']}"}
    assert (await client.get("/v1/institutions", headers=bearer)).status_code == 200


async def test_a_link_for_a_new_password_is_not_enough_where_there_is_a_second_factor(
    app: FastAPI, member: Member, resources: Resources, clock: StoppedClock
) -> None:
    officer = await a_member(resources)
    async with signed_in(app, member.login) as browser:
        phone = await set_up(browser, clock.now())
    async with signed_in(app, officer.login) as browser:
        page = await sent(browser, f"/accounts/{member.staff_id}/link")
        link = re.search(r"/welcome#([0-9a-f]{64})", page.text)
        assert link
    fields = {"link": link[1], "password": "another-plum-rain", "again": "another-plum-rain"}
    async with a_browser(app) as browser:
        assert (await sent(browser, "/welcome", **fields)).status_code == 401
        code = phone.code(clock.now(), steps_on=1)
        assert (await sent(browser, "/welcome", **fields, code=code)).status_code == 303
        assert (await browser.get("/account")).status_code == 200


async def test_codes_are_not_guessed_and_the_owner_goes_on(
    app: FastAPI, client: httpx.AsyncClient, member: Member, clock: StoppedClock
) -> None:
    async with signed_in(app, member.login) as browser:
        phone = await set_up(browser, clock.now())
        guesses = [await with_password(client, member.login, code=f"{each:06}") for each in range(12)]
        assert {each.status_code for each in guesses[:5]} == {401}
        assert {each.status_code for each in guesses[6:]} == {429}
        # The owner's browser is known by what it kept; what others guess makes it wait for nothing.
        clock.advance(seconds=31)
        await sign_in(browser, member.login)
        await browser.post("/staff/sign-out", headers=SAME_ORIGIN)
        assert (await with_code(browser, member.login, phone.code(clock.now(), steps_on=1))).status_code == 303


async def asked(app: FastAPI, by: Member, of: Member) -> None:
    async with signed_in(app, by.login) as browser:
        answer = await sent(browser, f"/accounts/{of.staff_id}/recovery", reason="手机遗失，本人到场")
        assert answer.status_code == 303
        # Whoever asked is offered no second word.
        assert "等待另一位同事确认" in (await browser.get(f"/accounts/{of.staff_id}")).text


async def test_a_lost_phone_is_helped_by_two_people_and_the_old_password_ends_with_it(
    app: FastAPI, client: httpx.AsyncClient, resources: Resources, member: Member, clock: StoppedClock
) -> None:
    one, another = await a_member(resources), await a_member(resources)
    async with signed_in(app, member.login) as browser:
        await set_up(browser, clock.now())
        assert (await sent(browser, f"/accounts/{member.staff_id}/recovery", reason="自己")).status_code == 422
    await asked(app, one, member)
    async with signed_in(app, another.login) as browser:
        page = (await browser.get(f"/accounts/{member.staff_id}")).text
        recovery = re.search(r'recovery/approval"><input type="hidden" name="form_id" value="([^"]+)"', page)
        assert recovery, page
    approval = f"/accounts/{member.staff_id}/recovery/approval"
    fields = {"form_id": recovery[1]}
    async with signed_in(app, one.login) as browser:
        own_word = await browser.post(approval, data=fields, headers=SAME_ORIGIN)
        assert (own_word.status_code, "须由另一位同事确认" in own_word.text) == (422, True)
    async with signed_in(app, another.login) as browser:
        pages = [await browser.post(approval, data=fields, headers=SAME_ORIGIN) for _ in range(2)]
        links = [re.search(r"/welcome#([0-9a-f]{64})", each.text) for each in pages]
        assert links[0]
        assert links[1]
        assert links[0][1] == links[1][1]
    assert (await with_password(client, member.login)).json()["type"] == "/problems/sign-in-refused"
    async with a_browser(app) as browser:
        entered = await sent(browser, "/welcome", link=links[0][1], password="new-plum-rain", again="new-plum-rain")
        assert entered.status_code == 303
        await set_up(browser, clock.now() + timedelta(seconds=30), password="new-plum-rain")
    assert {"access:recovery:ask", "access:recovery:rule"} <= await trail(resources, member)


async def trail(resources: Resources, member: Member) -> set[str]:
    found = reading(select(audit_entry.c.action).where(audit_entry.c.object_id == str(member.staff_id)))
    return {row.action for row in await resources.database.read(found)}


async def test_whoever_was_let_in_by_the_first_person_is_no_second_one(
    app: FastAPI, resources: Resources, member: Member, clock: StoppedClock
) -> None:
    one = await a_member(resources)
    async with signed_in(app, member.login) as browser:
        await set_up(browser, clock.now())
    login = a_login()
    async with signed_in(app, one.login) as browser:
        invitation = await sent(browser, "/accounts/invite", login=login, display_name="赵新", role="officer")
        link = re.search(r"/welcome#([0-9a-f]{64})", invitation.text)
        assert link
    async with a_browser(app) as puppet:
        await sent(puppet, "/welcome", link=link[1], password=PASSWORD, again=PASSWORD)
        await asked(app, one, member)
        page = (await puppet.get(f"/accounts/{member.staff_id}")).text
        recovery = re.search(r'recovery/approval"><input type="hidden" name="form_id" value="([^"]+)"', page)
        assert recovery
        path = f"/accounts/{member.staff_id}/recovery/approval"
        refused = await puppet.post(path, data={"form_id": recovery[1]}, headers=SAME_ORIGIN)
        assert refused.status_code == 422


async def test_a_copy_of_the_database_holds_neither_secret_nor_codes(
    app: FastAPI, resources: Resources, member: Member, clock: StoppedClock
) -> None:
    async with signed_in(app, member.login) as browser:
        phone = await set_up(browser, clock.now())
    (row,) = await resources.database.read(
        reading(select(second_factor.c.secret).where(second_factor.c.staff_id == member.staff_id))
    )
    assert phone.secret not in row.secret
    stored = await resources.database.read(
        reading(select(recovery_code.c.code_hash).where(recovery_code.c.staff_id == member.staff_id))
    )
    assert len(stored) == 10


async def test_sign_ins_are_listed_and_one_or_all_others_end_within_the_moment(
    app: FastAPI, client: httpx.AsyncClient, member: Member
) -> None:
    bearers = [
        {"Authorization": f"Bearer {(await with_password(client, member.login)).json()['access_token']}"}
        for _ in range(3)
    ]
    agent = {"User-Agent": "Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/140.0"}
    async with a_browser(app) as browser:
        fields = {"login": member.login, "password": PASSWORD, "next": ""}
        await browser.post("/staff/sign-in", data=fields, headers=SAME_ORIGIN | agent)
        page = (await browser.get("/account")).text
        assert "Firefox · Windows" in page
        assert "127.0.0.0/24" in page
        ends = re.findall(r'action="(/account/sign-ins/[0-9a-f-]{36}/end)"', page)
        assert len(ends) == 3
        assert (await sent(browser, ends[0])).status_code == 303
        answers = [(await client.get("/v1/me", headers=each)).status_code for each in bearers]
        assert sorted(answers) == [200, 200, 401]
        await sent(browser, "/account/sign-ins/end")
        assert {(await client.get("/v1/me", headers=each)).status_code for each in bearers} == {401}
        assert (await browser.get("/account")).status_code == 200
        assert (await sent(browser, ends[0])).status_code == 404


async def test_signing_out_ends_the_access_token_too(client: httpx.AsyncClient, member: Member) -> None:
    granted = (await with_password(client, member.login)).json()
    bearer = {"Authorization": f"Bearer {granted['access_token']}"}
    assert (await client.get("/v1/me", headers=bearer)).status_code == 200
    await client.post("/v1/tokens/revocation", json={"refresh_token": granted["refresh_token"]})
    assert (await client.get("/v1/me", headers=bearer)).status_code == 401


async def test_failures_and_old_lists_are_removed_at_night_and_name_no_login(
    client: httpx.AsyncClient, member: Member, resources: Resources
) -> None:
    await with_password(client, member.login)
    await client.post("/v1/tokens/password", json={"login": "my-own-password", "password": "in the wrong field"})
    failures = reading(select(sign_in_failure))
    assert await resources.database.read(failures)
    assert b"my-own-password" not in b"".join(each.login_hash for each in await resources.database.read(failures))
    await drop_old(later(resources, hours=25))
    assert await resources.database.read(failures) == []
    assert await resources.database.read(reading(select(staff_sign_in)))
    await drop_old(later(resources, days=91))
    assert await resources.database.read(reading(select(staff_sign_in))) == []
