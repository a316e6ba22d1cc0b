"""From verified codes to paid money, and back: who may do what, once, and with a second person."""

import io
import zipfile
from hashlib import sha256
from typing import Any
from uuid import UUID

import httpx
import pytest

from checkin_service.access.model import Subject
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from checkin_service.voucher.model.vouchers import VoucherState
from tests.access.people import bearer
from tests.building.authorities import an_authority_of_shaoxing
from tests.building.stored import StoredWorld
from tests.building.world import SUBSIDY_FEN
from tests.settlement.payables import payable, payable_pair

pytestmark = pytest.mark.usefixtures("nothing_waiting")


class Desk:
    """Somebody at the settlement desk."""

    def __init__(self, client: httpx.AsyncClient, resources: Resources, subject: Subject) -> None:
        self._client = client
        self._headers = bearer(resources, subject)

    async def post(self, path: str, body: dict[str, Any]) -> httpx.Response:
        plain = {key: str(value) if isinstance(value, UUID) else value for key, value in body.items()}
        return await self._client.post(f"/v1{path}", json=plain, headers=self._headers)

    async def apply(self, world: StoredWorld, *codes: str) -> httpx.Response:
        return await self.post(
            "/settlements/applications",
            {"application_id": new_id(), "authority_code": world.authority_code, "voucher_codes": list(codes)},
        )

    async def decide(self, application_id: str, step: str, *, approved: bool = True) -> httpx.Response:
        body = {"request_id": new_id(), "approved": approved, "reason": None if approved else "材料不符"}
        return await self.post(f"/settlements/applications/{application_id}/{step}", body)

    async def order(self, *applications: str, repeat: str | None = None) -> httpx.Response:
        body = {"table_id": new_id(), "application_ids": list(applications), "repeat_table_id": repeat}
        return await self.post("/settlements/payment-tables", body)

    async def results(self, table_id: str, *rows: dict[str, Any]) -> httpx.Response:
        body = {"request_id": new_id(), "rows": list(rows)}
        return await self.post(f"/settlements/payment-tables/{table_id}/results", body)

    async def get(self, path: str) -> httpx.Response:
        return await self._client.get(f"/v1{path}", headers=self._headers)


class Office:
    """An institution and three officers of its authority."""

    def __init__(self, client: httpx.AsyncClient, resources: Resources, world: StoredWorld) -> None:
        self.world = world
        self.institution = Desk(client, resources, world.admin)
        self.first, self.second = (Desk(client, resources, world.officer) for _ in range(2))

    async def ordered(self, *codes: str) -> dict[str, Any]:
        application = (await self.institution.apply(self.world, *codes)).json()["application_id"]
        assert (await self.first.decide(application, "review")).status_code == 201
        assert (await self.second.decide(application, "approval")).status_code == 201
        table = await self.second.order(application)
        assert table.status_code == 201, table.text
        return dict(table.json())

    async def propose_claw_back(self, code: str) -> httpx.Response:
        body = {
            "claw_back_id": new_id(),
            "voucher_code": code,
            "decision_number": "测人社追〔2026〕2号",
            "liability": "培训机构负全部责任",
            "reason": "虚假培训",
        }
        return await self.first.post("/settlements/claw-backs", body)

    async def rule(self, by: Desk, claw_back_id: str, *, approved: bool = True) -> httpx.Response:
        body = {"request_id": new_id(), "approved": approved, "reason": "已核对决定书"}
        return await by.post(f"/settlements/claw-backs/{claw_back_id}/ruling", body)

    async def claw_back(self, code: str) -> httpx.Response:
        """Proposed by one officer and approved by another; a refused proposal is the answer itself."""
        proposed = await self.propose_claw_back(code)
        if proposed.status_code != httpx.codes.CREATED:
            return proposed
        return await self.rule(self.second, proposed.json()["claw_back_id"])


@pytest.fixture
async def world(resources: Resources) -> StoredWorld:
    return await payable(resources)


@pytest.fixture
def office(client: httpx.AsyncClient, resources: Resources, world: StoredWorld) -> Office:
    return Office(client, resources, world)


async def test_paid_vouchers_are_written_off_and_the_books_balance(office: Office) -> None:
    world = office.world
    table = await office.ordered(world.voucher.voucher_code)
    answer = await office.first.results(table["table_id"], {"line": 1, "paid": True, "reference": "ZF-1"})
    assert answer.json() == {"table_id": table["table_id"], "paid": 1, "not_paid": 0, "still_open": 0}
    assert (await world.present_voucher()).state is VoucherState.WRITTEN_OFF
    totals = await world.money()
    assert (totals.paid_fen, totals.payable_fen, totals.balanced) == (SUBSIDY_FEN, SUBSIDY_FEN, True)


async def test_the_person_who_reviewed_cannot_approve(office: Office) -> None:
    application = (await office.institution.apply(office.world, office.world.voucher.voucher_code)).json()
    await office.first.decide(application["application_id"], "review")
    answer = await office.first.decide(application["application_id"], "approval")
    assert answer.status_code == 422
    assert answer.json()["reason"] == "second_person_needed"


async def test_nothing_is_ordered_before_the_approval(office: Office) -> None:
    application = (await office.institution.apply(office.world, office.world.voucher.voucher_code)).json()
    assert (await office.second.order(application["application_id"])).json()["reason"] == "not_approved"


async def test_a_refused_application_can_be_made_again(office: Office) -> None:
    code = office.world.voucher.voucher_code
    application = (await office.institution.apply(office.world, code)).json()
    refused = await office.first.decide(application["application_id"], "review", approved=False)
    assert refused.json()["state"] == "refused"
    assert (await office.institution.apply(office.world, code)).status_code == 201


async def test_a_voucher_is_applied_for_once_and_bad_rows_are_named(office: Office) -> None:
    code = office.world.voucher.voucher_code
    assert (await office.institution.apply(office.world, code)).status_code == 201
    again = await office.institution.apply(office.world, code, "0" * 20 + "1")
    assert again.status_code == 422
    assert [(row["row"], row["reason"]) for row in again.json()["rows"]] == [(1, "not_payable"), (2, "not_found")]


async def test_a_payment_that_was_refused_can_be_settled_again(client: httpx.AsyncClient, resources: Resources) -> None:
    world, other = await payable_pair(resources)
    office = Office(client, resources, world)
    table = await office.ordered(world.voucher.voucher_code, other.voucher.voucher_code)
    by_voucher = {order["voucher_id"]: order["line"] for order in table["orders"]}
    paid, refused = by_voucher[str(world.voucher.voucher_id)], by_voucher[str(other.voucher.voucher_id)]
    answer = await office.first.results(
        table["table_id"], {"line": paid, "paid": True}, {"line": refused, "paid": False, "reason": "户名不符"}
    )
    assert (answer.json()["paid"], answer.json()["not_paid"]) == (1, 1)
    assert (await world.present_voucher()).state is VoucherState.WRITTEN_OFF
    assert (await other.present_voucher()).state is VoucherState.PAYABLE
    again = await office.ordered(other.voucher.voucher_code)
    assert again["total_fen"] == SUBSIDY_FEN


async def test_a_line_is_answered_once(office: Office) -> None:
    table = await office.ordered(office.world.voucher.voucher_code)
    row = {"line": 1, "paid": True}
    assert (await office.first.results(table["table_id"], row)).status_code == 201
    again = await office.first.results(table["table_id"], row)
    assert again.json()["lines"] == [1]


async def test_what_the_bank_returned_is_ordered_again_and_the_code_stays_dead(office: Office) -> None:
    table = await office.ordered(office.world.voucher.voucher_code)
    await office.first.results(table["table_id"], {"line": 1, "paid": True})
    body = {"request_id": new_id(), "rows": [{"line": 1, "reason": "账号已注销"}]}
    returned = await office.first.post(f"/settlements/payment-tables/{table['table_id']}/returns", body)
    assert returned.status_code == 201, returned.text
    assert (await office.world.present_voucher()).state is VoucherState.WRITTEN_OFF
    assert (await office.world.money()).paid_fen == 0
    again = (await office.second.order(repeat=table["table_id"])).json()
    assert (await office.first.results(again["table_id"], {"line": 1, "paid": True})).status_code == 201
    totals = await office.world.money()
    assert (totals.paid_fen, totals.balanced) == (SUBSIDY_FEN, True)


async def test_money_clawed_back_returns_to_its_fund(office: Office) -> None:
    code = office.world.voucher.voucher_code
    table = await office.ordered(code)
    assert (await office.propose_claw_back(code)).json()["reason"] == "not_paid"
    await office.first.results(table["table_id"], {"line": 1, "paid": True})
    assert (await office.claw_back(code)).json()["amount_fen"] == SUBSIDY_FEN
    assert (await office.world.present_voucher()).state is VoucherState.CLAWED_BACK
    totals = await office.world.money()
    assert (totals.paid_fen, totals.clawed_back_fen, totals.balanced) == (0, SUBSIDY_FEN, True)


async def test_one_person_alone_claws_nothing_back(office: Office) -> None:
    code = office.world.voucher.voucher_code
    table = await office.ordered(code)
    await office.first.results(table["table_id"], {"line": 1, "paid": True})
    bare = {"claw_back_id": new_id(), "voucher_code": code, "reason": "虚假培训"}
    assert (await office.first.post("/settlements/claw-backs", bare)).status_code == 422
    proposed = (await office.propose_claw_back(code)).json()
    assert (proposed["approved"], proposed["amount_fen"]) == (None, SUBSIDY_FEN)
    own = await office.rule(office.first, proposed["claw_back_id"])
    assert (own.status_code, own.json()["reason"]) == (422, "second_person_needed")
    assert (await office.world.present_voucher()).state is VoucherState.WRITTEN_OFF
    assert (await office.rule(office.second, proposed["claw_back_id"], approved=False)).status_code == 201
    again = await office.rule(office.second, proposed["claw_back_id"])
    assert (again.status_code, again.json()["reason"]) == (422, "ruled_already")
    assert (await office.world.present_voucher()).state is VoucherState.WRITTEN_OFF
    assert (await office.rule(office.second, str(new_id()))).status_code == 404
    shown, cursor = [], ""
    for _ in range(20):
        page = (await office.first.get(f"/settlements/claw-backs?limit=100{cursor}")).json()
        shown += [each for each in page["claw_backs"] if each["claw_back_id"] == proposed["claw_back_id"]]
        if page["next_cursor"] is None:
            break
        cursor = f"&cursor={page['next_cursor']}"
    assert [(each["decision_number"], each["approved"]) for each in shown] == [("测人社追〔2026〕2号", False)]


async def test_a_freeze_stops_the_money_until_another_person_lifts_it(office: Office) -> None:
    frozen = {"request_id": new_id(), "object": f"class:{office.world.class_id}", "reason": "群众举报"}
    assert (await office.first.post("/payment-freezes", frozen)).status_code == 201
    refused = await office.institution.apply(office.world, office.world.voucher.voucher_code)
    assert refused.json()["rows"][0]["reason"] == "payment_frozen"
    lift = f"/payment-freezes/{frozen['request_id']}/lift"
    assert (await office.first.post(lift, {"reason": "已查清"})).status_code == 422
    assert (await office.second.post(lift, {"reason": "已查清"})).status_code == 204
    assert (await office.institution.apply(office.world, office.world.voucher.voucher_code)).status_code == 201


async def test_the_payment_table_adds_up_per_fund_and_route_and_carries_its_hash(office: Office) -> None:
    account = {"account_id": new_id(), "holder": "测试培训学校", "bank": "测试银行", "number": "6222000011112222"}
    assert (await office.institution.post("/settlements/accounts", account)).status_code == 201
    table = await office.ordered(office.world.voucher.voucher_code)
    assert table["totals"] == [{"fund": "employment_subsidy_fund", "route": "treasury", "total_fen": SUBSIDY_FEN}]
    file = await office.first.get(f"/settlements/payment-tables/{table['table_id']}/workbook")
    with zipfile.ZipFile(io.BytesIO(file.content)) as book:
        lines, sums = (book.read(f"xl/worksheets/sheet{number}.xml").decode() for number in (1, 2))
    assert "6222000011112222" in lines
    assert "测试培训学校" in lines
    assert table["manifest_sha256"] in sums
    again = await office.first.get(f"/settlements/payment-tables/{table['table_id']}")
    assert again.json()["manifest_sha256"] == table["manifest_sha256"]
    assert len(bytes.fromhex(table["manifest_sha256"])) == sha256().digest_size


async def test_other_authorities_and_the_institution_see_no_payment_table(
    client: httpx.AsyncClient, resources: Resources, office: Office
) -> None:
    table = await office.ordered(office.world.voucher.voucher_code)
    stranger = await payable(resources, authority_code=an_authority_of_shaoxing())
    path = f"/settlements/payment-tables/{table['table_id']}"
    assert (await Desk(client, resources, stranger.officer).get(path)).status_code == 404
    assert (await office.institution.get(path)).status_code == 403


async def test_one_request_id_serves_neither_two_steps_nor_two_tables(office: Office) -> None:
    application = (await office.institution.apply(office.world, office.world.voucher.voucher_code)).json()
    path = f"/settlements/applications/{application['application_id']}"
    body = {"request_id": new_id(), "approved": True}
    assert (await office.first.post(f"{path}/review", body)).json()["state"] == "reviewed"
    assert (await office.second.post(f"{path}/approval", body)).status_code == 409
    await office.second.post(f"{path}/approval", body | {"request_id": new_id()})
    table = (await office.second.order(application["application_id"])).json()["table_id"]
    results = {"request_id": new_id(), "rows": [{"line": 1, "paid": True}]}
    assert (await office.first.post(f"/settlements/payment-tables/{table}/results", results)).status_code == 201
    returns = {"request_id": new_id(), "rows": [{"line": 1, "reason": "账号已注销"}]}
    assert (await office.first.post(f"/settlements/payment-tables/{table}/returns", returns)).status_code == 201
    again = (await office.second.order(repeat=table)).json()["table_id"]
    assert (await office.first.post(f"/settlements/payment-tables/{again}/results", results)).status_code == 409
