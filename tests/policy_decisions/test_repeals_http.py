"""Authorities repeal their decisions: by two people, from a day on, and never for what was known before."""

from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from tests.conftest import StoppedClock
from tests.policy_decisions.deciding import Authority, an_authority
from tests.policy_decisions.test_page import logins
from tests.web.staff_browser import SAME_ORIGIN, a_browser, sign_in

USE = "voucher.use_within_months"
_codes = (f"3799{district:02d}" for district in range(1, 90))


@pytest.fixture
async def district(client: httpx.AsyncClient, resources: Resources) -> Authority:
    return await an_authority(client, resources, next(_codes))


def a_repeal(**changed: Any) -> dict[str, Any]:
    return {
        "repeal_id": str(new_id()),
        "document_number": "示人社发〔2026〕9号",
        "document_title": "关于废止使用期限规定的通知",
        "published_on": "2026-02-28",
        "repealed_from": "2026-04-01",
        "quote": "自2026年4月1日起废止",
        "reason": "改由省里统一规定",
    } | changed


async def repeal(district: Authority, decision_id: str, **changed: Any) -> httpx.Response:
    return await district.post(f"/v1/policy-decisions/{decision_id}/repeal", a_repeal(**changed))


async def use_on(district: Authority, **days: str) -> Any:
    found = {each["key"]: each["value"] for each in (await district.in_force(**days))["values"]}
    return found.get(USE)


async def test_a_repealed_decision_holds_until_its_day_and_for_whoever_judged_before(
    district: Authority, clock: StoppedClock
) -> None:
    decided = await district.decide(USE, 6)
    before = clock.now().date().isoformat()
    clock.advance(days=1)
    proposed = await repeal(district, decided["decision_id"])
    assert (proposed.status_code, proposed.json()["repeals"]) == (201, decided["decision_id"]), proposed.text
    assert proposed.json()["meaning"]["zh"] == "废止：6个月"
    assert await use_on(district, on="2026-05-01") == 6
    ruled = await district.rule(proposed.json()["decision_id"])
    assert (ruled.status_code, ruled.json()["state"]) == (201, "approved")
    assert await use_on(district, on="2026-03-31") == 6
    assert await use_on(district, on="2026-04-01") is None
    assert await use_on(district, on="2026-04-01", known_on=before) == 6


async def test_whoever_proposed_the_repeal_does_not_approve_it(district: Authority) -> None:
    decided = await district.decide(USE, 6)
    proposed = (await repeal(district, decided["decision_id"])).json()
    own = await district.rule(proposed["decision_id"], by=district.officer)
    assert (own.status_code, own.json()["reason"]) == (422, "second_person_needed")
    assert await use_on(district, on="2026-05-01") == 6


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"repealed_from": "2026-02-01"}, "outside_its_days"),
        ({"published_on": "2030-01-01"}, "not_published"),
    ],
)
async def test_days_that_cannot_be_are_refused(district: Authority, changed: dict[str, Any], reason: str) -> None:
    decided = await district.decide(USE, 6)
    answer = await repeal(district, decided["decision_id"], **changed)
    assert (answer.status_code, answer.json()["reason"]) == (422, reason)


async def test_what_nobody_approved_or_has_been_repealed_is_not_repealed(district: Authority) -> None:
    waiting = (await district.propose(USE, 6)).json()
    assert (await repeal(district, waiting["decision_id"])).json()["reason"] == "nothing_to_repeal"
    await district.rule(waiting["decision_id"])
    first = (await repeal(district, waiting["decision_id"])).json()
    assert (await repeal(district, waiting["decision_id"])).json()["reason"] == "repealed_already"
    await district.rule(first["decision_id"])
    assert (await repeal(district, first["decision_id"])).json()["reason"] == "nothing_to_repeal"
    assert (await repeal(district, waiting["decision_id"])).json()["reason"] == "repealed_already"


async def test_a_repeal_is_proposed_and_approved_on_the_page(
    district: Authority, nodes: tuple[FastAPI, FastAPI], resources: Resources
) -> None:
    decided = await district.decide(USE, 6)
    one, other = await logins(resources, district.code)
    path = f"/policy/decisions/{decided['decision_id']}/repeal"
    fields = a_repeal()
    async with a_browser(nodes[0]) as first:
        await sign_in(first, one)
        assert path in (await first.get("/policy")).text
        assert "自此日起不再施行" in (await first.get(path)).text
        assert (await first.post(path, data=fields, headers=SAME_ORIGIN)).headers["location"].endswith("done=proposed")
    async with a_browser(nodes[0]) as second:
        await sign_in(second, other)
        assert "废止：6个月" in (await second.get("/policy")).text
        ruling = {"request_id": str(new_id()), "decision": "approve", "reason": ""}
        await second.post(f"/policy/decisions/{fields['repeal_id']}", data=ruling, headers=SAME_ORIGIN)
    assert await use_on(district, on="2026-04-01") is None
