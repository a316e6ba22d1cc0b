"""Places of check-ins: earlier fixes, dated places, moving fences, and the plan of it all."""

from collections import Counter
from collections.abc import AsyncIterator
from datetime import date, timedelta
from math import hypot
from typing import Any
from xml.etree import ElementTree as ET

import httpx
import pytest
from sqlalchemy import bindparam, select

from checkin_service.access.model import Role
from checkin_service.access.service import create_authority_staff
from checkin_service.access.tables import audit_entry
from checkin_service.catalogue.service import register_authority
from checkin_service.checkin import tables
from checkin_service.client import Refused, Reviewer
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from geo import Datum, Position, displaced
from tests.building.world import PASSWORD, SITE, Trainee, World, a_world, at_the_site
from tests.conftest import StoppedClock
from tests.geo.builders import a_box
from tests.tools.reading import reading

HERE = Position(**SITE, datum=Datum.WGS84)

_LOCATED = reading(
    select(tables.attempt.c.attempt_id, tables.attempt.c.located).where(
        tables.attempt.c.trainee_id == bindparam("trainee_id")
    )
)
_READS = reading(
    select(audit_entry.c.subject).where(
        audit_entry.c.action == "checkin:plan:read", audit_entry.c.object_id == bindparam("object_id")
    )
)


def metres_away(east_m: float, **changes: Any) -> dict[str, Any]:
    place = displaced(HERE, east_m=east_m, north_m=0)
    return at_the_site(longitude=place.longitude, latitude=place.latitude, **changes)


async def check_in(world: World, trainee: Trainee, session: int = 0, **changes: Any) -> dict[str, Any]:
    code = changes.pop("code", None) or await world.instructor.classroom_code(world.session(session))
    arguments = {"at": at_the_site(), "proof": trainee.phone.pin_code(code), **changes}
    return await trainee.phone.check_in(world.session(session), **arguments)


def finding(answer: dict[str, Any], check: str) -> dict[str, Any]:
    return next(each for each in answer["findings"] if each["check"] == check)


def checks(answer: dict[str, Any]) -> set[str]:
    return {each["check"] for each in answer["findings"]}


@pytest.fixture(scope="module")
async def world(resources: Resources, client: httpx.AsyncClient, session_clock: StoppedClock) -> AsyncIterator[World]:
    before = session_clock.now()
    yield await a_world(resources, client, session_clock, kinds=("targeted",) * 5, sessions=8)
    session_clock.move_to(before)


# Earlier fixes -----------------------------------------------------------------------------------------------------


async def test_a_minute_after_being_believed_nobody_is_sixty_kilometres_away(world: World, clock: StoppedClock) -> None:
    clock.move_to(world.starts_at() - timedelta(minutes=5))
    trainee = world.trainees[0]
    assert (await check_in(world, trainee))["outcome"] == "accepted"
    clock.advance(seconds=60)
    far = displaced(HERE, east_m=60_000, north_m=0)
    again = await check_in(
        world, trainee, at=at_the_site(longitude=far.longitude, latitude=far.latitude), code="000000"
    )
    travel = finding(again, "travel")
    assert (travel["outcome"], travel["reason"], travel["limit"], travel["unit"]) == (
        "doubt",
        "impossible_travel",
        400,
        "km/h",
    )
    assert travel["measured"] > 3000
    assert travel["sentence"]["zh"]
    assert travel["advice"]["en"]


async def test_a_refused_fix_is_no_place_to_have_come_from(world: World, clock: StoppedClock) -> None:
    clock.move_to(world.starts_at() - timedelta(minutes=5))
    trainee = world.trainees[1]
    assert (await check_in(world, trainee, at=metres_away(60_000)))["outcome"] == "refused"
    clock.advance(seconds=30)
    honest = await check_in(world, trainee)
    assert honest["outcome"] == "accepted"
    assert "travel" not in checks(honest)


async def test_the_same_fix_day_after_day_is_noted_from_the_fifth_on(world: World, clock: StoppedClock) -> None:
    trainee, frozen = world.trainees[2], []
    for number in range(6):
        clock.move_to(world.starts_at(number) - timedelta(minutes=5))
        answer = await check_in(world, trainee, number, at=at_the_site(longitude=120.58211234, latitude=29.99711234))
        assert answer["outcome"] == "accepted"
        noted = {each["reason"] for each in answer["findings"] if each["check"] == "fix_habits"}
        frozen.append("frozen_position" in noted and "constant_accuracy" in noted)
    assert frozen == [False, False, False, False, True, True]


async def test_without_a_position_nothing_earlier_is_opened(
    world: World, clock: StoppedClock, resources: Resources, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock.move_to(world.starts_at() - timedelta(minutes=5))
    trainee = world.trainees[3]
    assert (await check_in(world, trainee))["outcome"] == "accepted"

    def closed(*_: object, **__: object) -> None:
        raise AssertionError("evidence was opened")

    monkeypatch.setattr(type(resources.sealer), "open_all", closed)
    clock.advance(seconds=30)
    silent = await check_in(world, trainee, at=None)
    assert (silent["outcome"], silent["evidence"]["evidence_class"]) == ("accepted", "D")


async def test_the_attempt_remembers_how_it_lay_to_the_fence(
    world: World, clock: StoppedClock, resources: Resources
) -> None:
    clock.move_to(world.starts_at() - timedelta(minutes=5))
    trainee, lay = world.trainees[4], []
    for at in (metres_away(60_000), at_the_site(accuracy_m=2000.0), None, at_the_site(accuracy_m=None), at_the_site()):
        clock.advance(seconds=30)
        lay.append((await check_in(world, trainee, at=at))["attempt_id"])
    rows = await resources.database.read(_LOCATED, trainee_id=trainee.trainee_id)
    located = {str(row.attempt_id): row.located for row in rows}
    assert [located[each] for each in lay] == ["outside", "edge", None, None, "inside"]


# Dated places ------------------------------------------------------------------------------------------------------


async def test_a_changed_radius_binds_the_sessions_from_its_day_on(
    resources: Resources, client: httpx.AsyncClient, clock: StoppedClock
) -> None:
    world = await a_world(resources, client, clock, sessions=2)
    trainee, away = world.trainees[0], metres_away(500, accuracy_m=10.0)
    clock.move_to(world.starts_at(0) - timedelta(minutes=5))
    before = await check_in(world, trainee, 0, at=away)
    await world.officer.change_site(
        world.site_id,
        effective_from=world.starts_at(1).date(),
        reason="实训场地扩大",
        **SITE,
        datum="wgs84",
        radius_m=800,
    )
    clock.advance(seconds=30)
    same_day = await check_in(world, trainee, 0, at=away)
    assert [finding(each, "location")["reason"] for each in (before, same_day)] == ["outside", "outside"]
    clock.move_to(world.starts_at(1) - timedelta(minutes=5))
    after = await check_in(world, trainee, 1, at=away)
    assert (finding(after, "location")["reason"], finding(after, "location")["limit"]) == ("inside", 800)
    read = await trainee.phone.send("GET", f"/v1/check-ins/{before['attempt_id']}")
    assert read.json() == before


async def test_a_second_campus_is_inside(resources: Resources, client: httpx.AsyncClient, clock: StoppedClock) -> None:
    campus = {"type": "Polygon", "coordinates": [a_box(900, -150, 1200, 150, centre=HERE)]}
    world = await a_world(resources, client, clock, site={"areas": [{"datum": "wgs84", "geometry": campus}]})
    clock.move_to(world.starts_at() - timedelta(minutes=5))
    outcomes = []
    for east_m in (550, 1050, 0):
        clock.advance(seconds=30)
        answer = await check_in(world, world.trainees[0], at=metres_away(east_m))
        outcomes.append(finding(answer, "location")["reason"])
        assert finding(answer, "location")["limit"] == 200
    assert outcomes == ["outside", "inside", "inside"]


# Moving fences -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
async def outdoors(
    resources: Resources, client: httpx.AsyncClient, session_clock: StoppedClock
) -> AsyncIterator[World]:
    before = session_clock.now()
    yield await a_world(resources, client, session_clock, kinds=("targeted",) * 4, sessions=4, moving_fence=True)
    session_clock.move_to(before)


async def test_the_fence_lies_around_the_instructor_from_then_on(outdoors: World, clock: StoppedClock) -> None:
    clock.move_to(outdoors.starts_at() - timedelta(minutes=20))
    trainee, orchard = outdoors.trainees[0], metres_away(4000)
    assert finding(await check_in(outdoors, trainee, at=orchard), "location")["reason"] == "outside"
    placed = await outdoors.instructor.place_fence(outdoors.session(), metres_away(4050, accuracy_m=12.0))
    assert placed["radius_m"] == 200.0
    clock.advance(seconds=30)
    # One account of the staff moves no class: the phones of several trainees bear the fence out.
    for early in outdoors.trainees[:2]:
        alone = await check_in(outdoors, early, at=orchard)
        assert (alone["outcome"], finding(alone, "moving_fence")["reason"]) == ("doubtful", "fence_not_borne_out")
    assert finding(alone, "moving_fence")["measured"] == 2
    third = await check_in(outdoors, outdoors.trainees[2], at=orchard)
    assert (third["outcome"], finding(third, "moving_fence")["reason"]) == ("accepted", "fence_borne_out")
    clock.advance(seconds=30)
    there = await check_in(outdoors, trainee, at=orchard)
    assert (finding(there, "location")["reason"], finding(there, "location")["limit"]) == ("inside", 200.0)
    assert finding(there, "moving_fence")["outcome"] == "note"
    assert (there["outcome"], there["evidence"]["evidence_class"]) == ("accepted", "D")
    # Who stayed at the school is not where the class is.
    at_school = await check_in(outdoors, outdoors.trainees[3])
    assert finding(at_school, "location")["reason"] == "outside"
    # Nor does a card reader speak for it that was left at the door.
    card = await outdoors.terminal.check_in(outdoors.session(), document=outdoors.trainees[3].document)
    assert (card["outcome"], finding(card, "location")["reason"]) == ("doubtful", "no_position")
    fences = (await outdoors.officer.get("/v1/moving-fences"))["fences"]
    line = next(each for each in fences if each["session_id"] == str(outdoors.session()))
    assert (line["by_device"], line["witnesses"]) == (False, 3)
    assert 4040 < line["distance_m"] < 4060
    assert abs(line["distance_m"] - hypot(line["east_m"], line["north_m"])) < 5


async def test_one_phone_that_asks_again_and_again_bears_out_nothing(outdoors: World, clock: StoppedClock) -> None:
    clock.move_to(outdoors.starts_at(3) - timedelta(minutes=20))
    await outdoors.instructor.place_fence(outdoors.session(3), metres_away(4000, accuracy_m=12.0))
    for _ in range(3):
        clock.advance(seconds=30)
        answer = await check_in(outdoors, outdoors.trainees[0], 3, at=metres_away(4000))
        assert (answer["outcome"], finding(answer, "moving_fence")["measured"]) == ("doubtful", 1)
    # The display of the site goes along instead: nobody need bear it out, and it shows the code there.
    with pytest.raises(Refused):
        await outdoors.terminal.show_code(outdoors.session(3), at=metres_away(4000))
    await outdoors.terminal.place_fence(outdoors.session(3), metres_away(4000, accuracy_m=12.0))
    clock.advance(seconds=30)
    code = await outdoors.terminal.show_code(outdoors.session(3), at=metres_away(4000))
    other = outdoors.trainees[1]
    accepted = await other.phone.check_in(outdoors.session(3), proof=other.phone.pin_code(code), at=metres_away(4000))
    assert (accepted["outcome"], finding(accepted, "moving_fence")["reason"]) == ("accepted", "around_device")
    card = await outdoors.terminal.check_in(outdoors.session(3), document=outdoors.trainees[2].document)
    assert (card["outcome"], card["evidence"]["evidence_class"]) == ("accepted", "D")


async def test_another_session_of_the_class_keeps_its_site(outdoors: World, clock: StoppedClock) -> None:
    clock.move_to(outdoors.starts_at(1) - timedelta(minutes=5))
    answer = await check_in(outdoors, outdoors.trainees[1], 1)
    assert answer["outcome"] == "accepted"
    assert "moving_fence" not in checks(answer)


@pytest.mark.parametrize(
    ("minutes", "at", "says"),
    [
        (-20, metres_away(12_000), "within 10000 metres"),
        (-20, metres_away(9_990, accuracy_m=40.0), "within 10000 metres"),
        (-20, metres_away(0, is_mock=True), "simulated"),
        (-20, metres_away(0, accuracy_m=600.0), "too inaccurate"),
        (-20, metres_away(0, accuracy_m=None), "without a usable accuracy"),
        (-31, metres_away(0), "between the opening"),
        (181, metres_away(0), "between the opening"),
    ],
)
async def test_a_fix_that_cannot_carry_the_fence_is_refused(
    outdoors: World, clock: StoppedClock, minutes: float, at: dict[str, Any], says: str
) -> None:
    clock.move_to(outdoors.starts_at(2) + timedelta(minutes=minutes))
    with pytest.raises(Refused) as refused:
        await outdoors.instructor.place_fence(outdoors.session(2), at)
    assert refused.value.status == 422
    assert says in refused.value.problem["detail_en"]


async def test_a_class_without_the_approval_has_no_moving_fence(world: World, clock: StoppedClock) -> None:
    clock.move_to(world.starts_at() - timedelta(minutes=20))
    with pytest.raises(Refused) as refused:
        await world.instructor.place_fence(world.session(), at_the_site())
    assert "not approved" in refused.value.problem["detail_en"]


async def test_only_an_instructor_of_the_institution_carries_the_fence(
    outdoors: World, world: World, clock: StoppedClock
) -> None:
    clock.move_to(outdoors.starts_at() - timedelta(minutes=20))
    with pytest.raises(Refused) as strange:
        await world.instructor.place_fence(outdoors.session(), at_the_site())
    assert strange.value.status == 404
    for actor in (outdoors.admin, outdoors.officer, outdoors.trainees[0].phone):
        answer = await actor.send("POST", f"/v1/sessions/{outdoors.session()}/fences", content=b"{}")
        assert answer.status_code == 403


async def test_the_authority_sees_what_it_approves(outdoors: World, world: World) -> None:
    shown = [await each.officer.get(f"/v1/classes/{each.class_id}") for each in (outdoors, world)]
    assert [each["moving_fence"] for each in shown] == [True, False]


# The plan ----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
async def drawn(
    resources: Resources, client: httpx.AsyncClient, session_clock: StoppedClock
) -> AsyncIterator[tuple[World, dict[str, Any]]]:
    """A world and an attempt in it at the edge of the fence."""
    before = session_clock.now()
    world = await a_world(resources, client, session_clock, kinds=("targeted",) * 2)
    session_clock.move_to(world.starts_at() - timedelta(minutes=5))
    yield world, await check_in(world, world.trainees[0], at=metres_away(195), code="000000")
    session_clock.move_to(before)


async def plan(actor: Any, attempt_id: str, trainee: Trainee | None = None) -> httpx.Response:
    query = {"trainee": str(trainee.trainee_id)} if trainee else None
    answer: httpx.Response = await actor.send("GET", f"/v1/check-ins/{attempt_id}/plan.svg", query=query)
    return answer


async def test_the_trainee_and_the_reviewer_see_the_plan_and_both_looks_are_on_record(
    drawn: tuple[World, dict[str, Any]], resources: Resources
) -> None:
    world, attempt = drawn
    trainee = world.trainees[0]
    before = await resources.database.read(_READS, object_id=attempt["attempt_id"])
    own, reviewed = (
        await plan(trainee.phone, attempt["attempt_id"]),
        await plan(world.reviewer, attempt["attempt_id"], trainee),
    )
    assert (own.status_code, reviewed.status_code) == (200, 200)
    assert own.content == reviewed.content
    assert own.headers["content-type"] == "image/svg+xml"
    assert own.headers["cache-control"] == "no-store"
    assert own.headers["content-security-policy"] == "default-src 'none'; img-src data:"
    assert "无法确定 · cannot tell" in [each.text for each in ET.fromstring(own.text).iter()]  # noqa: S314 - ours
    rows = await resources.database.read(_READS, object_id=attempt["attempt_id"])
    looks = Counter(row.subject for row in rows) - Counter(row.subject for row in before)
    assert sorted(subject.split(":")[0] for subject in looks.elements()) == ["staff", "trainee"]


async def test_a_plan_drawn_later_shows_the_fence_of_then(
    drawn: tuple[World, dict[str, Any]], clock: StoppedClock
) -> None:
    world, attempt = drawn
    then = await plan(world.trainees[0].phone, attempt["attempt_id"])
    await world.officer.change_site(
        world.site_id, effective_from=date(2026, 6, 1), reason="迁址", longitude=120.6, latitude=30.1, datum="wgs84"
    )
    clock.advance(days=200)
    later_on = await plan(world.trainees[0].phone, attempt["attempt_id"])
    assert later_on.content == then.content


async def test_a_plan_of_a_moving_fence_shows_the_one_that_held(outdoors: World, clock: StoppedClock) -> None:
    clock.move_to(outdoors.starts_at(2) - timedelta(minutes=20))
    trainee = outdoors.trainees[1]
    await outdoors.instructor.place_fence(outdoors.session(2), metres_away(3000))
    attempt = await check_in(outdoors, trainee, 2, at=metres_away(3000))
    before = await plan(trainee.phone, attempt["attempt_id"])
    clock.advance(seconds=30)
    await outdoors.instructor.place_fence(outdoors.session(2), metres_away(5000))
    assert (await plan(trainee.phone, attempt["attempt_id"])).content == before.content
    assert "inside" in before.text


async def test_nobody_else_sees_where_somebody_was(
    drawn: tuple[World, dict[str, Any]], resources: Resources, client: httpx.AsyncClient
) -> None:
    here, attempt = drawn
    trainee = here.trainees[0]
    for actor in (here.officer, here.admin, here.instructor, here.terminal):
        assert (await plan(actor, attempt["attempt_id"], trainee)).status_code == 403
    assert (await plan(here.trainees[1].phone, attempt["attempt_id"], trainee)).status_code == 404
    assert (await plan(here.reviewer, attempt["attempt_id"])).status_code == 404
    assert (await plan(here.reviewer, str(new_id()), trainee)).status_code == 404
    await register_authority(resources, authority_code="330800", name="另一人社局")
    stranger = Reviewer(client, login=f"reviewer-{new_id().hex[-9:]}", password=PASSWORD)
    await create_authority_staff(
        resources,
        authority_code="330800",
        login=stranger.login,
        password=PASSWORD,
        role=Role.REVIEWER,
        display_name="测试",
    )
    await stranger.sign_in()
    assert (await plan(stranger, attempt["attempt_id"], trainee)).status_code == 404


async def test_an_attempt_without_a_fix_has_no_plan(drawn: tuple[World, dict[str, Any]], clock: StoppedClock) -> None:
    world, _ = drawn
    # Of another lesson: a reviewer sees those who were accepted for the same one.
    clock.move_to(world.starts_at(1) - timedelta(minutes=4))
    for at in (None, at_the_site(accuracy_m=None)):
        clock.advance(seconds=20)
        attempt = await check_in(world, world.trainees[1], 1, at=at)
        answer = await plan(world.trainees[1].phone, attempt["attempt_id"])
        assert answer.status_code == 404
        assert "no fix" in answer.json()["detail_en"]
