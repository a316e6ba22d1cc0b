"""PostgreSQL through psycopg 3: one round trip for a read, and one for a write, which is its own transaction.

A write is one statement with one WAL flush (see `kit.statement`). Where much work of one kind waits, a claim takes
some of it and writes all units that came of it in one transaction. The word `commit` occurs nowhere else.
"""

from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from typing import Any, TypeVar

import psycopg
import structlog
from psycopg.conninfo import conninfo_to_dict
from psycopg_pool import AsyncConnectionPool, PoolTimeout, TooManyRequests
from sqlalchemy import CheckConstraint, ForeignKeyConstraint, MetaData, Table
from sqlalchemy.schema import SchemaItem

from checkin_service.kit.company import Company
from checkin_service.kit.connections import REQUEST_WAITS_S, STUCK_S, Connection, Connections, cause_of
from checkin_service.kit.fragments import fragment, fragment_of, fragment_of_many, insert_many
from checkin_service.kit.pool import APPLICATION_ROLE, open_pool
from checkin_service.kit.problem import Problem, ProblemKind
from checkin_service.kit.questions_of_many import OneOfMany
from checkin_service.kit.scope import OF_WORK, Scope, Work, scope_now
from checkin_service.kit.sealing import KeyedHash
from checkin_service.kit.statement import Claim, Fragment, Statement, UnitOfWork

__all__ = [
    "APPLICATION_ROLE",
    "Claim",
    "Database",
    "Fragment",
    "Stale",
    "Statement",
    "UnitOfWork",
    "database_name",
    "fragment",
    "fragment_of",
    "fragment_of_many",
    "insert_many",
    "metadata",
    "one_of",
    "refers_to",
    "table",
]

R = TypeVar("R")

_CLAIM_TAKES_S = 120.0
_log = structlog.get_logger(__name__)

# Migrations name constraints by this convention too: one that is changed would change what old migrations make.
metadata = MetaData(
    naming_convention={
        "pk": "%(table_name)s_pkey",
        "ix": "%(table_name)s_%(column_0_N_name)s_idx",
        "uq": "%(table_name)s_%(column_0_N_name)s_key",
        "fk": "%(table_name)s_%(column_0_N_name)s_fkey",
        "ck": "%(table_name)s_%(constraint_name)s_check",
    }
)


def table(name: str, *items: SchemaItem, comment: str) -> Table:
    """A table of ours; the comment says what it holds."""
    return Table(name, metadata, *items, comment=comment)


def one_of(column: str, names: Iterable[str], *, name: str | None = None) -> CheckConstraint:
    """A check that a column holds one of these words."""
    known = ", ".join(f"'{each}'" for each in names)
    return CheckConstraint(f"{column} IN ({known})", name=name or f"{column}_known")


def refers_to(table: str, *columns: str, **more: Any) -> ForeignKeyConstraint:
    """A foreign key to the columns of the same names in another table."""
    return ForeignKeyConstraint(columns, [f"{table}.{column}" for column in columns], **more)


class Stale(Exception):
    """What the write relied on has changed since it was read, or a unique key was taken: read again."""


class Database:
    """Reads and writes; each is one round trip on a pooled connection held no longer than that."""

    def __init__(
        self,
        pool: "AsyncConnectionPool[Connection]",
        connections: Connections | None = None,
        digests: KeyedHash | None = None,
        *,
        work: Work | None = None,
    ) -> None:
        """`work` is what is done here when no request asks: without it the tables behind the wall are empty."""
        self._work = work
        self._pool = pool
        self._connections = connections or Connections(pool)
        self._company = Company(self._connections)
        self._digests = digests

    @classmethod
    @asynccontextmanager
    async def connected(
        cls,
        url: str,
        *,
        connections: int = 16,
        statement_timeout: str = "5s",
        request_waits_s: float = REQUEST_WAITS_S,
        stuck_s: float = STUCK_S,
        pooled: bool = False,
        digests: KeyedHash | None = None,
        work: Work | None = None,
    ) -> AsyncIterator["Database"]:
        """`pooled`: each transaction may lie on another connection of a pooler's, which has set what we would set."""
        async with open_pool(url, connections, statement_timeout=None if pooled else statement_timeout) as pool:
            lending = Connections(pool, request_waits_s=request_waits_s, stuck_s=stuck_s)
            yield cls(pool, lending, digests, work=work)

    @property
    def digests(self) -> KeyedHash:
        """Under which requests are remembered here; who opened the database without one answers none."""
        if self._digests is None:
            raise RuntimeError("this database was opened without the key of its digests")
        return self._digests

    def answer_under(self, digests: KeyedHash) -> None:
        """Remember requests under this key from now on."""
        self._digests = digests

    async def read(self, statement: Statement[R], /, **values: Any) -> list[R]:
        given, scope = statement.parameters(values), scope_now(self._work)
        if statement.gathers and scope is not None:
            with _busyness():
                return statement.rows(await self._company.read(statement, OneOfMany(given, scope)))
        return statement.rows(await self._execute(statement.sql, given, may_repeat=True, in_binary=statement.in_binary))

    async def read_one(self, statement: Statement[R], /, **values: Any) -> R | None:
        rows = await self.read(statement, **values)
        return rows[0] if rows else None

    @asynccontextmanager
    async def write(
        self, *, patience: str | None = None, may_repeat: bool = False, gathers: bool = False
    ) -> AsyncIterator[UnitOfWork]:
        """Collect fragments, then execute them as one statement; `Stale` when a guard or a unique key says no.

        `patience` is for a write of thousands of rows, which may take longer than what people wait for. One that
        `may_repeat` is sent once more when its connection breaks: whoever asks for that looks on `Stale` whether the
        first has happened. One that `gathers` may be repeated and is written with others of its kind where many come.
        """
        unit = UnitOfWork()
        yield unit
        if unit.is_empty:
            return
        sql, values = unit.composed()
        scope = scope_now(self._work) if unit.work is None else OF_WORK[unit.work]
        with _staleness(), _busyness():
            if patience is not None:
                await self._write_patiently(sql, values, scope, patience)
            elif gathers and scope is not None:
                await self._company.write(sql, values, scope)
            else:
                await self._connections.rows(sql, values, scope, may_repeat=may_repeat)

    @asynccontextmanager
    async def claim(self, statement: Statement[R], /, **values: Any) -> AsyncIterator[Claim[R]]:
        """Lock the rows that a statement selects `FOR UPDATE SKIP LOCKED` until all that is added has been written.

        Everything is written, and the rows are free again, or nothing is. `Stale` as in `write`.
        """
        with _staleness(), _busyness():
            async with self._connections.lent(_CLAIM_TAKES_S) as connection, connection.transaction():
                await connection.set_scope(scope_now(self._work))
                cursor = await connection.execute(statement.sql, statement.parameters(values))
                claim = Claim(statement.rows(await cursor.fetchall()))
                yield claim
                await _execute_all(connection, claim)

    async def is_ready(self) -> bool:
        try:
            await self._execute("SELECT 1", ())
        except (Problem, psycopg.Error):
            return False
        return True

    async def _execute(
        self, sql: str, values: Sequence[Any], *, may_repeat: bool = False, in_binary: bool = False
    ) -> list[Any]:
        scope = scope_now(self._work)
        with _busyness():
            return await self._connections.rows(sql, values, scope, may_repeat=may_repeat, in_binary=in_binary)

    async def _write_patiently(self, sql: str, values: Sequence[Any], scope: Scope | None, patience: str) -> None:
        # The server ends it in time; our own clock only stands behind the server's.
        async with self._connections.lent(_CLAIM_TAKES_S) as connection, connection.transaction():
            await connection.set_scope(scope)
            await connection.execute("SELECT set_config('statement_timeout', $1, true)", [patience])
            await connection.rows(sql, values)


async def _execute_all(connection: Connection, claim: Claim[Any]) -> None:
    """One after another, in one round trip."""
    if statements := claim.composed():
        async with connection.pipeline():
            for sql, values in statements:
                await connection.execute(sql, values)


@contextmanager
def _staleness() -> Iterator[None]:
    try:
        yield
    # A guard divides by zero when its row was not as read; see `kit.statement`.
    except (psycopg.errors.UniqueViolation, psycopg.errors.DivisionByZero) as error:
        raise Stale from error


@contextmanager
def _busyness() -> Iterator[None]:
    """Whoever asks is told to come again; why is for the log."""
    try:
        yield
    except (PoolTimeout, TooManyRequests, psycopg.OperationalError) as error:
        _log.warning("database", cause=cause_of(error), sqlstate=error.sqlstate)
        raise Problem(ProblemKind.BUSY, retry_after_s=2) from error


def database_name(url: str) -> str:
    """The database a URL names, as libpq reads it: a `dbname` among the parameters outranks the path."""
    return str(conninfo_to_dict(url).get("dbname") or "")
