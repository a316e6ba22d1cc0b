"""References to recordings over HTTP: who enters and reads them, how corrections are kept, which classes lack some."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from checkin_service.catalogue.service import register_authority
from checkin_service.client.wire import Refused
from checkin_service.kit.civil import day_of
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from checkin_service.voucher.model.vouchers import Fund
from checkin_service.voucher.store import budgets
from tests.building.world import SUBSIDY_FEN, World, a_world
from tests.conftest import StoppedClock


async def in_anhui(resources: Resources, client: httpx.AsyncClient, clock: StoppedClock) -> World:
    await register_authority(resources, authority_code="340100", name="合肥测试局")
    async with resources.database.write() as unit:
        year = day_of(clock.now()).year
        budgets.grant(unit, "340100", Fund.EMPLOYMENT_SUBSIDY, year, amount_fen=20 * SUBSIDY_FEN)
    return await a_world(resources, client, clock, authority="340100", sessions=2)


@pytest.fixture
async def anhui(resources: Resources, client: httpx.AsyncClient, clock: StoppedClock) -> World:
    return await in_anhui(resources, client, clock)


def at(world: World) -> str:
    return f"/v1/classes/{world.class_id}/recordings"


def a_recording(world: World, number: int = 0, *, late: int = 0, **changed: Any) -> dict[str, Any]:
    session = world.sessions[number]
    return {
        "session_id": session["session_id"],
        "link": "https://video.example.cn/lessons/1",
        "starts_at": session["starts_at"] + timedelta(minutes=late),
        "ends_at": session["ends_at"],
        "sha256": "ab" * 32,
    } | changed


async def keep(world: World, *recordings: dict[str, Any]) -> Any:
    return await world.admin.post(at(world), {"request_id": new_id(), "recordings": recordings})


async def lacking(world: World) -> dict[str, tuple[int, int]]:
    found = await world.officer.get("/v1/unrecorded-classes", limit=200)
    return {each["class_id"]: (each["kept"], each["lessons"]) for each in found["classes"]}


async def test_a_lesson_has_its_recording_once_it_is_over(anhui: World, clock: StoppedClock) -> None:
    with pytest.raises(Refused) as refused:
        await keep(anhui, a_recording(anhui))
    assert "is not over" in str(refused.value)
    clock.move_to(anhui.starts_at() + timedelta(hours=4))
    assert (await lacking(anhui))[str(anhui.class_id)] == (0, 1)
    kept = await keep(anhui, a_recording(anhui))
    assert (kept["kept"], kept["lessons"], kept["is_asked"], kept["clause"]) == (1, 1, True, "AH-14")
    assert [each["kept"] for each in kept["sessions"]] == ["whole", "ahead"]
    assert str(anhui.class_id) not in await lacking(anhui)


async def test_a_recording_that_leaves_out_minutes_says_so_and_its_correction_is_a_further_record(
    anhui: World, clock: StoppedClock
) -> None:
    clock.move_to(anhui.starts_at() + timedelta(hours=4))
    kept = await keep(anhui, a_recording(anhui, late=10))
    assert (kept["sessions"][0]["kept"], kept["sessions"][0]["gap_before_minutes"]) == ("part", 10)
    with pytest.raises(Refused):
        await keep(anhui, a_recording(anhui))
    kept = await keep(anhui, a_recording(anhui, reason="换用完整录像"))
    first, second = kept["sessions"][0]["records"]
    assert (first["reason"], second["reason"], kept["kept"]) == (None, "换用完整录像", 1)
    seen = await anhui.officer.get(at(anhui))
    assert seen["sessions"][0]["records"] == kept["sessions"][0]["records"]


async def test_why_there_is_none_is_on_record_and_the_class_still_lacks_it(anhui: World, clock: StoppedClock) -> None:
    clock.move_to(anhui.starts_at() + timedelta(hours=4))
    none = {"session_id": anhui.session(), "absent_because": "停电"}
    kept = await keep(anhui, none)
    assert (kept["sessions"][0]["kept"], kept["kept"], kept["lessons"]) == ("absent", 0, 1)
    assert (await lacking(anhui))[str(anhui.class_id)] == (0, 1)


@pytest.mark.parametrize(
    "changed",
    [
        {"link": "http://video.example.cn/1"},
        {"link": "https://a:b@video.example.cn/1"},
        {"link": None},
        {"absent_because": "停电"},
        {"ends_at": None},
        {"sha256": "AB"},
        {"link": None, "absent_because": "停电"},
    ],
)
async def test_what_is_no_reference_is_refused(anhui: World, clock: StoppedClock, changed: dict[str, Any]) -> None:
    clock.move_to(anhui.starts_at() + timedelta(hours=4))
    with pytest.raises(Refused):
        await keep(anhui, a_recording(anhui, **changed))
    with pytest.raises(Refused):
        await keep(anhui, a_recording(anhui), a_recording(anhui))


async def test_all_of_a_request_is_entered_or_nothing(anhui: World, clock: StoppedClock) -> None:
    clock.move_to(anhui.starts_at() + timedelta(hours=4))
    with pytest.raises(Refused):
        await keep(anhui, a_recording(anhui), a_recording(anhui, 1))
    assert [each["records"] for each in (await anhui.admin.get(at(anhui)))["sessions"]] == [[], []]


async def test_neither_the_authority_nor_an_instructor_enters_one(anhui: World, clock: StoppedClock) -> None:
    clock.move_to(anhui.starts_at() + timedelta(hours=4))
    body = {"request_id": new_id(), "recordings": [a_recording(anhui)]}
    for actor in (anhui.officer, anhui.instructor, anhui.reviewer):
        with pytest.raises(Refused):
            await actor.post(at(anhui), body)


async def test_where_nobody_asks_for_video_no_class_lacks_it(
    resources: Resources, client: httpx.AsyncClient, clock: StoppedClock
) -> None:
    shaoxing = await a_world(resources, client, clock)
    clock.move_to(shaoxing.starts_at() + timedelta(hours=4))
    assert str(shaoxing.class_id) not in await lacking(shaoxing)
    assert not (await keep(shaoxing, a_recording(shaoxing)))["is_asked"]
