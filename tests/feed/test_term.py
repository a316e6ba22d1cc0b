"""From the used voucher over the determination to the money, through outbox and relay."""

import json
from datetime import timedelta

import pytest

from checkin_service.eligibility.model.canonical import digest
from checkin_service.eligibility.model.facts import DeterminationOutcome
from checkin_service.kit.resources import Resources
from checkin_service.voucher.model.vouchers import VoucherKind, VoucherState
from tests.building.news import deliver_all
from tests.building.stored import COMPLETED_AT, StoredWorld, a_stored_world, an_idle_stored_world
from tests.building.world import SUBSIDY_FEN

pytestmark = pytest.mark.usefixtures("nothing_waiting")


async def state_of(world: StoredWorld) -> VoucherState:
    return (await world.present_voucher()).state


async def outcome_of(world: StoredWorld) -> DeterminationOutcome | None:
    found = await world.determination()
    return None if found is None else found.outcome


async def money_of(world: StoredWorld) -> tuple[int, int, int, int]:
    """Reserved ever, still open, payable, released."""
    totals = await world.money()
    assert totals.balanced
    return totals.reserved_fen, totals.open_fen, totals.payable_fen, totals.released_fen


async def test_a_used_voucher_reserves_its_subsidy(resources: Resources) -> None:
    world = await a_stored_world(resources)
    await deliver_all(resources)
    assert await money_of(world) == (SUBSIDY_FEN, SUBSIDY_FEN, 0, 0)
    assert await state_of(world) is VoucherState.USED


async def test_sixty_percent_and_a_passed_assessment_make_the_subsidy_payable(resources: Resources) -> None:
    world = await a_stored_world(resources, attended=3)
    await world.assess(passed=True)
    await world.complete()
    await deliver_all(resources)
    assert await outcome_of(world) is DeterminationOutcome.ELIGIBLE
    assert await money_of(world) == (SUBSIDY_FEN, 0, SUBSIDY_FEN, 0)
    assert await state_of(world) is VoucherState.PAYABLE


async def test_below_sixty_percent_the_reservation_is_released(resources: Resources) -> None:
    world = await a_stored_world(resources, attended=2)
    await world.assess(passed=True)
    await world.complete()
    await deliver_all(resources)
    assert await outcome_of(world) is DeterminationOutcome.NOT_ELIGIBLE
    assert await money_of(world) == (SUBSIDY_FEN, 0, 0, SUBSIDY_FEN)
    assert await state_of(world) is VoucherState.RELEASED


async def test_a_general_voucher_is_paid_for_its_certificate_without_any_attendance(resources: Resources) -> None:
    world = await a_stored_world(resources, kind=VoucherKind.GENERAL)
    await world.certify()
    await world.complete()
    await deliver_all(resources)
    assert await outcome_of(world) is DeterminationOutcome.ELIGIBLE
    assert await money_of(world) == (SUBSIDY_FEN, 0, SUBSIDY_FEN, 0)


async def test_nothing_is_determined_before_the_completion(resources: Resources) -> None:
    world = await a_stored_world(resources, attended=5)
    await world.assess(passed=True)
    await deliver_all(resources)
    assert await outcome_of(world) is None
    assert await state_of(world) is VoucherState.USED


async def test_whoever_used_no_voucher_is_told_so_and_no_money_moves(resources: Resources) -> None:
    world = await an_idle_stored_world(resources)
    await world.register()
    await world.assess(passed=True)
    await world.complete()
    await deliver_all(resources)
    found = await world.determination()
    assert found is not None
    assert found.outcome is DeterminationOutcome.NOT_ELIGIBLE
    assert found.voucher_id is None
    assert await money_of(world) == (0, 0, 0, 0)


async def test_an_open_doubt_keeps_the_money_reserved_until_it_is_decided(resources: Resources) -> None:
    world = await a_stored_world(resources, attended=2)
    await world.assess(passed=True)
    attempt_id = await world.doubt(2)
    await world.complete()
    await deliver_all(resources)
    assert await outcome_of(world) is DeterminationOutcome.DOUBTFUL
    assert await money_of(world) == (SUBSIDY_FEN, SUBSIDY_FEN, 0, 0)

    await world.reject(attempt_id)
    await deliver_all(resources)
    assert await outcome_of(world) is DeterminationOutcome.NOT_ELIGIBLE
    assert await money_of(world) == (SUBSIDY_FEN, 0, 0, SUBSIDY_FEN)


async def test_hours_credited_after_the_completion_supersede_the_determination(resources: Resources) -> None:
    world = await a_stored_world(resources, attended=2)
    await world.assess(passed=True)
    await world.complete()
    await deliver_all(resources)
    first = await world.determination()
    await world.attend(2, at=COMPLETED_AT + timedelta(days=1))
    await deliver_all(resources)
    second = await world.determination()
    assert first is not None
    assert second is not None
    assert (first.ordinal, second.ordinal) == (1, 2)
    assert second.outcome is DeterminationOutcome.ELIGIBLE
    assert json.loads(second.document)["supersedes"] == str(first.determination_id)
    assert await state_of(world) is VoucherState.PAYABLE
    # Released once and reserved again: the books tell both.
    assert await money_of(world) == (2 * SUBSIDY_FEN, 0, SUBSIDY_FEN, SUBSIDY_FEN)


async def test_news_from_before_the_completion_makes_no_second_determination(resources: Resources) -> None:
    world = await a_stored_world(resources, attended=1)
    await world.complete()
    await deliver_all(resources)
    found = await world.determination()
    assert found is not None
    assert found.ordinal == 1


async def test_the_stored_document_is_the_one_its_digest_names(resources: Resources) -> None:
    world = await a_stored_world(resources, attended=3)
    await world.assess(passed=True)
    await world.complete()
    await deliver_all(resources)
    found = await world.determination()
    assert found is not None
    assert digest(found.document) == found.document_sha256
    document = json.loads(found.document)
    assert document["criteria"][0]["arithmetic"] == "12/20 >= 3/5"
    assert document["facts"]["voucher"]["voucher_id"] == str(world.voucher.voucher_id)
    assert len(document["facts"]["sessions"]) == 5
