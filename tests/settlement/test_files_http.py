"""Codes and the treasury's answer as files, and the payment table on paper."""

from base64 import b64encode
from typing import Any

import httpx
import pytest

from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from checkin_service.kit.workbook import workbook
from checkin_service.voucher.model.vouchers import VoucherState
from tests.settlement.payables import payable_pair
from tests.settlement.test_settlement_http import Desk, Office


def coded(content: bytes | str) -> str:
    return b64encode(content if isinstance(content, bytes) else content.encode()).decode()


async def send_results(desk: Desk, table: dict[str, Any], content: bytes | str) -> httpx.Response:
    body = {"request_id": new_id(), "target": table["table_id"], "file": coded(content)}
    return await desk.post("/intakes/treasury_answers", body)


@pytest.fixture
async def pair(client: httpx.AsyncClient, resources: Resources) -> tuple[Office, Any, Any]:
    world, other = await payable_pair(resources)
    return Office(client, resources, world), world, other


async def test_codes_are_imported_from_a_file_and_each_bad_row_is_named(pair: tuple[Office, Any, Any]) -> None:
    office, world, other = pair
    codes = [world.voucher.voucher_code, other.voucher.voucher_code]

    async def send(content: bytes | str) -> httpx.Response:
        details = {"authority_code": world.authority_code}
        body = {"request_id": new_id(), "details": details, "file": coded(content)}
        return await office.institution.post("/intakes/codes", body)

    unknown = (await send(f"唯 一 码*\n{codes[0]}\n\n{'0' * 20}1\n")).json()
    assert [(row["row"], row["code"]) for row in unknown["rows"]] == [(4, "not_found")]
    grouped = "-".join(codes[0][at : at + 5] for at in range(0, 25, 5)).lower()
    answer = await send(workbook({"券码": [["序号", "唯一码"], [1, f"\u200b{grouped}"], [2, codes[1]]]}))
    assert answer.status_code == 201, answer.text
    assert answer.json()["result"]["vouchers"] == 2


@pytest.mark.parametrize("content", ["，", "姓名\n王芳", b"PK\x03\x04", "唯一码\n"])
async def test_a_file_without_codes_is_refused_in_words(pair: tuple[Office, Any, Any], content: bytes | str) -> None:
    office, world, _ = pair
    details = {"authority_code": world.authority_code}
    body = {"request_id": new_id(), "details": details, "file": coded(content)}
    answer = await office.institution.post("/intakes/codes", body)
    assert answer.status_code == 422
    assert answer.json()["reason"] in {"file_unreadable", "column_missing", "no_rows"}


async def test_the_treasurys_file_settles_line_by_line(pair: tuple[Office, Any, Any]) -> None:
    office, world, other = pair
    table = await office.ordered(world.voucher.voucher_code, other.voucher.voucher_code)
    lines = {order["voucher_id"]: order["line"] for order in table["orders"]}
    paid, refused = lines[str(world.voucher.voucher_id)], lines[str(other.voucher.voucher_id)]
    content = f"行号,结果,凭证号,原因\n{paid},已拨付,ZF-1,\n{refused},未拨付,,户名不符\n"
    answer = await send_results(office.first, table, content.encode("gb18030"))
    assert answer.status_code == 201, answer.text
    assert (answer.json()["result"]["paid"], answer.json()["result"]["not_paid"]) == (1, 1)
    assert (await world.present_voucher()).state is VoucherState.WRITTEN_OFF
    assert (await other.present_voucher()).state is VoucherState.PAYABLE


async def test_rows_that_cannot_be_read_are_named_and_nothing_is_kept(pair: tuple[Office, Any, Any]) -> None:
    office, world, other = pair
    table = await office.ordered(world.voucher.voucher_code, other.voucher.voucher_code)
    content = "拨付结果表\n行号,结果\n1.0,√\n一,已拨付\n2,也许\n=1+1,已拨付\n"
    bad = (await send_results(office.first, table, content)).json()
    assert [(row["row"], row["column"]) for row in bad["rows"]] == [(4, "A"), (5, "B"), (6, "A")]
    endless = (await send_results(office.first, table, f"行号,结果\n{'9' * 5000},已拨付\n")).json()
    assert [(row["row"], row["column"]) for row in endless["rows"]] == [(2, "A")]
    unknown = (await send_results(office.first, table, "行号\t结果\n1\t已拨付\n7\t已拨付\n")).json()
    assert [(row["row"], row["code"]) for row in unknown["rows"]] == [(3, "bad_lines")]
    shown = (await office.first.get(f"/settlements/payment-tables/{table['table_id']}")).json()
    assert {order["state"] for order in shown["orders"]} == {"ordered"}
    # What each line's hours rest on stands in the claim, when it is made and when it is read.
    said = [order["evidence"] for order in shown["orders"]]
    assert all("课时" in each for each in said)
    assert said == [order["evidence"] for order in table["orders"]]


async def test_what_the_bank_returned_is_taken_from_its_file(pair: tuple[Office, Any, Any]) -> None:
    office, world, other = pair
    table = await office.ordered(world.voucher.voucher_code, other.voucher.voucher_code)
    assert (await send_results(office.first, table, "序号;结果\n1;已拨付\n2;已拨付\n")).status_code == 201
    body = {"request_id": new_id(), "target": table["table_id"], "file": coded("序号,退回原因\n2,户名不符\n")}
    answer = await office.first.post("/intakes/bank_returns", body)
    assert answer.json()["result"]["not_paid"] == 1, answer.text


async def test_the_table_on_paper_is_the_same_twice_and_is_listed(pair: tuple[Office, Any, Any]) -> None:
    office, world, _ = pair
    table = await office.ordered(world.voucher.voucher_code)
    path = f"/settlements/payment-tables/{table['table_id']}/pdf"
    first, again = await office.first.get(path), await office.second.get(path)
    assert first.headers["content-type"] == "application/pdf"
    assert first.content.startswith(b"%PDF-")
    assert first.content == again.content
    listed = (await office.first.get("/settlements/payment-tables")).json()["tables"]
    assert table["table_id"] in [each["table_id"] for each in listed]
    assert (await office.institution.get(path)).status_code == 403
