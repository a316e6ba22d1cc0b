"""Templates, the subsidy table, and budgets: never more vouchers than the fund covers."""

from typing import Any
from uuid import UUID

import httpx
import pytest

from checkin_service.client.wire import Refused
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from checkin_service.timetable import service as timetable
from tests.building.authorities import an_authority_of_shaoxing
from tests.building.identities import a_name, a_resident_id
from tests.building.world import SUBSIDY_FEN, World, a_world, match

FUND = "unemployment_insurance_fund"


@pytest.fixture
async def world(resources: Resources, client: httpx.AsyncClient, clock: Any) -> World:
    # Vouchers without a template are paid from any fund of theirs that has a budget.
    return await a_world(resources, client, clock, authority=an_authority_of_shaoxing())


def a_template(**changes: Any) -> dict[str, Any]:
    return {
        "request_id": new_id(),
        "template_id": new_id(),
        "name": "电工定向券",
        "content": "电工四级",
        "kind": "targeted",
        "form": "credit",
        "fund": FUND,
        "occupation": "电工",
        "level": "四级",
        "group_name": "就业困难人员",
        "training_type": "certificate",
        "people": "就业困难人员",
        "quantity": 100,
        **changes,
    }


async def enter(world: World, count: int) -> list[dict[str, Any]]:
    people = [
        {"trainee_id": new_id(), "name": a_name(), "document": a_resident_id(), "voucher_kind": "targeted"}
        for _ in range(count)
    ]
    await world.admin.submit_roster(world.class_id, people)
    await examine(world, people)
    return people


async def examine(world: World, people: list[dict[str, Any]]) -> None:
    """The sources say that all of them meet every condition of the place that pays."""
    place = (await world.officer.get(f"/v1/classes/{world.class_id}"))["paying_authority"]
    await match(world.officer, [each["document"] for each in people], place=place)


async def issue(world: World, template: dict[str, Any]) -> list[dict[str, Any]]:
    body = {"request_id": new_id(), "template_id": template["template_id"]}
    return list((await world.officer.post(f"/v1/classes/{world.class_id}/vouchers", body))["vouchers"])


async def grant(world: World, vouchers: int, year: int = 2026) -> dict[str, Any]:
    body = {
        "request_id": new_id(),
        "kind": "grant",
        "fund": FUND,
        "fiscal_year": year,
        "amount_fen": vouchers * SUBSIDY_FEN,
        "document": "测试财社1号",
    }
    return dict(await world.officer.post("/v1/budgets", body))


async def budget(world: World, year: int = 2026) -> dict[str, Any]:
    found = (await world.officer.get("/v1/budgets"))["budgets"]
    return next(each for each in found if (each["fund"], each["fiscal_year"]) == (FUND, year))


async def test_no_voucher_is_issued_beyond_the_quantity_of_its_template(world: World) -> None:
    template = a_template(quantity=2)
    await world.officer.post("/v1/voucher-templates", template)
    await enter(world, 3)
    with pytest.raises(Refused):
        await issue(world, template)
    wider = a_template(template_id=template["template_id"], quantity=3)
    assert (await world.officer.post("/v1/voucher-templates", wider))["version"] == 2
    assert len(await issue(world, template)) == 3
    narrower = a_template(template_id=template["template_id"], quantity=2)
    with pytest.raises(Refused):
        await world.officer.post("/v1/voucher-templates", narrower)


async def test_arrivals_draw_on_the_budget_and_stop_where_it_ends(world: World) -> None:
    template = a_template()
    await world.officer.post("/v1/voucher-templates", template)
    await enter(world, 3)
    vouchers = await issue(world, template)
    before = await grant(world, 2)
    free = before["granted_fen"] - before["committed_fen"]
    cut = {"request_id": new_id(), "kind": "cut", "fund": FUND, "fiscal_year": 2026, "document": "测试财社2号"}
    if free > 2 * SUBSIDY_FEN:
        await world.officer.post("/v1/budgets", cut | {"amount_fen": free - 2 * SUBSIDY_FEN})
    for voucher in vouchers[:2]:
        await world.admin.activate_voucher(world.class_id, voucher["voucher_code"])
    with pytest.raises(Refused) as refused:
        await world.admin.activate_voucher(world.class_id, vouchers[2]["voucher_code"])
    assert refused.value.problem["reason"] == "budget_short"
    spent = await budget(world)
    assert spent["committed_fen"] == spent["granted_fen"]
    with pytest.raises(Refused):
        await world.officer.post("/v1/budgets", cut | {"request_id": new_id(), "amount_fen": 1})
    await grant(world, 1)
    await world.admin.activate_voucher(world.class_id, vouchers[2]["voucher_code"])


async def test_what_is_free_is_carried_over_to_the_next_year(world: World) -> None:
    await grant(world, 3, year=2033)
    body = {"request_id": new_id(), "fund": FUND, "fiscal_year": 2033, "document": "结转"}
    carried = await world.officer.post("/v1/budgets/carry-over", body)
    assert (carried["fiscal_year"], carried["granted_fen"]) == (2034, 3 * SUBSIDY_FEN)
    assert (await budget(world, 2033))["granted_fen"] == 0
    with pytest.raises(Refused):
        await world.officer.post("/v1/budgets/carry-over", body | {"request_id": new_id()})


async def test_the_published_table_outranks_the_project_and_a_later_publication_the_earlier(world: World) -> None:
    occupation = f"电工{new_id().hex[-6:]}"
    row = {
        "occupation": occupation,
        "level": "四级",
        "group_name": "就业困难人员",
        "training_type": "certificate",
        "effective_from": "2026-01-01",
    }
    for day, amount in (("2026-01-05", 200_000), ("2026-02-05", 180_000)):
        rows = [row | {"amount_fen": amount}, row | {"kind": "living", "amount_fen": 30_000}]
        body = {"request_id": new_id(), "document": "补贴标准", "published_on": day, "rows": rows}
        assert (await world.officer.post("/v1/subsidy-rates", body))["rows"] == 2
    authority = (await world.officer.get(f"/v1/classes/{world.class_id}"))["paying_authority"]
    table = await world.officer.get("/v1/subsidy-rates", authority=authority, occupation=occupation)
    assert {(rate["kind"], rate["amount_fen"]) for rate in table["rates"]} == {
        ("training", 180_000),
        ("living", 30_000),
    }
    assert not (
        await world.officer.get("/v1/subsidy-rates", authority="330600", on="2025-12-31", occupation=occupation)
    )["rates"]


async def test_a_returned_voucher_is_dead_and_a_new_one_can_be_issued(world: World, clock: Any) -> None:
    await enter(world, 1)
    (issued,) = await world.officer.issue_vouchers(world.class_id)
    phone = type(world.trainees[0].phone)(world.client, clock)
    await phone.bind(issued["invitation"])
    qr = await phone.get(f"/v1/me/vouchers/{issued['voucher_id']}/qr")
    assert qr["token"].startswith("V1.")
    await phone.post(f"/v1/vouchers/{issued['voucher_code']}/return", {"reason": "不参加了"})
    with pytest.raises(Refused) as refused:
        await world.admin.activate_voucher(world.class_id, issued["voucher_code"])
    assert refused.value.problem["reason"] == "voucher_dead"
    history = await world.officer.get(f"/v1/vouchers/{issued['voucher_code']}/history")
    assert [move["event"] for move in history["moves"]] == ["issued", "returned"]
    assert [(look["purpose"], look["is_valid"]) for look in history["verifications"]] == [("activate", False)]
    assert len(await world.officer.issue_vouchers(world.class_id)) == 1


async def test_a_voucher_is_verified_by_the_live_qr_of_its_holder(world: World, clock: Any) -> None:
    (person,) = await enter(world, 1)
    (issued,) = await world.officer.issue_vouchers(world.class_id)
    phone = type(world.trainees[0].phone)(world.client, clock)
    await phone.bind(issued["invitation"])
    old = (await phone.get(f"/v1/me/vouchers/{issued['voucher_id']}/qr"))["token"]
    clock.advance(seconds=31)
    with pytest.raises(Refused) as refused:
        await world.admin.activate_voucher(world.class_id, old)
    assert refused.value.problem["reason"] == "qr_too_old"
    fresh = (await phone.get(f"/v1/me/vouchers/{issued['voucher_id']}/qr"))["token"]
    used = await world.admin.activate_voucher(world.class_id, fresh)
    assert UUID(used["trainee_id"]) == UUID(str(person["trainee_id"]))
    (look,) = (await world.officer.get(f"/v1/vouchers/{issued['voucher_code']}/history"))["verifications"]
    assert (look["way"], look["is_valid"]) == ("live_qr", True)


async def test_a_batch_is_voided_as_a_whole_or_not_at_all(world: World) -> None:
    await enter(world, 2)
    codes = [each["voucher_code"] for each in await world.officer.issue_vouchers(world.class_id)]
    with pytest.raises(Refused):
        await world.officer.post("/v1/vouchers/voids", {"voucher_codes": [*codes, "0" * 20 + "1"], "reason": "错发"})
    assert (await world.officer.get(f"/v1/vouchers/{codes[0]}"))["state"] == "issued"
    voided = await world.officer.post("/v1/vouchers/voids", {"voucher_codes": codes, "reason": "错发"})
    assert voided["voided"] == 2
    assert (await world.officer.get(f"/v1/vouchers/{codes[1]}"))["state"] == "voided"


async def test_the_job_writes_expiry_down_with_its_cause(resources: Resources, world: World, clock: Any) -> None:
    await enter(world, 1)
    (issued,) = await world.officer.issue_vouchers(world.class_id)
    clock.advance(days=200)
    await world.officer.sign_in()
    assert await timetable.expire_due(resources) >= 1
    moves = (await world.officer.get(f"/v1/vouchers/{issued['voucher_code']}/history"))["moves"]
    assert (moves[-1]["event"], moves[-1]["reason"]) == ("expired", "not_activated")
    assert await timetable.expire_due(resources) == 0
