"""The register of courses over HTTP: filed, examined, changed, suspended, closed, and named by classes."""

from typing import Any

import httpx
import pytest

from checkin_service.client.wire import Refused
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from tests.building.world import World, a_world
from tests.conftest import StoppedClock
from tests.recordings.test_recordings_http import in_anhui

COURSES = "/v1/training-courses"


@pytest.fixture(scope="module")
async def world(resources: Resources, client: httpx.AsyncClient, session_clock: StoppedClock) -> World:
    return await a_world(resources, client, session_clock, authority="330602")


def content(**changed: Any) -> dict[str, Any]:
    return {
        "title": f"电工安全基础{new_id().hex[-8:]}",
        "occupation": "电工",
        "taught": "online",
        "class_hours": 40,
        "summary": "安全用电、触电急救",
        "units": [{"title": "安全用电", "class_hours": 16}, {"title": "急救", "class_hours": 24}],
        "resources": [{"kind": "video", "title": "第一讲", "link": "https://course.example.cn/1"}],
        "question_count": 300,
    } | changed


async def filed(world: World, **changed: Any) -> Any:
    return await world.admin.post(COURSES, {"course_id": new_id(), **content(**changed)})


async def examined(world: World, course: Any, version: int = 1, *, approved: bool = True) -> Any:
    body = {
        "request_id": new_id(),
        "version": version,
        "approved": approved,
        "reason": None if approved else "课时不实",
    }
    return await world.officer.post(f"{COURSES}/{course['course_id']}/examinations", body)


async def public(world: World, words: str) -> list[Any]:
    found = await world.client.post("/v1/training-course-searches", json={"words": words, "division": "330600"})
    assert found.status_code == 200, found.text
    courses: list[Any] = found.json()["courses"]
    return courses


async def test_a_course_is_public_once_its_authority_has_approved_it(world: World) -> None:
    course = await filed(world)
    title = course["versions"][0]["title"]
    assert (course["state"], course["waiting"], await public(world, title)) == ("filed", 1, [])
    assert (await examined(world, course))["state"] == "approved"
    (shown,) = await public(world, title)
    assert (shown["class_hours"], shown["question_count"], shown["resources"][0]["kind"]) == (40, 300, "video")
    assert [each["class_hours"] for each in shown["units"]] == [16, 24]


async def test_a_refusal_says_why_and_a_better_version_is_examined_anew(world: World) -> None:
    course = await filed(world)
    refused = await examined(world, course, approved=False)
    assert (refused["state"], refused["steps"][0]["reason"]) == ("refused", "课时不实")
    change = {"request_id": new_id(), "reason": "按意见修改", **content()}
    changed = await world.admin.post(f"{COURSES}/{course['course_id']}/versions", change)
    assert (changed["state"], changed["waiting"], changed["versions"][1]["reason"]) == ("refused", 2, "按意见修改")
    with pytest.raises(Refused):
        await world.admin.post(f"{COURSES}/{course['course_id']}/versions", change | {"request_id": new_id()})
    with pytest.raises(Refused):
        await examined(world, course, 1)
    assert (await examined(world, course, 2))["approved"] == 2


async def test_what_was_approved_stands_until_its_change_is(world: World) -> None:
    course = await filed(world)
    await examined(world, course)
    before, after = course["versions"][0]["title"], content()
    change = {"request_id": new_id(), "reason": "教材更新", **after}
    await world.admin.post(f"{COURSES}/{course['course_id']}/versions", change)
    assert [each["title"] for each in await public(world, before)] == [before]
    await examined(world, course, 2)
    assert [each["title"] for each in await public(world, after["title"])] == [after["title"]]


async def test_suspended_resumed_and_closed_with_reasons(world: World) -> None:
    course = await filed(world)
    await examined(world, course)
    path, title = f"{COURSES}/{course['course_id']}/standings", course["versions"][0]["title"]
    for actor, to in ((world.admin, "suspended"), (world.officer, "resumed")):
        with pytest.raises(Refused):
            await actor.post(path, {"request_id": new_id(), "to": to, "reason": "链接失效"})
    suspended = await world.officer.post(path, {"request_id": new_id(), "to": "suspended", "reason": "链接失效"})
    assert (suspended["state"], await public(world, title)) == ("suspended", [])
    await world.officer.post(path, {"request_id": new_id(), "to": "resumed", "reason": "已修复"})
    assert len(await public(world, title)) == 1
    closed = await world.admin.post(path, {"request_id": new_id(), "to": "closed", "reason": "停办"})
    assert [each["kind"] for each in closed["steps"]] == ["approved", "suspended", "resumed", "closed"]
    with pytest.raises(Refused):
        await world.officer.post(path, {"request_id": new_id(), "to": "resumed", "reason": "恢复"})


@pytest.mark.parametrize(
    "changed",
    [
        {"class_hours": 39},
        {"resources": []},
        {"resources": [{"kind": "video", "title": "一", "link": "https://a:b@course.example.cn"}]},
    ],
)
async def test_what_does_not_fit_is_refused(world: World, changed: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        await filed(world, **changed)


async def test_one_approval_serves_the_whole_city_and_no_other(
    world: World, resources: Resources, client: httpx.AsyncClient, clock: StoppedClock
) -> None:
    course = await filed(world)
    elsewhere = await a_world(resources, client, clock, authority="330681")
    away = await in_anhui(resources, client, clock)
    with pytest.raises(Refused) as refused:
        await applied(elsewhere, course)
    assert refused.value.problem["clause"] == "SX-27"
    await examined(world, course)
    with pytest.raises(Refused):
        await examined(elsewhere, course)
    named = await applied(elsewhere, course)
    assert named["course_id"] == course["course_id"]
    with pytest.raises(Refused):
        await applied(away, course)


async def applied(world: World, course: Any) -> Any:
    session = {**world.sessions[0], "session_id": new_id(), "ordinal": 1}
    body = {
        "class_id": new_id(),
        "name": "电工二班",
        "project_id": world.project_id,
        "teaching_plan": "安全",
        "sessions": [session],
        "course_id": course["course_id"],
    }
    return await world.admin.post("/v1/classes", body)


async def test_another_institution_changes_nothing_and_sees_it_once_it_is_approved(
    world: World, resources: Resources, client: httpx.AsyncClient, clock: StoppedClock
) -> None:
    other = await a_world(resources, client, clock, authority="330602")
    course = await filed(world)
    path = f"{COURSES}/{course['course_id']}"
    with pytest.raises(Refused):
        await other.admin.get(path)
    await examined(world, course)
    assert (await other.admin.get(path))["state"] == "approved"
    for end, body in (
        ("versions", {"request_id": new_id(), "reason": "变更", **content()}),
        ("standings", {"request_id": new_id(), "to": "closed", "reason": "停办"}),
    ):
        with pytest.raises(Refused):
            await other.admin.post(f"{path}/{end}", body)
    listed = await other.admin.get(COURSES, limit=200)
    assert course["course_id"] not in {each["course_id"] for each in listed["courses"]}
