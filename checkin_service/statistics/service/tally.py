"""The tally: people of whom there is news are counted anew, and the counters follow by the difference, exactly once.

What waits is deleted in the transaction that moves the counters. Killed at any point, it is counted again from the
facts; two tallies that count one person at once collide on that person's share, and the slower one looks again.
"""

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date
from typing import Any
from uuid import UUID

import structlog

from checkin_service.kit.database import Database, Stale, UnitOfWork
from checkin_service.kit.problem import Problem
from checkin_service.kit.resources import Resources
from checkin_service.statistics.model import Cell, Role, Share
from checkin_service.statistics.rules.shares import difference, share_of
from checkin_service.statistics.service.seeing import people_seen
from checkin_service.statistics.store import counting as store
from checkin_service.statistics.store.counting import StoredShare, TotalKey, Waiting

_log = structlog.get_logger(__name__)

_BATCH = 200


class Tally:
    """Counts until it is told to stop; `count` is one pass."""

    def __init__(self, resources: Resources, *, look_every_s: float = 1.0) -> None:
        self._resources = resources
        self._look_every_s = look_every_s

    async def run(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            counted = 0
            try:
                counted = await self.count()
            except Stale:
                pass  # Another tally was faster with one of these people.
            except Problem as problem:
                _log.warning("statistics.waits_for_database", problem=problem.kind.slug)
            except Exception:  # noqa: BLE001 - a tally that dies in silence would leave figures behind
                _log.exception("statistics.stumbled")
            if counted < _BATCH:
                with suppress(TimeoutError):
                    await asyncio.wait_for(stop.wait(), self._look_every_s)

    async def count(self) -> int:
        """Follow what waits; how much there was."""
        database = self._resources.database
        async with database.claim(store.WAITING, count=_BATCH) as claim:
            if claim.rows:
                for unit in await _units(database, claim.rows):
                    claim.add(unit)
        return len(claim.rows)


async def _units(database: Database, waited: Sequence[Waiting]) -> list[UnitOfWork]:
    """Counters before totals, each in order, so that those who write at once never wait for one another."""
    trainees = sorted({each.trainee_id for each in waited})
    before = {each.trainee_id: each for each in await store.shares(database, trainees=trainees)}
    people = await people_seen(database, trainees)
    after = {trainee_id: share_of(person) for trainee_id, person in people.items()}
    changes: Counter[Cell] = Counter()
    counters, totals, rest = UnitOfWork(), UnitOfWork(), UnitOfWork()
    for trainee_id, share in after.items():
        changed = difference(share_from(before.get(trainee_id)), share)
        for cell, value in changed.items():
            changes[cell] += value
        if changed:
            _keep(rest, trainee_id, before.get(trainee_id), share)
    if changes:
        store.move_counters(counters, list(changes.items()))
        store.move_totals(totals, list(totals_of(changes).items()))
    store.done(rest, waited)
    return [counters, totals, rest]


def totals_of(cells: Mapping[Cell, int]) -> Mapping[TotalKey, int]:
    """The same added up for each place and each of its roles."""
    found: Counter[TotalKey] = Counter()
    for cell, value in cells.items():
        for role in Role:
            found[TotalKey(role.value, getattr(cell, role), cell.month, str(cell.measure), cell.fund)] += value
    return found


def share_from(stored: StoredShare | None) -> Share:
    """A share as it was kept."""
    return {_cell(row): row[-1] for row in stored.cells} if stored else {}


def _keep(unit: UnitOfWork, trainee_id: UUID, before: StoredShare | None, share: Share) -> None:
    version = before.version if before else 0
    cells = [[_written(part) for part in cell] + [value] for cell, value in sorted(share.items())]
    store.keep_share(unit, trainee_id=trainee_id, seen_version=version, cells=cells)


def _written(part: Any) -> str:
    return part.isoformat() if isinstance(part, date) else str(part)


def _cell(row: Sequence[Any]) -> Cell:
    month, supervising, paying, counting, institution, project, kind, channel, fund, measure = row[:-1]
    return Cell(
        date.fromisoformat(month),
        supervising,
        paying,
        counting,
        UUID(institution),
        UUID(project),
        kind,
        channel,
        fund,
        measure,
    )
