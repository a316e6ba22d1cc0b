"""Hours from paper: signed by an officer, all lines or none, shown apart, and never twice."""

from datetime import timedelta
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from checkin_service.attendance.rules import balance_digest
from checkin_service.attendance.service.verification import unfounded_credits
from checkin_service.client import Refused
from checkin_service.client.keys import SigningKey
from checkin_service.kit.base64url import encode
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from tests.building.world import World, a_world, approve
from tests.conftest import StoppedClock
from tests.web.staff_browser import a_browser, sign_in


@pytest.fixture
async def world(resources: Resources, client: httpx.AsyncClient, clock: StoppedClock) -> World:
    """Two sessions are over; attendance was written on paper."""
    world = await a_world(resources, client, clock, kinds=("targeted", "targeted"))
    clock.move_to(world.starts_at(1) + timedelta(hours=4))
    return world


def line(world: World, person: int = 0, session: int = 0, hours: int = 4) -> dict[str, Any]:
    return {
        "trainee_id": str(world.trainees[person].trainee_id),
        "session_id": str(world.session(session)),
        "hours": hours,
    }


async def send(world: World, *lines: dict[str, Any], signed: tuple[dict[str, Any], ...] | None = None) -> Any:
    key, balance_id, source = SigningKey(), new_id(), "纸质签到表第1页"
    digest = balance_digest(world.class_id, balance_id, source, signed or lines)
    body = {
        "balance_id": balance_id,
        "source": source,
        "lines": list(lines),
        "public_key": encode(key.public_key),
        "signature": key.signature(digest),
        "document_number": "示人社培〔2026〕8号",
        "reason": "上线前的纸质记录",
    }
    await world.officer.post(f"/v1/classes/{world.class_id}/opening-balances", body)
    return await approve(world, balance_id)


async def standing(world: World, person: int = 0) -> dict[str, Any]:
    (own,) = await world.trainees[person].phone.own_attendance()
    return dict(own["attendance"])


async def test_imported_hours_count_and_are_shown_apart(world: World) -> None:
    answer = await send(world, line(world), line(world, session=1, hours=2), line(world, person=1))
    assert (answer["trainees"], answer["imported_hours"]) == (2, 10)
    shown = await standing(world)
    assert (shown["rate"], shown["imported_hours"], shown["corrected_hours"]) == ("6/20", 6, 0)
    assert (await standing(world, 1))["rate"] == "4/20"


async def test_another_list_than_the_signed_one_is_refused(world: World) -> None:
    with pytest.raises(Refused, match="does not fit"):
        await send(world, line(world), signed=(line(world, hours=3),))
    assert (await standing(world))["credited_hours"] == 0


async def test_a_key_without_a_signature_signs_nothing(world: World) -> None:
    body = {"balance_id": new_id(), "source": "纸质签到表", "lines": [line(world)], "reason": "上线前的纸质记录"}
    body |= {"public_key": encode(SigningKey().public_key), "document_number": "示人社培〔2026〕8号"}
    with pytest.raises(Refused, match="come together"):
        await world.officer.post(f"/v1/classes/{world.class_id}/opening-balances", body)


async def test_one_bad_line_refuses_all(world: World) -> None:
    with pytest.raises(Refused, match="not over yet"):
        await send(world, line(world), line(world, session=3))
    with pytest.raises(Refused, match="twice"):
        await send(world, line(world), line(world, hours=1))
    assert (await standing(world))["credited_hours"] == 0


async def test_no_hour_is_imported_twice(world: World) -> None:
    await send(world, line(world, hours=3))
    with pytest.raises(Refused, match="Only 1"):
        await send(world, line(world, hours=2))
    await send(world, line(world, hours=1))
    assert (await standing(world))["imported_hours"] == 4


async def test_no_institution_imports(world: World) -> None:
    with pytest.raises(Refused) as refused:
        await world.admin.post(f"/v1/classes/{world.class_id}/opening-balances", {})
    assert refused.value.status == 403


async def test_imported_hours_are_traced_to_their_list(world: World, resources: Resources) -> None:
    await send(world, line(world), line(world, session=1, hours=2))
    mine = world.trainees[0].trainee_id
    assert [
        each async for each in unfounded_credits(resources.database, resources.sealer) if each.trainee_id == mine
    ] == []


async def test_the_board_shows_hours_from_paper_apart(world: World, app: FastAPI) -> None:
    await send(world, line(world))
    async with a_browser(app) as browser:
        await sign_in(browser, world.admin.login)
        board = (await browser.get(f"/classes/{world.class_id}/board")).text
    assert "其中纸质导入 4 课时" in board
