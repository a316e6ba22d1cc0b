"""What inspections found stands with the class and with the signals that sent somebody there."""

import httpx
import pytest
from fastapi import FastAPI

from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from tests.building.world import World, a_world
from tests.conftest import StoppedClock
from tests.inspections.test_inspections_http import conclude, visit
from tests.trust.test_risk_http import an_invented_class, plan, shown
from tests.web.desk import Desk
from tests.web.staff_browser import a_browser, sign_in


async def inspected(world: World, clock: StoppedClock, result: str) -> None:
    """Planned on the list, visited and concluded."""
    case = await plan(world, clock)
    await visit(world, case["inspection_id"])
    more = {} if result == "passed" else {"lapse_kind": "quality", "document_number": "人社检〔2026〕3号"}
    await conclude(world, case["inspection_id"], result, **more)


@pytest.mark.parametrize(
    ("place", "result", "kind"), [("330604", "passed", "in_order"), ("330603", "wanting", "wanting")]
)
async def test_a_result_stands_with_the_class_and_counts_for_each_signal_that_spoke_up(
    app: FastAPI,
    resources: Resources,
    client: httpx.AsyncClient,
    clock: StoppedClock,
    monkeypatch: pytest.MonkeyPatch,
    *,
    place: str,
    result: str,
    kind: str,
) -> None:
    world = await an_invented_class(resources, client, clock, monkeypatch, place)
    assert (await shown(world, clock, resources))["records"] == []
    await inspected(world, clock, result)
    found = await world.officer.get("/v1/risk")
    assert [each["kind"] for each in found["classes"][0]["steps"]] == ["inspection", kind]
    binding = next(each for each in found["records"] if each["kind"] == "binding")
    assert (binding["in_order"], binding["wanting"]) == ((1, 0) if result == "passed" else (0, 1))
    other = await a_world(resources, client, clock, authority="330683")
    assert (await other.officer.get("/v1/risk"))["records"] == []
    async with a_browser(app) as browser:
        await sign_in(browser, world.officer.login)
        page = await Desk(browser).see("/risk")
    assert ("提示准不准" in page, "手机绑定" in page) == (True, True)
    assert ("检查未发现问题" if result == "passed" else "检查发现问题") in page


async def test_an_inspection_of_another_origin_says_nothing_of_signals(
    resources: Resources, client: httpx.AsyncClient, clock: StoppedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = await an_invented_class(resources, client, clock, monkeypatch, "330681")
    await shown(world, clock, resources)
    case = await plan(world, clock, origin="planned", inspection_id=new_id())
    await visit(world, case["inspection_id"])
    await conclude(world, case["inspection_id"], "passed")
    found = await world.officer.get("/v1/risk")
    assert (found["records"], found["classes"][0]["steps"]) == ([], [])
