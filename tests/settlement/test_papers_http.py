"""Papers people hold: read back in full, and verified by anybody without learning about people."""

import io

import httpx
import pytest
from pypdf import PdfReader

from checkin_service.kit.resources import Resources
from tests.settlement.payables import payable_pair
from tests.settlement.test_settlement_http import Office


def written(content: bytes) -> str:
    pages = PdfReader(io.BytesIO(content)).pages
    return "".join("".join(page.extract_text().split()) for page in pages)


@pytest.fixture
async def office(client: httpx.AsyncClient, resources: Resources) -> Office:
    world, _ = await payable_pair(resources)
    return Office(client, resources, world)


async def test_a_payment_table_is_read_back_and_its_hash_is_verified_by_anybody(
    office: Office, client: httpx.AsyncClient
) -> None:
    table = await office.ordered(office.world.voucher.voucher_code)
    paper = await office.first.get(f"/settlements/payment-tables/{table['table_id']}/pdf")
    text = written(paper.content)
    sha256 = table["manifest_sha256"]
    assert "资金拨付表" in text
    assert f"SHA-256{sha256}" in text
    assert "第1页共" in text
    assert all(f"{office_name}：" in text for office_name in ("制表", "审核", "人社部门（盖章）", "财政部门（盖章）"))
    told = await client.get(f"/v1/papers/{sha256}")
    assert told.json() == {"sha256": sha256, "is_issued_here": True, "kind": "payment_table"}
    page = await client.get(f"/verify/{sha256}", headers={"accept": "text/html"})
    assert "本系统出具过此文件" in page.text
    typed = await client.get("/verify", params={"sha256": f" {sha256.upper()} "})
    assert typed.headers["location"] == f"/verify/{sha256}"


async def test_a_hash_of_nothing_is_said_to_be_none_of_ours(client: httpx.AsyncClient) -> None:
    told = await client.get(f"/v1/papers/{'ab' * 32}")
    assert told.json() == {"sha256": "ab" * 32, "is_issued_here": False, "kind": None}
    page = await client.get(f"/verify/{'ab' * 32}", headers={"accept": "text/html"})
    assert "本系统没有出具过此文件" in page.text
    assert (await client.get("/v1/papers/xyz")).status_code == 404
    asked = await client.get("/verify", headers={"accept": "text/html"})
    assert "/complaint-form" in asked.text
    form = written((await client.get("/complaint-form")).content)
    assert "职业培训补贴投诉举报表" in form
    assert "事实经过" in form
