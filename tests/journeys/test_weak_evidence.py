"""Classes of evidence from the check-in to the determination, over HTTP: what waits for a person, and what does not."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from datetime import timedelta
from typing import Any

import httpx
import pytest

from checkin_service.kit.resources import Resources
from tests.building.news import deliver_all
from tests.building.world import SITE, Trainee, World, a_world, at_the_site, show_at_the_counter
from tests.conftest import StoppedClock

SESSIONS = 5
SignIn = Callable[[World, Trainee, int], Awaitable[dict[str, Any]]]


async def inside(world: World, trainee: Trainee, number: int) -> dict[str, Any]:
    return await by_code(world, trainee, number, await shown(world, number), at_the_site())


async def silent(world: World, trainee: Trainee, number: int) -> dict[str, Any]:
    """In a basement: the room's code and no fix."""
    return await by_code(world, trainee, number, await shown(world, number), None)


async def told_by_staff(world: World, trainee: Trainee, number: int) -> dict[str, Any]:
    """A code that staff read on a screen of their own, and a fix that leaves open where the phone is."""
    code = await world.instructor.classroom_code(world.session(number))
    edge = at_the_site(longitude=SITE["longitude"] + 0.0023, accuracy_m=40.0)
    return await by_code(world, trainee, number, code, edge)


async def by_card(world: World, trainee: Trainee, number: int) -> dict[str, Any]:
    await shown(world, number)
    return await world.terminal.check_in(world.session(number), document=trainee.document)


async def by_code(world: World, trainee: Trainee, number: int, code: str, at: dict[str, Any] | None) -> dict[str, Any]:
    return dict(await trainee.phone.check_in(world.session(number), proof=trainee.phone.pin_code(code), at=at))


async def shown(world: World, number: int) -> str:
    return await world.terminal.show_code(world.session(number), at=at_the_site())


PEOPLE: dict[str, tuple[Sequence[SignIn], str]] = {
    "self_bound": ([inside] * 5, "GGGGG"),
    "basement": ([silent] * 5, "DDDDD"),
    "basement_by_card": ([by_card] * 5, "EEEEE"),
    "card_and_basement": ([by_card, by_card, by_card, silent, silent], "EEEDD"),
    "told_by_staff": ([inside, inside, told_by_staff, told_by_staff, told_by_staff], "BBDDD"),
}


@pytest.fixture(scope="module")
async def ended(
    resources: Resources, client: httpx.AsyncClient, session_clock: StoppedClock
) -> AsyncIterator[dict[str, tuple[World, Trainee]]]:
    """One class of twenty hours in a room with a display, taught, passed and completed."""
    before = session_clock.now()
    kinds = ("targeted",) * len(PEOPLE)
    world = await a_world(resources, client, session_clock, kinds=kinds, sessions=SESSIONS, proven=False)
    people = dict(zip(PEOPLE, world.trainees, strict=True))
    for name, trainee in people.items():
        if name != "self_bound":
            await show_at_the_counter(world.officer, world.class_id, trainee)
    classes = dict.fromkeys(people, "")
    for number in range(SESSIONS):
        for place, (name, trainee) in enumerate(people.items()):
            session_clock.move_to(world.starts_at(number) - timedelta(minutes=15, seconds=-30 * place))
            answer = await PEOPLE[name][0][number](world, trainee, number)
            assert answer["outcome"] == "accepted", (name, answer)
            classes[name] += answer["evidence"]["evidence_class"]
    assert classes == {name: expected for name, (_, expected) in PEOPLE.items()}
    session_clock.move_to(world.starts_at(SESSIONS - 1) + timedelta(days=1))
    day = session_clock.now().date()
    results = [{"trainee_id": each.trainee_id, "passed": True, "assessed_on": day} for each in world.trainees]
    await world.admin.record_results(world.class_id, results)
    await world.admin.apply_for_completion(world.class_id)
    await deliver_all(resources)
    await world.officer.decide_completion(world.class_id)
    await deliver_all(resources)
    yield {name: (world, trainee) for name, trainee in people.items()}
    session_clock.move_to(before)


async def determined(world: World, trainee: Trainee) -> tuple[str, dict[str, str]]:
    """The outcome, and what it says of the shares of weak hours."""
    (found,) = await world.officer.eligibility(voucher_code=trainee.voucher_code)
    criteria = found["document"]["criteria"]
    shares = {each["criterion"]: each["arithmetic"] for each in criteria if each["criterion"].endswith("_share")}
    return str(found["outcome"]), shares


async def test_a_class_in_a_basement_is_eligible_by_card_and_within_the_limit_by_code(
    ended: dict[str, tuple[World, Trainee]],
) -> None:
    assert await determined(*ended["basement_by_card"]) == ("eligible", {"evidence_share": "0/20 <= 2/5"})
    assert await determined(*ended["card_and_basement"]) == ("eligible", {"evidence_share": "8/20 <= 2/5"})


async def test_codes_that_staff_read_elsewhere_count_up_to_the_limit_and_then_wait(
    ended: dict[str, tuple[World, Trainee]],
) -> None:
    assert await determined(*ended["told_by_staff"]) == ("doubtful", {"evidence_share": "12/20 > 2/5"})


@pytest.mark.parametrize(
    ("name", "shares", "settled"),
    [
        ("basement", {"evidence_share": "20/20 > 2/5"}, {"evidence_share": "8/20 <= 2/5"}),
        (
            "self_bound",
            {"evidence_share": "20/20 > 2/5", "self_bound_share": "20/20 > 1/5"},
            {"evidence_share": "4/20 <= 2/5", "self_bound_share": "4/20 <= 1/5"},
        ),
    ],
)
async def test_above_the_limit_nobody_is_refused_and_a_headcount_ends_the_wait(
    ended: dict[str, tuple[World, Trainee]],
    resources: Resources,
    name: str,
    shares: dict[str, str],
    settled: dict[str, str],
) -> None:
    world, trainee = ended[name]
    assert await determined(world, trainee) == ("doubtful", shares)
    counted = 3 if name == "basement" else 4
    await world.officer.confirm_credits(
        world.class_id,
        kind="headcount",
        sessions=[world.session(number) for number in range(counted)],
        trainees=[trainee.trainee_id],
        reason="随堂点名，与花名册一致",
    )
    await deliver_all(resources)
    assert await determined(world, trainee) == ("eligible", settled)


async def test_hours_on_a_phone_that_only_its_owner_vouches_for_stand_in_a_class_of_their_own(
    ended: dict[str, tuple[World, Trainee]],
) -> None:
    _, trainee = ended["self_bound"]
    (own,) = (await trainee.phone.get("/v1/me/attendance"))["classes"]
    assert own["evidence_hours"] == {"G": 20}
