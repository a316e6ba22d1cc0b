"""Every way in which a voucher comes to be asks the platform first: applying, exchanging, pushing to a list."""

from typing import Any

import httpx
import pytest

from checkin_service.client import ECardPlatform, Phone, Refused
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from tests.access.people import an_officer, bearer
from tests.building.world import World
from tests.conftest import StoppedClock
from tests.registry.builders import Office, an_open_channel
from tests.registry.test_claims_http import ANHUI, SHAOXING, a_known_person, an_office, e_card, sent
from tests.registry.test_exchange_http import choices, exchange
from tests.registry.test_matches_http import a_group, a_match, a_template, approve, push_all
from tests.reporting.test_elsewhere_http import Asked, a_voucher, platform, world
from tests.reporting.way import SWITCH

__all__ = ["platform", "world"]


@pytest.fixture
async def office(resources: Resources, client: httpx.AsyncClient, world: World) -> Office:
    """Of an authority that reports."""
    assert world.officer
    return await an_office(resources, client, SHAOXING)


async def applied(
    office: Office, phone: Phone, person: dict[str, Any], clock: StoppedClock, e_cards: ECardPlatform
) -> httpx.Response:
    body = {"request_id": str(new_id()), "template_id": await a_template(office, 5)}
    return await sent(phone, "/v1/me/voucher-applications", body | {"proof": e_card(e_cards, person, clock)})


async def test_whoever_applies_is_asked_about_and_may_come_back(
    office: Office, platform: Asked, clock: StoppedClock, e_card_platform: ECardPlatform
) -> None:
    person, phone = await a_known_person(office, await an_open_channel(office), clock)
    number = person["document"]["number"]
    platform.held[number] = [a_voucher("claimed")]
    refused = await applied(office, phone, person, clock, e_card_platform)
    assert (refused.status_code, refused.json()["reason"]) == (422, "voucher_elsewhere:live")
    platform.is_down = True
    refused = await applied(office, phone, person, clock, e_card_platform)
    assert (refused.status_code, refused.json()["reason"]) == (422, "voucher_elsewhere:silent")
    platform.is_down, platform.held[number] = False, [a_voucher("expired")]
    assert (await applied(office, phone, person, clock, e_card_platform)).status_code == 201
    assert platform.asked == [number] * 3


async def test_an_exchange_asks_again_and_leaves_the_old_one_as_it_was(
    office: Office, platform: Asked, clock: StoppedClock, e_card_platform: ECardPlatform
) -> None:
    person, phone = await a_known_person(office, await an_open_channel(office), clock)
    assert (await applied(office, phone, person, clock, e_card_platform)).status_code == 201
    (old,) = (await phone.get("/v1/me/vouchers"))["vouchers"]
    other = await a_template(office, 5)
    platform.held[person["document"]["number"]] = [a_voucher("used")]
    with pytest.raises(Refused) as refused:
        await exchange(phone, old, other)
    assert refused.value.status == 422
    assert [each["state"] for each in (await phone.get("/v1/me/vouchers"))["vouchers"]] == [old["state"]]
    assert await choices(phone, old) == set(), "what would be refused is not offered"
    platform.held.clear()
    await exchange(phone, old, other)


async def test_a_list_waits_for_a_silent_platform_and_passes_over_whom_it_knows(
    resources: Resources, client: httpx.AsyncClient, platform: Asked
) -> None:
    office = await an_office(resources, client, ANHUI)
    await push_all(resources)
    switch = {"switch_id": str(new_id()), **SWITCH}
    await office.done("national-platform/switches", switch)
    path, ruling = f"/v1/national-platform/switches/{switch['switch_id']}/ruling", {"approved": True}
    body, second = {"request_id": str(new_id()), **ruling}, bearer(resources, an_officer(ANHUI))
    assert (await client.post(path, json=body, headers=second)).status_code == 201
    source, _, people = await a_group(office, fitting=3)
    platform.held[people[0]["document"]["number"]] = [a_voucher("claimed")]
    match = a_match(source)
    await office.done("person-matches", match)
    assert (await approve(office, match)).status_code == 201
    platform.is_down = True
    assert await push_all(resources) == []
    assert (await office.get(f"person-matches/{match['match_id']}"))["waiting"] == 3
    platform.is_down = False
    assert await push_all(resources) == [3]
    done = await office.get(f"person-matches/{match['match_id']}")
    assert (done["pushed"], done["reasons"]) == (2, {"voucher_elsewhere:live": 1})
