"""The law of evidence played over HTTP: what is shown, what is refused, and what stays for the session."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import httpx
import pytest

from checkin_service.kit.resources import Resources
from geo import Datum, Position, convert, displaced
from tests.building.world import SITE, Trainee, World, a_world, at_the_site
from tests.conftest import StoppedClock


@pytest.fixture(scope="module")
async def world(resources: Resources, client: httpx.AsyncClient, session_clock: StoppedClock) -> AsyncIterator[World]:
    before = session_clock.now()
    yield await a_world(resources, client, session_clock, kinds=("targeted",) * 6, proven=False)
    session_clock.move_to(before)


@pytest.fixture
def in_class(world: World, clock: StoppedClock) -> World:
    clock.move_to(world.starts_at() - timedelta(minutes=5))
    return world


def away(metres: float, **changes: Any) -> dict[str, Any]:
    here = at_the_site()
    site = Position(longitude=here["longitude"], latitude=here["latitude"], datum=Datum(here["datum"]))
    place = displaced(site, east_m=metres, north_m=0)
    return at_the_site(longitude=place.longitude, latitude=place.latitude, **changes)


async def check_in(world: World, trainee: Trainee, at: dict[str, Any] | None) -> dict[str, Any]:
    code = await world.instructor.classroom_code(world.session())
    answer = await trainee.phone.check_in(world.session(), at=at, proof=trainee.phone.pin_code(code))
    return dict(answer)


async def test_the_class_of_the_evidence_is_told_and_stands_on_the_board(in_class: World) -> None:
    inside, silent = in_class.trainees[0], in_class.trainees[1]
    told = [
        (await check_in(in_class, person, at))["evidence"] for person, at in ((inside, at_the_site()), (silent, None))
    ]
    # A phone that was bound by an invitation and a PIN alone is of a class of its own wherever it is.
    assert [each["evidence_class"] for each in told] == ["G", "G"]
    assert all(each["advice"] for each in told)
    board = await in_class.officer.get(f"/v1/classes/{in_class.class_id}/attendance")
    hours = {each["trainee_id"]: each["evidence_hours"] for each in board["trainees"]}
    assert hours[str(inside.trainee_id)] == {"G": 4}
    assert hours[str(silent.trainee_id)] == {"G": 4}
    (own,) = (await silent.phone.get("/v1/me/attendance"))["classes"]
    assert own["evidence_hours"] == {"G": 4}


async def test_saying_less_after_saying_elsewhere_counts_for_nothing_in_this_session(
    in_class: World, clock: StoppedClock
) -> None:
    trainee = in_class.trainees[2]
    seen = []
    for at in (
        away(800, accuracy_m=10.0),
        None,
        at_the_site(accuracy_m=None),
        away(800, accuracy_m=600.0),
        at_the_site(accuracy_m=20.0),
        at_the_site(accuracy_m=10.0),
        None,
    ):
        clock.advance(seconds=20)
        answer = await check_in(in_class, trainee, at)
        seen.append((answer["outcome"], [each["reason"] for each in answer["findings"] if each["check"] == "contrary"]))
    assert seen == [
        ("refused", []),
        *[("doubtful", ["contrary_stands"])] * 4,
        ("accepted", []),
        # A fix as fine has lifted it: silence is silence again.
        ("accepted", []),
    ]


@pytest.mark.parametrize("accuracy_m", [5.0, 60.0, 150.0])
async def test_half_a_kilometre_outside_no_code_helps(in_class: World, clock: StoppedClock, accuracy_m: float) -> None:
    clock.advance(seconds=20)
    answer = await check_in(in_class, in_class.trainees[3], away(720, accuracy_m=accuracy_m))
    assert answer["outcome"] == "refused"
    assert answer["evidence"] is None


@pytest.mark.parametrize(
    ("metres", "accuracy_m", "outcome", "reason"),
    [
        (8_000, 12.0, "refused", "outside"),
        (8_000, 2_500.0, "refused", "outside"),
        # This disc reaches the fence, so that it denies nothing; centred so far off, it is worth no code either.
        (8_000, 16_000.0, "doubtful", "out_of_reach"),
        (60_000, 16_000.0, "refused", "outside"),
    ],
)
async def test_a_disc_that_cannot_reach_the_fence_is_refused_whatever_its_size_and_one_that_can_is_never_accepted(
    in_class: World, metres: float, accuracy_m: float, outcome: str, reason: str
) -> None:
    for changes in ({}, {"confidence": 0.95}, {"confidence": None}):
        answer = await check_in(in_class, in_class.trainees[5], away(metres, accuracy_m=accuracy_m, **changes))
        assert (answer["outcome"], place_of(answer)) == (outcome, reason)


def called(datum: str, *, east_m: float, north_m: float) -> dict[str, Any]:
    """The numbers of a receiver there, under a label of one's choice."""
    here = at_the_site()
    site = Position(longitude=here["longitude"], latitude=here["latitude"], datum=Datum.WGS84)
    place = displaced(site, east_m=east_m, north_m=north_m)
    return at_the_site(longitude=place.longitude, latitude=place.latitude, datum=datum)


def place_of(answer: dict[str, Any]) -> str:
    return next(str(each["reason"]) for each in answer["findings"] if each["check"] == "location")


async def test_a_label_that_moves_the_numbers_onto_the_site_takes_the_code_and_the_person_is_told(
    in_class: World,
) -> None:
    answer = await check_in(in_class, in_class.trainees[4], called("gcj02", east_m=400, north_m=-290))
    assert (answer["outcome"], place_of(answer)) == ("accepted", "inside_by_label_but_code")
    (said,) = [each for each in answer["findings"] if each["check"] == "datum"]
    assert (said["outcome"], said["measured"], said["limit"]) == ("note", "gcj02", ["wgs84", "cgcs2000"])


async def test_a_phone_bound_in_wechat_may_say_gcj02_as_long_as_it_always_does(
    resources: Resources, client: httpx.AsyncClient, clock: StoppedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    agent = "Mozilla/5.0 (Linux; Android 14) MicroMessenger/8.0 miniProgram"
    monkeypatch.setitem(client.headers, "user-agent", agent)
    world = await a_world(resources, client, clock, sessions=2)
    here = convert(Position(**SITE, datum=Datum.WGS84), Datum.GCJ02)
    gcj02 = at_the_site(longitude=here.longitude, latitude=here.latitude, datum="gcj02")
    seen = []
    for number, at in enumerate((gcj02, at_the_site())):
        clock.move_to(world.starts_at(number) - timedelta(minutes=5))
        code = await world.instructor.classroom_code(world.session(number))
        trainee = world.trainees[0]
        answer = await trainee.phone.check_in(world.session(number), at=at, proof=trainee.phone.pin_code(code))
        seen.append((answer["outcome"], place_of(answer)))
    assert seen == [("accepted", "inside"), ("accepted", "inside_by_label_but_code")]
