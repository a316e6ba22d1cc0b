"""The orders of Anhui, Fujian and Shandong at the desks: school and authority fill in forms of pages, by names.

The phone is that of the client package; its views are pressed elsewhere (`test_every_phone_view_in_chromium.py`).
"""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any

import httpx
from fastapi import FastAPI

from checkin_service.access.model import Role
from checkin_service.access.service import create_authority_staff
from checkin_service.client import ECardPlatform, Phone
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from tests.building.authorities import an_authority_of_fujian
from tests.building.news import deliver_all
from tests.building.world import PASSWORD, World, a_world, at_the_site
from tests.conftest import StoppedClock
from tests.journeys.test_without_a_roster import claimed, is_funded, posted, stands_at_the_end
from tests.policy_decisions.deciding import an_authority
from tests.registry.builders import an_open_channel
from tests.registry.test_claims_http import a_known_person, an_office, by_pin, e_card
from tests.registry.test_matches_http import a_template, push_all
from tests.web.desk import Desk
from tests.web.staff_browser import SAME_ORIGIN, a_browser, sign_in


@asynccontextmanager
async def at_the_desk(app: FastAPI, login: str) -> AsyncIterator[Desk]:
    async with a_browser(app) as browser:
        await sign_in(browser, login)
        yield Desk(browser)


async def pressed(desk: Desk, page: str, label: str, **typed: object) -> httpx.Response:
    """The form of a page whose button says so, with what stands in it already."""
    text = await desk.see(page)
    form = next(part for part in re.findall(r"<form .*?</form>", text, re.DOTALL) if f">{label}</button>" in part)
    action = re.search(r'action="([^"]+)"', form)
    kept = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))
    boxes = re.findall(r'<input[^>]*type="checkbox"[^>]*name="(\w+)"[^>]*value="([^"]*)"[^>]*checked', form, re.DOTALL)
    sent = kept | dict(boxes) | typed
    answer = await desk.browser.post(
        action[1] if action else page, data=sent, headers=SAME_ORIGIN, follow_redirects=True
    )
    assert answer.status_code == 200, answer.text
    return answer


class Bureau:
    """Three officers of the authority, and the school's desk."""

    def __init__(self, app: FastAPI, world: World, officers: list[str]) -> None:
        self.app, self.world, self.officers = app, world, officers

    def officer(self, number: int = 0) -> Any:
        return at_the_desk(self.app, self.officers[number])

    def school(self) -> Any:
        return at_the_desk(self.app, self.world.admin.login)

    @property
    def at(self) -> str:
        return f"/classes/{self.world.class_id}"

    async def pushes(
        self, resources: Resources, person: dict[str, Any], *, kind: str, template: str | None = None
    ) -> None:
        """A list of one, a query over it, and the word of a second officer."""
        source = f"名单{new_id().hex[-8:]}"
        line = f"{person['name']} {person['document']['number']}"
        query: dict[str, object] = {"name": source, "voucher_kind": kind, "source": source, "holds": ["graduation"]}
        async with self.officer() as desk:
            entered = await desk.fill("/people/new", source=source, lines=line)
            assert "已在库中" in entered.text
            if template:
                query["template_id"] = await desk.choice("/matches/new", template)
            tried = await desk.fill("/matches/new", **query, do="preview")
            assert re.search(r"查到人数</dt>\s*<dd>1</dd>", tried.text), tried.text
            await desk.fill("/matches/new", **query, do="propose")
        async with self.officer(1) as desk:
            page = await desk.see("/matches")
            form = re.search(r'action="(/matches/[^"]+)">\s*<input[^>]+value="([^"]+)"', page[page.index(source) :])
            assert form
            ruling = {"request_id": form[2], "decision": "approve", "reason": ""}
            assert (await desk.browser.post(form[1], data=ruling, headers=SAME_ORIGIN)).status_code == 303
        await push_all(resources)

    async def gives_a_place(self, phone: Phone, person: dict[str, Any], voucher: dict[str, Any]) -> None:
        """Places are offered, the person applies on the phone, the school examines and accepts."""
        async with self.school() as desk:
            await pressed(desk, f"{self.at}/applications", "保存名额", places="5")
        application = {"application_id": new_id(), "voucher_id": voucher["voucher_id"], "declared": []}
        await posted(phone, f"/v1/classes/{self.world.class_id}/applications", application)
        async with self.school() as desk:
            assert person["name"] in await desk.see(f"{self.at}/applications")
            examined = ["identity", "occupation_requirements", "subsidy_eligibility"]
            said = {"state": "accepted", "examined": examined, "evidence": "身份证原件"}
            assert "已录取" in (await pressed(desk, f"{self.at}/applications", "录取", **said)).text

    async def verifies(self, path: str, code: str, **deed: str) -> str:
        """A voucher shown at the school's desk; what it says."""
        async with self.school() as desk:
            await desk.see(path)
            shown = {"request_id": str(new_id()), "shown": code, **deed}
            answer = (await desk.browser.post(path, data=shown, headers=SAME_ORIGIN)).json()
        assert answer["outcome"] == "pass", answer
        return str(answer["headline"])

    async def ends(self, resources: Resources, clock: StoppedClock, person: dict[str, Any], trainee: str) -> None:
        """Results with a certificate, the application for completion, and its approval."""
        today = clock.now().date().isoformat()
        async with self.school() as desk:
            typed = {f"passed-{trainee}": "yes", f"number-{trainee}": f"S{new_id().hex[:12]}"}
            done = await desk.fill(
                f"{self.at}/results", assessed_on=today, issued_on=today, certificate_kind="qualification", **typed
            )
            assert "成绩已登记" in done.text
            assert person["name"] in done.text
            assert "结业申请已提交" in (await desk.fill(f"{self.at}/completion")).text
        await deliver_all(resources)
        async with self.officer() as desk:
            assert (await desk.fill(f"/completions/{self.world.class_id}", decision="approve")).status_code == 200
        await deliver_all(resources)

    async def pays(self, code: str) -> None:
        """Applied for by one officer for the person, reviewed and approved by two others, ordered, answered."""
        async with self.officer() as desk:
            application = (await pressed(desk, f"{self.at}/settlement", "提交申请", voucher_code=code)).url.path
        async with self.officer(1) as desk:
            await pressed(desk, application, "审核通过", decision="approve")
        async with self.officer(2) as desk:
            await pressed(desk, application, "批准拨付", decision="approve")
            table = (await pressed(desk, "/settlements", "将选中的列入资金拨付表")).url.path
            await is_answered_by_the_treasury(desk, table)


async def a_bureau(app: FastAPI, resources: Resources, world: World, authority: str) -> Bureau:
    officers = [f"order-{new_id().hex[-10:]}" for _ in range(3)]
    for login in officers:
        await create_authority_staff(
            resources, authority_code=authority, login=login, password=PASSWORD, role=Role.OFFICER, display_name="经办"
        )
    return Bureau(app, world, officers)


async def attends(world: World, phone: Phone, clock: StoppedClock) -> None:
    await phone.consent("location")
    (own,) = (await phone.get("/v1/me/classes"))["classes"]
    for number, session in enumerate(own["sessions"]):
        for window in session["windows"]:
            clock.move_to(datetime.fromisoformat(window["closes_at"]) - timedelta(minutes=1))
            proof = phone.pin_code(await world.instructor.classroom_code(world.session(number)))
            answer = await phone.check_in(world.session(number), proof=proof, at=at_the_site(), phase=window["phase"])
        assert answer["credited_hours"] == 4, answer
    clock.move_to(clock.now() + timedelta(days=1))


async def is_answered_by_the_treasury(desk: Desk, table: str) -> None:
    """The answer is pasted, looked at, and confirmed by typing the sum."""
    typed: dict[str, object] = {"rows": "序号,结果,凭证号\n1,已拨付,ZF-2026-1\n"}
    asked = await pressed(desk, table, "核对结果", **typed)
    total = re.search(r"共 ¥([\d,.]+)", asked.text)
    assert total, asked.text
    kept = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', asked.text))
    answer = await desk.browser.post(
        f"{table}/results", data=kept | typed | {"sum": total[1]}, headers=SAME_ORIGIN, follow_redirects=True
    )
    assert "ZF-2026-1" in answer.text


async def test_anhui_is_played_at_the_desks_from_a_list_to_a_paid_voucher(
    app: FastAPI, resources: Resources, client: httpx.AsyncClient, clock: StoppedClock
) -> None:
    """AH-03, AH-09, AH-10, AH-15."""
    world = await a_world(resources, client, clock, authority="340100", sessions=2, fee_fen=600_000)
    bureau = await a_bureau(app, resources, world, "340100")
    office = await an_office(resources, client, "340100")
    person, phone = await a_known_person(office, await an_open_channel(office), clock)
    await bureau.pushes(resources, person, kind="targeted")
    voucher = await claimed(phone, by_pin(phone.pin))
    code = voucher["voucher_code"]
    assert "已核销占用" in await bureau.verifies("/desk", code, deed="hold")
    await bureau.gives_a_place(phone, person, voucher)
    assert "验券成功" in await bureau.verifies(f"{bureau.at}/arrivals", code)
    await attends(world, phone, clock)
    await bureau.ends(resources, clock, person, str(phone.trainee_id))
    await bureau.pays(code)
    await deliver_all(resources)
    assert await stands_at_the_end(phone) == "written_off"


async def test_fujian_is_played_at_the_desks_from_a_list_to_a_voucher_paid_at_once(
    app: FastAPI, resources: Resources, client: httpx.AsyncClient, clock: StoppedClock, e_card_platform: ECardPlatform
) -> None:
    """FJ-09, FJ-15, FJ-16, FJ-24."""
    authority = an_authority_of_fujian()
    office = await an_office(resources, client, authority)
    await is_funded(office)
    world = await a_world(resources, client, clock, authority=authority, sessions=2)
    bureau = await a_bureau(app, resources, world, authority)
    await a_template(office, 5, name="闽技通用券")
    person, phone = await a_known_person(office, await an_open_channel(office, "minzhengtong"), clock)
    await bureau.pushes(resources, person, kind="general", template="闽技通用券")
    proof = {"request_id": str(new_id()), "proof": e_card(e_card_platform, person, clock)}
    voucher = await claimed(phone, proof)
    await bureau.gives_a_place(phone, person, voucher)
    assert "验券成功" in await bureau.verifies(f"{bureau.at}/arrivals", voucher["voucher_code"])
    await attends(world, phone, clock)
    await bureau.ends(resources, clock, person, str(phone.trainee_id))
    async with bureau.officer() as desk:
        found = re.search(r'href="(/payment-tables/[^"]+)"', await desk.see("/settlements"))
        assert found, "the table was made by itself"
        await is_answered_by_the_treasury(desk, found[1])
    await deliver_all(resources)
    assert await stands_at_the_end(phone) == "written_off"


async def test_shandong_is_played_at_the_desks_from_the_opened_class_to_a_paid_voucher(
    app: FastAPI, resources: Resources, client: httpx.AsyncClient, clock: StoppedClock, e_card_platform: ECardPlatform
) -> None:
    """SD-11 to SD-14: the roster, the vouchers after the opening, the claim, the code shown at the desk, the money."""
    city = await an_authority(client, resources, "370200")
    await city.decide("voucher.use_within_months", 6)
    world = await a_world(resources, client, clock, authority="370200", sessions=2)
    bureau = await a_bureau(app, resources, world, "370200")
    office = await an_office(resources, client, "370200")
    person, phone = await a_known_person(office, await an_open_channel(office, "city_e_card_channels"), clock)
    async with bureau.school() as desk:
        lines = f"{person['name']}，{person['document']['number']}，定向券"
        assert "花名册已登记" in (await desk.fill(f"{bureau.at}/people", lines=lines)).text
    async with bureau.officer() as desk:
        issued = (await desk.fill(f"{bureau.at}/people", f"{bureau.at}/slips")).text
        assert "已发券 1 张，邀请单 0 张" in issued, "the phone is bound already"
    proof = {"request_id": str(new_id()), "proof": e_card(e_card_platform, person, clock)}
    voucher = await claimed(phone, proof)
    shown = await phone.get(f"/v1/me/vouchers/{voucher['voucher_id']}/qr")
    assert "验券成功" in await bureau.verifies(f"{bureau.at}/arrivals", shown["token"])
    await attends(world, phone, clock)
    await bureau.ends(resources, clock, person, str(phone.trainee_id))
    await bureau.pays(voucher["voucher_code"])
    await deliver_all(resources)
    assert await stands_at_the_end(phone) == "written_off"
