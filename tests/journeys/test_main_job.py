"""The main job from roster to payable subsidy, over HTTP, with the outbox delivered."""

import json
from base64 import b64encode
from collections.abc import AsyncIterator
from datetime import timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

import httpx
import pytest

from checkin_service.demo.portraits import photo
from checkin_service.feed.relay import Relay
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from checkin_service.worker import ROUTING
from tests.building.world import SUBSIDY_FEN, Trainee, World, a_world, at_the_site
from tests.conftest import StoppedClock


async def deliver(resources: Resources) -> None:
    relay = Relay(resources, ROUTING)
    while await relay.deliver_batch():
        pass


async def attend(world: World, trainee: Trainee, clock: StoppedClock, sessions: int) -> None:
    for number in range(sessions):
        clock.move_to(world.starts_at(number) - timedelta(minutes=10, seconds=-20 * world.trainees.index(trainee)))
        code = await world.terminal.show_code(world.session(number), at=at_the_site())
        answer = await trainee.phone.check_in(
            world.session(number), proof=trainee.phone.pin_code(code), at=at_the_site()
        )
        assert answer["credited_hours"] == 4, answer


@pytest.fixture(scope="module")
async def ended(resources: Resources, client: httpx.AsyncClient, session_clock: StoppedClock) -> AsyncIterator[World]:
    """A class of five sessions, ended: four targeted trainees and a general one."""
    before = session_clock.now()
    world = await a_world(resources, client, session_clock, kinds=("targeted",) * 4 + ("general",), sessions=5)
    sixty, below, failed, unsure, general = world.trainees
    for trainee, sessions in ((sixty, 3), (below, 2), (failed, 5), (unsure, 2), (general, 1)):
        await attend(world, trainee, session_clock, sessions)
    session_clock.move_to(world.starts_at(4) - timedelta(minutes=5))
    doubtful = await unsure.phone.check_in(world.session(4), proof=unsure.phone.pin_code("000000"), at=at_the_site())
    assert doubtful["outcome"] == "doubtful"
    session_clock.move_to(world.starts_at(4) + timedelta(days=1))
    day = (world.starts_at(4) + timedelta(days=1)).date()
    certificate = {"number": f"S{new_id().hex[:12]}", "kind": "qualification", "issued_on": day}
    await world.admin.record_results(
        world.class_id,
        [
            {"trainee_id": sixty.trainee_id, "passed": True, "assessed_on": day},
            {"trainee_id": below.trainee_id, "passed": True, "assessed_on": day},
            {"trainee_id": failed.trainee_id, "passed": False, "assessed_on": day},
            {"trainee_id": unsure.trainee_id, "passed": True, "assessed_on": day},
            {"trainee_id": general.trainee_id, "passed": True, "assessed_on": day, "certificate": certificate},
        ],
    )
    await world.admin.apply_for_completion(world.class_id)
    await deliver(resources)
    await world.officer.decide_completion(world.class_id)
    await deliver(resources)
    yield world
    session_clock.move_to(before)


async def determination(world: World, trainee: Trainee) -> dict[str, Any]:
    (found,) = await world.officer.eligibility(voucher_code=trainee.voucher_code)
    return dict(found)


async def test_exactly_sixty_percent_and_passed_is_eligible(ended: World) -> None:
    found = await determination(ended, ended.trainees[0])
    assert found["outcome"] == "eligible"
    rate = next(each for each in found["document"]["criteria"] if each["criterion"] == "attendance_rate")
    assert rate["arithmetic"] == "12/20 >= 3/5"
    assert rate["basis"]["clause"] == "SX-23"
    assert "60%以上" in rate["basis"]["quote"]
    assert (await ended.officer.voucher(ended.trainees[0].voucher_code))["state"] == "payable"


async def test_one_session_below_sixty_percent_is_not_eligible(ended: World) -> None:
    found = await determination(ended, ended.trainees[1])
    assert found["outcome"] == "not_eligible"
    assert (await ended.officer.voucher(ended.trainees[1].voucher_code))["state"] == "released"


async def test_full_attendance_without_passing_is_not_eligible(ended: World) -> None:
    found = await determination(ended, ended.trainees[2])
    assert found["outcome"] == "not_eligible"
    failed = [each["criterion"] for each in found["document"]["criteria"] if each["outcome"] == "fail"]
    assert failed == ["assessment_passed"]


async def test_a_general_voucher_needs_the_certificate_and_no_rate(ended: World) -> None:
    general = ended.trainees[4]
    found = await determination(ended, general)
    assert found["outcome"] == "eligible"
    assert found["document"]["payee"] == f"trainee:{general.trainee_id}"


async def test_a_doubt_still_open_keeps_the_money_reserved_until_a_reviewer_decides(
    ended: World, resources: Resources
) -> None:
    unsure = ended.trainees[3]
    assert (await determination(ended, unsure))["outcome"] == "doubtful"
    assert (await ended.officer.voucher(unsure.voucher_code))["state"] == "completed"
    (review,) = await ended.reviewer.open_reviews(ended.class_id)
    await ended.reviewer.decide(review, decision="accept", reason="监控录像核实在场")
    await deliver(resources)
    found = await determination(ended, unsure)
    assert found["outcome"] == "eligible"
    assert found["document"]["ordinal"] == 2
    assert found["document"]["supersedes"]
    assert (await ended.officer.voucher(unsure.voucher_code))["state"] == "payable"


async def test_the_document_hashes_to_what_is_stored(ended: World) -> None:
    found = await determination(ended, ended.trainees[0])
    canonical = json.dumps(found["document"], ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    assert sha256(canonical).hexdigest() == found["document_sha256"]


async def test_the_ledger_balances_and_pays_each_voucher_once(ended: World, resources: Resources) -> None:
    await deliver(resources)
    ledger = await ended.officer.ledger("330600")
    assert ledger["balanced"] is True
    assert ledger["reserved_fen"] >= 5 * SUBSIDY_FEN
    assert ledger["reserved_fen"] >= ledger["payable_fen"] + ledger["released_fen"]


async def test_trainees_and_institutions_read_their_own_determinations_only(ended: World) -> None:
    sixty, below = ended.trainees[:2]
    own = (await sixty.phone.get("/v1/eligibility", trainee=sixty.trainee_id))["determinations"]
    assert [each["trainee_id"] for each in own] == [str(sixty.trainee_id)]
    assert (await sixty.phone.send("GET", f"/v1/eligibility?trainee={below.trainee_id}")).status_code == 404
    assert len(await ended.admin.eligibility(class_id=ended.class_id)) == 5


async def test_the_dashboard_shows_exact_rates(ended: World) -> None:
    board = await ended.admin.attendance_of(ended.class_id)
    rates = {UUID(each["trainee_id"]): each["attendance"]["rate"] for each in board["trainees"]}
    assert rates[ended.trainees[0].trainee_id] == "12/20"
    assert rates[ended.trainees[1].trainee_id] == "8/20"


async def test_a_face_checks_in_and_another_persons_face_is_doubtful(
    resources: Resources, client: httpx.AsyncClient, clock: StoppedClock
) -> None:
    world = await a_world(resources, client, clock)
    trainee = world.trainees[0]
    clock.move_to(world.starts_at() - timedelta(minutes=5))
    refused = await trainee.phone.send_attempt(
        trainee.phone.attempt(world.session(), proof=_face("collins", 1), at=at_the_site())
    )
    assert refused.status_code == 403
    assert refused.json()["purpose"] == "face"
    await trainee.phone.consent("face")
    await trainee.phone.enrol_face([photo("collins", seed) for seed in (11, 12, 13)])
    other = await trainee.phone.check_in(world.session(), proof=_face("hopper", 2), at=at_the_site())
    assert other["outcome"] == "doubtful"
    person = next(each for each in other["findings"] if each["check"] == "person")
    assert person["reason"] == "face_no_match"
    assert person["measured"]["assurance"] == "unproven"
    own = await trainee.phone.check_in(world.session(), proof=_face("collins", 3), at=at_the_site())
    assert (own["outcome"], own["credited_hours"]) == ("accepted", 4)


async def test_a_person_without_a_phone_checks_in_with_card_and_pin(
    resources: Resources, client: httpx.AsyncClient, clock: StoppedClock
) -> None:
    world = await a_world(resources, client, clock)
    clock.move_to(world.starts_at() - timedelta(minutes=5))
    answer = await world.terminal.check_in(world.session(), document=world.trainees[0].document)
    assert (answer["outcome"], answer["credited_hours"]) == ("accepted", 4)


def _face(name: str, seed: int) -> dict[str, str]:
    return {"kind": "face", "photo": b64encode(photo(name, seed)).decode()}
