"""An in-memory stand-in for the database: the same statements, unique keys, locks and lost answers, and no SQL.

It knows the few statements of relay, sealer and ledger by what their rows become and by the table they write, so that
the service's own code runs on it unchanged. A write happens whole or not at all, at one moment; before and after it
time passes, and its answer may be lost.
"""

import asyncio
import random
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from checkin_service.kit.database import Claim, UnitOfWork
from checkin_service.kit.outbox import Event
from checkin_service.kit.problem import Problem, ProblemKind
from tests.simulation.tables import READS, Pair, Tables, Values, apply, deliverable


@dataclass(slots=True)
class Faults:
    """How often something goes wrong, of all that is asked."""

    dice: random.Random
    before: float = 0.05
    answer_lost: float = 0.05
    longest_s: float = 0.05
    struck: int = 0

    async def passing(self) -> None:
        await asyncio.sleep(self.dice.uniform(0.0, self.longest_s))

    def strike(self, share: float) -> None:
        if self.dice.random() < share:
            self.struck += 1
            raise Problem(ProblemKind.BUSY, retry_after_s=1)

    def end(self) -> None:
        self.before = self.answer_lost = 0.0


class MemoryDatabase:
    """Takes the place of `Database`."""

    def __init__(self, faults: Faults) -> None:
        self.stored = Tables()
        self.faults = faults
        self._locked: set[Pair] = set()
        self._sequence = 0

    @property
    def is_busy(self) -> bool:
        """Whether anything waits for a relay or a sealer."""
        return bool(self.stored.pending) or not all(row.is_delivered for row in self.stored.outbox.values())

    async def read(self, statement: Any, /, **values: Any) -> list[Any]:
        await self.faults.passing()
        self.faults.strike(self.faults.before)
        return READS[statement._row.__name__](self.stored, values)

    async def read_one(self, statement: Any, /, **values: Any) -> Any:
        rows = await self.read(statement, **values)
        return rows[0] if rows else None

    @asynccontextmanager
    async def write(self, **_: Any) -> AsyncIterator[UnitOfWork]:
        unit = UnitOfWork()
        yield unit
        if unit.is_empty:
            return
        await self.faults.passing()
        self.faults.strike(self.faults.before)
        while self._touched([unit]) & self._locked:  # noqa: ASYNC110 - virtual time costs nothing
            await asyncio.sleep(0.01)
        self._commit([unit])
        await self._answered()

    @asynccontextmanager
    async def claim(self, statement: Any, /, **values: Any) -> AsyncIterator[Claim[Any]]:
        await self.faults.passing()
        self.faults.strike(self.faults.before)
        assert statement._row is Event
        rows = [row.event for row in deliverable(self.stored, self._locked, values)]
        mine = {(each.trainee_id, each.event_id) for each in rows}
        self._locked |= mine
        try:
            claim = Claim(rows)
            yield claim
            await self.faults.passing()
            self.faults.strike(self.faults.before)
            if claim._units:
                self._commit(claim._units)
            self._locked -= mine
            await self._answered()
        finally:
            self._locked -= mine

    async def _answered(self) -> None:
        await self.faults.passing()
        self.faults.strike(self.faults.answer_lost)

    def _commit(self, units: list[UnitOfWork]) -> None:
        after = self.stored.copy()
        for unit in units:
            for fragment, values in unit._parts:
                self._sequence = apply(after, fragment.sql, _named(fragment, values), self._sequence)
        self.stored = after

    def _touched(self, units: list[UnitOfWork]) -> set[Pair]:
        return {
            pair
            for unit in units
            for fragment, given in unit._parts
            if fragment.sql.startswith("UPDATE outbox")
            for values in [_named(fragment, given)]
            for pair in zip(values.get("trainees", ()), values.get("events", ()), strict=True)
        }


def _named(fragment: Any, values: Sequence[Any]) -> Values:
    return dict(zip(fragment._names, values, strict=True))
