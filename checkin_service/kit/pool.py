"""The pool of connections, each set up as the service needs it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from psycopg.types.array import ListBinaryDumper
from psycopg_pool import AsyncConnectionPool

from checkin_service.kit.connections import Connection
from checkin_service.kit.scoped_cursor import Cursor

_TRIES_FOR_S = 0.5

CONNECTION: dict[str, Any] = {
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


@asynccontextmanager
async def open_pool(
    url: str, connections: int, *, statement_timeout: str | None
) -> AsyncIterator["AsyncConnectionPool[Connection]"]:
    """Without a time-out of statements: behind a pooler, which has set it, and may use others for each transaction."""
    is_pooled = statement_timeout is None
    pool = AsyncConnectionPool(
        url,
        connection_class=Connection,
        min_size=2,
        max_size=connections,
        # Beyond this queue a request is refused at once: who waits longer has hung up, and the queue only grows.
        max_waiting=connections * 16,
        timeout=3.0,
        kwargs=CONNECTION
        | (_POOLED if is_pooled else {"options": _OPTIONS.format(statement_timeout=statement_timeout)}),
        configure=_adapted if is_pooled else _configured,
        reconnect_failed=_try_again,
        open=False,
    )
    await pool.open(wait=True, timeout=30)
    # From now on tries go on at one pace: they would come ever more seldom, and find a healed database late.
    pool.reconnect_timeout = _TRIES_FOR_S
    try:
        yield pool
    finally:
        await pool.close()
