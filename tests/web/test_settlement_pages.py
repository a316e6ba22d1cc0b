"""Settlement on the pages: apply, review, a second person's approval, the payment table, and its results."""

import re
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import httpx
import pytest
from fastapi import FastAPI

from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from checkin_service.voucher.model.vouchers import VoucherState
from tests.building.authorities import an_authority_of_shaoxing
from tests.settlement.payables import payable
from tests.web.settlement_people import People, people_of
from tests.web.staff_browser import SAME_ORIGIN, a_browser, sign_in

Browse = Callable[[str], AbstractAsyncContextManager[httpx.AsyncClient]]


STRANGER = "330609"


@pytest.fixture
async def people(resources: Resources) -> People:
    return await people_of(resources, await payable(resources))


@pytest.fixture
async def alone(resources: Resources) -> People:
    """The same at an authority that no other test uses."""
    return await people_of(resources, await payable(resources, authority_code=an_authority_of_shaoxing()))


@pytest.fixture
def browse(app: FastAPI) -> Browse:
    @asynccontextmanager
    async def signed_in(login: str) -> AsyncIterator[httpx.AsyncClient]:
        async with a_browser(app) as browser:
            await sign_in(browser, login)
            yield browser

    return signed_in


def hidden(page: httpx.Response) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page.text))


async def submit(browser: httpx.AsyncClient, path: str, fields: dict[str, str]) -> httpx.Response:
    return await browser.post(path, data=fields, headers=SAME_ORIGIN)


async def applied(people: People, browse: Browse) -> str:
    """The address of an application for the one voucher of the class."""
    async with browse(people.admin) as admin:
        choice = await admin.get(f"/classes/{people.world.class_id}/settlement")
        fields = hidden(choice) | {"voucher_code": people.world.voucher.voucher_code}
        return (await submit(admin, "/settlements", fields)).headers["location"].partition("?")[0]


async def decided(browse: Browse, login: str, application: str, step: str) -> httpx.Response:
    async with browse(login) as officer:
        fields = {"request_id": str(new_id()), "decision": "approve", "reason": ""}
        return await submit(officer, f"{application}/{step}", fields)


async def ordered(people: People, browse: Browse) -> str:
    application = await applied(people, browse)
    for login, step in ((people.first, "review"), (people.second, "approval")):
        assert (await decided(browse, login, application, step)).status_code == 303
    async with browse(people.first) as officer:
        fields = hidden(await officer.get("/settlements")) | {"application_id": application.rpartition("/")[2]}
        return (await submit(officer, "/payment-tables", fields)).headers["location"]


async def test_an_institution_chooses_what_is_payable_and_follows_it_line_by_line(
    people: People, browse: Browse
) -> None:
    async with browse(people.admin) as admin:
        choice = await admin.get(f"/classes/{people.world.class_id}/settlement")
        assert people.world.voucher.voucher_code in choice.text
        assert "¥1,500.00" in choice.text
    application = await applied(people, browse)
    async with browse(people.admin) as admin:
        page = (await admin.get(application)).text
        assert "已申请结算" in page
        assert "等待人社部门审核" in page
        assert 'name="decision"' not in page
        assert "没有可申请结算" in (await admin.get(f"/classes/{people.world.class_id}/settlement")).text


async def test_the_second_person_is_told_why_one_cannot_do_both(people: People, browse: Browse) -> None:
    application = await applied(people, browse)
    await decided(browse, people.first, application, "review")
    async with browse(people.first) as first:
        page = (await first.get(application)).text
        assert "请由另一名工作人员办理" in page
        assert 'name="decision"' not in page
    assert (await decided(browse, people.first, application, "approval")).status_code == 422
    async with browse(people.second) as second:
        assert "批准拨付" in (await second.get(application)).text


async def test_a_refusal_needs_a_reason_and_the_institution_reads_it(people: People, browse: Browse) -> None:
    application = await applied(people, browse)
    async with browse(people.first) as officer:
        fields = {"request_id": str(new_id()), "decision": "refuse", "reason": ""}
        assert (await submit(officer, f"{application}/review", fields)).status_code == 422
        fields |= {"request_id": str(new_id()), "reason": "材料不符"}
        assert (await submit(officer, f"{application}/review", fields)).status_code == 303
    async with browse(people.admin) as admin:
        assert "退回理由：材料不符" in (await admin.get(application)).text


async def test_a_payment_table_is_downloaded_and_the_results_are_typed_in(people: People, browse: Browse) -> None:
    table = await ordered(people, browse)
    async with browse(people.first) as officer:
        page = await officer.get(table)
        assert "1,已拨付," not in page.text
        assert "尾号" in page.text
        assert re.search(r"<code>[0-9a-f]{64}</code>", page.text)
        workbook = await officer.get(f"{table}/workbook")
        assert workbook.content.startswith(b"PK")
        assert "attachment" in workbook.headers["content-disposition"]
        assert (await officer.get(f"{table}/pdf")).content.startswith(b"%PDF-")
        bad = hidden(page) | {"rows": "序号,结果\n1,大概付了"}
        assert "1处需要改正" in (await submit(officer, f"{table}/results", bad)).text
        good = hidden(page) | {"rows": "序号,结果,凭证号\n1,已拨付,ZF-2026-1\n"}
        asked = await submit(officer, f"{table}/results", good)
        assert "1 笔、共 ¥1,500.00 将记为已拨付" in asked.text
        assert "没有记录任何内容" in (await submit(officer, f"{table}/results", good | {"sum": "15000.00"})).text
        assert "ZF-2026-1" not in (await officer.get(table)).text
        assert (await submit(officer, f"{table}/results", good | {"sum": "1500.00"})).status_code == 303
        assert "ZF-2026-1" in (await officer.get(table)).text
    assert (await people.world.present_voucher()).state is VoucherState.WRITTEN_OFF


async def test_what_the_bank_returned_is_ordered_again(people: People, browse: Browse) -> None:
    table = await ordered(people, browse)
    async with browse(people.first) as officer:
        paid = hidden(await officer.get(table)) | {"rows": "序号,结果\n1,已拨付", "sum": "1500.00"}
        await submit(officer, f"{table}/results", paid)
        nonsense = {"request_id": str(new_id()), "line": "x", "reason": "账号已注销"}
        assert (await submit(officer, f"{table}/returns", nonsense)).status_code == 422
        returned = {"request_id": str(new_id()), "line": "1", "reason": "账号已注销"}
        assert (await submit(officer, f"{table}/returns", returned)).status_code == 303
        page = await officer.get(table)
        assert "银行退回" in page.text
        again = await submit(officer, "/payment-tables", hidden(page))
        assert again.headers["location"] != table


async def test_of_an_account_only_the_end_is_shown_again(people: People, browse: Browse) -> None:
    async with browse(people.admin) as admin:
        assert "尾号 2222" not in (await admin.get("/settlements")).text
        fields = {
            "account_id": str(new_id()),
            "holder": "测试学校",
            "bank": "测试银行",
            "number": "6222 0000 1111 2222",
        }
        assert (await submit(admin, "/settlements/account", fields)).status_code == 303
        page = (await admin.get("/settlements")).text
    assert "尾号 2222" in page
    assert "62220000" not in page.replace(" ", "")


async def test_pages_of_money_are_nobody_elses(people: People, browse: Browse, resources: Resources) -> None:
    application = await applied(people, browse)
    stranger = await people_of(resources, await payable(resources, authority_code=STRANGER))
    for login in (stranger.admin, stranger.first):
        async with browse(login) as browser:
            assert (await browser.get(application)).status_code == 404
            assert (await browser.get(f"/classes/{people.world.class_id}/settlement")).status_code == 404
            assert (await browser.get(f"/payment-tables/{new_id()}")).status_code in {403, 404}
    assert (await decided(browse, stranger.first, application, "review")).status_code == 404
    async with browse(people.admin) as admin:
        for path in ("/budgets", "/freezes", f"/payment-tables/{new_id()}"):
            assert (await admin.get(path)).status_code == 403
        foreign = {"request_id": str(new_id()), "decision": "approve"}
        assert (await admin.post(f"{application}/review", data=foreign)).status_code == 403
        assert (await submit(admin, f"{application}/review", foreign)).status_code == 403


async def test_budgets_are_entered_in_yuan_and_shown_to_the_fen(alone: People, browse: Browse) -> None:
    grant = {"kind": "grant", "fund": "employment_subsidy_fund", "fiscal_year": "2026", "document": "年度预算"}
    async with browse(alone.first) as officer:
        assert "还没有预算" in (await officer.get("/budgets")).text
        for amount, status in (("1,200.50", 303), ("1.005", 422), ("many", 422)):
            fields = {**grant, "request_id": str(new_id()), "amount": amount}
            assert (await submit(officer, "/budgets", fields)).status_code == status
        page = (await officer.get("/budgets?done=changed")).text
    assert "¥1,200.50" in page
    assert "就业补助资金 · 2026" in page


async def test_a_budget_shows_what_was_paid_of_it(alone: People, browse: Browse, resources: Resources) -> None:
    table, year = await ordered(alone, browse), str(resources.clock.now().year)
    async with browse(alone.first) as officer:
        paid = hidden(await officer.get(table)) | {"rows": "序号,结果\n1,已拨付", "sum": "1500.00"}
        await submit(officer, f"{table}/results", paid)
        grant = {"kind": "grant", "fund": "employment_subsidy_fund", "fiscal_year": year, "document": "年度预算"}
        await submit(officer, "/budgets", {**grant, "request_id": str(new_id()), "amount": "9000"})
        assert "已拨付</dt><dd>¥1,500.00" in (await officer.get("/budgets")).text


async def test_a_freeze_is_lifted_by_another_person(alone: People, browse: Browse) -> None:
    fields = {"request_id": str(new_id()), "object": f"class:{alone.world.class_id}", "reason": "群众举报"}
    lift = f"/freezes/{fields['request_id']}/lift"
    async with browse(alone.first) as first:
        assert "没有暂停拨付的事项" in (await first.get("/freezes")).text
        assert (await submit(first, "/freezes", fields)).status_code == 303
        page = (await first.get("/freezes")).text
        assert "须由另一人解除" in page
        assert "<strong>测试班</strong>" in page
        assert (await submit(first, lift, {"reason": "查清"})).status_code == 422
    async with browse(alone.admin) as admin:
        assert "暂停拨付" in (await admin.get(f"/classes/{alone.world.class_id}/settlement")).text
    async with browse(alone.second) as second:
        assert (await submit(second, lift, {"reason": "已查清"})).status_code == 303
        assert "已解除" in (await second.get("/freezes")).text


async def test_checkpoints_are_kept_as_a_file(people: People, browse: Browse) -> None:
    async with browse(people.first) as officer:
        assert (await officer.get("/log")).status_code == 200
        file = await officer.get("/log/checkpoints.json")
    assert "attachment" in file.headers["content-disposition"]
    assert set(file.json()) == {"public_key", "checkpoints", "next_cursor"}
