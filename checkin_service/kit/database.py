"""PostgreSQL through psycopg 3: one round trip for a read, and one for a write, which is its own transaction.

A write is one statement with one WAL flush (see `kit.statement`). Where much work of one kind waits, a claim takes
some of it and writes all units that came of it in one transaction. The word `commit` occurs nowhere else.
"""

from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict
from psycopg.types.array import ListBinaryDumper
from psycopg_pool import AsyncConnectionPool, PoolTimeout, TooManyRequests
from sqlalchemy import MetaData

from checkin_service.kit.problem import Problem, ProblemKind
from checkin_service.kit.statement import Claim, Fragment, Row, Statement, UnitOfWork, rows_of

__all__ = [
    "Claim",
    "Database",
    "Fragment",
    "Row",
    "Stale",
    "Statement",
    "UnitOfWork",
    "database_name",
    "metadata",
    "rows_of",
]

metadata = MetaData(
    naming_convention={
        "pk": "%(table_name)s_pkey",
        "ix": "%(table_name)s_%(column_0_N_name)s_idx",
        "uq": "%(table_name)s_%(column_0_N_name)s_key",
        "fk": "%(table_name)s_%(column_0_N_name)s_fkey",
        "ck": "%(table_name)s_%(constraint_name)s_check",
    }
)


class Stale(Exception):
    """What the write relied on has changed since it was read, or a unique key was taken: read again."""


class Database:
    """Reads and writes; each is one round trip on a pooled connection held no longer than that."""

    def __init__(self, pool: "AsyncConnectionPool[psycopg.AsyncConnection[Any]]") -> None:
        self._pool = pool

    @classmethod
    @asynccontextmanager
    async def connected(
        cls, url: str, *, connections: int = 16, statement_timeout: str = "5s"
    ) -> AsyncIterator["Database"]:
        pool: AsyncConnectionPool[psycopg.AsyncConnection[Any]] = AsyncConnectionPool(
            url,
            min_size=2,
            max_size=connections,
            max_waiting=connections * 16,
            timeout=3.0,
            kwargs={**_CONNECTION, "options": _OPTIONS.format(statement_timeout=statement_timeout)},
            configure=_configured,
            open=False,
        )
        await pool.open(wait=True, timeout=30)
        try:
            yield cls(pool)
        finally:
            await pool.close()

    async def read(self, statement: Statement, **values: Any) -> list[Row]:
        cursor = await self._execute(statement.sql, statement.parameters(values))
        return statement.rows(cursor, await cursor.fetchall())

    async def read_one(self, statement: Statement, **values: Any) -> Row | None:
        rows = await self.read(statement, **values)
        return rows[0] if rows else None

    @asynccontextmanager
    async def write(self) -> AsyncIterator[UnitOfWork]:
        """Collect fragments, then execute them as one statement; `Stale` when a guard or a unique key says no."""
        unit = UnitOfWork()
        yield unit
        if unit.is_empty:
            return
        sql, values = unit.composed()
        with _staleness():
            await self._execute(sql, values)

    @asynccontextmanager
    async def claim(self, statement: Statement, **values: Any) -> AsyncIterator[Claim]:
        """Lock the rows that a statement selects `FOR UPDATE SKIP LOCKED` until all that is added has been written.

        Everything is written, and the rows are free again, or nothing is. `Stale` as in `write`.
        """
        with _staleness(), _busyness():
            async with self._pool.connection() as connection, connection.transaction():
                cursor = await connection.execute(statement.sql, statement.parameters(values))
                claim = Claim(statement.rows(cursor, await cursor.fetchall()))
                yield claim
                await _execute_all(connection, claim)

    async def is_ready(self) -> bool:
        try:
            await self._execute("SELECT 1", ())
        except (Problem, psycopg.Error):
            return False
        return True

    async def _execute(self, sql: str, values: Sequence[Any]) -> "psycopg.AsyncCursor[Any]":
        """One statement, which is its own transaction; the whole result comes back with it."""
        with _busyness():
            connection = await self._pool.getconn()
            try:
                return await connection.execute(sql, values)
            finally:
                await self._pool.putconn(connection)


async def _execute_all(connection: "psycopg.AsyncConnection[Any]", claim: Claim) -> None:
    """One after another, in one round trip."""
    if statements := claim.composed():
        async with connection.pipeline():
            for sql, values in statements:
                await connection.execute(sql, values)


@contextmanager
def _staleness() -> Iterator[None]:
    try:
        yield
    except (psycopg.errors.UniqueViolation, psycopg.errors.DivisionByZero) as error:
        raise Stale from error


@contextmanager
def _busyness() -> Iterator[None]:
    try:
        yield
    except (PoolTimeout, TooManyRequests, psycopg.OperationalError) as error:
        raise Problem(ProblemKind.BUSY, retry_after_s=2) from error


def database_name(url: str) -> str:
    """The database a URL names, as libpq reads it: a `dbname` among the parameters outranks the path."""
    return str(conninfo_to_dict(url).get("dbname") or "")


_CONNECTION: dict[str, Any] = {
    "autocommit": True,
    "cursor_factory": psycopg.AsyncRawCursor,
    "prepare_threshold": 3,
    # A dead network is noticed in seconds, not in the kernel's quarter of an hour.
    "tcp_user_timeout": 3000,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "connect_timeout": 3,
}
_OPTIONS = "-c statement_timeout={statement_timeout} -c synchronous_commit=on -c TimeZone=UTC"

APPLICATION_ROLE = "checkin_app"
"""May append facts and never change or remove them; see `migrate.grant`."""

_BECOME = "SELECT set_config('role', rolname, false) FROM pg_roles WHERE rolname = $1 AND pg_has_role(oid, 'MEMBER')"


async def _configured(connection: "psycopg.AsyncConnection[Any]") -> None:
    """Give up the rights of the owner, where the database has a role to go down to."""
    # Lists travel in binary: as text each document in one would be quoted character by character.
    connection.adapters.register_dumper(list, ListBinaryDumper)
    await connection.execute(_BECOME, [APPLICATION_ROLE])
