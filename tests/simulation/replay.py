"""A history once more in the order in which it was written, one after the other, with nothing going wrong."""

import random
from types import SimpleNamespace
from typing import Any

from checkin_service.feed.routing import Together
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.outbox import Event
from checkin_service.voucher.model.ledger import MAIN_LEG
from tests.simulation.histories import ROUTING, History
from tests.simulation.memory import Faults, MemoryDatabase
from tests.simulation.virtual import VirtualClock, run


async def _serially(history: History, again: MemoryDatabase) -> None:
    resources = SimpleNamespace(database=again, clock=VirtualClock())
    people = {each.trainee_id for each in again.stored.vouchers.values()}
    for what in history.database.stored.log:
        if isinstance(what, Event) and what.trainee_id in people:
            async with again.write() as unit:
                await _handle(resources, unit, what)


async def _handle(resources: Any, unit: UnitOfWork, event: Event) -> None:
    handler = ROUTING[event.type]
    if isinstance(handler, Together):
        await handler.handle(resources, unit, [event])
    else:
        await handler(resources, unit, event)


def replayed(history: History) -> MemoryDatabase:
    """The news of all that nobody ordered to be paid, one after the other, with nothing going wrong."""
    again = MemoryDatabase(Faults(random.Random(0), before=0.0, answer_lost=0.0, longest_s=0.0))
    for voucher in history.people:
        if voucher.voucher_id in history.ordered:
            continue
        again.stored.vouchers[voucher.voucher_id] = voucher
        again.stored.legs[voucher.voucher_id, MAIN_LEG] = history.database.stored.legs[voucher.voucher_id, MAIN_LEG]
    run(_serially(history, again))
    return again
