"""Statements to the database as they were sent, and how PostgreSQL would find the rows."""

from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, Self

import psycopg
from psycopg.sql import SQL, Identifier, Literal
from psycopg_pool import AsyncConnectionPool

from checkin_service.kit import scoped_cursor
from checkin_service.kit.connections import Connection
from checkin_service.kit.database import Database
from checkin_service.kit.pool import CONNECTION
from checkin_service.kit.scope import Work
from checkin_service.kit.sealing import KeyedHash


@dataclass(frozen=True, slots=True)
class Sent:
    """One statement with its values."""

    sql: str
    values: Sequence[Any]


@dataclass
class Recorded:
    """A database of its own connections that remembers what it is asked."""

    database: Database
    pool: "AsyncConnectionPool[Connection]"
    sent: list[Sent] = field(default_factory=list)

    @property
    def connections_in_use(self) -> int:
        stats = self.pool.get_stats()
        return stats["pool_size"] - stats["pool_available"]


@asynccontextmanager
async def recorded(url: str) -> AsyncIterator[Recorded]:
    sent: list[Sent] = []

    class Cursor(scoped_cursor.Cursor):
        async def execute(self, query: Any, params: Any = None, **options: Any) -> Self:
            sent.append(Sent(query.decode() if isinstance(query, bytes) else str(query), params or ()))
            return await super().execute(query, params, **options)

    options = {**CONNECTION, "cursor_factory": Cursor}
    async with AsyncConnectionPool(
        url, connection_class=Connection, min_size=1, max_size=1, kwargs=options, open=False
    ) as pool:
        yield Recorded(Database(pool, digests=KeyedHash(bytes(32), "requests"), work=Work.SERVER), pool, sent)


def plan_of(connection: "psycopg.Connection[Any]", sent: Sent) -> list[str]:
    """The plan with sequential scans avoided wherever an index allows it, as for tables of any size."""
    with connection.transaction(force_rollback=True):
        connection.execute("SET LOCAL enable_seqscan = off")
        rows = psycopg.RawCursor(connection).execute(f"EXPLAIN (COSTS OFF) {sent.sql}", sent.values)
        return [line for (line,) in rows]


def is_planned_once(connection: "psycopg.Connection[Any]", sent: Sent) -> bool:
    """Whether PostgreSQL, after the five plans it makes for given values, settles on one for all values."""
    # A write is refused, for what it adds is there already, but it has been prepared.
    with suppress(psycopg.Error):
        psycopg.RawCursor(connection).execute(sent.sql, sent.values, prepare=True)
    ((name,),) = connection.execute("SELECT name FROM pg_prepared_statements WHERE statement = %s", [sent.sql])
    values = SQL(", ").join(map(Literal, sent.values))
    for _ in range(7):
        connection.execute(SQL("EXPLAIN EXECUTE {}({})").format(Identifier(name), values))
    ((is_once,),) = connection.execute("SELECT generic_plans > 0 FROM pg_prepared_statements WHERE name = %s", [name])
    return bool(is_once)


def read_from_end_to_end(plan: Sequence[str]) -> Iterator[str]:
    """The tables of a plan that no index leads into."""
    for line in plan:
        _, found, table = line.partition("Seq Scan on ")
        if found:
            yield table.split()[0]
