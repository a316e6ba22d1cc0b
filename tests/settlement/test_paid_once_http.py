"""A leg is under way to its payee once, and only while it is earned: repeats, returns, claw-backs, late corrections."""

import asyncio
from datetime import timedelta
from typing import Any

import httpx
import pytest

from checkin_service.access.model import Role, authority_staff
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from checkin_service.timetable import tables as timetable
from checkin_service.voucher.model.vouchers import VoucherState
from checkin_service.voucher.service import ledger_moves
from tests.building.news import deliver_all
from tests.building.rows import add
from tests.building.stored import COMPLETED_AT, StoredWorld
from tests.building.world import SUBSIDY_FEN, World
from tests.settlement.payables import payable
from tests.settlement.test_real_time_http import Class, fujian, passed, shared_by_two
from tests.settlement.test_settlement_http import Desk, Office

pytestmark = pytest.mark.usefixtures("nothing_waiting")

__all__ = ["fujian"]


@pytest.fixture
async def world(resources: Resources) -> StoredWorld:
    return await payable(resources)


@pytest.fixture
def office(client: httpx.AsyncClient, resources: Resources, world: StoredWorld) -> Office:
    return Office(client, resources, world)


async def paid(office: Office) -> str:
    table = await office.ordered(office.world.voucher.voucher_code)
    await office.first.results(table["table_id"], {"line": 1, "paid": True})
    return str(table["table_id"])


async def sent_back(office: Office, table_id: str) -> httpx.Response:
    body = {"request_id": new_id(), "rows": [{"line": 1, "reason": "账号已注销"}]}
    return await office.first.post(f"/settlements/payment-tables/{table_id}/returns", body)


async def bounced(office: Office) -> str:
    table_id = await paid(office)
    await sent_back(office, table_id)
    return table_id


async def claw_back(office: Office) -> httpx.Response:
    return await office.claw_back(office.world.voucher.voucher_code)


async def applied(office: Office) -> str:
    application = await office.institution.apply(office.world, office.world.voucher.voucher_code)
    return str(application.json()["application_id"])


async def fail_after_all(world: StoredWorld) -> None:
    """The result is corrected after the application: a new determination finds that nothing was earned."""
    entered = {"assessed_on": COMPLETED_AT.date(), "entered_by": new_id(), "entered_at": COMPLETED_AT}
    async with world.resources.database.write() as unit:
        place = {"trainee_id": world.trainee_id, "class_id": world.class_id}
        add(unit, timetable.assessment, ordinal=2, passed=False, **place, **entered)
        world.tell(unit, "attendance.changed", at=COMPLETED_AT + timedelta(days=2))
    await deliver_all(world.resources)


async def test_what_the_bank_returned_is_not_ordered_in_two_tables(office: Office) -> None:
    table_id = await bounced(office)
    assert (await office.second.order(repeat=table_id)).status_code == 201
    again = await office.second.order(repeat=table_id)
    assert again.json()["reason"] == "nothing_to_pay"


async def test_of_sixteen_orders_at_once_one_is_made_and_paid_once(office: Office) -> None:
    table_id = await bounced(office)
    answers = await asyncio.gather(*(office.second.order(repeat=table_id) for _ in range(16)))
    (made,) = (each.json() for each in answers if each.status_code == 201)
    await office.first.results(made["table_id"], {"line": 1, "paid": True})
    totals = await office.world.money()
    assert (totals.paid_fen, totals.balanced) == (SUBSIDY_FEN, True)


async def test_nothing_is_clawed_back_while_a_payment_waits_for_its_answer(office: Office) -> None:
    again = (await office.second.order(repeat=await bounced(office))).json()["table_id"]
    assert (await claw_back(office)).json()["reason"] == "payment_under_way"
    assert (await office.first.results(again, {"line": 1, "paid": True})).status_code == 201
    assert (await claw_back(office)).json()["amount_fen"] == SUBSIDY_FEN


async def test_a_return_after_a_claw_back_is_refused_by_its_line(office: Office) -> None:
    table_id = await paid(office)
    await claw_back(office)
    answer = await sent_back(office, table_id)
    assert answer.status_code == 422
    assert (answer.json()["reason"], answer.json()["lines"]) == ("money_elsewhere", [1])


async def test_a_leg_that_waits_for_its_answer_is_not_ordered_with_the_one_that_was_refused(
    resources: Resources, clock: Any, fujian: World
) -> None:
    taught, _ = await shared_by_two(resources, clock, fujian)
    await taught.finish(passed("theory"), passed("practice"), passed(certified=True))
    table = await taught.table()
    lines = {each["leg"]: each["line"] for each in table["orders"]}
    await taught.answer(table, {"line": lines["training"], "paid": False, "reason": "户名不符"})
    again = await settled_by_hand(resources, taught)
    assert [each["leg"] for each in again["orders"]] == ["training"]
    await taught.answer(table, {"line": lines["online"], "paid": True})
    await taught.answer(again, {"line": 1, "paid": True})
    totals = await ledger_moves.totals(resources, taught.authority)
    assert (totals.paid_fen, totals.balanced) == (150_000, True)


async def test_of_contradictory_answers_about_a_leg_one_counts(resources: Resources, clock: Any, fujian: World) -> None:
    taught, _ = await shared_by_two(resources, clock, fujian)
    await taught.finish(passed("theory"), passed("practice"), passed(certified=True))
    table = await taught.table()
    lines = {each["leg"]: each["line"] for each in table["orders"]}
    desk = Desk(fujian.client, resources, authority_staff(new_id(), role=Role.OFFICER, authority_code=taught.authority))
    rows = [{"line": lines["online"], "paid": each % 2 == 0} for each in range(16)]
    answers = await asyncio.gather(*(desk.results(table["table_id"], row) for row in rows))
    (first,) = (each.json() for each in answers if each.status_code == 201)
    paid_fen = (await ledger_moves.totals(resources, taught.authority)).paid_fen
    assert paid_fen == (49_500 if first["paid"] else 0)


async def settled_by_hand(resources: Resources, taught: Class) -> dict[str, Any]:
    officers = [authority_staff(new_id(), role=Role.OFFICER, authority_code=taught.authority) for _ in range(3)]
    first, second, third = (Desk(taught.world.client, resources, each) for each in officers)
    body = {"application_id": new_id(), "authority_code": taught.authority, "voucher_codes": [taught.code]}
    application = (await first.post("/settlements/applications", body)).json()["application_id"]
    await second.decide(application, "review")
    await third.decide(application, "approval")
    return dict((await third.order(application)).json())


async def test_what_is_no_longer_earned_is_not_approved(office: Office) -> None:
    application = await applied(office)
    await fail_after_all(office.world)
    await office.first.decide(application, "review")
    answer = await office.second.decide(application, "approval")
    assert answer.json()["reason"] == "not_earned"
    assert answer.json()["vouchers"] == [str(office.world.voucher.voucher_id)]


async def test_an_approval_is_taken_back_when_the_subsidy_is_no_longer_earned(office: Office) -> None:
    application = await applied(office)
    await office.first.decide(application, "review")
    await office.second.decide(application, "approval")
    await fail_after_all(office.world)
    assert (await office.second.order(application)).json()["reason"] == "not_earned"
    taken_back = await office.second.decide(application, "approval", approved=False)
    assert taken_back.json()["state"] == "refused"
    assert (await office.world.present_voucher()).state is VoucherState.PAYABLE


async def test_what_came_back_is_not_paid_again_when_it_is_no_longer_earned(office: Office) -> None:
    table_id = await bounced(office)
    await fail_after_all(office.world)
    assert (await office.second.order(repeat=table_id)).json()["reason"] == "not_earned"
    assert (await claw_back(office)).status_code == 201
