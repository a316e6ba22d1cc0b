"""PostgreSQL through psycopg 3: one round trip for a read, and one for a write, which is its own transaction.

A write is one statement with one WAL flush (see `kit.statement`). Where much work of one kind waits, a claim takes
some of it and writes all units that came of it in one transaction. The word `commit` occurs nowhere else.
"""

from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from functools import partial
from typing import Any, TypeVar

import psycopg
import structlog
from psycopg.conninfo import conninfo_to_dict
from psycopg.types.array import ListBinaryDumper
from psycopg_pool import AsyncConnectionPool, PoolTimeout, TooManyRequests
from sqlalchemy import CheckConstraint, ForeignKeyConstraint, MetaData, Table
from sqlalchemy.schema import SchemaItem

from checkin_service.kit.connections import REQUEST_WAITS_S, STUCK_S, Connection, Connections, cause_of
from checkin_service.kit.fragments import fragment, fragment_of, fragment_of_many, insert_many
from checkin_service.kit.problem import Problem, ProblemKind
from checkin_service.kit.scope import OF_WORK, Scope, Work, scope_now
from checkin_service.kit.scoped_cursor import Cursor
from checkin_service.kit.sealing import KeyedHash
from checkin_service.kit.statement import Claim, Fragment, Statement, UnitOfWork

__all__ = [
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
_TRIES_FOR_S = 0.5
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
        pool = AsyncConnectionPool(
            url,
            connection_class=Connection,
            min_size=2,
            max_size=connections,
            # Beyond this queue a request is refused at once: who waits longer has hung up, and the queue only grows.
            max_waiting=connections * 16,
            timeout=3.0,
            kwargs=_CONNECTION
            | (_POOLED if pooled else {"options": _OPTIONS.format(statement_timeout=statement_timeout)}),
            configure=_adapted if pooled else _configured,
            reconnect_failed=_try_again,
            open=False,
        )
        await pool.open(wait=True, timeout=30)
        # From now on tries go on at one pace: they would come ever more seldom, and find a healed database late.
        pool.reconnect_timeout = _TRIES_FOR_S
        try:
            lending = Connections(pool, request_waits_s=request_waits_s, stuck_s=stuck_s)
            yield cls(pool, lending, digests, work=work)
        finally:
            await pool.close()

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
        ask = partial(self._execute, may_repeat=True, in_binary=statement.in_binary)
        return statement.rows(await ask(statement.sql, statement.parameters(values)))

    async def read_one(self, statement: Statement[R], /, **values: Any) -> R | None:
        rows = await self.read(statement, **values)
        return rows[0] if rows else None

    @asynccontextmanager
    async def write(self, *, patience: str | None = None, may_repeat: bool = False) -> AsyncIterator[UnitOfWork]:
        """Collect fragments, then execute them as one statement; `Stale` when a guard or a unique key says no.

        `patience` is for a write of thousands of rows, which may take longer than what people wait for. One that
        `may_repeat` is sent once more when its connection breaks: whoever asks for that looks on `Stale` whether the
        first has happened.
        """
        unit = UnitOfWork()
        yield unit
        if unit.is_empty:
            return
        sql, values = unit.composed()
        with _staleness():
            await self._execute(sql, values, patience=patience, may_repeat=may_repeat, work=unit.work)

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
        self,
        sql: str,
        values: Sequence[Any],
        *,
        patience: str | None = None,
        may_repeat: bool = False,
        in_binary: bool = False,
        work: Work | None = None,
    ) -> list[Any]:
        scope = scope_now(self._work) if work is None else OF_WORK[work]
        with _busyness():
            try:
                return await self._ask(sql, values, patience, scope, in_binary=in_binary)
            except psycopg.OperationalError as error:
                if not may_repeat or cause_of(error) != "unreachable":
                    raise
                return await self._ask(sql, values, patience, scope, in_binary=in_binary)

    async def _ask(
        self, sql: str, values: Sequence[Any], patience: str | None, scope: Scope | None, *, in_binary: bool
    ) -> list[Any]:
        """The rows of one statement, which is its own transaction; nothing is asked of a connection once it is back."""
        # One statement needs no BEGIN and no COMMIT: two round trips saved on every request.
        if patience is None:
            async with self._connections.lent() as connection:
                return await connection.rows(sql, values, scope=scope, in_binary=in_binary)
        # The server ends it in time; our own clock only stands behind the server's.
        async with self._connections.lent(_CLAIM_TAKES_S) as connection, connection.transaction():
            await connection.set_scope(scope)
            await connection.execute("SELECT set_config('statement_timeout', $1, true)", [patience])
            return await connection.rows(sql, values)


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


_CONNECTION: dict[str, Any] = {
    "autocommit": True,
    "cursor_factory": Cursor,
    # Each statement text is one of few and comes again: the server plans it once per connection.
    "prepare_threshold": 3,
    # A dead network is noticed in seconds, not in the kernel's quarter of an hour.
    "tcp_user_timeout": 3000,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "connect_timeout": 3,
}
_POOLED = {"prepare_threshold": None}
_OPTIONS = "-c statement_timeout={statement_timeout} -c synchronous_commit=on -c TimeZone=UTC"

APPLICATION_ROLE = "checkin_app"
"""May append facts and never change or remove them; see `migrate.grant`."""

_BECOME = "SELECT set_config('role', rolname, false) FROM pg_roles WHERE rolname = $1 AND pg_has_role(oid, 'MEMBER')"


async def _try_again(pool: "AsyncConnectionPool[Connection]") -> None:
    """One more connection, where there is none: nobody else asks for it once the queue of the impatient is full."""
    if not pool.get_stats().get("pool_available"):
        await pool.check()


async def _configured(connection: Connection) -> None:
    """Give up the rights of the owner, where the database has a role to go down to."""
    await _adapted(connection)
    await connection.execute(_BECOME, [APPLICATION_ROLE])


async def _adapted(connection: Connection) -> None:
    # Lists travel in binary: as text each document in one would be quoted character by character.
    connection.adapters.register_dumper(list, ListBinaryDumper)
