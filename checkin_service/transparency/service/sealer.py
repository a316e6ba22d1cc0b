"""The sealer: enters new facts into their institutions' chains within seconds, in order, and signs each growth.

Chains share nothing, so that nothing waits for anybody else's; two sealers at once collide on a position, and the
slower one looks again.
"""

import asyncio
import os
from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from checkin_service.kit.database import Stale
from checkin_service.kit.problem import Problem
from checkin_service.kit.resources import Resources
from checkin_service.transparency.model import Checkpoint, Entry, PendingFact
from checkin_service.transparency.rules.merkle import SALT_BYTES, commitment_of, grown, leaf_hash, peaks_of
from checkin_service.transparency.rules.statements import statement_of
from checkin_service.transparency.store import chains

_log = structlog.get_logger(__name__)

_BATCH = 1000
_SETTLED_AFTER = timedelta(minutes=2)
"""Longer than any request takes from the moment it reads the clock until its facts lie in the database."""


class Sealer:
    """Seals until it is told to stop; `seal` is one pass."""

    def __init__(self, resources: Resources, *, look_every_s: float = 1.0) -> None:
        self._resources = resources
        self._look_every_s = look_every_s
        self._emptied_at: datetime | None = None

    async def run(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            entered = 0
            try:
                entered = await self.seal()
            except Problem as problem:
                _log.warning("log.waits_for_database", problem=problem.kind.slug)
            except Exception:  # noqa: BLE001 - a sealer that dies in silence would leave facts unsealed
                _log.exception("log.stumbled")
            if entered < _BATCH:
                with suppress(TimeoutError):
                    await asyncio.wait_for(stop.wait(), self._look_every_s)

    async def seal(self) -> int:
        """Enter what waits; how many facts there were."""
        looked_at = self._resources.clock.now()
        waiting = await chains.pending(self._resources.database, count=_BATCH)
        by_chain: defaultdict[str, list[PendingFact]] = defaultdict(list)
        for fact in waiting:
            by_chain[fact.chain].append(fact)
        newest = await chains.newest_checkpoints(self._resources.database, list(by_chain))
        for chain, facts in by_chain.items():
            with suppress(Stale):
                await self._extend(chain, newest.get(chain), facts, looked_at)
        # What was made before the look before this one has been seen: the time until then can be closed.
        self._emptied_at = looked_at if len(waiting) < _BATCH else None
        return len(waiting)

    async def _extend(
        self, chain: str, newest: Checkpoint | None, facts: Sequence[PendingFact], looked_at: datetime
    ) -> None:
        size = newest.size if newest else 0
        places = peaks_of(size)
        stored = await chains.hashes(self._resources.database, chain, places)
        entries = [_entry(fact) for fact in facts]
        nodes, root = grown(size, [stored[place] for place in places], (each.leaf for each in entries))
        unsigned = Checkpoint(
            chain=chain,
            size=size + len(facts),
            root=root,
            issued_at=looked_at,
            complete_until=self._closed_until(newest),
            signature=b"",
        )
        signature = self._resources.signing.log.sign(statement_of(unsigned))
        async with self._resources.database.write() as unit:
            chains.add(unit, replace(unsigned, signature=signature), entries)
            chains.add_nodes(unit, chain, nodes)

    def _closed_until(self, newest: Checkpoint | None) -> datetime | None:
        """The moment before which no fact is still on its way; it never goes back."""
        before = newest.complete_until if newest else None
        if self._emptied_at is None:
            return before
        settled = self._emptied_at - _SETTLED_AFTER
        return settled if before is None else max(before, settled)


def _entry(fact: PendingFact) -> Entry:
    salt = os.urandom(SALT_BYTES)
    return Entry(fact=fact, salt=salt, leaf=leaf_hash(commitment_of(fact.kind, salt, fact.fact)))
