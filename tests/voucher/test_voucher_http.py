"""Vouchers and ledger totals over HTTP: who may see what."""

from typing import Any

import httpx
import pytest

from checkin_service.access.model import Role, authority_staff
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from tests.access.people import a_trainee, an_institution_admin, an_officer, bearer
from tests.building.news import deliver_all
from tests.building.stored import StoredWorld, a_stored_world, an_idle_stored_world
from tests.building.world import SUBSIDY_FEN

pytestmark = pytest.mark.usefixtures("nothing_waiting")


@pytest.fixture
async def world(resources: Resources) -> StoredWorld:
    return await a_stored_world(resources)


async def test_holder_issuer_and_institution_see_the_voucher(
    client: httpx.AsyncClient, resources: Resources, world: StoredWorld
) -> None:
    for subject in (world.holder, world.officer, world.admin):
        answer = await client.get(f"/v1/vouchers/{world.voucher.voucher_code}", headers=bearer(resources, subject))
        assert answer.status_code == 200
        assert answer.json()["state"] == "used"
        assert answer.json()["class_id"] == str(world.class_id)
        assert "trainee_id" not in answer.json()


async def test_to_everybody_else_a_used_voucher_does_not_exist(
    client: httpx.AsyncClient, resources: Resources, world: StoredWorld
) -> None:
    for subject in (a_trainee(), an_officer("340000"), an_institution_admin()):
        answer = await client.get(f"/v1/vouchers/{world.voucher.voucher_code}", headers=bearer(resources, subject))
        assert answer.status_code == 404


async def test_an_institution_can_verify_a_voucher_that_is_shown_to_it(
    client: httpx.AsyncClient, resources: Resources
) -> None:
    world = await an_idle_stored_world(resources)
    admin = bearer(resources, an_institution_admin())
    answer = await client.get(f"/v1/vouchers/{world.voucher.voucher_code}", headers=admin)
    assert answer.status_code == 200


async def test_a_voucher_past_its_day_reads_as_expired(client: httpx.AsyncClient, resources: Resources) -> None:
    world = await an_idle_stored_world(resources)  # Issued in 2022; the clock of the tests stands in 2026.
    answer = await client.get(f"/v1/vouchers/{world.voucher.voucher_code}", headers=bearer(resources, world.holder))
    assert answer.json()["state"] == "expired"


async def test_holders_see_their_own_vouchers_and_what_they_may_do_with_them(
    client: httpx.AsyncClient, resources: Resources
) -> None:
    idle, used = await an_idle_stored_world(resources), await a_stored_world(resources)
    for world, state in ((idle, "expired"), (used, "used")):
        answer = await client.get("/v1/me/vouchers", headers=bearer(resources, world.holder))
        (own,) = answer.json()["vouchers"]
        assert (own["voucher_code"], own["state"]) == (world.voucher.voucher_code, state)
        assert (own["may_claim"], own["may_return"], own["may_show"]) == (False, False, False)


@pytest.mark.parametrize("code", ["Z1Z1Z1Z1Z1Z1Z1Z1Z1Z1Z", "1", "%00", "券券"])
async def test_an_unknown_code_is_not_found(client: httpx.AsyncClient, resources: Resources, code: str) -> None:
    answer = await client.get(f"/v1/vouchers/{code}", headers=bearer(resources, an_officer()))
    assert answer.status_code == 404


async def test_the_ledger_of_an_authority_adds_up(
    client: httpx.AsyncClient, resources: Resources, world: StoredWorld
) -> None:
    async def ledger() -> dict[str, Any]:
        asked = {"authority": world.authority_code}
        return dict((await client.get("/v1/ledger", params=asked, headers=bearer(resources, world.officer))).json())

    before = await ledger()
    await deliver_all(resources)
    more = {name: before[name] + SUBSIDY_FEN for name in ("reserved_fen", "open_fen")}
    assert await ledger() == before | more | {"authority_code": world.authority_code, "balanced": True}


async def test_another_authoritys_ledger_does_not_exist(
    client: httpx.AsyncClient, resources: Resources, world: StoredWorld
) -> None:
    answer = await client.get(
        "/v1/ledger", params={"authority": world.authority_code}, headers=bearer(resources, an_officer("340000"))
    )
    assert answer.status_code == 404


async def test_only_officers_read_the_ledger(
    client: httpx.AsyncClient, resources: Resources, world: StoredWorld
) -> None:
    reviewer = authority_staff(new_id(), role=Role.REVIEWER, authority_code=world.authority_code)
    for subject in (reviewer, world.admin, world.holder):
        answer = await client.get(
            "/v1/ledger", params={"authority": world.authority_code}, headers=bearer(resources, subject)
        )
        assert answer.status_code == 403
