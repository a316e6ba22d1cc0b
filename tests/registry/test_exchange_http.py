"""A voucher given up by its holder over HTTP: for one whose conditions they meet, and for no other."""

from typing import Any

import httpx
import pytest

from checkin_service.client import ECardPlatform, Phone, Refused
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from tests.conftest import StoppedClock
from tests.registry.builders import Office, an_open_channel
from tests.registry.test_claims_http import SHAOXING, a_known_person, an_office, e_card
from tests.registry.test_matches_http import a_template


@pytest.fixture
async def office(resources: Resources, client: httpx.AsyncClient) -> Office:
    return await an_office(resources, client, SHAOXING)


async def a_holder(office: Office, clock: StoppedClock, platform: ECardPlatform) -> tuple[Phone, dict[str, Any]]:
    """Somebody who applied for a voucher and has it."""
    person, phone = await a_known_person(office, await an_open_channel(office), clock)
    body = {"request_id": str(new_id()), "template_id": await a_template(office, 5)}
    await phone.post("/v1/me/voucher-applications", body | {"proof": e_card(platform, person, clock)})
    (own,) = (await phone.get("/v1/me/vouchers"))["vouchers"]
    return phone, own


async def choices(phone: Phone, voucher: dict[str, Any]) -> set[str]:
    found = await phone.get(f"/v1/me/vouchers/{voucher['voucher_id']}/exchanges")
    return {each["template_id"] for each in found["choices"]}


async def exchange(phone: Phone, voucher: dict[str, Any], template_id: str) -> dict[str, Any]:
    body = {"template_id": template_id, "reason": "改学焊工"}
    return dict(await phone.post(f"/v1/vouchers/{voucher['voucher_code']}/exchange", body))


async def test_a_voucher_is_exchanged_for_another_and_the_old_one_is_dead(
    office: Office, clock: StoppedClock, e_card_platform: ECardPlatform
) -> None:
    phone, old = await a_holder(office, clock, e_card_platform)
    other = await a_template(office, 5)
    assert old["may_exchange"] is True
    assert other in await choices(phone, old)
    new = await exchange(phone, old, other)
    states = {each["voucher_code"]: each for each in (await phone.get("/v1/me/vouchers"))["vouchers"]}
    assert {code: each["state"] for code, each in states.items()} == {
        old["voucher_code"]: "exchanged",
        new["voucher_code"]: "issued",
    }
    assert states[old["voucher_code"]]["may_exchange"] is False
    with pytest.raises(Refused) as refused:
        await exchange(phone, old, other)
    assert refused.value.status == 422


async def test_what_is_meant_for_others_is_neither_offered_nor_given(
    office: Office, clock: StoppedClock, e_card_platform: ECardPlatform
) -> None:
    phone, old = await a_holder(office, clock, e_card_platform)
    for_others = await a_template(office, 5, holders=["retirement"])
    assert for_others not in await choices(phone, old)
    with pytest.raises(Refused) as refused:
        await exchange(phone, old, for_others)
    assert refused.value.status == 422
    (own,) = (await phone.get("/v1/me/vouchers"))["vouchers"]
    assert own["state"] == "issued", "the old one is still theirs"


async def test_another_persons_voucher_is_as_if_it_did_not_exist(
    office: Office, clock: StoppedClock, e_card_platform: ECardPlatform
) -> None:
    _, theirs = await a_holder(office, clock, e_card_platform)
    phone, _ = await a_holder(office, clock, e_card_platform)
    for attempt in (choices(phone, theirs), exchange(phone, theirs, await a_template(office, 5))):
        with pytest.raises(Refused) as refused:
            await attempt
        assert refused.value.status == 404
