"""Obtaining and claiming vouchers over HTTP: who is shown how, once each, and by which channel."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import httpx
import pytest
from pydantic_core import to_json

from checkin_service.client import ECardPlatform, Phone
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from tests.building.honest import honest_facts
from tests.catalogue.registers import an_authority
from tests.conftest import StoppedClock
from tests.registry.builders import Office, SignedChannel, a_list, a_person, an_open_channel
from tests.registry.test_matches_http import a_match, a_template, approve, push_all

ANHUI, SHAOXING = "340000", "330600"


async def an_office(resources: Resources, client: httpx.AsyncClient, code: str) -> Office:
    return Office(client, resources, await an_authority(resources, code))


async def a_known_person(office: Office, channel: SignedChannel, clock: StoppedClock) -> tuple[dict[str, Any], Phone]:
    """Somebody who registered by a channel, of whom everything is known that speaks for them, with a phone."""
    person = a_person()
    body = channel.registration(person, at=clock.now())
    answer = (await office.client.post("/v1/people/own", json=body)).json()
    phone = Phone(office.client, clock)
    await phone.bind(answer["invitation"])
    facts = [{"document": person["document"], **fact} for fact in honest_facts(office.officer.authority_code or "")]
    await office.done("person-facts", {"batch_id": str(new_id()), "source": "社保比对", "facts": facts})
    return person, phone


async def pushed(
    office: Office, person: dict[str, Any], *, kind: str = "targeted", template_id: str | None = None
) -> None:
    source = f"名单{new_id().hex[-8:]}"
    await office.done("people", a_list(person, source=source))
    number = person["document"]["number"]
    born = f"{number[6:10]}-{number[10:12]}-{number[12:14]}"
    match = a_match("", kind, born_from=born, born_until=born, holds=["graduation"]) | {"template_id": template_id}
    match["query"].pop("source")
    await office.done("person-matches", match)
    assert (await approve(office, match)).status_code == 201
    await push_all(office.resources)


def by_pin(pin: str) -> dict[str, Any]:
    return {"request_id": str(new_id()), "proof": {"kind": "pin", "pin": pin}}


def e_card(platform: ECardPlatform, person: dict[str, Any], clock: StoppedClock) -> dict[str, Any]:
    return platform.claim(document=person["document"], at=clock.now())


async def sent(phone: Phone, path: str, body: dict[str, Any]) -> httpx.Response:
    return await phone.send("POST", path, content=to_json(body))


@pytest.fixture
async def anhui(resources: Resources, client: httpx.AsyncClient) -> Office:
    return await an_office(resources, client, ANHUI)


async def test_a_pushed_voucher_is_claimed_by_its_holder_with_the_pin_once(anhui: Office, clock: StoppedClock) -> None:
    """AH-03, MP-08, MP-09."""
    person, phone = await a_known_person(anhui, await an_open_channel(anhui), clock)
    await pushed(anhui, person)
    (voucher,) = (await phone.get("/v1/me/vouchers"))["vouchers"]
    assert (voucher["state"], voucher["may_claim"]) == ("issued", True)
    path = f"/v1/me/vouchers/{voucher['voucher_id']}/claim"
    wrong = await sent(phone, path, by_pin("135790"))
    assert (wrong.status_code, wrong.json()["reason"]) == (422, "wrong_pin")
    clock.advance(seconds=15)
    body = by_pin(phone.pin)
    claimed = await sent(phone, path, body)
    assert (claimed.status_code, claimed.json()["state"]) == (201, "claimed")
    assert (await sent(phone, path, body)).json() == claimed.json()
    again = await sent(phone, path, by_pin(phone.pin))
    assert (again.status_code, again.json()["reason"]) == (422, "voucher_already_claimed")
    assert (await anhui.get("claim-channels"))["own_claims"] >= 1


async def test_after_a_few_wrong_pins_nobody_may_try_for_a_while(anhui: Office, clock: StoppedClock) -> None:
    person, phone = await a_known_person(anhui, await an_open_channel(anhui), clock)
    await pushed(anhui, person)
    (voucher,) = (await phone.get("/v1/me/vouchers"))["vouchers"]
    path = f"/v1/me/vouchers/{voucher['voucher_id']}/claim"
    answers = [(await sent(phone, path, by_pin("135790"))).status_code for _ in range(12)]
    assert answers[-1] == 429
    assert (await sent(phone, path, by_pin(phone.pin))).status_code == 429
    clock.advance(days=1)
    await phone.sign_in()
    assert (await sent(phone, path, by_pin(phone.pin))).status_code == 201


async def test_a_channel_claims_for_its_user_and_is_counted(anhui: Office, clock: StoppedClock) -> None:
    channel = await an_open_channel(anhui, "wanshitong")
    person, _ = await a_known_person(anhui, channel, clock)
    await pushed(anhui, person)

    def body(of: dict[str, Any], signer: SignedChannel) -> dict[str, Any]:
        assertion = signer.states(of, purpose="voucher_claim", method="face", at=clock.now())
        return {"request_id": str(new_id()), "channel_id": channel.channel_id, "assertion": assertion}

    stranger = await anhui.client.post("/v1/channel-claims", json=body(a_person(), channel))
    assert stranger.status_code == 404
    forged = await anhui.client.post("/v1/channel-claims", json=body(person, replace(channel, key=SignedChannel().key)))
    assert (forged.status_code, forged.json()["reason"]) == (422, "bad_signature")
    claimed = await anhui.client.post("/v1/channel-claims", json=body(person, channel))
    assert (claimed.status_code, claimed.json()["state"]) == (201, "claimed")
    nothing = await anhui.client.post("/v1/channel-claims", json=body(person, channel))
    assert nothing.json()["detail"] == stranger.json()["detail"]
    counted = {each["channel_id"]: each["claims"] for each in (await anhui.get("claim-channels"))["channels"]}
    assert counted[channel.channel_id] == 1


async def test_whoever_meets_the_conditions_applies_and_is_issued_a_voucher(
    resources: Resources, client: httpx.AsyncClient, clock: StoppedClock, e_card_platform: ECardPlatform
) -> None:
    """SX-11: real name first. A phone bound by a mere invitation is not enough there; the e-card is."""
    office = await an_office(resources, client, SHAOXING)
    channel = await an_open_channel(office)
    person, phone = await a_known_person(office, channel, clock)
    body = {"request_id": str(new_id()), "template_id": await a_template(office, 5)}
    unproven = await sent(phone, "/v1/me/voucher-applications", body | {"proof": {"kind": "pin", "pin": phone.pin}})
    assert (unproven.status_code, unproven.json()["reason"]) == (422, "proof_not_enough")
    another = e_card(e_card_platform, a_person(), clock)
    refused = await sent(phone, "/v1/me/voucher-applications", body | {"proof": another})
    assert refused.status_code in {404, 422}
    good = body | {"proof": e_card(e_card_platform, person, clock)}
    issued = await sent(phone, "/v1/me/voucher-applications", good)
    assert (issued.status_code, issued.json()["state"]) == (201, "issued")
    (own,) = (await phone.get("/v1/me/vouchers"))["vouchers"]
    assert UUID(own["voucher_id"]) == UUID(issued.json()["voucher_id"])
    assert own["may_activate"] is True


async def test_of_whom_nothing_is_known_is_told_which_condition_it_is(
    resources: Resources, client: httpx.AsyncClient, clock: StoppedClock, e_card_platform: ECardPlatform
) -> None:
    office = await an_office(resources, client, SHAOXING)
    channel, person = await an_open_channel(office), a_person()
    answer = (await client.post("/v1/people/own", json=channel.registration(person, at=clock.now()))).json()
    phone = Phone(client, clock)
    await phone.bind(answer["invitation"])
    template_id = await a_template(office, 5)
    proof = e_card(e_card_platform, person, clock)
    body = {"request_id": str(new_id()), "template_id": template_id, "proof": proof}
    refused = await sent(phone, "/v1/me/voucher-applications", body)
    assert refused.status_code == 422
    assert refused.json()["reason"].startswith("person.")
    assert (await phone.get("/v1/me/vouchers"))["vouchers"] == []


async def test_where_vouchers_are_pushed_nobody_applies(
    anhui: Office, clock: StoppedClock, e_card_platform: ECardPlatform
) -> None:
    person, phone = await a_known_person(anhui, await an_open_channel(anhui), clock)
    template = await a_template(anhui, 5, kind="targeted")
    proof = e_card(e_card_platform, person, clock)
    body = {"request_id": str(new_id()), "template_id": template, "proof": proof}
    refused = await sent(phone, "/v1/me/voucher-applications", body)
    assert (refused.status_code, refused.json()["reason"]) == (422, "not_applied_for")
