"""No order goes to a payee without an account, people are paid on their card where it says so, paper speaks Chinese."""

import io
import zipfile
from typing import Any
from uuid import UUID

import httpx
import pytest

from checkin_service.client import InstitutionAdmin
from checkin_service.client.wire import Refused
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from checkin_service.settlement.service import accounts
from checkin_service.settlement.words.payment_table_pdf import row_of
from tests.building.identities import a_credit_code
from tests.building.news import deliver_all
from tests.building.world import PASSWORD, SUBSIDY_FEN, World, a_world
from tests.settlement.payables import payable
from tests.settlement.test_real_time_http import a_class, fujian, passed
from tests.settlement.test_settlement_http import Office

pytestmark = pytest.mark.usefixtures("nothing_waiting")
__all__ = ["fujian"]

_ENGLISH = ("employment_subsidy_fund", "treasury", "ordered", "institution:")


@pytest.fixture
async def office(client: httpx.AsyncClient, resources: Resources) -> Office:
    return Office(client, resources, await payable(resources))


async def approved(office: Office) -> str:
    application = str(
        (await office.institution.apply(office.world, office.world.voucher.voucher_code)).json()["application_id"]
    )
    await office.first.decide(application, "review")
    await office.second.decide(application, "approval")
    return application


async def test_a_table_waits_until_the_institution_has_stated_its_account(
    resources: Resources, client: httpx.AsyncClient
) -> None:
    office = Office(client, resources, await payable(resources, has_account=False))
    payee = f"institution:{office.world.institution_id}"
    application = await approved(office)
    refused = await office.second.order(application)
    problem = refused.json()
    assert (refused.status_code, problem["reason"], problem["payees"]) == (422, "account_missing", [payee])
    assert "填报账户" in refused.text
    account = {"account_id": new_id(), "holder": "测试学校", "bank": "测试银行", "number": "6222000011112222"}
    assert (await office.institution.post("/settlements/accounts", account)).status_code == 201
    assert (await office.second.order(application)).status_code == 201


async def test_the_table_says_code_name_and_yuan_in_chinese(resources: Resources, office: Office) -> None:
    table = await office.ordered(office.world.voucher.voucher_code)
    path = f"/settlements/payment-tables/{table['table_id']}"
    with zipfile.ZipFile(io.BytesIO((await office.first.get(f"{path}/workbook")).content)) as book:
        lines, sums = (book.read(f"xl/worksheets/sheet{number}.xml").decode() for number in (1, 2))
    assert (await office.first.get(f"{path}/pdf")).content.startswith(b"%PDF")
    shown = await accounts.printed(resources, office.world.officer, UUID(table["table_id"]))
    paper = " ".join(row_of(shown.lines[0]))
    for written in (lines, paper):
        assert office.world.voucher.voucher_code in written
        assert str(office.world.voucher.voucher_id) not in written
        for word in ("就业补助资金", "待拨付", "培训补贴"):
            assert word in written
    assert "唯一码" in lines
    assert "参训人员" in lines
    assert "¥1,500.00" in paper
    assert f"<v>{SUBSIDY_FEN // 100}" in lines
    assert "唯一码" in lines
    assert "参训人员" in lines
    assert "¥1,500.00" in paper
    assert f"<v>{SUBSIDY_FEN}</v>" not in lines + sums
    assert "国库集中支付" in sums
    assert not [word for word in _ENGLISH if word in lines + sums]


async def test_what_is_earned_at_once_waits_for_the_account_and_is_ordered_with_it(
    resources: Resources, client: httpx.AsyncClient, fujian: World, clock: Any
) -> None:
    online = await fujian.officer.approve_institution(name="线上培训学校", credit_code=a_credit_code())
    teaching = (
        {"delivery": "online", "institution_id": online, "share_percent": 33},
        {"delivery": "offline", "institution_id": fujian.institution_id, "share_percent": 67},
    )
    taught = await a_class(resources, clock, fujian, teaching=teaching)
    await taught.finish(passed("theory"), passed("practice"), passed(certified=True))
    assert await taught.state() == "payable"
    assert (await taught.officer.get("/v1/settlements/payment-tables"))["tables"] == []
    admin = InstitutionAdmin(client, login=f"admin-{new_id().hex[-10:]}", password=PASSWORD)
    await fujian.officer.create_admin(login=admin.login, password=PASSWORD, display_name="教务", institution_id=online)
    await admin.sign_in()
    account = {"account_id": new_id(), "holder": "线上学校", "bank": "测试银行", "number": "6222000011113333"}
    await admin.post("/v1/settlements/accounts", account)
    await deliver_all(resources)
    assert await taught.state() == "approved"
    assert len((await taught.table())["orders"]) == 2


async def test_a_person_states_an_account_only_where_money_goes_to_stated_ones(
    resources: Resources, client: httpx.AsyncClient, fujian: World, clock: Any
) -> None:
    body = {"account_id": new_id(), "holder": "王芳", "bank": "测试银行", "number": "6222000011114444"}
    shaoxing = await a_world(resources, client, clock)
    await shaoxing.trainees[0].phone.post("/v1/settlements/accounts", body)
    with pytest.raises(Refused) as refused:
        await fujian.trainees[0].phone.post("/v1/settlements/accounts", body | {"account_id": new_id()})
    assert (refused.value.status, refused.value.problem["reason"]) == (422, "paid_on_card")
    assert refused.value.problem["clause"] == "MP-27"
