"""Payees and whose money it is, over HTTP: enterprises, people, other authorities, other classes."""

import io
import zipfile
from typing import Any
from uuid import UUID

import httpx
import pytest

from checkin_service.catalogue.service import register_authority
from checkin_service.client.wire import Refused
from checkin_service.kit.civil import day_of
from checkin_service.kit.database import Fragment
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from checkin_service.voucher import service as vouchers
from checkin_service.voucher.model.vouchers import Fund, VoucherKind, VoucherLeg
from checkin_service.voucher.service import ledger_moves
from checkin_service.voucher.store import budgets, money
from checkin_service.voucher.tables import person_fact
from tests.building.accounts import stated
from tests.building.authorities import an_authority_of_fujian, an_authority_of_shaoxing
from tests.building.identities import a_credit_code, a_name, a_resident_id
from tests.building.news import deliver_all
from tests.building.stored import an_idle_stored_world
from tests.building.world import SUBSIDY_FEN, World, a_world, match
from tests.settlement.test_real_time_http import a_class, passed
from tests.settlement.test_settlement_http import Office

pytestmark = pytest.mark.usefixtures("nothing_waiting")

_ADD_FACT = Fragment(person_fact.insert())


@pytest.fixture
async def shaoxing(resources: Resources, client: httpx.AsyncClient, clock: Any) -> World:
    return await a_world(resources, client, clock, authority=an_authority_of_shaoxing())


async def legs(resources: Resources, code: str) -> dict[str, VoucherLeg]:
    found = await vouchers.voucher_by_code(resources, code)
    assert found is not None
    return {leg.leg: leg for leg in await money.legs_of(resources.database, found.trainee_id, found.voucher_id)}


async def test_an_enterprise_is_paid_into_the_account_it_stated(
    resources: Resources, shaoxing: World, clock: Any
) -> None:
    enterprise = {"enterprise_id": new_id(), "name": "越州织造有限公司", "credit_code": a_credit_code()}
    entered = await shaoxing.officer.post("/v1/enterprises", enterprise)
    assert entered["authority_code"].startswith("3306")
    account = {"account_id": new_id(), "holder": "越州织造", "bank": "测试银行", "number": "6222333344445555"}
    body = account | {"enterprise_id": enterprise["enterprise_id"]}
    stated = await shaoxing.officer.post("/v1/settlements/enterprise-accounts", body)
    assert stated["number_ends_in"] == "5555"
    taught = await a_class(resources, clock, shaoxing, enterprise_id=enterprise["enterprise_id"])
    (leg,) = (await legs(resources, taught.code)).values()
    assert leg.payee == f"enterprise:{enterprise['enterprise_id']}"
    assert leg.fund is Fund.SKILLS_ACTION


async def test_an_enterprise_of_another_authority_or_place_is_not_named(
    resources: Resources, client: httpx.AsyncClient, shaoxing: World, clock: Any
) -> None:
    with pytest.raises(Refused) as unknown:
        await a_class(resources, clock, shaoxing, enterprise_id=str(new_id()))
    assert unknown.value.status == 404
    body = {"account_id": new_id(), "enterprise_id": new_id(), "holder": "甲", "bank": "乙", "number": "62223333"}
    with pytest.raises(Refused) as not_theirs:
        await shaoxing.officer.post("/v1/settlements/enterprise-accounts", body)
    assert not_theirs.value.status == 404
    anhui = await a_world(resources, client, clock, authority="341182")
    enterprise = {"enterprise_id": new_id(), "name": "企业", "credit_code": a_credit_code()}
    await anhui.officer.post("/v1/enterprises", enterprise)
    with pytest.raises(Refused) as not_here:
        await a_class(resources, clock, anhui, enterprise_id=enterprise["enterprise_id"])
    assert not_here.value.problem["reason"] == "enterprise_not_paid"


async def test_three_subsidies_are_set_aside_each_for_whom_it_is_due(
    resources: Resources, shaoxing: World, clock: Any
) -> None:
    of = {"occupation": "电工", "level": "四级", "group_name": "就业困难人员", "training_type": "certificate"}
    rows = [
        of | {"kind": kind, "amount_fen": fen, "effective_from": "2026-01-01"}
        for kind, fen in (("training", 180_000), ("assessment", 20_000), ("living", 30_000))
    ]
    table = {"request_id": new_id(), "document": "补贴标准", "published_on": "2026-01-01", "rows": rows}
    await shaoxing.officer.post("/v1/subsidy-rates", table)
    template_id = str(new_id())
    template = {
        "request_id": new_id(),
        "template_id": template_id,
        "name": "电工定向券",
        "content": "电工四级",
        "kind": "targeted",
        "form": "credit",
        "fund": "employment_subsidy_fund",
        "people": "就业困难人员",
        "quantity": 9,
        **of,
    }
    await shaoxing.officer.post("/v1/voucher-templates", template)
    taught = await a_class(resources, clock, shaoxing, template=template_id)
    person = f"trainee:{taught.trainee_id}"
    found = {leg.leg: (leg.payee, leg.amount_fen) for leg in (await legs(resources, taught.code)).values()}
    assert found == {
        "training": (f"institution:{shaoxing.institution_id}", 180_000),
        "assessment": (person, 20_000),
        "living": (person, 30_000),
    }
    before = await ledger_moves.totals(resources, taught.authority)
    await taught.finish(passed())
    # Nobody attended: all three go back to the fund they came from.
    totals = await ledger_moves.totals(resources, taught.authority)
    assert (totals.released_fen - before.released_fen, totals.balanced) == (230_000, True)


async def test_the_person_is_reimbursed_for_a_general_voucher_and_a_false_one_is_clawed_back(
    client: httpx.AsyncClient, resources: Resources
) -> None:
    world = await an_idle_stored_world(resources, kind=VoucherKind.GENERAL)
    await world.activate()
    await world.certify()
    await world.complete()
    await deliver_all(resources)
    office = Office(client, resources, world)
    code = world.voucher.voucher_code
    assert (await office.institution.apply(world, code)).json()["rows"][0]["reason"] == "not_found"
    application = (await office.first.apply(world, code)).json()["application_id"]
    third = Office(client, resources, world).first
    assert (await office.second.decide(application, "review")).status_code == 201
    assert (await third.decide(application, "approval")).status_code == 201
    refused = await third.order(application)
    assert (refused.status_code, refused.json()["reason"]) == (422, "account_missing")
    await stated(resources, f"trainee:{world.trainee_id}", number="6222000011117777")
    table = (await third.order(application)).json()
    assert [each["payee"] for each in table["orders"]] == [f"trainee:{world.trainee_id}"]
    assert table["totals"][0]["route"] == "advance_to_agency"
    book = await third.get(f"/settlements/payment-tables/{table['table_id']}/workbook")
    with zipfile.ZipFile(io.BytesIO(book.content)) as sheets:
        assert "6222000011117777" in sheets.read("xl/worksheets/sheet1.xml").decode()
    await third.results(table["table_id"], {"line": 1, "paid": True})
    assert (await office.claw_back(code)).json()["amount_fen"] == SUBSIDY_FEN
    totals = await world.money()
    assert (totals.paid_fen, totals.clawed_back_fen, totals.balanced) == (0, SUBSIDY_FEN, True)


async def test_the_authority_of_the_place_that_comes_first_pays(
    resources: Resources, client: httpx.AsyncClient, clock: Any
) -> None:
    """SX-20: insured in another county, so that county pays, from its own fund, and settles it."""
    payer, year = an_authority_of_shaoxing(), day_of(clock.now()).year
    issuer = an_authority_of_shaoxing()
    world = await a_world(resources, client, clock, authority=issuer)
    neighbour = await a_world(resources, client, clock, authority=payer)
    async with resources.database.write() as unit:
        budgets.grant(unit, payer, Fund.UNEMPLOYMENT_INSURANCE, year, amount_fen=100 * SUBSIDY_FEN)
    trainee_id = new_id()
    person = {"trainee_id": trainee_id, "name": a_name(), "document": a_resident_id(), "voucher_kind": "general"}
    await world.admin.submit_roster(world.class_id, [person])
    await match(world.officer, [person["document"]], place=issuer)
    issued = {UUID(each["trainee_id"]): each for each in await world.officer.issue_vouchers(world.class_id)}
    code = issued[trainee_id]["voucher_code"]
    fact = {
        "trainee_id": trainee_id,
        "fact_id": new_id(),
        "kind": "unemployment_insurance",
        "holds": True,
        "since": day_of(clock.now()).replace(year=year - 1),
        "until": None,
        "place": payer,
        "source": "人社数据比对",
        "recorded_by": new_id(),
        "recorded_at": clock.now(),
    }
    async with resources.database.write() as unit:
        unit.add(_ADD_FACT, **{each.name: fact.get(each.name, new_id()) for each in person_fact.columns})
    await deliver_all(resources)
    before = await ledger_moves.totals(resources, payer)
    await world.admin.activate_voucher(world.class_id, code)
    await deliver_all(resources)
    (leg,) = (await legs(resources, code)).values()
    assert (leg.authority_code, leg.fund, leg.payee) == (payer, Fund.UNEMPLOYMENT_INSURANCE, f"trainee:{trainee_id}")
    after = await ledger_moves.totals(resources, payer)
    assert after.open_fen - before.open_fen == SUBSIDY_FEN
    assert neighbour.class_id != world.class_id


async def test_a_voucher_used_in_another_class_than_it_was_issued_for_pays_that_class(
    resources: Resources, client: httpx.AsyncClient, clock: Any
) -> None:
    authority, year = an_authority_of_fujian(), day_of(clock.now()).year
    await register_authority(resources, authority_code=authority, name="测试局")
    async with resources.database.write() as unit:
        budgets.grant(unit, authority, Fund.SKILLS_ACTION, year, amount_fen=100 * SUBSIDY_FEN)
    first = await a_world(resources, client, clock, authority=authority)
    second = await a_world(resources, client, clock, authority=authority)
    person = {"trainee_id": new_id(), "name": a_name(), "document": a_resident_id(), "voucher_kind": "targeted"}
    await first.admin.submit_roster(first.class_id, [person])
    await match(first.officer, [person["document"]], place=authority)
    (voucher,) = await first.officer.issue_vouchers(first.class_id)
    set_aside = (await legs(resources, voucher["voucher_code"]))["training"]
    assert set_aside.payee == f"institution:{first.institution_id}"
    await second.admin.submit_roster(second.class_id, [person])
    await second.admin.activate_voucher(second.class_id, voucher["voucher_code"])
    paid = (await legs(resources, voucher["voucher_code"]))["training"]
    assert (paid.payee, paid.batch_id) == (f"institution:{second.institution_id}", second.class_id)
    before = await budgets.batch_of(resources.database, authority, Fund.SKILLS_ACTION, year, first.class_id)
    after = await budgets.batch_of(resources.database, authority, Fund.SKILLS_ACTION, year, second.class_id)
    assert before is not None
    assert after is not None
    assert (before.drawn_fen, after.drawn_fen) == (SUBSIDY_FEN, 2 * SUBSIDY_FEN)


async def test_a_voucher_whose_template_names_institutions_is_used_at_these_only(
    resources: Resources, client: httpx.AsyncClient, clock: Any
) -> None:
    authority = an_authority_of_shaoxing()
    here = await a_world(resources, client, clock, authority=authority, fee_fen=900_000)
    elsewhere = await a_world(resources, client, clock, authority=authority)
    template_id = str(new_id())
    template = {
        "request_id": new_id(),
        "template_id": template_id,
        "name": "定向券",
        "content": "电工四级",
        "kind": "targeted",
        "form": "face_value",
        "face_value_fen": 900_000,
        "fund": "employment_subsidy_fund",
        "people": "企业职工",
        "institutions": [str(here.institution_id)],
        "quantity": 9,
    }
    await here.officer.post("/v1/voucher-templates", template)
    person = {"trainee_id": new_id(), "name": a_name(), "document": a_resident_id(), "voucher_kind": "targeted"}
    for world in (here, elsewhere):
        await world.admin.submit_roster(world.class_id, [person])
    await match(here.officer, [person["document"]], place=authority)
    asked = {"request_id": new_id(), "template_id": template["template_id"]}
    (voucher,) = (await here.officer.post(f"/v1/classes/{here.class_id}/vouchers", asked))["vouchers"]
    with pytest.raises(Refused) as refused:
        await elsewhere.admin.activate_voucher(elsewhere.class_id, voucher["voucher_code"])
    assert refused.value.problem["reason"] == "template_not_for_institution"
    await here.admin.activate_voucher(here.class_id, voucher["voucher_code"])
