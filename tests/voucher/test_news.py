"""News of a voucher: each step of its life, by the authority it belongs to."""

import httpx
from sqlalchemy import bindparam, select

from checkin_service.kit.ids import new_id
from checkin_service.kit.outbox import outbox
from checkin_service.kit.resources import Resources
from checkin_service.voucher.service.news import RETURNED_BY_BANK, TYPES
from checkin_service.worker import ROUTING
from tests.building.identities import a_name, a_resident_id
from tests.building.news import deliver_all
from tests.building.stored import StoredWorld
from tests.building.world import AUTHORITY, a_world, match
from tests.conftest import StoppedClock
from tests.feed.test_courier import Endpoint, deliver, subscribe
from tests.settlement.payables import payable
from tests.settlement.test_settlement_http import Office
from tests.tools.reading import reading

_HEARD = reading(
    select(outbox.c.type, outbox.c.payload)
    .where(outbox.c.trainee_id == bindparam("of_trainee"))
    .order_by(outbox.c.sequence)
)


async def heard(resources: Resources, world: StoredWorld) -> list[str]:
    rows = await resources.database.read(_HEARD, of_trainee=world.voucher.trainee_id)
    assert all(row.payload["authority_code"] == world.authority_code for row in rows if row.type in TYPES)
    return [row.type for row in rows if row.type in TYPES | {RETURNED_BY_BANK}]


async def test_every_step_of_settling_is_told(client: httpx.AsyncClient, resources: Resources) -> None:
    world = await payable(resources)
    office = Office(client, resources, world)
    before = await heard(resources, world)
    table = await office.ordered(world.voucher.voucher_code)
    await office.first.results(table["table_id"], {"line": 1, "paid": True, "reference": "ZF-1"})
    path = f"/settlements/payment-tables/{table['table_id']}/returns"
    returned = await office.first.post(path, {"request_id": new_id(), "rows": [{"line": 1, "reason": "账号已注销"}]})
    assert returned.status_code == 201, returned.text
    told = ["voucher.requested", "voucher.approved", "voucher.written_off", "voucher.payment_returned"]
    assert (await heard(resources, world))[len(before) :] == told
    await deliver_all(resources)


async def test_the_issuing_authority_hears_of_a_voucher_that_has_no_class_yet(
    client: httpx.AsyncClient, resources: Resources, clock: StoppedClock
) -> None:
    world = await a_world(resources, client, clock)
    await deliver_all(resources)
    await subscribe(world, "voucher.issued")
    person = {"trainee_id": new_id(), "name": a_name(), "document": a_resident_id(), "voucher_kind": "targeted"}
    await world.admin.submit_roster(world.class_id, [person])
    await match(world.officer, [person["document"]], place=AUTHORITY)
    (issued,) = await world.officer.issue_vouchers(world.class_id)
    endpoint = Endpoint()
    await deliver(resources, endpoint)
    (event,) = endpoint.heard
    assert event["data"] == {
        "voucher_id": issued["voucher_id"],
        "authority_code": AUTHORITY,
        "events": ["issued"],
        "state": "issued",
        "ordinal": 1,
        "activate_by": "2026-06-02",
    }


def test_somebody_is_routed_to_hear_of_every_step() -> None:
    assert TYPES | {RETURNED_BY_BANK} <= set(ROUTING)
