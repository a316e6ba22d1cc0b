"""One's own PIN over HTTP: changed by whoever knows it, and guessed at by nobody."""

from typing import Any

import httpx
import pytest

from checkin_service.client import Phone
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from tests.conftest import StoppedClock
from tests.registry.builders import an_open_channel
from tests.registry.test_claims_http import ANHUI, a_known_person, an_office, by_pin, pushed, sent

NEW = "582093"


def changed(old: str, new: str = NEW) -> dict[str, Any]:
    return {"request_id": str(new_id()), "pin": old, "new_pin": new}


@pytest.fixture
async def holder(resources: Resources, client: httpx.AsyncClient, clock: StoppedClock) -> tuple[Phone, dict[str, Any]]:
    """Somebody with a phone and a voucher to claim, which shows what the PIN is."""
    office = await an_office(resources, client, ANHUI)
    person, phone = await a_known_person(office, await an_open_channel(office), clock)
    await pushed(office, person)
    (voucher,) = (await phone.get("/v1/me/vouchers"))["vouchers"]
    return phone, voucher


async def test_the_new_pin_serves_and_the_old_one_no_longer(
    holder: tuple[Phone, dict[str, Any]], clock: StoppedClock
) -> None:
    phone, voucher = holder
    body = changed(phone.pin)
    first = await sent(phone, "/v1/me/pin", body)
    assert first.status_code == 201
    assert (await sent(phone, "/v1/me/pin", body)).content == first.content
    path = f"/v1/me/vouchers/{voucher['voucher_id']}/claim"
    old = await sent(phone, path, by_pin(phone.pin))
    assert (old.status_code, old.json()["reason"]) == (422, "wrong_pin")
    clock.advance(seconds=15)
    assert (await sent(phone, path, by_pin(NEW))).status_code == 201


async def test_whoever_does_not_know_the_old_one_changes_nothing_and_is_stopped_after_a_few_tries(
    holder: tuple[Phone, dict[str, Any]], clock: StoppedClock
) -> None:
    phone, _ = holder
    wrong = await sent(phone, "/v1/me/pin", changed("135790"))
    assert (wrong.status_code, wrong.json()["reason"]) == (422, "wrong_pin")
    # Neither the right one nor another wrong one says more than how long to wait.
    for pin in (phone.pin, "246801"):
        waiting = await sent(phone, "/v1/me/pin", changed(pin))
        assert (waiting.status_code, waiting.headers["retry-after"]) == (429, "15")
    answers = [(await sent(phone, "/v1/me/pin", changed("135790"))).status_code for _ in range(12)]
    assert answers[-1] == 429
    assert (await sent(phone, "/v1/me/pin", changed(phone.pin))).status_code == 429
    clock.advance(days=1)
    await phone.sign_in()
    assert (await sent(phone, "/v1/me/pin", changed(phone.pin))).status_code == 201


async def test_a_pin_that_everybody_guesses_is_refused(holder: tuple[Phone, dict[str, Any]]) -> None:
    phone, _ = holder
    assert (await sent(phone, "/v1/me/pin", changed(phone.pin, "123456"))).status_code == 422
