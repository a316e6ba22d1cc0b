"""扫码验券 at a session: two sides are needed, the trainee's own device and an administrator inside the fence."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest

from checkin_service.client.wire import Refused
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from tests.building.world import SITE, World, a_world, at_the_site


@pytest.fixture
async def world(resources: Resources, client: httpx.AsyncClient, clock: Any) -> World:
    world = await a_world(resources, client, clock)
    clock.move_to(world.starts_at())
    return world


async def shown(world: World, *, at: Any = None, room: bool = True, session: int = 0, number: int = 0) -> str:
    """A live QR with the phone's own fix and the claim of the room's code, unless told otherwise."""
    phone, claim_id = world.trainees[number].phone, None
    if room:
        code = await world.instructor.classroom_code(world.session(session))
        claim_id = UUID((await phone.claim_code(world.session(session), code))["claim_id"])
    return phone.live_qr(world.session(session), at=at_the_site() if at is None else at, claim_id=claim_id)


def reasons(answer: dict[str, Any]) -> set[str]:
    return {finding["reason"] for finding in answer["findings"] if finding["outcome"] in {"fail", "doubt"}}


async def test_a_scan_inside_the_fence_credits_the_session(world: World) -> None:
    answer = await world.admin.scan(world.session(), await shown(world), at=at_the_site())
    assert answer["outcome"] == "accepted"
    assert answer["credited_hours"] == 4
    assert answer["attendance"]["credited_hours"] == 4


async def test_repeating_a_scan_gets_its_first_answer(world: World) -> None:
    scan_id, qr = new_id(), await shown(world)
    first = await world.admin.scan(world.session(), qr, at=at_the_site(), scan_id=scan_id)
    place = at_the_site()
    again = await world.admin.scan(world.session(), qr, at=place, scan_id=scan_id)
    assert again == first


async def test_a_picture_of_a_qr_is_dead_after_half_a_minute(world: World, clock: Any) -> None:
    qr = await shown(world)
    clock.advance(seconds=31)
    answer = await world.admin.scan(world.session(), qr, at=at_the_site())
    assert answer["outcome"] == "refused"
    assert reasons(answer) == {"qr_too_old"}


async def test_a_qr_serves_once(world: World) -> None:
    qr = await shown(world)
    await world.admin.scan(world.session(), qr, at=at_the_site())
    answer = await world.admin.scan(world.session(), qr, at=at_the_site())
    assert reasons(answer) == {"qr_used_before"}
    assert answer["credited_hours"] == 0


async def test_an_administrator_outside_the_fence_credits_nothing(world: World) -> None:
    qr = await shown(world)
    answer = await world.admin.scan(world.session(), qr, at=at_the_site(longitude=120.6821))
    assert reasons(answer) == {"scanner_elsewhere"}
    assert answer["credited_hours"] == 0


async def test_a_qr_of_another_session_shows_nothing(world: World) -> None:
    qr = world.trainees[0].phone.live_qr(world.session(1))
    answer = await world.admin.scan(world.session(), qr, at=at_the_site())
    assert reasons(answer) == {"qr_other_session"}


async def test_without_the_trainees_key_nobody_makes_a_qr(world: World) -> None:
    own, other = await shown(world), await shown(world)
    forged = own.rpartition(".")[0] + "." + other.rpartition(".")[2]
    answer = await world.admin.scan(world.session(), forged, at=at_the_site())
    assert reasons(answer) == {"qr_unsigned"}
    for nonsense in ("", "S1.", "S1.AAAA.AAAA", "V1.x", own[:-1] + "!"):
        with pytest.raises(Refused):
            await world.admin.scan(world.session(), nonsense, at=at_the_site())


async def test_a_scan_after_a_check_in_counts_nothing_twice(world: World) -> None:
    await world.admin.scan(world.session(), await shown(world), at=at_the_site())
    answer = await world.admin.scan(world.session(), await shown(world, room=False), at=at_the_site())
    assert answer["outcome"] == "accepted"
    assert answer["credited_hours"] == 0
    assert answer["attendance"]["credited_hours"] == 4


async def test_another_institutions_administrator_finds_no_such_session(
    resources: Resources, client: httpx.AsyncClient, clock: Any, world: World
) -> None:
    elsewhere = await a_world(resources, client, clock)
    clock.move_to(world.starts_at())
    with pytest.raises(Refused):
        await elsewhere.admin.scan(world.session(), await shown(world), at=at_the_site())


async def test_the_activation_scan_credits_nothing(world: World) -> None:
    (attendance,) = await world.trainees[0].phone.own_attendance()
    assert attendance["attendance"]["credited_hours"] == 0


def class_of(answer: dict[str, Any]) -> str | None:
    return str(answer["evidence"]["evidence_class"]) if answer["evidence"] else None


def reason_of(answer: dict[str, Any], check: str) -> str:
    return next(str(each["reason"]) for each in answer["findings"] if each["check"] == check)


async def display_claim(world: World, number: int, clock: Any) -> UUID:
    """The claim of a code that the display at the site shows."""
    clock.advance(seconds=20)
    phone = world.trainees[number].phone
    code = await world.terminal.show_code(world.session(), at=at_the_site())
    return UUID((await phone.claim_code(world.session(), code))["claim_id"])


async def test_a_qr_with_own_fix_and_claim_is_worth_what_the_same_evidence_is_at_a_check_in(
    resources: Resources, client: httpx.AsyncClient, clock: Any
) -> None:
    world = await a_world(resources, client, clock, kinds=("targeted",) * 5, sessions=1)
    clock.move_to(world.starts_at() - timedelta(minutes=5))
    edge = at_the_site(longitude=SITE["longitude"] + 0.0023, accuracy_m=40.0)
    far = at_the_site(longitude=120.6821)
    seen = []
    said = ((at_the_site(), True), (edge, True), (None, True), (at_the_site(), False), (far, True))
    for number, (at, has_room) in enumerate(said):
        phone = world.trainees[number].phone
        claim_id = await display_claim(world, number, clock) if has_room else None
        qr = phone.live_qr(world.session(), at=at, claim_id=claim_id)
        answer = await world.admin.scan(world.session(), qr, at=at_the_site())
        seen.append((answer["outcome"], class_of(answer), reason_of(answer, "location")))
    assert seen == [
        ("accepted", "C", "inside"),
        ("accepted", "C", "edge_but_code"),
        ("accepted", "D", "no_position_but_code"),
        ("accepted", "D", "inside"),
        ("refused", None, "outside"),
    ]


async def test_the_scanners_position_alone_shows_nobody_else(world: World) -> None:
    qr = world.trainees[0].phone.live_qr(world.session())
    answer = await world.admin.scan(world.session(), qr, at=at_the_site())
    assert (answer["outcome"], answer["credited_hours"]) == ("doubtful", 0)
    assert reasons(answer) == {"no_position"}
    assert reason_of(answer, "scanner") == "scanner_at_site"
    # The exit: the same person with the room's code.
    again = await world.admin.scan(world.session(), await shown(world), at=at_the_site())
    assert (again["outcome"], again["credited_hours"]) == ("accepted", 4)


async def test_a_claim_serves_one_scan_or_one_check_in_and_nobody_else(world: World, clock: Any) -> None:
    phone = world.trainees[0].phone
    code = await world.instructor.classroom_code(world.session())
    claimed = await phone.claim_code(world.session(), code)
    claim_id = UUID(claimed["claim_id"])
    first = await world.admin.scan(
        world.session(), phone.live_qr(world.session(), at=at_the_site(), claim_id=claim_id), at=at_the_site()
    )
    assert reason_of(first, "classroom_code") == "code_in_qr"
    second = await world.admin.scan(
        world.session(), phone.live_qr(world.session(), claim_id=claim_id), at=at_the_site()
    )
    assert reason_of(second, "classroom_code") == "code_claim_invalid"
    check_in = await phone.check_in(
        world.session(), proof=phone.pin_code(None), at=at_the_site(), code_claim=claimed["claim"]
    )
    assert reason_of(check_in, "classroom_code") == "code_claim_invalid"
    # An attempt that used a code up by itself is no claim.
    clock.advance(seconds=30)
    code = await world.instructor.classroom_code(world.session())
    attempt_id = new_id()
    await phone.check_in(world.session(), proof=phone.pin_code(code), at=at_the_site(), attempt_id=attempt_id)
    third = await world.admin.scan(
        world.session(), phone.live_qr(world.session(), claim_id=attempt_id), at=at_the_site()
    )
    assert reason_of(third, "classroom_code") == "code_claim_invalid"


async def test_a_claim_is_dead_after_three_minutes_in_a_qr_too(world: World, clock: Any) -> None:
    phone = world.trainees[0].phone
    claim_id = UUID(
        (await phone.claim_code(world.session(), await world.instructor.classroom_code(world.session())))["claim_id"]
    )
    clock.advance(seconds=181)
    qr = phone.live_qr(world.session(), claim_id=claim_id)
    answer = await world.admin.scan(world.session(), qr, at=at_the_site())
    assert (answer["outcome"], reason_of(answer, "classroom_code")) == ("doubtful", "code_claim_invalid")


async def test_a_phone_without_network_puts_the_code_itself_into_its_qr(world: World) -> None:
    phone = world.trainees[0].phone
    code = await world.instructor.classroom_code(world.session())
    qr = phone.live_qr(world.session(), at=at_the_site(), code=code)
    answer = await world.admin.scan(world.session(), qr, at=at_the_site())
    assert (answer["outcome"], reason_of(answer, "classroom_code")) == ("accepted", "code_in_qr")
    again = await world.admin.scan(world.session(), phone.live_qr(world.session(), code=code), at=at_the_site())
    assert reason_of(again, "classroom_code") == "code_used_before"
    wrong = await world.admin.scan(
        world.session(), phone.live_qr(world.session(), code=f"{(int(code) + 1) % 10**6:06d}"), at=at_the_site()
    )
    assert reason_of(wrong, "classroom_code") == "code_expired_or_wrong"


async def test_an_altered_fix_breaks_the_signature_and_says_nothing_about_the_person(world: World) -> None:
    body, _, mark = (await shown(world)).rpartition(".")
    other, _, _ = (await shown(world, at=at_the_site(longitude=120.6821), room=False)).rpartition(".")
    for forged in (f"{other}.{mark}", f"S1.{body.removeprefix('S2.')}.{mark}"):
        try:
            answer = await world.admin.scan(world.session(), forged, at=at_the_site())
        except Refused:
            continue
        assert (answer["outcome"], reasons(answer)) == ("refused", {"qr_unsigned"})
    # Nobody can make a phone deny its place by forging what it said.
    answer = await world.admin.scan(world.session(), await shown(world, room=False), at=at_the_site())
    assert answer["outcome"] == "accepted"


async def test_what_a_scanned_phone_says_against_its_place_stays_for_the_session(world: World, clock: Any) -> None:
    phone, far = world.trainees[0].phone, at_the_site(longitude=120.6821)
    assert (await world.admin.scan(world.session(), await shown(world, at=far), at=at_the_site()))[
        "outcome"
    ] == "refused"
    clock.advance(seconds=20)
    code = await world.instructor.classroom_code(world.session())
    silent = await phone.check_in(world.session(), proof=phone.pin_code(code), at=None)
    assert (silent["outcome"], reason_of(silent, "contrary")) == ("doubtful", "contrary_stands")
    clock.advance(seconds=20)
    lifted = await world.admin.scan(world.session(), await shown(world), at=at_the_site())
    assert lifted["outcome"] == "accepted"
    clock.advance(seconds=20)
    code = await world.instructor.classroom_code(world.session())
    again = await phone.check_in(world.session(), proof=phone.pin_code(code), at=None)
    assert again["outcome"] == "accepted"


@pytest.mark.parametrize(("seconds", "reason"), [(-40, "qr_clock_ahead"), (31, "qr_too_old")])
async def test_a_phones_wrong_clock_is_measured_and_named(world: World, clock: Any, seconds: int, reason: str) -> None:
    if seconds < 0:
        clock.advance(seconds=-seconds)
    qr = await shown(world)
    clock.move_to(clock.now() + timedelta(seconds=seconds))
    answer = await world.admin.scan(world.session(), qr, at=at_the_site())
    (found,) = [each for each in answer["findings"] if each["check"] == "person"]
    assert (answer["outcome"], found["reason"], found["measured"], found["unit"]) == ("refused", reason, seconds, "s")


async def test_a_scanners_wrong_clock_is_measured_and_named_and_decides_nothing(world: World, clock: Any) -> None:
    qr, ahead = await shown(world), clock.now() + timedelta(minutes=9)
    answer = await world.admin.scan(world.session(), qr, at=at_the_site(), scanned_at=ahead)
    found = next(each for each in answer["findings"] if each["reason"] == "scanner_clock_differs")
    assert (answer["outcome"], found["outcome"], found["measured"]) == ("accepted", "note", 540)
