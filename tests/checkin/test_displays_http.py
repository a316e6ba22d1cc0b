"""Displays and terminals at the site: one shows the code, statements take a person's time, and an end is an end."""

from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from typing import Any

import httpx
import pytest
from pydantic_core import to_json
from sqlalchemy import Uuid, bindparam, select

from checkin_service.attendance.tables import credit_confirmation
from checkin_service.checkin.tables import code_use
from checkin_service.client import Refused, Terminal
from checkin_service.client.machines import stood_at
from checkin_service.kit.base64url import encode
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from tests.building.world import SITE, Trainee, World, a_world, at_the_site
from tests.building.world import a_terminal as enter
from tests.conftest import StoppedClock
from tests.tools.reading import reading


@pytest.fixture(scope="module")
async def world(resources: Resources, client: httpx.AsyncClient, session_clock: StoppedClock) -> AsyncIterator[World]:
    before = session_clock.now()
    yield await a_world(resources, client, session_clock, kinds=("targeted",) * 17, sessions=7)
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


JSON = {"content-type": "application/json"}


async def a_terminal(world: World, clock: StoppedClock) -> Terminal:
    return await enter(world.client, clock, world.officer, world.reviewer, site_id=world.site_id, at=at_the_site())


@pytest.fixture
async def reader(in_class: World, clock: StoppedClock) -> Terminal:
    """A terminal that has read no card yet."""
    return await a_terminal(in_class, clock)


_USE = reading(
    select(code_use.c.source, code_use.c.age_ms).where(code_use.c.trainee_id == bindparam("trainee_id", type_=Uuid))
)


def reasons(answer: dict[str, Any]) -> set[str]:
    return {each["reason"] for each in answer["findings"]}


async def test_the_code_tells_where_it_was_read(
    in_class: World, people: Iterator[Trainee], clock: StoppedClock, resources: Resources
) -> None:
    shown = await in_class.terminal.show_code(in_class.session(), at=at_the_site())
    remote = await in_class.instructor.get(f"/v1/sessions/{in_class.session()}/code")
    assert remote["source"] == "remote_display"
    assert remote["code"] != shown
    for code, source in ((shown, "display"), (remote["code"], "remote_display")):
        trainee = next(people)
        answer = await trainee.phone.check_in(in_class.session(), proof=trainee.phone.pin_code(code), at=at_the_site())
        assert answer["outcome"] == "accepted"
        (use,) = await resources.database.read(_USE, trainee_id=trainee.trainee_id)
        assert use.source == source
        assert 0 <= use.age_ms < 20_000
    # Another device at the same site shows nothing while the first is in service.
    other = await a_terminal(in_class, clock)
    with pytest.raises(Refused) as refused:
        await other.show_code(in_class.session(), at=at_the_site())
    assert refused.value.status == 409
    with pytest.raises(Refused):
        await other.display_code(in_class.session())
    with pytest.raises(Refused) as no_staff:
        await in_class.instructor.get(f"/v1/sessions/{in_class.session()}/display-code")
    assert no_staff.value.status == 403


async def test_a_device_that_is_elsewhere_shows_no_code(in_class: World, clock: StoppedClock) -> None:
    clock.move_to(in_class.starts_at(1) - timedelta(minutes=5))
    for place in (at_the_site(longitude=120.63), at_the_site(accuracy_m=None)):
        with pytest.raises(Refused) as refused:
            await in_class.terminal.show_code(in_class.session(1), at=place)
        assert refused.value.problem["type"] == "/problems/rule-refused"


@pytest.mark.parametrize("minutes", [-31, 601])
async def test_nobody_is_given_a_code_while_nobody_may_check_in(
    world: World, clock: StoppedClock, minutes: int
) -> None:
    clock.move_to(world.starts_at(2) + timedelta(minutes=minutes))
    with pytest.raises(Refused) as staff:
        await world.instructor.classroom_code(world.session(2))
    assert staff.value.problem["type"] == "/problems/rule-refused"
    with pytest.raises(Refused):
        await world.terminal.show_code(world.session(2), at=at_the_site())


async def test_a_terminal_that_was_ended_is_nobody_at_once_and_frees_its_display(
    in_class: World, trainee: Trainee, clock: StoppedClock
) -> None:
    clock.move_to(in_class.starts_at(3) - timedelta(minutes=5))
    stolen = await a_terminal(in_class, clock)
    await stolen.show_code(in_class.session(3), at=at_the_site())
    assert stolen.terminal_id is not None
    with pytest.raises(Refused) as institution:
        await in_class.admin.post(f"/v1/terminals/{stolen.terminal_id}/end", {"request_id": new_id(), "reason": "坏了"})
    assert institution.value.status == 403
    await in_class.officer.end_terminal(stolen.terminal_id, reason="终端被盗")
    with pytest.raises(Refused):
        await stolen.display_code(in_class.session(3))
    answer = await stolen.check_in(in_class.session(3), document=trainee.document)
    assert answer["outcome"] == "doubtful"
    assert {"sender_revoked", "assertion_invalid"} <= reasons(answer)
    with pytest.raises(Refused):
        await stolen.sign_in()
    assert await in_class.terminal.show_code(in_class.session(3), at=at_the_site())


@pytest.mark.parametrize(("seconds", "reason"), [(4, "terminal_too_fast"), (6, None)])
async def test_card_and_pin_take_a_persons_time(
    in_class: World, reader: Terminal, trainee: Trainee, clock: StoppedClock, seconds: int, reason: str | None
) -> None:
    attempt_id = new_id()
    challenge = await reader.challenge(attempt_id, in_class.session())
    clock.advance(seconds=seconds)
    answer = await reader.check_in(
        in_class.session(), document=trainee.document, attempt_id=attempt_id, challenge=challenge
    )
    assert ("terminal_too_fast" in reasons(answer)) == (reason is not None)
    assert answer["outcome"] == ("accepted" if reason is None else "doubtful")


async def test_a_terminal_with_a_wrong_clock_is_believed_by_its_challenge_and_its_clock_is_named(
    in_class: World, reader: Terminal, trainee: Trainee, clock: StoppedClock
) -> None:
    attempt_id = new_id()
    challenge = await reader.challenge(attempt_id, in_class.session())
    clock.advance(seconds=8)
    answer = await reader.check_in(
        in_class.session(),
        document=trainee.document,
        attempt_id=attempt_id,
        challenge=challenge,
        claims={"iat": int(clock.now().timestamp()) - 7200},
    )
    assert answer["outcome"] == "accepted"
    (named,) = [each for each in answer["findings"] if each["reason"] == "terminal_clock_differs"]
    assert named["measured"] == -7200


async def test_a_challenge_serves_its_own_attempt_for_two_minutes(
    in_class: World, reader: Terminal, trainee: Trainee, clock: StoppedClock
) -> None:
    attempt_id = new_id()
    challenge = await reader.challenge(attempt_id, in_class.session())
    clock.advance(seconds=10)
    other = await reader.check_in(in_class.session(), document=trainee.document, challenge=challenge)
    assert "assertion_invalid" in reasons(other)
    clock.advance(seconds=111)
    late = await reader.check_in(
        in_class.session(), document=trainee.document, attempt_id=attempt_id, challenge=challenge
    )
    assert "assertion_invalid" in reasons(late)


async def test_a_reader_reads_one_card_after_another_however_early_it_asked(
    in_class: World, reader: Terminal, people: Iterator[Trainee], clock: StoppedClock
) -> None:
    first, second = next(people), next(people)
    asked = [
        (each, attempt_id := new_id(), await reader.challenge(attempt_id, in_class.session()))
        for each in (first, second)
    ]
    clock.advance(seconds=8)
    answers = [
        await reader.check_in(in_class.session(), document=each.document, attempt_id=attempt_id, challenge=challenge)
        for each, attempt_id, challenge in asked
    ]
    assert [each["outcome"] for each in answers] == ["accepted", "doubtful"]
    assert "terminal_too_fast" in reasons(answers[1])
    clock.advance(seconds=8)
    assert (await reader.check_in(in_class.session(), document=second.document))["outcome"] == "accepted"
    (shown,) = [each for each in await devices(in_class) if each["terminal_id"] == str(reader.terminal_id)]
    assert (shown["statements"], shown["shortest_s"], shown["clock_ahead_s"]) == (3, 0.0, 0)


async def test_a_statement_without_our_challenge_is_not_even_kept(
    in_class: World, reader: Terminal, trainee: Trainee
) -> None:
    with pytest.raises(Refused) as refused:
        await reader.check_in(in_class.session(), document=trainee.document, challenge="")
    assert refused.value.status == 422


async def test_a_device_reads_cards_once_a_second_person_has_confirmed_it(
    in_class: World, people: Iterator[Trainee], clock: StoppedClock
) -> None:
    new = await enter(
        in_class.client,
        clock,
        in_class.officer,
        in_class.reviewer,
        site_id=in_class.site_id,
        at=at_the_site(),
        confirmed=False,
    )
    assert new.terminal_id is not None
    trainee = next(people)
    early = await new.check_in(in_class.session(), document=trainee.document)
    assert early["outcome"] == "doubtful"
    assert "terminal_not_confirmed" in reasons(early)
    with pytest.raises(Refused) as own:
        await in_class.officer.post(f"/v1/terminals/{new.terminal_id}/confirmation", {"request_id": new_id()})
    assert own.value.problem["type"] == "/problems/rule-refused"
    await in_class.reviewer.confirm_terminal(new.terminal_id)
    with pytest.raises(Refused) as twice:
        await in_class.reviewer.confirm_terminal(new.terminal_id)
    assert twice.value.status == 409
    assert (await new.check_in(in_class.session(), document=trainee.document))["outcome"] == "accepted"


async def test_wrong_pins_at_one_terminal_close_neither_another_terminal_nor_the_phone(
    in_class: World, reader: Terminal, people: Iterator[Trainee], clock: StoppedClock
) -> None:
    trainee = next(people)
    for _ in range(5):
        await reader.check_in(in_class.session(), document=trainee.document, claims={"pin_verified": False})
    assert "too_many_failures" in reasons(await reader.check_in(in_class.session(), document=trainee.document))
    other = await a_terminal(in_class, clock)
    assert (await other.check_in(in_class.session(), document=trainee.document))["outcome"] == "accepted"


async def test_a_device_is_entered_by_the_code_it_shows_and_only_once(in_class: World, clock: StoppedClock) -> None:
    tablet = Terminal(in_class.client, clock)
    code = await tablet.offer(at=at_the_site())
    with pytest.raises(Refused) as nobody_yet:
        await tablet.sign_in()
    assert nobody_yet.value.status == 401
    terminal_id = await in_class.officer.enter_paired(code=code, site_id=in_class.site_id, name="二楼电工实训室")
    assert terminal_id == tablet.terminal_id
    await tablet.sign_in()
    heard = await tablet.report(at=at_the_site())
    assert (heard["name"], heard["is_confirmed"], heard["away"]) == ("二楼电工实训室", False, None)
    with pytest.raises(Refused) as again:
        await in_class.officer.enter_paired(code=code, site_id=in_class.site_id)
    assert again.value.problem["type"] == "/problems/rule-refused"
    late = await Terminal(in_class.client, clock).offer(at=at_the_site())
    clock.advance(minutes=16)
    with pytest.raises(Refused):
        await in_class.officer.enter_paired(code=late, site_id=in_class.site_id)


async def test_nobody_offers_a_key_that_is_not_theirs(in_class: World, clock: StoppedClock) -> None:
    tablet, other = Terminal(in_class.client, clock), Terminal(in_class.client, clock)
    body = {
        "terminal_id": new_id(),
        "public_key": encode(tablet.public_key),
        "signature": other._key.signature(f"pair:{new_id()}"),
        "position": stood_at(at_the_site()),
    }
    response = await in_class.client.post("/v1/terminal-pairings", content=to_json(body), headers=JSON)
    assert response.status_code == 401


async def test_a_display_that_was_carried_off_loses_its_code_and_the_authority_sees_it(
    in_class: World, clock: StoppedClock
) -> None:
    clock.move_to(in_class.starts_at(4) - timedelta(minutes=5))
    display = await a_terminal(in_class, clock)
    assert await display.show_code(in_class.session(4), at=at_the_site())
    heard = await display.report(at=at_the_site(longitude=120.63))
    assert "登记的教学点" in heard["away"]["zh"]
    with pytest.raises(Refused) as refused:
        await display.get(f"/v1/sessions/{in_class.session(4)}/display-code")
    assert refused.value.problem["type"] == "/problems/rule-refused"
    # Saying less brings nothing back; being there again does, and the departure stays on record.
    assert (await display.report(at=None))["away"] is not None
    (shown,) = [each for each in await devices(in_class) if each["terminal_id"] == str(display.terminal_id)]
    assert (shown["state"], shown["departures"]) == ("away", 1)
    assert shown["distance_m"] > 4000
    assert (await display.report(at=at_the_site()))["away"] is None
    assert await display.display_code(in_class.session(4))


async def test_a_display_that_is_carried_within_the_fence_and_far_from_its_door_is_away(
    in_class: World, clock: StoppedClock
) -> None:
    display = await a_terminal(in_class, clock)
    assert (await display.report(at=at_the_site(longitude=120.5838, accuracy_m=5.0)))["away"] is None
    assert (await display.report(at=at_the_site(longitude=120.5841, accuracy_m=5.0)))["away"] is not None


async def test_a_silent_display_is_given_no_code_and_may_be_followed_by_another(
    in_class: World, clock: StoppedClock
) -> None:
    clock.move_to(in_class.starts_at(5) - timedelta(minutes=20))
    silent, other = await a_terminal(in_class, clock), await a_terminal(in_class, clock)
    assert await silent.show_code(in_class.session(5), at=at_the_site())
    clock.advance(minutes=6)
    with pytest.raises(Refused) as refused:
        await silent.get(f"/v1/sessions/{in_class.session(5)}/display-code")
    assert "很久没有报告" in refused.value.problem["detail"]
    assert await other.show_code(in_class.session(5), at=at_the_site())


async def test_a_devices_wrong_clock_is_measured_and_named(in_class: World, clock: StoppedClock) -> None:
    display = await a_terminal(in_class, clock)
    body = {"position": at_the_site(), "sent_at": clock.now() + timedelta(minutes=7)}
    assert (await display.post("/v1/terminals/own/reports", body))["clock_ahead_s"] == 420
    (shown,) = [each for each in await devices(in_class) if each["terminal_id"] == str(display.terminal_id)]
    assert shown["clock_ahead_s"] == 420


async def devices(world: World) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await world.officer.get("/v1/terminals"))["terminals"]
    return found


_CONFIRMED = reading(
    select(credit_confirmation.c.kind, credit_confirmation.c.session_id).where(
        credit_confirmation.c.trainee_id == bindparam("trainee_id", type_=Uuid)
    )
)


async def test_a_display_confirms_the_hours_of_a_phone_indoors_and_of_nobody_who_keeps_silent(
    in_class: World, people: Iterator[Trainee], clock: StoppedClock, resources: Resources
) -> None:
    edge = at_the_site(longitude=SITE["longitude"] + 0.0023, accuracy_m=40.0)
    grey = at_the_site(longitude=SITE["longitude"] + 0.0033, accuracy_m=10.0)
    wide = at_the_site(longitude=SITE["longitude"] + 0.0115, accuracy_m=450.0)
    seen = []
    for at, is_remote in ((edge, False), (edge, True), (None, False), (grey, False), (wide, False)):
        clock.advance(seconds=20)
        trainee, session_id = next(people), in_class.session()
        code = await in_class.terminal.show_code(session_id, at=at_the_site())
        if is_remote:
            code = await in_class.instructor.classroom_code(session_id)
        answer = await trainee.phone.check_in(session_id, proof=trainee.phone.pin_code(code), at=at)
        found = await resources.database.read(_CONFIRMED, trainee_id=trainee.trainee_id)
        seen.append((answer["evidence"]["evidence_class"], [(each.kind, each.session_id) for each in found]))
    assert seen == [("C", [("display", in_class.session())]), ("D", []), ("D", []), ("C", []), ("C", [])]
