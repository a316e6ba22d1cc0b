"""The way up to a platform that loses, repeats, reorders, refuses and is down: once healed it has everything once."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import httpx
import pytest

from checkin_service.access.model import Role, authority_staff
from checkin_service.client.wire import Refused
from checkin_service.kit.civil import day_of
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from checkin_service.reporting.service import Courier, collect, collect_registers
from checkin_service.reporting.store import noting, sending
from checkin_service.timetable import service as timetable
from tests.access.people import an_officer, bearer
from tests.building.identities import a_name, a_resident_id
from tests.building.world import World, at_the_site, match
from tests.reporting.unruly import LATER, ChoosyPlatform, LockedPlatform, UnrulyPlatform
from tests.reporting.way import (
    PATH,
    asked_to_report,
    collected,
    news_goes_out,
    passes,
    reporting,
    send_refused_again,
    until_all_is_up,
)
from tests.settlement.test_real_time_http import Class, a_class, fujian, passed
from tests.settlement.test_settlement_http import Desk as SettlementDesk

__all__ = ["fujian"]


@pytest.fixture
async def taught(resources: Resources, fujian: World, clock: Any) -> AsyncIterator[Class]:
    """A class with sign-ins, and another whose person is certified and paid."""
    trainee = fujian.trainees[0]
    for number in range(2):
        clock.move_to(fujian.starts_at(number) - timedelta(minutes=10))
        code = await fujian.terminal.show_code(fujian.session(number), at=at_the_site())
        proof = trainee.phone.pin_code(code)
        answer = await trainee.phone.check_in(fujian.session(number), proof=proof, at=at_the_site())
        assert answer["outcome"] == "accepted"
    taught = await a_class(resources, clock, fujian)
    await taught.finish(passed(certified=True))
    await taught.answer(await taught.table(), {"line": 1, "paid": True, "reference": "ZF-1"})
    assert await taught.state() == "written_off"
    await fujian.reviewer.sign_in()
    yield taught
    if (await fujian.officer.get(PATH))["is_on"]:
        await asked_to_report(fujian, is_on=False)


MOVED = {"longitude": 120.59, "latitude": 29.9971, "datum": "wgs84", "radius_m": 200, "reason": "迁址"}
OWED = {
    "institution": 1,
    "project": 1,
    "training_class": 2,
    "person": 2,
    "voucher_issued": 2,
    "voucher_claimed": 2,
    "voucher_used": 2,
    "sign_in": 2,
    "certificate": 1,
    "settlement": 1,
}


async def test_nothing_goes_up_before_two_people_said_so(resources: Resources, fujian: World, taught: Class) -> None:
    platform: Any = UnrulyPlatform()
    await collected(resources)
    await passes(resources, platform, 2)
    switch_id = await asked_to_report(fujian)
    await collected(resources)
    await passes(resources, platform, 2)
    assert not platform.asked
    with pytest.raises(Refused, match="422"):
        await fujian.officer.post(f"{PATH}/switches/{switch_id}/ruling", {"request_id": new_id(), "approved": True})
    await fujian.reviewer.post(f"{PATH}/switches/{switch_id}/ruling", {"request_id": new_id(), "approved": True})
    await collected(resources)
    await until_all_is_up(resources, platform, taught.authority)
    assert platform.taken == Counter(OWED)
    assert platform.faults == []


@pytest.mark.parametrize("seed", range(4))
async def test_an_unruly_platform_has_every_fact_once_and_in_order_when_it_has_healed(
    resources: Resources, fujian: World, taught: Class, seed: int
) -> None:
    platform = UnrulyPlatform(seed, trouble=0.7)
    await reporting(fujian)
    await collected(resources)
    for round_ in range(4):
        platform.is_down = round_ == 1
        await passes(resources, platform, 3)
        await send_refused_again(fujian)
        await collected(resources)
    platform.heal()
    while await send_refused_again(fujian):
        await until_all_is_up(resources, platform, taught.authority)
    await until_all_is_up(resources, platform, taught.authority)
    assert platform.taken == Counter(OWED)
    assert platform.faults == []
    order = [kind for kind, _ in platform.held.values()]
    assert order.index("certificate") < order.index("settlement")
    assert platform.asked.total() > platform.taken.total(), "at least once means: some of it twice"
    standing = await fujian.officer.get(PATH)
    assert (standing["waiting"], standing["refused"], standing["oldest_at"]) == (0, 0, None)
    assert standing["last_answer_at"] is not None


async def test_what_is_new_goes_up_by_itself_and_what_is_known_not_again(
    resources: Resources, fujian: World, taught: Class
) -> None:
    platform: Any = UnrulyPlatform()
    await reporting(fujian)
    await collected(resources)
    await until_all_is_up(resources, platform, taught.authority)
    before = platform.asked.copy()
    (voucher,) = [each.voucher_code for each in fujian.trainees]
    await fujian.officer.post("/v1/vouchers/voids", {"voucher_codes": [voucher], "reason": "报名有误"})
    await collected(resources)
    await collect_registers(resources)
    await collected(resources)
    await until_all_is_up(resources, platform, taught.authority)
    assert platform.asked - before == Counter({"voucher_voided": 1})
    assert await noting.number_noted(resources.database) == 0


async def test_what_changed_goes_up_again_and_the_directory_of_projects_by_night(
    resources: Resources, fujian: World, taught: Class, clock: Any
) -> None:
    platform: Any = UnrulyPlatform()
    await reporting(fujian)
    await collected(resources)
    await collect_registers(resources)
    await until_all_is_up(resources, platform, taught.authority)
    before = platform.asked.copy()
    tomorrow = day_of(clock.now()) + timedelta(days=1)
    moved = {"request_id": new_id(), "effective_from": tomorrow.isoformat(), **MOVED}
    await fujian.officer.post(f"/v1/sites/{fujian.site_id}/places", moved)
    clock.advance(days=1)
    await collect_registers(resources)
    await collected(resources)
    await until_all_is_up(resources, platform, taught.authority)
    assert platform.asked - before == Counter({"institution": 1})
    assert sum("120.590000" in value for _, value in platform.held.values()) == 1
    assert platform.faults == []


async def test_a_claw_back_and_an_expiry_go_up(
    resources: Resources, fujian: World, taught: Class, clock: Any, client: httpx.AsyncClient
) -> None:
    platform: Any = UnrulyPlatform()
    await reporting(fujian)
    clawed = {
        "claw_back_id": new_id(),
        "voucher_code": taught.code,
        "decision_number": "测人社追〔2026〕2号",
        "liability": "培训机构负全部责任",
        "reason": "虚假培训",
    }
    await fujian.officer.post("/v1/settlements/claw-backs", clawed)
    second = authority_staff(new_id(), role=Role.OFFICER, authority_code=taught.authority)
    ruling = {"request_id": new_id(), "approved": True, "reason": "已核对"}
    await SettlementDesk(client, resources, second).post(
        f"/settlements/claw-backs/{clawed['claw_back_id']}/ruling", ruling
    )
    row = {"trainee_id": new_id(), "name": a_name(), "document": a_resident_id(), "voucher_kind": "targeted"}
    await fujian.admin.submit_roster(fujian.class_id, [row])
    await match(fujian.officer, [row["document"]], place=taught.authority)
    assert len(await fujian.officer.issue_vouchers(fujian.class_id)) == 1
    clock.advance(days=200)
    assert await timetable.expire_due(resources) >= 1
    await collected(resources)
    await until_all_is_up(resources, platform, taught.authority)
    assert (platform.taken["claw_back"], platform.taken["voucher_expired"]) == (1, 1)
    assert platform.faults == []
    order = [kind for kind, _ in platform.held.values()]
    assert order.index("settlement") < order.index("claw_back")
    await fujian.officer.sign_in()


@pytest.mark.usefixtures("taught")
async def test_stopped_by_one_person_nothing_leaves_any_more(resources: Resources, fujian: World) -> None:
    platform: Any = UnrulyPlatform()
    await reporting(fujian)
    await collected(resources)
    await asked_to_report(fujian, is_on=False)
    await passes(resources, platform, 2)
    assert not platform.asked
    with pytest.raises(Refused, match="nothing to stop"):
        await asked_to_report(fujian, is_on=False)


async def test_a_refused_report_holds_up_what_rests_on_it_until_an_officer_settles_it(
    resources: Resources, fujian: World, taught: Class
) -> None:
    platform = ChoosyPlatform("person")
    await reporting(fujian)
    await collected(resources)
    await passes(resources, platform, 8)
    refused = (await fujian.officer.get(f"{PATH}/refusals"))["reports"]
    assert [(each["kind"], each["words_zh"]) for each in refused] == [("person", LATER.zh)] * 2
    assert platform.taken["sign_in"] == platform.taken["settlement"] == 0
    assert sum(each["held_up"] for each in refused) >= 5
    for each in refused:
        body = {"request_id": new_id(), "reason": "平台已有此人，电话核实"}
        settled = await fujian.officer.post(f"{PATH}/refusals/{each['report_id']}/settlement", body)
        assert settled["state"] == "settled"
    await until_all_is_up(resources, platform, taught.authority)
    assert (platform.taken["sign_in"], platform.taken["settlement"], platform.taken["person"]) == (2, 1, 0)
    assert platform.faults, "what the officer answers for: it arrives without its ground"


async def test_a_key_that_opens_nothing_is_no_fault_of_the_reports(
    resources: Resources, fujian: World, taught: Class
) -> None:
    platform = LockedPlatform()
    await reporting(fujian)
    await collected(resources)
    await passes(resources, platform, 2)
    backlog = await sending.backlog(resources.database, taught.authority)
    assert (backlog.refused, backlog.waiting) == (0, sum(OWED.values()))


@pytest.mark.usefixtures("taught")
async def test_without_a_platform_reports_wait_and_the_courier_rests_when_it_is_away(
    resources: Resources, fujian: World
) -> None:
    await reporting(fujian)
    await collected(resources)
    assert await Courier(resources, None).deliver() == 0
    platform: Any = UnrulyPlatform()
    platform.is_down = True
    courier = Courier(resources, platform)
    assert await courier.deliver() == 0
    asked = platform.asked.total()
    assert await courier.deliver() == 0
    assert platform.asked.total() == asked, "it is left alone for a while"


async def test_two_workers_at_once_report_every_fact_once(resources: Resources, fujian: World, taught: Class) -> None:
    platform: Any = UnrulyPlatform()
    await reporting(fujian)
    await news_goes_out(resources)
    await asyncio.gather(*(collect(resources) for _ in range(4)), return_exceptions=True)
    for _ in range(12):
        couriers = (Courier(resources, platform).deliver() for _ in range(3))
        await asyncio.gather(*couriers, return_exceptions=True)
    await collected(resources)
    await until_all_is_up(resources, platform, taught.authority)
    assert platform.taken == Counter(OWED)
    assert platform.faults == []


@pytest.mark.usefixtures("taught")
async def test_another_authority_sees_nothing_of_it(resources: Resources, fujian: World) -> None:
    await reporting(fujian)
    await collected(resources)
    headers = bearer(resources, an_officer("110100"))
    standing = (await fujian.client.get(PATH, headers=headers)).json()
    assert (standing["is_on"], standing["waiting"], standing["days"]) == (False, 0, [])
