"""The relay: order per person, failures held back and tried again, written once."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkin_service.eligibility.model.facts import DeterminationOutcome
from checkin_service.feed import store
from checkin_service.feed.relay import Relay
from checkin_service.feed.routing import Handler, Pace, Together
from checkin_service.kit.database import Stale, UnitOfWork
from checkin_service.kit.ids import new_id
from checkin_service.kit.outbox import Event, announce
from checkin_service.kit.problem import Problem, ProblemKind
from checkin_service.kit.resources import Resources
from checkin_service.voucher.model.ledger import LedgerRefused, Position
from checkin_service.voucher.service import ledger_moves
from checkin_service.worker import ROUTING, relay
from tests.building.authorities import an_authority_of_shaoxing
from tests.building.news import deliver_all
from tests.building.outbox import mark_delivered, undelivered
from tests.building.stored import COMPLETED_AT, StoredWorld, a_stored_world
from tests.building.world import SUBSIDY_FEN

pytestmark = pytest.mark.usefixtures("nothing_waiting")

HASTY = Pace(rest_s=0.001, longest_rest_s=0.002, attempts_limit=3, poll_s=0.01)


class Listener:
    """Remembers what it heard; fails as often as it is told to."""

    def __init__(self, *, failures: int = 0, error: Exception | None = None) -> None:
        self.heard: list[tuple[UUID, str]] = []
        self.failures = failures
        self.error = error or LedgerRefused("not today")

    async def __call__(self, resources: Resources, unit: UnitOfWork, event: Event) -> None:
        assert isinstance(resources, Resources)
        assert isinstance(unit, UnitOfWork)
        if self.failures:
            self.failures -= 1
            raise self.error
        self.heard.append((event.trainee_id, event.payload["text"]))

    def of(self, trainee_id: UUID) -> list[str]:
        return [text for whose, text in self.heard if whose == trainee_id]


async def tell(resources: Resources, trainee_id: UUID, *texts: str, type_: str = "test.happened") -> None:
    for text in texts:
        async with resources.database.write() as unit:
            announce(unit, type_=type_, trainee_id=trainee_id, payload={"text": text}, occurred_at=COMPLETED_AT)


async def deliver(resources: Resources, handler: Handler | Together, *, times: int = 1) -> None:
    relay_under_test = Relay(resources, {**ROUTING, "test.happened": handler}, HASTY)
    for _ in range(times):
        while await relay_under_test.deliver_batch():
            pass
        await asyncio.sleep(0.004)


async def waiting(resources: Resources, trainee_id: UUID) -> list[Event]:
    events = await undelivered(resources.database, attempts_limit=1000, count=10_000)
    return [event for event in events if event.trainee_id == trainee_id]


@pytest.fixture(autouse=True)
async def nothing_left_behind(resources: Resources) -> AsyncIterator[None]:
    """Events of these tests do not wait for other tests, nor those of others for these."""
    await _deliver_unheard(resources)
    yield
    await _deliver_unheard(resources)


async def _deliver_unheard(resources: Resources) -> None:
    async with resources.database.write() as unit:
        for event in await undelivered(resources.database, attempts_limit=1000, count=10_000):
            mark_delivered(unit, event, at=COMPLETED_AT)


async def test_events_of_one_person_arrive_in_order(resources: Resources) -> None:
    trainee_id, listener = new_id(), Listener()
    await tell(resources, trainee_id, *"abcde")
    await deliver(resources, listener)
    assert listener.of(trainee_id) == list("abcde")
    assert await waiting(resources, trainee_id) == []


async def test_a_failure_holds_back_what_comes_after_it_and_is_tried_again(resources: Resources) -> None:
    trainee_id, listener = new_id(), Listener(failures=2)
    await tell(resources, trainee_id, "first", "second")
    await deliver(resources, listener)
    assert listener.of(trainee_id) == []
    await deliver(resources, listener, times=3)
    assert listener.of(trainee_id) == ["first", "second"]


async def test_somebody_else_is_not_held_back(resources: Resources) -> None:
    first, second = new_id(), new_id()
    await tell(resources, first, "a")
    await tell(resources, second, "b")
    listener = Listener(failures=1)
    await deliver(resources, listener)
    assert listener.heard[0] == (second, "b")


async def test_what_is_handled_together_is_written_once_and_in_order(resources: Resources) -> None:
    people, heard = [new_id() for _ in range(3)], []
    for text in "ab":
        for trainee_id in people:
            await tell(resources, trainee_id, text)

    async def together(resources: Resources, unit: UnitOfWork, events: Sequence[Event]) -> None:
        assert resources
        assert unit.is_empty
        heard.append([(event.trainee_id, event.payload["text"]) for event in events])

    await deliver(resources, Together(together))
    assert heard == [[(trainee_id, text) for trainee_id in people] for text in "ab"]


async def test_who_spoils_what_is_handled_together_is_held_back_alone(resources: Resources) -> None:
    people, listener = [new_id() for _ in range(3)], Listener()
    for trainee_id in people:
        await tell(resources, trainee_id, "a")

    async def together(resources: Resources, unit: UnitOfWork, events: Sequence[Event]) -> None:
        if any(event.trainee_id == people[1] for event in events):
            raise LedgerRefused("not this one")
        for event in events:
            await listener(resources, unit, event)

    await Relay(resources, {**ROUTING, "test.happened": Together(together)}, HASTY).deliver_batch()
    assert {trainee_id for trainee_id, _ in listener.heard} == {people[0], people[2]}
    assert [len(await waiting(resources, trainee_id)) for trainee_id in people] == [0, 1, 0]


async def test_after_a_failure_the_person_rests(resources: Resources) -> None:
    trainee_id, listener = new_id(), Listener(failures=1)
    await tell(resources, trainee_id, "a")
    patient = Relay(resources, {**ROUTING, "test.happened": listener}, Pace(rest_s=60))
    await patient.deliver_batch()
    await patient.deliver_batch()
    assert listener.of(trainee_id) == []
    assert len(await waiting(resources, trainee_id)) == 1


async def test_what_failed_too_often_is_dead_and_later_news_waits_behind_it(resources: Resources) -> None:
    trainee_id, listener = new_id(), Listener(failures=HASTY.attempts_limit)
    await tell(resources, trainee_id, "first", "second")
    await deliver(resources, listener, times=6)
    assert listener.of(trainee_id) == []
    backlog = await store.backlog(resources.database, attempts_limit=HASTY.attempts_limit)
    assert backlog.dead >= 1
    assert len(await waiting(resources, trainee_id)) == 2


async def test_a_busy_database_brings_no_event_closer_to_its_end(resources: Resources) -> None:
    trainee_id = new_id()
    listener = Listener(failures=HASTY.attempts_limit + 2, error=Problem(ProblemKind.BUSY))
    await tell(resources, trainee_id, "a")
    await deliver(resources, listener, times=HASTY.attempts_limit + 4)
    assert listener.of(trainee_id) == ["a"]


async def test_an_event_nobody_listens_to_waits_and_is_not_lost(resources: Resources) -> None:
    trainee_id = new_id()
    await tell(resources, trainee_id, "a", type_="test.unheard_of")
    await deliver(resources, Listener())
    assert len(await waiting(resources, trainee_id)) == 1


async def test_an_effect_that_cannot_be_written_leaves_the_event_undelivered(resources: Resources) -> None:
    trainee_id = new_id()

    async def conflicting(resources: Resources, unit: UnitOfWork, event: Event) -> None:
        assert resources
        mark_delivered(unit, Event(**{**_fields(event), "event_id": new_id()}), at=COMPLETED_AT)

    await tell(resources, trainee_id, "a")
    await deliver(resources, conflicting)
    assert len(await waiting(resources, trainee_id)) == 1


async def test_what_one_relay_has_claimed_others_pass_over(resources: Resources) -> None:
    trainee_id, listener = new_id(), Listener()
    await tell(resources, trainee_id, "first", "second")
    async with store.claimed(resources.database, resting=(), attempts_limit=3, count=10) as (_, claimed):
        assert [event.payload["text"] for event in claimed] == ["first"]
        await deliver(resources, listener)
        assert listener.heard == []
    await deliver(resources, listener)
    assert listener.of(trainee_id) == ["first", "second"]


async def test_a_relay_killed_between_effect_and_mark_cannot_exist(resources: Resources) -> None:
    """Cancelled at any await, the money has moved and the event is delivered, or neither."""
    world = await a_stored_world(resources)
    for pause_s in (0, 0.0005, 0.001, 0.002, 0.004, 0.008):
        killed = asyncio.create_task(Relay(resources, ROUTING).deliver_batch())
        await asyncio.sleep(pause_s)
        killed.cancel()
        await asyncio.gather(killed, return_exceptions=True)
        reserved = (await world.money()).reserved_fen
        assert (reserved == SUBSIDY_FEN) is (await waiting(resources, world.trainee_id) == [])
    await deliver_all(resources)
    assert (await world.money()).reserved_fen == SUBSIDY_FEN


async def test_several_relays_at_once_move_the_money_once(resources: Resources) -> None:
    worlds = [await a_stored_world(resources, attended=3, authority_code=an_authority_of_shaoxing()) for _ in range(4)]
    for world in worlds:
        await world.assess(passed=True)
        await world.complete()
    relays = [Relay(resources, ROUTING, HASTY) for _ in range(4)]
    while any(await asyncio.gather(*(each.deliver_batch() for each in relays))):
        continue
    for world in worlds:
        totals = await world.money()
        assert (totals.reserved_fen, totals.payable_fen, totals.open_fen) == (SUBSIDY_FEN, SUBSIDY_FEN, 0)
        assert totals.balanced
        found = await world.determination()
        assert found is not None
        assert found.ordinal == 1


async def test_the_worker_delivers_until_it_is_told_to_stop(resources: Resources) -> None:
    world = await a_stored_world(resources)
    stop = asyncio.Event()
    working = asyncio.create_task(relay(resources, stop))
    for _ in range(100):
        if await waiting(resources, world.trainee_id) == []:
            break
        await asyncio.sleep(0.02)
    stop.set()
    await asyncio.wait_for(working, 2)
    assert (await world.money()).open_fen == SUBSIDY_FEN


outcomes = st.lists(st.sampled_from(list(DeterminationOutcome)), min_size=1, max_size=6)


@given(history=outcomes, repeats=st.integers(1, 3))
@settings(max_examples=12, deadline=None)
async def test_in_every_history_of_determinations_the_books_balance(
    resources: Resources, history: list[DeterminationOutcome], repeats: int
) -> None:
    world = await a_stored_world(resources)
    await deliver_all(resources)
    for outcome in history:
        await _determined(world, outcome)
        await asyncio.gather(*(Relay(resources, ROUTING, HASTY).deliver_batch() for _ in range(repeats)))
        totals = await world.money()
        assert totals.balanced
        assert totals.open_fen + totals.payable_fen <= SUBSIDY_FEN
    await deliver_all(resources)
    totals = await world.money()
    assert totals.payable_fen == (SUBSIDY_FEN if history[-1] is DeterminationOutcome.ELIGIBLE else 0)
    assert totals.open_fen == (SUBSIDY_FEN if history[-1] is DeterminationOutcome.DOUBTFUL else 0)


async def test_a_determination_over_another_amount_than_the_reserved_one_is_held_for_a_person(
    resources: Resources,
) -> None:
    world = await a_stored_world(resources)
    await deliver_all(resources)
    await _determined(world, DeterminationOutcome.ELIGIBLE, amount_fen=SUBSIDY_FEN + 1)
    await Relay(resources, ROUTING, HASTY).deliver_batch()
    totals = await world.money()
    assert (totals.open_fen, totals.payable_fen) == (SUBSIDY_FEN, 0)
    assert len(await waiting(resources, world.trainee_id)) == 1


async def test_two_moves_of_one_voucher_at_once_make_one(resources: Resources) -> None:
    world = await a_stored_world(resources)
    await deliver_all(resources)
    voucher = world.voucher

    async def move(cause: UUID) -> None:
        async with resources.database.write() as unit:
            wish = ledger_moves.Wish(
                target=Position.PAYABLE,
                trainee_id=voucher.trainee_id,
                voucher_id=voucher.voucher_id,
                amount_fen=SUBSIDY_FEN,
                cause=cause,
            )
            await ledger_moves.move_all(resources, unit, [wish], at=COMPLETED_AT)

    results = await asyncio.gather(*(move(new_id()) for _ in range(8)), return_exceptions=True)
    assert all(result is None or isinstance(result, Stale) for result in results)
    assert (await world.money()).payable_fen == SUBSIDY_FEN


async def _determined(world: StoredWorld, outcome: DeterminationOutcome, amount_fen: int = SUBSIDY_FEN) -> None:
    async with world.resources.database.write() as unit:
        world.tell(
            unit,
            "eligibility.determined",
            at=COMPLETED_AT,
            voucher_id=str(world.voucher.voucher_id),
            outcome=outcome,
            eligible=outcome is DeterminationOutcome.ELIGIBLE,
            amount_fen=amount_fen,
            payee=f"institution:{world.institution_id}",
        )


def _fields(event: Event) -> dict[str, Any]:
    return {name: getattr(event, name) for name in Event.__dataclass_fields__}
