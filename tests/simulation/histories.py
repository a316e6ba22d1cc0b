"""One history by its seed: people whose vouchers are activated, determined and paid while everything goes wrong.

Two relays and two sealers, the service's own, work on a database in memory. Questions fail, answers are lost after the
write has happened, whoever announces says it again, the treasury's answers come twice, late or in another order, and
relays and sealers die between any two steps and begin anew. In the end all of it must be as if nothing had gone wrong.
"""

import asyncio
import random
from collections import defaultdict
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from types import SimpleNamespace
from typing import Any
from unittest import mock
from uuid import UUID

from checkin_service import worker
from checkin_service.eligibility.model.facts import DeterminationOutcome
from checkin_service.feed import ledger, relay
from checkin_service.feed.relay import Relay
from checkin_service.feed.routing import Pace, Routing, Together, subscribers_only
from checkin_service.kit.database import Stale, UnitOfWork
from checkin_service.kit.outbox import Event, announce_all
from checkin_service.kit.problem import Problem
from checkin_service.kit.signing import Signer, SigningKeys
from checkin_service.transparency.service import sealer
from checkin_service.transparency.service.sealer import Sealer
from checkin_service.voucher.model.ledger import Position
from checkin_service.voucher.model.vouchers import (
    Voucher,
    VoucherEvent,
    VoucherState,
)
from checkin_service.voucher.rules.ledger import transfers_to
from checkin_service.voucher.service import settling
from checkin_service.voucher.service.commitment import funds_of
from tests.simulation.memory import Faults, MemoryDatabase
from tests.simulation.people import SUBSIDY_FEN, entered
from tests.simulation.virtual import VirtualClock, run

ROUTING: Routing = {
    # What moves no money is news for others here.
    **dict.fromkeys(worker.ROUTING, subscribers_only),
    "voucher.activated": ledger.reserve,
    "eligibility.determined": Together(ledger.follow),
}
PACE = Pace(batch=3, rest_s=0.2, longest_rest_s=2.0, poll_s=0.3, attempts_limit=10_000)
TREASURY = "treasury"
SETTLED_AFTER_S = 3.0
_BATCH = 4
_LONGEST_S = 600.0
_KEYS = SigningKeys(log=Signer(bytes(range(32))), feed=Signer(bytes(range(1, 33))))

Work = Callable[[asyncio.Event], Coroutine[Any, Any, None]]


@dataclass(slots=True)
class History:
    """What is done to the service, and what it makes of it."""

    dice: random.Random
    database: MemoryDatabase
    resources: Any
    people: list[Voucher] = field(default_factory=list)
    announced: dict[UUID, list[Event]] = field(default_factory=dict)
    """What was acknowledged, of each person in order."""
    answers: list["Answer"] = field(default_factory=list)
    determining: dict[UUID, asyncio.Lock] = field(default_factory=lambda: defaultdict(asyncio.Lock))
    """One person is determined once at a time."""
    again: list[Voucher] = field(default_factory=list)
    """What waits to be determined once more."""
    outcomes: dict[UUID, DeterminationOutcome] = field(default_factory=dict)
    """By voucher, the determination that counts."""
    ordered: set[UUID] = field(default_factory=set)
    deaths: int = 0

    @classmethod
    def by(cls, seed: int) -> "History":
        dice = random.Random(seed)
        database = MemoryDatabase(Faults(dice))
        resources = SimpleNamespace(database=database, clock=VirtualClock(), signing=_KEYS)
        history = cls(dice=dice, database=database, resources=resources)
        for _ in range(dice.randint(2, 4)):
            history.people.append(entered(database, dice))
        return history

    def pause(self, longest_s: float = 1.0) -> Awaitable[None]:
        return asyncio.sleep(self.dice.uniform(0.0, longest_s))


@dataclass(frozen=True, slots=True)
class Answer:
    """What the treasury says of one order."""

    voucher: Voucher
    ordinal: int
    """Of the voucher's move by which it was ordered."""
    is_paid: bool


async def _announce(history: History, voucher: Voucher, type_: str, **payload: Any) -> None:
    """Until it is acknowledged, and now and then once more."""
    event = Event(
        trainee_id=voucher.trainee_id,
        event_id=UUID(int=history.dice.getrandbits(128)),
        type=type_,
        payload={"voucher_id": str(voucher.voucher_id), "amount_fen": SUBSIDY_FEN, **payload},
        occurred_at=history.resources.clock.now(),
    )
    again = history.dice.random() < 0.2
    while True:
        try:
            async with history.database.write() as unit:
                announce_all(unit, [event])
        except Problem:
            await history.pause(0.2)
        except Stale:
            break  # An earlier try had been written; only its answer was lost.
        else:
            if not again:
                break
            again = False
    history.announced.setdefault(voucher.trainee_id, []).append(event)


async def _live(history: History, voucher: Voucher) -> None:
    """What happens to one person."""
    await history.pause()
    await _announce(history, voucher, "voucher.activated", payee="institution:2")
    for _ in range(history.dice.randint(1, 4)):
        await history.pause()
        await _determine(history, voucher, history.dice.choice(list(DeterminationOutcome)))
        if history.dice.random() < 0.5:
            await _order(history, voucher)


async def _determine(history: History, voucher: Voucher, outcome: DeterminationOutcome | None = None) -> None:
    """Anew, or with what counts already, as after a refused payment."""
    async with history.determining[voucher.voucher_id]:
        outcome = history.outcomes[voucher.voucher_id] = outcome or history.outcomes[voucher.voucher_id]
        await _announce(history, voucher, "eligibility.determined", outcome=outcome.value)


async def _order(history: History, voucher: Voucher) -> None:
    """Ask the treasury to pay, if it is payable by then; it may answer any number of times, in any order."""
    await history.pause(2.0)
    try:
        found = (await settling.claims_of(history.resources, [_pair(voucher)])).vouchers[voucher.voucher_id]
        if found.state is not VoucherState.PAYABLE:
            return
        history.ordered.add(found.voucher_id)
        async with history.database.write() as unit:
            events = [VoucherEvent.REQUESTED, VoucherEvent.APPROVED]
            settling.move_all(unit, [found], events, at=history.resources.clock.now(), actor=TREASURY)
    except (Problem, Stale):
        return  # Whoever ordered looks again another day; if it was written all the same, the treasury never hears.
    answer = Answer(voucher, found.ordinal + len(events), is_paid=history.dice.random() < 0.7)
    history.answers += [answer] * history.dice.choice((0, 1, 1, 2, 3))


async def _given_back(history: History, _resources: Any, _unit: UnitOfWork, event: Event) -> None:
    """As settlement hears of a refusal: it is determined again, where the determination that counts is against it."""
    (voucher,) = (await settling.claims_of(history.resources, [_pair_of(event)])).vouchers.values()
    is_lost = history.outcomes[voucher.voucher_id] is not DeterminationOutcome.ELIGIBLE
    if voucher.state is VoucherState.PAYABLE and is_lost:
        history.again.append(voucher)


async def _determine_all(history: History, stop: asyncio.Event) -> None:
    while not stop.is_set():
        await history.pause(0.3)
        while history.again:
            await _determine(history, history.again[0])
            history.again.pop(0)


async def _answer_all(history: History, lives: "asyncio.Future[Any]") -> None:
    while not lives.done() or history.answers:
        await history.pause(0.3)
        if history.answers:
            answer = history.answers.pop(history.dice.randrange(len(history.answers)))
            try:
                await _take(history.resources, history.database, answer)
            except (Problem, Stale):
                history.answers.append(answer)


async def _take(resources: Any, database: MemoryDatabase, answer: Answer) -> None:
    """The treasury's answer: it counts for the order that it answers, and once."""
    claims = await settling.claims_of(resources, [_pair(answer.voucher)])
    found = claims.vouchers[answer.voucher.voucher_id]
    if found.state is not VoucherState.APPROVED or found.ordinal != answer.ordinal:
        return
    at, last = resources.clock.now(), claims.last[found.voucher_id]
    async with database.write() as unit:
        if answer.is_paid:
            for leg in claims.legs[found.voucher_id]:
                funds, cause = funds_of(leg), UUID(int=answer.ordinal)
                settling.record(unit, transfers_to(Position.PAID, funds, last=last[leg.leg], cause=cause, at=at))
        event = VoucherEvent.DISBURSED if answer.is_paid else VoucherEvent.PAYMENT_REFUSED
        settling.move_all(unit, [found], [event], at=at, actor=TREASURY)


def _pair_of(event: Event) -> tuple[UUID, UUID]:
    return event.trainee_id, UUID(event.payload["voucher_id"])


def _pair(voucher: Voucher) -> tuple[UUID, UUID]:
    return voucher.trainee_id, voucher.voucher_id


async def _mortal(history: History, make: Callable[[], Work], stop: asyncio.Event) -> None:
    """A worker that is killed at any moment and begins anew, until nothing goes wrong any more."""
    for _ in range(history.dice.randint(0, 3)):
        task = asyncio.create_task(make()(stop))
        await history.pause(2.0)
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        history.deaths += 1
        await history.pause(0.5)
    await make()(stop)


async def _play(history: History) -> None:
    stop = asyncio.Event()
    routing = {**ROUTING, "voucher.payment_refused": partial(_given_back, history)}
    makers: list[Callable[[], Work]] = [
        lambda: Relay(history.resources, routing, PACE).run,
        lambda: Sealer(history.resources, look_every_s=0.4).run,
    ]
    workers = [asyncio.create_task(_mortal(history, make, stop)) for make in makers * 2]
    lives = asyncio.gather(*(_live(history, each) for each in history.people))
    determining = asyncio.create_task(_determine_all(history, stop))
    await asyncio.gather(lives, _answer_all(history, lives))
    history.database.faults.end()
    async with asyncio.timeout(_LONGEST_S):
        while history.database.is_busy or history.again:  # noqa: ASYNC110 - virtual time costs nothing
            await asyncio.sleep(0.5)
        await asyncio.sleep(2 * SETTLED_AFTER_S)
        stop.set()
        await asyncio.gather(*workers, determining)


@contextmanager
def _as_in_a_simulation() -> Iterator[None]:
    """Small batches, so that there are many, and no lines in the log."""
    with ExitStack() as patches:
        for module in (relay, sealer):
            patches.enter_context(mock.patch.object(module, "_log", mock.MagicMock()))
        patches.enter_context(mock.patch.object(sealer, "_BATCH", _BATCH))
        patches.enter_context(mock.patch.object(sealer, "_SETTLED_AFTER", timedelta(seconds=SETTLED_AFTER_S)))
        yield


def played(seed: int) -> History:
    """The whole history of a seed; the same seed is the same history."""
    # The relay's rests have a jitter of their own.
    random.seed(seed)
    history = History.by(seed)
    with _as_in_a_simulation():
        run(_play(history))
    return history
