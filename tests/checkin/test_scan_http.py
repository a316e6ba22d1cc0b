"""扫码验券 at a session: two sides are needed, the trainee's own device and an administrator inside the fence."""

from typing import Any

import httpx
import pytest

from checkin_service.demo.actors.wire import Refused
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from tests.world import World, a_world, at_the_site


@pytest.fixture
async def world(resources: Resources, client: httpx.AsyncClient, clock: Any) -> World:
    world = await a_world(resources, client, clock)
    clock.move_to(world.starts_at())
    return world


def reasons(answer: dict[str, Any]) -> set[str]:
    return {finding["reason"] for finding in answer["findings"] if finding["outcome"] in {"fail", "doubt"}}


async def test_a_scan_inside_the_fence_credits_the_session(world: World) -> None:
    answer = await world.admin.scan(world.session(), world.trainees[0].phone.live_qr(world.session()), at=at_the_site())
    assert answer["outcome"] == "accepted"
    assert answer["credited_hours"] == 4
    assert answer["attendance"]["credited_hours"] == 4


async def test_repeating_a_scan_gets_its_first_answer(world: World) -> None:
    scan_id, qr = new_id(), world.trainees[0].phone.live_qr(world.session())
    first = await world.admin.scan(world.session(), qr, at=at_the_site(), scan_id=scan_id)
    place = at_the_site()
    again = await world.admin.scan(world.session(), qr, at=place, scan_id=scan_id)
    assert again == first


async def test_a_picture_of_a_qr_is_dead_after_half_a_minute(world: World, clock: Any) -> None:
    qr = world.trainees[0].phone.live_qr(world.session())
    clock.advance(seconds=31)
    answer = await world.admin.scan(world.session(), qr, at=at_the_site())
    assert answer["outcome"] == "refused"
    assert reasons(answer) == {"qr_too_old"}


async def test_a_qr_serves_once(world: World) -> None:
    qr = world.trainees[0].phone.live_qr(world.session())
    await world.admin.scan(world.session(), qr, at=at_the_site())
    answer = await world.admin.scan(world.session(), qr, at=at_the_site())
    assert reasons(answer) == {"qr_used_before"}
    assert answer["credited_hours"] == 0


async def test_an_administrator_outside_the_fence_credits_nothing(world: World) -> None:
    qr = world.trainees[0].phone.live_qr(world.session())
    answer = await world.admin.scan(world.session(), qr, at=at_the_site(longitude=120.6821))
    assert reasons(answer) == {"outside"}
    assert answer["credited_hours"] == 0


async def test_a_qr_of_another_session_shows_nothing(world: World) -> None:
    qr = world.trainees[0].phone.live_qr(world.session(1))
    answer = await world.admin.scan(world.session(), qr, at=at_the_site())
    assert reasons(answer) == {"qr_other_session"}


async def test_without_the_trainees_key_nobody_makes_a_qr(world: World) -> None:
    own, other = world.trainees[0].phone.live_qr(world.session()), world.trainees[0].phone.live_qr(world.session())
    forged = own.rpartition(".")[0] + "." + other.rpartition(".")[2]
    answer = await world.admin.scan(world.session(), forged, at=at_the_site())
    assert reasons(answer) == {"qr_unsigned"}
    for nonsense in ("", "S1.", "S1.AAAA.AAAA", "V1.x", own[:-1] + "!"):
        with pytest.raises(Refused):
            await world.admin.scan(world.session(), nonsense, at=at_the_site())


async def test_a_scan_after_a_check_in_counts_nothing_twice(world: World) -> None:
    phone = world.trainees[0].phone
    await world.admin.scan(world.session(), phone.live_qr(world.session()), at=at_the_site())
    answer = await world.admin.scan(world.session(), phone.live_qr(world.session()), at=at_the_site())
    assert answer["outcome"] == "accepted"
    assert answer["credited_hours"] == 0
    assert answer["attendance"]["credited_hours"] == 4


async def test_another_institutions_administrator_finds_no_such_session(
    resources: Resources, client: httpx.AsyncClient, clock: Any, world: World
) -> None:
    elsewhere = await a_world(resources, client, clock)
    clock.move_to(world.starts_at())
    with pytest.raises(Refused):
        await elsewhere.admin.scan(world.session(), world.trainees[0].phone.live_qr(world.session()), at=at_the_site())


async def test_the_activation_scan_credits_nothing(world: World) -> None:
    (attendance,) = await world.trainees[0].phone.own_attendance()
    assert attendance["attendance"]["credited_hours"] == 0
