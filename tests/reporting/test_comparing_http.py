"""Both sides compared by day: where they agree, where they differ, and vouchers that died elsewhere."""

from collections.abc import AsyncIterator
from datetime import date
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from checkin_service.client.wire import Refused
from checkin_service.kit.civil import day_of
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from checkin_service.platform.service.port import PlatformUnavailable
from checkin_service.reporting.service import comparing
from checkin_service.reporting.store import comparing as store
from checkin_service.voucher.schemas import VoucherAnswer
from tests.building.world import World, a_world
from tests.conftest import StoppedClock
from tests.reporting.unruly import UnrulyPlatform
from tests.reporting.way import PATH, asked_to_report, collected, reporting, until_all_is_up
from tests.web.staff_browser import a_browser, sign_in

AUTHORITY = "330600"


@pytest.fixture(scope="module")
async def world(resources: Resources, client: httpx.AsyncClient, session_clock: StoppedClock) -> World:
    """The voucher of the second of its two people dies here; the first one's lives."""
    return await a_world(resources, client, session_clock, kinds=("targeted", "targeted"))


@pytest.fixture
async def platform(resources: Resources, world: World) -> AsyncIterator[Any]:
    """It has everything, and counts it on the same days."""
    if not (await world.officer.get(PATH))["is_on"]:
        await reporting(world)
    platform = UnrulyPlatform()
    await collected(resources)
    await until_all_is_up(resources, platform, AUTHORITY)
    today = day_of(resources.clock.now())
    rows = await store.answered_of_day(resources.database, AUTHORITY, today)
    platform.held = {each.report_id: (each.kind.value, each.value) for each in rows}
    platform.days = {each.report_id: today for each in rows}
    yield platform
    await asked_to_report(world, is_on=False)


async def compared(resources: Resources, platform: Any, on: date | None = None) -> list[Any]:
    day = on or day_of(resources.clock.now())
    return await comparing.compare_day(resources, platform, AUTHORITY, day)


async def test_two_sides_that_agree_are_said_to_agree(resources: Resources, world: World, platform: Any) -> None:
    assert await compared(resources, platform) == []
    lines = (await world.officer.get(PATH))["days"]
    assert {each["agrees"] for each in lines if each["ours"]} == {True}
    people = next(each for each in lines if each["kind"] == "person")
    assert (people["ours"], people["theirs"], people["owed"]) == (2, 2, 0)


async def test_differences_are_found_once_shown_by_name_and_resolved_with_a_reason(
    resources: Resources, world: World, platform: Any
) -> None:
    person = next(each for each, (kind, _) in platform.held.items() if kind == "person")
    code, names = world.trainees[0].voucher_code, {each.name for each in world.trainees}
    issued = next(each for each, held in platform.held.items() if held == ("voucher_issued", code))
    strange, today = new_id(), day_of(resources.clock.now())
    del platform.held[person]
    platform.held[issued] = ("voucher_issued", "OTHER-CODE")
    platform.held[strange] = ("certificate", "S0001")
    platform.days[strange] = today
    found = await compared(resources, platform)
    assert {each.kind for each in found} == {"missing_there", "values_differ", "unknown_here"}
    assert await compared(resources, platform) == [], "found again it is the same"
    listed = (await world.officer.get(f"{PATH}/differences"))["differences"]
    by_kind = {each["kind"]: each for each in listed}
    assert by_kind["missing_there"]["name"] in names
    assert (by_kind["values_differ"]["ours"], by_kind["values_differ"]["theirs"]) == (code, "OTHER-CODE")
    assert (by_kind["unknown_here"]["ours"], by_kind["unknown_here"]["theirs"]) == (None, "S0001")
    for each in listed:
        body = {"request_id": new_id(), "reason": "与平台电话核对，对方更正"}
        path = f"{PATH}/differences/{each['difference_id']}/resolution"
        assert (await world.officer.post(path, body))["state"] == "resolved"
    assert (await world.officer.get(f"{PATH}/differences"))["differences"] == []
    with pytest.raises(Refused, match="404"):
        await world.officer.post(path, {"request_id": new_id(), "reason": "再一次"})


async def test_a_voucher_that_died_elsewhere_is_shown_and_lives_on_here(
    resources: Resources, app: FastAPI, world: World, platform: Any
) -> None:
    code = world.trainees[0].voucher_code
    today = day_of(resources.clock.now())
    ours = await world.officer.get(f"/v1/vouchers/{code}")
    platform.states[code] = VoucherAnswer.model_validate(
        {**ours, "state": "voided", **dict.fromkeys(("obtained_on", "activate_by", "use_by"), today)}, strict=False
    )
    (found,) = await comparing.compare_vouchers(resources, platform, AUTHORITY)
    assert (found.kind, found.ours, found.theirs) == ("voided_elsewhere", f"{code} used", f"{code} voided")
    assert (await world.officer.get(f"/v1/vouchers/{code}"))["state"] == "used"
    async with a_browser(app) as browser:
        await sign_in(browser, world.officer.login)
        said = (await browser.get("/national-platform")).text
        queue = (await browser.get("/queue")).text
    assert "平台已作废" in said
    assert world.trainees[0].name in said
    assert "对账差异" in queue
    assert f"/national-platform#d{found.difference_id}" in queue


async def test_what_is_still_on_its_way_is_no_difference(resources: Resources, world: World, platform: Any) -> None:
    await world.officer.post("/v1/vouchers/voids", {"voucher_codes": [world.trainees[1].voucher_code], "reason": "误"})
    await collected(resources)
    today = day_of(resources.clock.now())
    (waiting,) = await store.unanswered_of_day(resources.database, AUTHORITY, today)
    platform.held[waiting] = ("voucher_voided", world.trainees[1].voucher_code)
    platform.days[waiting] = today
    assert await compared(resources, platform) == []


async def test_a_platform_that_is_away_compares_nothing(resources: Resources, world: World, platform: Any) -> None:
    platform.is_down = True
    with pytest.raises(PlatformUnavailable):
        await compared(resources, platform)
    body = {"request_id": new_id(), "day": day_of(resources.clock.now())}
    with pytest.raises(Refused, match="No national platform is configured"):
        await world.officer.post(f"{PATH}/comparisons", body)


@pytest.mark.usefixtures("platform")
async def test_a_day_to_come_is_not_compared(world: World) -> None:
    with pytest.raises(Refused, match="cannot be compared"):
        await world.officer.post(f"{PATH}/comparisons", {"request_id": new_id(), "day": "2099-01-01"})
