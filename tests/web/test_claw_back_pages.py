"""Claw-backs on the pages: proposed by the voucher's code, refused with what was typed, approved by another person."""

import re

import httpx
import pytest
from fastapi import FastAPI

from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from checkin_service.voucher.model.vouchers import VoucherState
from tests.settlement.payables import payable
from tests.settlement.test_settlement_http import Office
from tests.web.settlement_people import People, people_of
from tests.web.staff_browser import SAME_ORIGIN, a_browser, sheet_with, sign_in

TYPED = {
    "decision_number": f"测人社追〔2026〕{new_id().hex[-6:]}号",
    "liability": "培训机构负全部责任",
    "reason": "虚假培训",
}


@pytest.fixture
async def people(resources: Resources) -> People:
    return await people_of(resources, await payable(resources))


async def sent(browser: httpx.AsyncClient, action: str, **typed: str) -> httpx.Response:
    page = await sheet_with(browser, "/claw-backs", f'action="{action}"')
    form = next(part for part in page.split("<form ") if f'action="{action}"' in part).partition("</form>")[0]
    form_id = re.search(r'name="form_id" value="([^"]+)"', form)
    assert form_id
    fields = {"form_id": form_id[1], **typed}
    return await browser.post(action, data=fields, headers=SAME_ORIGIN, follow_redirects=True)


async def test_a_subsidy_is_clawed_back_by_two_people_with_names_on_the_page(
    app: FastAPI, client: httpx.AsyncClient, resources: Resources, people: People
) -> None:
    code = people.world.voucher.voucher_code
    office = Office(client, resources, people.world)
    table = await office.ordered(code)
    async with a_browser(app) as first, a_browser(app) as second:
        await sign_in(first, people.first)
        await sign_in(second, people.second)
        early = await sent(first, "/claw-backs", voucher_code=code, **TYPED)
        assert (early.status_code, f'value="{TYPED["liability"]}"' in early.text) == (422, True)
        await office.first.results(table["table_id"], {"line": 1, "paid": True, "reference": "ZF-1"})
        proposed = (await sent(first, "/claw-backs", voucher_code=code, **TYPED)).text
        assert "已提出，待另一人批准" in proposed
        assert 'action="/claw-backs/' not in proposed
        assert TYPED["decision_number"] not in (await first.get("/queue")).text
        line = next(
            part for part in (await second.get("/queue")).text.split("<li ") if TYPED["decision_number"] in part
        )
        assert ("追回" in line, "已等 0 天" in line) == (True, True)
        way = re.search(r'href="(/claw-backs[^"#]*)#(c[^"]+)"', line)
        assert way
        waiting = await sheet_with(second, way[1].replace("&amp;", "&"), f'id="{way[2]}"')
        assert code in waiting
        action = re.search(r'action="(/claw-backs/[^"]+)"', waiting.partition(f'id="{way[2]}"')[2])
        assert action
        ruled = await sent(second, action[1], decision="approve", reason="已核对决定书")
        assert "已追回" in ruled.text
        assert TYPED["decision_number"] not in (await second.get("/queue")).text
    assert (await people.world.present_voucher()).state is VoucherState.CLAWED_BACK
