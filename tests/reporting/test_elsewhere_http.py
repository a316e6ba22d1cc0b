"""Before a voucher is issued the platform is asked for the person's vouchers elsewhere; what is unclear waits."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from pydantic_core import to_json

from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from checkin_service.kit.words import Words
from checkin_service.platform.schemas.operations import PersonQuery, PersonVouchers
from checkin_service.platform.service.port import PlatformRefused, PlatformUnavailable
from checkin_service.reporting.service import elsewhere
from checkin_service.voucher.schemas import VoucherAnswer
from tests.building.identities import a_name, a_resident_id
from tests.building.world import AUTHORITY, World, a_world, match
from tests.conftest import StoppedClock
from tests.reporting.way import asked_to_report, reporting


class Asked:
    """A platform that answers about people's vouchers alone."""

    def __init__(self) -> None:
        self.held: dict[str, list[VoucherAnswer]] = {}
        self.is_down = False
        self.asked: list[str] = []

    async def user_vouchers(self, body: PersonQuery) -> PersonVouchers:
        self.asked.append(body.document.number)
        if self.is_down:
            raise PlatformUnavailable("no answer")
        if body.document.number not in self.held:
            raise PlatformRefused(404, "not-found", Words("没有此人", "Nobody"))
        return PersonVouchers(vouchers=self.held[body.document.number])


@pytest.fixture
def platform(monkeypatch: pytest.MonkeyPatch) -> Asked:
    asked = Asked()

    @asynccontextmanager
    async def platform_of(_: Resources) -> AsyncIterator[Any]:
        yield asked

    monkeypatch.setattr(elsewhere, "platform_of", platform_of)
    return asked


@pytest.fixture
async def world(resources: Resources, client: httpx.AsyncClient, clock: StoppedClock) -> AsyncIterator[World]:
    world = await a_world(resources, client, clock)
    await reporting(world)
    yield world
    await world.officer.sign_in()
    if (await world.officer.get("/v1/national-platform"))["is_on"]:
        await asked_to_report(world, is_on=False)


async def somebody(world: World) -> dict[str, str]:
    """On the roster, without a voucher."""
    document = a_resident_id()
    row = {"trainee_id": new_id(), "name": a_name(), "document": document, "voucher_kind": "targeted"}
    await world.admin.submit_roster(world.class_id, [row])
    await match(world.officer, [document], place=AUTHORITY)
    return {"trainee_id": str(row["trainee_id"]), **document}


async def issued(world: World) -> Any:
    return await world.officer.post(f"/v1/classes/{world.class_id}/vouchers", {"request_id": new_id()})


def a_voucher(state: str) -> VoucherAnswer:
    voucher = {"voucher_id": str(new_id()), "voucher_code": "D9NP1EFFX9N5DCRX8BGMS", "kind": "targeted"}
    days = dict.fromkeys(("obtained_on", "activate_by", "use_by"), "2026-03-01")
    place = {"authority_code": "340100", "class_id": None}
    return VoucherAnswer.model_validate_json(to_json(voucher | days | place | {"state": state}))


async def examined(world: World, person: dict[str, str]) -> None:
    body = {
        "examination_id": new_id(),
        "people": [person["trainee_id"]],
        "conditions": [{"condition": "duplicate_benefit", "holds": False}],
        "examined_on": "2026-03-02",
        "document": "安徽省人社厅复函",
        "reason": "该券已由本人退回",
    }
    await world.officer.post("/v1/examinations", body)


async def test_a_voucher_that_lives_elsewhere_holds_it_back(world: World, platform: Asked) -> None:
    person = await somebody(world)
    platform.held[person["number"]] = [a_voucher("claimed")]
    answer = await issued(world)
    assert answer["held_back"][person["trainee_id"]] == ["duplicate_benefit"]
    assert "MP-19" in str(answer["reasons"][person["trainee_id"]])
    assert platform.asked == [person["number"]]
    (waiting,) = (await world.officer.get("/v1/doubts"))["held_back"]
    assert [each["condition"] for each in waiting["missing"]] == ["duplicate_benefit"]
    await examined(world, person)
    assert [each["trainee_id"] for each in (await issued(world))["vouchers"]] == [person["trainee_id"]]
    assert platform.asked == [person["number"]], "what an officer has examined is not asked again"


@pytest.mark.parametrize("state", ["expired", "written_off", "returned"])
async def test_one_that_is_over_does_not(world: World, platform: Asked, state: str) -> None:
    person = await somebody(world)
    platform.held[person["number"]] = [a_voucher(state)]
    assert [each["trainee_id"] for each in (await issued(world))["vouchers"]] == [person["trainee_id"]]


async def test_a_platform_that_is_silent_holds_it_back_until_it_answers(world: World, platform: Asked) -> None:
    person, platform.is_down = await somebody(world), True
    answer = await issued(world)
    assert answer["held_back"] == {person["trainee_id"]: ["duplicate_benefit"]}
    assert "没有应答" in str(answer["reasons"])
    platform.is_down = False
    assert [each["trainee_id"] for each in (await issued(world))["vouchers"]] == [person["trainee_id"]]


async def test_an_authority_that_does_not_report_asks_nobody(world: World, platform: Asked) -> None:
    await asked_to_report(world, is_on=False)
    person = await somebody(world)
    assert [each["trainee_id"] for each in (await issued(world))["vouchers"]] == [person["trainee_id"]]
    assert platform.asked == []
