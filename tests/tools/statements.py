"""Statements to the database as they were sent, and how PostgreSQL would find the rows."""

from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Self

import psycopg
from psycopg_pool import AsyncConnectionPool

from checkin_service.kit import database
from checkin_service.kit.database import Database


@dataclass(frozen=True, slots=True)
class Sent:
    """One statement with its values."""

    sql: str
    values: Sequence[Any]


@dataclass
class Recorded:
    """A database of its own connections that remembers what it is asked."""

    database: Database
    pool: "AsyncConnectionPool[psycopg.AsyncConnection[Any]]"
    sent: list[Sent] = field(default_factory=list)

    @property
    def connections_in_use(self) -> int:
        stats = self.pool.get_stats()
        return stats["pool_size"] - stats["pool_available"]


@asynccontextmanager
async def recorded(url: str) -> AsyncIterator[Recorded]:
    sent: list[Sent] = []

    class Cursor(psycopg.AsyncRawCursor[Any]):
        async def execute(self, query: Any, params: Any = None, **options: Any) -> Self:
            sent.append(Sent(str(query), params or ()))
            return await super().execute(query, params, **options)

    options = {**database._CONNECTION, "cursor_factory": Cursor}
    async with AsyncConnectionPool(url, min_size=1, max_size=1, kwargs=options, open=False) as pool:
        yield Recorded(Database(pool), pool, sent)


def plan_of(connection: "psycopg.Connection[Any]", sent: Sent) -> list[str]:
    """The plan with sequential scans avoided wherever an index allows it, as for tables of any size."""
    with connection.transaction(force_rollback=True):
        connection.execute("SET LOCAL enable_seqscan = off")
        rows = psycopg.RawCursor(connection).execute(f"EXPLAIN (COSTS OFF) {sent.sql}", sent.values)
        return [line for (line,) in rows]


def read_from_end_to_end(plan: Sequence[str]) -> Iterator[str]:
    """The tables of a plan that no index leads into."""
    for line in plan:
        _, found, table = line.partition("Seq Scan on ")
        if found:
            yield table.split()[0]
