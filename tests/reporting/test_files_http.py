"""Excel as the other way: the same rows in a file, and the platform's answers taken in as a table."""

from base64 import b64encode
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from pydantic_core import to_json

from checkin_service.client.wire import Refused
from checkin_service.kit.civil import day_of
from checkin_service.kit.ids import new_id
from checkin_service.kit.intake.workbooks import contents
from checkin_service.kit.resources import Resources
from checkin_service.kit.workbook import workbook
from checkin_service.reporting.store import sending
from tests.building.world import World, a_world
from tests.conftest import StoppedClock
from tests.reporting.way import PATH, asked_to_report, collected, reporting

AUTHORITY = "330600"


@pytest.fixture(scope="module")
async def world(resources: Resources, client: httpx.AsyncClient, session_clock: StoppedClock) -> World:
    return await a_world(resources, client, session_clock)


@pytest.fixture
async def on(resources: Resources, world: World) -> AsyncIterator[None]:
    await reporting(world)
    await collected(resources)
    yield
    await asked_to_report(world, is_on=False)


async def taken(resources: Resources, world: World, kind: str, **changes: Any) -> httpx.Response:
    today = day_of(resources.clock.now())
    body = {"kind": kind, "first": today, "last": today, "purpose": "向部平台上报", **changes}
    return await world.officer.send("POST", f"{PATH}/files", content=to_json(body))


def sheet_of(answer: httpx.Response) -> list[dict[str, Any]]:
    assert answer.status_code == 200, answer.text
    head, *rows = rows_of(answer, 0)
    return [dict(zip(head, row, strict=False)) for row in rows]


def rows_of(answer: httpx.Response, sheet: int) -> list[list[str]]:
    grid = contents(answer.content).sheets[sheet]
    return [list(map(str, row)) for row in grid.rows.values()]


async def answered(world: World, *rows: list[str]) -> Any:
    content = workbook({"结果": [["上报编号", "结果", "说明"], *rows]})
    body = {"request_id": new_id(), "file": b64encode(content).decode()}
    return await world.officer.post("/v1/intakes/platform_answers", body)


@pytest.mark.usefixtures("on")
async def test_the_same_rows_stand_in_the_file_with_who_took_it_and_why(resources: Resources, world: World) -> None:
    answer = await taken(resources, world, "person")
    (row,) = sheet_of(answer)
    trainee = world.trainees[0]
    assert (row["名称（姓名）"], row["证件号码"]) == (trainee.name, trainee.document["number"])
    assert ["用途", "向部平台上报"] in rows_of(answer, 1)
    (site,) = sheet_of(await taken(resources, world, "institution"))
    assert (float(site["经度"]), site["坐标系"]) == (120.5821, "wgs84")


@pytest.mark.usefixtures("on")
async def test_answers_from_a_file_count_as_over_the_interface(resources: Resources, world: World) -> None:
    (person,) = sheet_of(await taken(resources, world, "person"))
    (issued,) = sheet_of(await taken(resources, world, "voucher_issued"))
    before = (await sending.backlog(resources.database, AUTHORITY)).waiting
    result = await answered(world, [person["上报编号"], "已接收", ""], [issued["上报编号"], "退回", "券模板未备案"])
    assert result["result"] == {"answered": 1, "refused": 1}
    backlog = await sending.backlog(resources.database, AUTHORITY)
    assert (backlog.waiting, backlog.refused) == (before - 2, 1)
    (refused,) = (await world.officer.get(f"{PATH}/refusals"))["reports"]
    assert (refused["kind"], refused["words_zh"]) == ("voucher_issued", "券模板未备案")
    (person,) = sheet_of(await taken(resources, world, "person"))
    assert person["状态"] == "已接收"


@pytest.mark.usefixtures("on")
async def test_every_bad_row_of_an_answer_is_named_in_its_place(world: World) -> None:
    with pytest.raises(Refused) as refused:
        await answered(world, ["ABC", "已接收", ""], [new_id().hex, "退回", ""], [new_id().hex, "已接收", ""])
    codes = [(each["row"], each["code"]) for each in refused.value.problem["rows"]]
    assert codes == [(2, "no_number"), (3, "reason_missing"), (4, "not_waiting")]


async def test_nothing_leaves_in_a_file_while_nothing_goes_up(resources: Resources, world: World) -> None:
    answer = await taken(resources, world, "person")
    assert (answer.status_code, answer.json()["detail"][:8]) == (422, "本单位未开启上报")


@pytest.mark.usefixtures("on")
async def test_days_stand_in_order(resources: Resources, world: World) -> None:
    assert (await taken(resources, world, "person", first="2099-01-02", last="2099-01-01")).status_code == 422
