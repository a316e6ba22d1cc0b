"""PostgreSQL through psycopg 3: statements written in SQLAlchemy Core, compiled once, one round trip each.

A write of several capabilities stays one statement: each store hands out *fragments*, a unit of work composes them
into one `WITH` statement, which is its own transaction with one WAL flush. The word `commit` occurs nowhere else.
"""

import re
from collections import namedtuple
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, cast

import psycopg
from psycopg.conninfo import conninfo_to_dict
from psycopg_pool import AsyncConnectionPool, PoolTimeout, TooManyRequests
from sqlalchemy import ARRAY, MetaData, Table, bindparam, func, insert, select
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.sql.elements import BindParameter, ClauseElement
from sqlalchemy.types import TypeEngine

from checkin_service.kit.problem import Problem, ProblemKind

metadata = MetaData(
    naming_convention={
        "pk": "%(table_name)s_pkey",
        "ix": "%(table_name)s_%(column_0_N_name)s_idx",
        "uq": "%(table_name)s_%(column_0_N_name)s_key",
        "fk": "%(table_name)s_%(column_0_N_name)s_fkey",
        "ck": "%(table_name)s_%(constraint_name)s_check",
    }
)

Row = Any
"""A named tuple of the selected columns; `store` functions turn it into a model value."""

# PostgreSQL's own placeholders ($1): nothing is left to translate when a statement is sent.
_DIALECT = PGDialect_psycopg(paramstyle="numeric_dollar")  # type: ignore[no-untyped-call]
_PLACEHOLDER = re.compile(r"\$(\d+)")


class Stale(Exception):
    """What the write relied on has changed since it was read, or a unique key was taken: read again."""


class Statement:
    """A SQLAlchemy Core statement compiled once to SQL text and the order of its parameters."""

    __slots__ = ("_converters", "_defaults", "_names", "_row", "sql")

    def __init__(self, element: ClauseElement) -> None:
        compiled = element.compile(dialect=_DIALECT)
        self.sql = str(compiled)
        self._names: tuple[str, ...] = tuple(compiled.positiontup or ())  # type: ignore[attr-defined]
        binds: Mapping[BindParameter[Any], str] = compiled.bind_names  # type: ignore[attr-defined]
        self._defaults: dict[str, Any] = {name: bind.value for bind, name in binds.items() if not bind.required}
        self._converters = {
            name: converter for bind, name in binds.items() if (converter := _converter(bind.type)) is not None
        }
        self._row: Callable[[Sequence[Any]], Row] | None = None

    @property
    def parameter_count(self) -> int:
        return len(self._names)

    def parameters(self, given: Mapping[str, Any]) -> list[Any]:
        """The values in the order of the placeholders."""
        values = {**self._defaults, **given}
        for name, convert in self._converters.items():
            if values[name] is not None:
                values[name] = convert(values[name])
        return [values[name] for name in self._names]

    def rows(self, cursor: "psycopg.AsyncCursor[Any]", found: Sequence[Sequence[Any]]) -> list[Row]:
        """Named tuples; their type is learnt from the first result."""
        if self._row is None:
            names = [column.name for column in cursor.description or ()]
            row: Any = namedtuple("Row", names, rename=True)  # type: ignore[misc] # noqa: PYI024 - the names come with the result
            self._row = row._make
        return list(map(self._row, found))


def _converter(kind: TypeEngine[Any]) -> Callable[[Any], Any] | None:
    return cast("Callable[[Any], Any] | None", kind.dialect_impl(_DIALECT).bind_processor(_DIALECT))


@dataclass(frozen=True, slots=True)
class Fragment:
    """One part of a composed write. `must_change_one`: the whole write fails unless it touches exactly one row."""

    statement: Statement
    must_change_one: bool = False


def rows_of(table: Table) -> Fragment:
    """An insert of any number of rows as one statement; each column is given as a list."""
    names = [column.name for column in table.columns]
    lists = (bindparam(column.name, type_=ARRAY(column.type)) for column in table.columns)
    rows = func.unnest(*lists).table_valued(*names).render_derived()
    return Fragment(Statement(insert(table).from_select(names, select(rows))))


class UnitOfWork:
    """Collects the fragments of one use case; they become one statement when the `write()` block ends."""

    def __init__(self) -> None:
        self._parts: list[tuple[Fragment, Mapping[str, Any]]] = []

    def add(self, fragment: Fragment, **values: Any) -> None:
        self._parts.append((fragment, values))

    @property
    def is_empty(self) -> bool:
        return not self._parts

    def composed(self) -> tuple[str, list[Any]]:
        sql = _composed_sql(tuple([fragment for fragment, _ in self._parts]))
        return sql, [value for fragment, given in self._parts for value in fragment.statement.parameters(given)]


_composed: dict[tuple[int, ...], tuple[tuple[Fragment, ...], str]] = {}
_COMPOSED_LIMIT = 512


def _composed_sql(fragments: tuple[Fragment, ...]) -> str:
    key = tuple(map(id, fragments))
    known = _composed.get(key)
    if known is None:
        if len(_composed) >= _COMPOSED_LIMIT:
            _composed.clear()
        # The fragments are kept beside their text so that an id is never taken over by another object.
        known = _composed[key] = (fragments, _compose(fragments))
    return known[1]


def _compose(fragments: Sequence[Fragment]) -> str:
    parts, guards, before = [], ["1 AS written"], 0
    for number, fragment in enumerate(fragments):
        sql = _renumbered(fragment.statement.sql, before)
        before += fragment.statement.parameter_count
        if fragment.must_change_one:
            sql += " RETURNING 1"
            # Division by zero is the only way one statement can refuse itself when not exactly one row changed.
            guards.append(f"1 / (SELECT (count(*) = 1)::int FROM part{number}) AS part{number}")  # noqa: S608 - our own words only
        parts.append(f"part{number} AS ({sql})")
    # Both lists hold compiled statements and our own words; values travel as parameters.
    return f"WITH {', '.join(parts)} SELECT {', '.join(guards)}"


def _renumbered(sql: str, before: int) -> str:
    return _PLACEHOLDER.sub(lambda found: f"${int(found[1]) + before}", sql)


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
            configure=_as_application,
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
        try:
            await self._execute(sql, values)
        except (psycopg.errors.UniqueViolation, psycopg.errors.DivisionByZero) as error:
            raise Stale from error

    async def is_ready(self) -> bool:
        try:
            await self._execute("SELECT 1", ())
        except (Problem, psycopg.Error):
            return False
        return True

    async def _execute(self, sql: str, values: Sequence[Any]) -> "psycopg.AsyncCursor[Any]":
        """One statement, which is its own transaction; the whole result comes back with it."""
        try:
            connection = await self._pool.getconn()
            try:
                return await connection.execute(sql, values)
            finally:
                await self._pool.putconn(connection)
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


async def _as_application(connection: "psycopg.AsyncConnection[Any]") -> None:
    """Give up the rights of the owner, where the database has a role to go down to."""
    await connection.execute(_BECOME, [APPLICATION_ROLE])
