"""A tablet at the door: its lessons, cards and PINs of people without a phone, scans, and beacons for an outage."""

from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from typing import Any

import httpx
import pytest

from checkin_service.client import Refused, Terminal
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from tests.building.world import Trainee, World, a_terminal, a_world, at_the_site
from tests.conftest import StoppedClock


@pytest.fixture(scope="module")
async def world(resources: Resources, client: httpx.AsyncClient, session_clock: StoppedClock) -> AsyncIterator[World]:
    before = session_clock.now()
    yield await a_world(resources, client, session_clock, kinds=("targeted",) * 14)
    session_clock.move_to(before)


@pytest.fixture(scope="module")
def people(world: World) -> Iterator[Trainee]:
    return iter(world.trainees)


@pytest.fixture
def trainee(people: Iterator[Trainee]) -> Trainee:
    return next(people)


@pytest.fixture
def in_class(world: World, clock: StoppedClock) -> World:
    clock.move_to(world.starts_at() - timedelta(minutes=5))
    return world


@pytest.fixture
async def tablet(in_class: World, clock: StoppedClock) -> Terminal:
    return await a_terminal(
        in_class.client, clock, in_class.officer, in_class.reviewer, site_id=in_class.site_id, at=at_the_site()
    )


def reasons(answer: dict[str, Any]) -> set[str]:
    return {each["reason"] for each in answer["findings"]}


async def lesson(tablet: Terminal, world: World) -> dict[str, Any]:
    found = await tablet.get("/v1/terminals/own/lessons")
    (mine,) = [each for each in found["lessons"] if each["session_id"] == str(world.session())]
    return dict(mine)


async def test_it_shows_how_many_have_signed_in_and_nobodys_name(
    in_class: World, tablet: Terminal, trainee: Trainee
) -> None:
    before = await lesson(tablet, in_class)
    assert (before["people"], before["reads_cards"], before["is_own_display"]) == (14, True, False)
    code = await tablet.show_code(in_class.session(), at=at_the_site())
    await trainee.phone.check_in(in_class.session(), proof=trainee.phone.pin_code(code), at=at_the_site())
    after = await lesson(tablet, in_class)
    assert after["is_own_display"]
    assert after["phases"][0]["signed_in"] == before["phases"][0]["signed_in"] + 1
    assert trainee.name not in str(after)
    await in_class.officer.end_terminal(tablet.terminal_id or new_id(), reason="搬走")
    with pytest.raises(Refused):
        await tablet.get("/v1/terminals/own/lessons")


async def without_a_phone(world: World, trainee: Trainee) -> str:
    """The authority ends the person's phone; the new invitation is for the door."""
    return str((await world.officer.invite_again(world.class_id, trainee.trainee_id, reason="没有手机"))["invitation"])


async def test_a_person_without_a_phone_signs_in_by_card_and_own_pin(
    in_class: World, tablet: Terminal, trainee: Trainee, clock: StoppedClock
) -> None:
    invitation = await without_a_phone(in_class, trainee)
    await tablet.set_pin(invitation=invitation, pin="480275")
    wrong = await tablet.check_in(in_class.session(), document=trainee.document, pin="739164")
    assert (wrong["outcome"], "assertion_invalid" in reasons(wrong)) == ("doubtful", True)
    clock.advance(seconds=15)
    answer = await tablet.check_in(in_class.session(), document=trainee.document, pin="480275")
    assert (answer["outcome"], answer["evidence"]["evidence_class"]) == ("accepted", "E")
    with pytest.raises(Refused) as again:
        await tablet.set_pin(invitation=invitation, pin="837461")
    assert again.value.status == 409
    with pytest.raises(Refused) as nobody:
        await tablet.set_pin(invitation="7K3M-Q0XA-91ZR-TT4C-2HDE", pin="837461")
    assert nobody.value.status == 401


async def test_whoever_has_set_no_pin_and_whoever_guesses_signs_nobody_in(
    in_class: World, tablet: Terminal, trainee: Trainee, clock: StoppedClock
) -> None:
    for wait_s in (15, 30, 60, 120, 10):
        answer = await tablet.check_in(in_class.session(), document=trainee.document, pin="480275")
        assert "assertion_invalid" in reasons(answer)
        clock.advance(seconds=wait_s)
    assert "too_many_failures" in reasons(
        await tablet.check_in(in_class.session(), document=trainee.document, pin="480275")
    )
    # The person's own phone is not touched by it.
    code = await in_class.instructor.classroom_code(in_class.session())
    own = await trainee.phone.check_in(in_class.session(), proof=trainee.phone.pin_code(code), at=at_the_site())
    assert own["outcome"] == "accepted"


async def test_a_tablet_that_passes_on_a_pin_cannot_say_that_the_card_checked_it(
    in_class: World, tablet: Terminal, trainee: Trainee
) -> None:
    answer = await tablet.check_in(
        in_class.session(), document=trainee.document, pin="480275", claims={"pin_verified": True}
    )
    assert "assertion_invalid" in reasons(answer)


async def test_a_tablet_scans_the_phone_in_front_of_it_while_it_stands_at_the_site(
    in_class: World, tablet: Terminal, trainee: Trainee
) -> None:
    qr = trainee.phone.live_qr(in_class.session(), at=at_the_site())
    with pytest.raises(Refused) as unseen:
        await tablet.scan(in_class.session(), qr, at=at_the_site())
    assert unseen.value.problem["type"] == "/problems/rule-refused"
    await tablet.report(at=at_the_site(longitude=120.63))
    with pytest.raises(Refused):
        await tablet.scan(in_class.session(), qr, at=at_the_site())
    await tablet.report(at=at_the_site())
    assert (await tablet.scan(in_class.session(), qr, at=at_the_site()))["outcome"] == "accepted"


async def offline(trainee: Trainee, world: World, **brought: Any) -> dict[str, Any]:
    made = trainee.phone.attempt(
        world.session(), **{"proof": trainee.phone.pin_code(None), "at": at_the_site()} | brought
    )
    return trainee.phone.seal(made)


async def delivered(trainee: Trainee, clock: StoppedClock, kept: dict[str, Any]) -> dict[str, Any]:
    clock.advance(hours=3)
    await trainee.phone.sign_in()
    return await trainee.phone.deliver(kept)


async def test_a_beacon_brackets_an_attempt_made_in_a_room_without_a_network(
    in_class: World, tablet: Terminal, trainee: Trainee, clock: StoppedClock
) -> None:
    kept = await offline(trainee, in_class, beacon=tablet.beacon(in_class.session()))
    answer = await delivered(trainee, clock, kept)
    assert (answer["outcome"], answer["evidence"]["evidence_class"]) == ("accepted", "D")
    assert {"in_time", "offline_bracketed", "pin_and_code"} <= reasons(answer)


async def beacons(world: World, tablet: Terminal, clock: StoppedClock) -> dict[str, str]:
    """Such as bracket nothing."""
    stranger = Terminal(world.client, clock)
    good = tablet.beacon(world.session())
    return {
        "of another key": stranger.beacon(world.session()),
        "of another session": tablet.beacon(world.session(1)),
        "of an hour ago": tablet.beacon(world.session(), at=clock.now() - timedelta(hours=1)),
        "of an hour to come": tablet.beacon(world.session(), at=clock.now() + timedelta(hours=1)),
        "altered": good[:10] + ("A" if good[10] != "A" else "B") + good[11:],
        "nothing of ours": "B1.AAAA.BBBB",
    }


async def test_beacons_that_are_forged_foreign_old_or_from_the_future_bracket_nothing(
    in_class: World, tablet: Terminal, trainee: Trainee, clock: StoppedClock
) -> None:
    at = clock.now()
    for name, beacon in (await beacons(in_class, tablet, clock)).items():
        clock.move_to(at)
        kept = await offline(trainee, in_class, beacon=beacon, attempt_id=new_id())
        answer = await delivered(trainee, clock, kept)
        assert answer["outcome"] == "doubtful", name
        assert {"offline_not_bracketed", "pin_without_code"} <= reasons(answer), name


async def test_a_beacon_serves_a_person_once_and_not_with_a_network(
    in_class: World, tablet: Terminal, trainee: Trainee, clock: StoppedClock
) -> None:
    beacon = tablet.beacon(in_class.session())
    online = await trainee.phone.send_attempt(
        trainee.phone.attempt(in_class.session(), proof=trainee.phone.pin_code(None), at=at_the_site(), beacon=beacon)
    )
    assert "pin_without_code" in reasons(online.json())
    first = await offline(trainee, in_class, beacon=beacon)
    second = await offline(trainee, in_class, beacon=beacon)
    assert (await delivered(trainee, clock, first))["outcome"] == "accepted"
    assert "offline_not_bracketed" in reasons(await delivered(trainee, clock, second))


async def test_the_beacon_of_a_device_that_was_ended_before_brackets_nothing(
    in_class: World, tablet: Terminal, trainee: Trainee, clock: StoppedClock
) -> None:
    await in_class.officer.end_terminal(tablet.terminal_id or new_id(), reason="被盗")
    clock.advance(minutes=2)
    kept = await offline(trainee, in_class, beacon=tablet.beacon(in_class.session()))
    assert "offline_not_bracketed" in reasons(await delivered(trainee, clock, kept))
