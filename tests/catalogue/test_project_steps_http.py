"""Projects that are renamed, suspended, closed or let return: by two people, with what follows for their classes."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest

from checkin_service.catalogue.model.standing import Standing
from checkin_service.catalogue.rules import project_refusal_while, project_step_refusal
from checkin_service.client import Refused
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from tests.building.identities import a_name, a_resident_id
from tests.building.world import World, a_world, approve, at_the_site
from tests.conftest import StoppedClock

GROUNDS = {"document_number": "绍人社函〔2026〕31号", "reason": "目录调整"}


@pytest.fixture
async def world(resources: Resources, client: httpx.AsyncClient, clock: StoppedClock) -> World:
    return await a_world(resources, client, clock)


async def propose(world: World, **step: object) -> str:
    body = {"step_id": new_id(), **step, **GROUNDS}
    return str((await world.officer.post(f"/v1/projects/{world.project_id}/steps", body))["proposal_id"])


async def decide(world: World, **step: object) -> dict[str, Any]:
    return await approve(world, await propose(world, **step))


async def history(world: World) -> dict[str, Any]:
    return dict(await world.admin.get(f"/v1/projects/{world.project_id}/steps"))


async def applied(world: World, clock: StoppedClock) -> UUID:
    start = clock.now() + timedelta(days=1)
    session = {"session_id": new_id(), "ordinal": 1, "site_id": world.site_id, "class_hours": 4}
    times = {"starts_at": start, "ends_at": start + timedelta(hours=3)}
    return await world.admin.apply_for_class(
        name="焊工", project_id=world.project_id, teaching_plan="安全用电", sessions=[session | times]
    )


async def state(world: World, class_id: UUID) -> str:
    return str((await world.admin.get(f"/v1/classes/{class_id}"))["state"])


async def is_offered(world: World) -> bool:
    found = (await world.client.post("/v1/courses", json={"words": ""})).json()["courses"]
    return str(world.class_id) in {each["class_id"] for each in found}


async def test_a_project_is_called_otherwise_and_what_it_was_called_stays_on_record(world: World) -> None:
    former = (await history(world))["name"]
    assert (await decide(world, change="renamed", name="电工（2026版）"))["former_name"] == former
    found = await history(world)
    assert (found["name"], found["standing"]) == ("电工（2026版）", "active")
    (step,) = found["steps"]
    assert (step["ordinal"], step["former_name"], step["document_number"]) == (1, former, GROUNDS["document_number"])
    with pytest.raises(Refused, match="called and stands so already"):
        await propose(world, change="renamed", name="电工（2026版）")


async def test_a_suspended_project_begins_no_class_until_it_returns(world: World, clock: StoppedClock) -> None:
    waiting = await applied(world, clock)
    clock.advance(minutes=-50)  # The class begins in more than an hour: it can be applied for.
    await world.admin.post(f"/v1/classes/{world.class_id}/offer", {"request_id": new_id(), "places": 90})
    assert await is_offered(world)
    await decide(world, change="suspended")
    assert not await is_offered(world)
    row = {"trainee_id": new_id(), "name": a_name(), "document": a_resident_id(), "voucher_kind": "targeted"}
    for act in (
        applied(world, clock),
        world.admin.submit_roster(waiting, [row]),
        world.officer.decide_opening(waiting),
    ):
        with pytest.raises(Refused, match="The project is suspended"):
            await act
    assert await state(world, waiting) == "applied", "it waits for the return"
    await decide(world, change="active")
    assert await is_offered(world)
    await applied(world, clock)


async def test_a_closure_refuses_what_waits_and_lets_what_has_begun_go_on(world: World, clock: StoppedClock) -> None:
    waiting = await applied(world, clock)
    done = await decide(world, change="closed")
    assert done["refused_classes"] == [str(waiting)]
    assert (await state(world, waiting), await state(world, world.class_id)) == ("rejected", "open")
    clock.move_to(world.starts_at() - timedelta(minutes=5))
    trainee, code = world.trainees[0], await world.instructor.classroom_code(world.session())
    answer = await trainee.phone.check_in(world.session(), proof=trainee.phone.pin_code(code), at=at_the_site())
    assert answer["outcome"] == "accepted"
    for step in ({"change": "active"}, {"change": "renamed", "name": "又一个名字"}):
        with pytest.raises(Refused, match="closed and that is final"):
            await propose(world, **step)
    with pytest.raises(Refused, match="The project is closed"):
        await applied(world, clock)


async def test_a_class_of_a_closed_project_comes_to_its_end(world: World, clock: StoppedClock) -> None:
    await decide(world, change="closed")
    for number in range(5):
        clock.move_to(world.starts_at(number) + timedelta(hours=4))
    for each in (world.admin, world.officer):
        await each.sign_in()
    await world.admin.apply_for_completion(world.class_id)
    await world.officer.decide_completion(world.class_id)
    assert await state(world, world.class_id) == "completed"


async def test_nothing_is_decided_by_one_person_and_nothing_is_said_of_what_is_not_there(world: World) -> None:
    asked = await propose(world, change="suspended")
    with pytest.raises(Refused):
        await world.officer.post(f"/v1/proposals/{asked}/ruling", {"request_id": new_id(), "approved": True})
    assert (await history(world))["standing"] == "active"
    nothing = {"step_id": new_id(), **GROUNDS}
    for wrong in ({"change": "renamed"}, {"change": "closed", "name": "新名称"}):
        with pytest.raises(Refused) as malformed:
            await world.officer.post(f"/v1/projects/{world.project_id}/steps", nothing | wrong)
        assert malformed.value.status == httpx.codes.UNPROCESSABLE_ENTITY
    with pytest.raises(Refused) as unknown:
        await world.officer.post(f"/v1/projects/{new_id()}/steps", nothing | {"change": "closed"})
    assert unknown.value.status == httpx.codes.NOT_FOUND


async def test_the_list_of_projects_says_how_each_stands(world: World) -> None:
    await decide(world, change="suspended")
    cursor = None
    while True:
        page = await world.officer.get("/v1/projects", limit=200, cursor=cursor)
        found = [each for each in page["projects"] if each["project_id"] == str(world.project_id)]
        cursor = page["next_cursor"]
        if found or cursor is None:
            break
    assert [each["standing"] for each in found] == ["suspended"]


def test_a_step_changes_something_and_none_follows_a_closure() -> None:
    for present, called, to, name, may in (
        (Standing.ACTIVE, "一", Standing.SUSPENDED, None, True),
        (Standing.ACTIVE, "一", Standing.ACTIVE, "一", False),
        (Standing.ACTIVE, "一", None, "二", True),
        (Standing.ACTIVE, "一", Standing.ACTIVE, "二", True),
        (Standing.SUSPENDED, "一", Standing.CLOSED, None, True),
        (Standing.CLOSED, "一", Standing.ACTIVE, "二", False),
    ):
        assert (project_step_refusal(present, called, to=to, name=name) is None) is may
    assert project_refusal_while(Standing.ACTIVE) is None
    assert None not in {project_refusal_while(each) for each in (Standing.SUSPENDED, Standing.CLOSED)}
