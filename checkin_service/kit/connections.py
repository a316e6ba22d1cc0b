"""Connections lent for one statement: a sound one soon or none, and never for longer than somebody waits for it.

The database, a pooler before it or the way to either may stop without a word. Then nothing that is asked of a
connection comes back, not even the wish to cancel; only our own clock ends it, by cutting the line.
"""

import asyncio
import os
import select
import socket
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager, suppress
from contextvars import ContextVar
from functools import partial
from typing import Any

import psycopg
from psycopg.types.json import set_json_dumps, set_json_loads
from psycopg_pool import AsyncConnectionPool, PoolTimeout, TooManyRequests
from pydantic_core import from_json, to_json

from checkin_service.kit.scope import Scope, Setting
from checkin_service.kit.scoped_cursor import ScopedConnection

# A determination reads six values of JSON and writes one: this takes a third of the time to read, a sixth to write.
set_json_loads(from_json)
set_json_dumps(to_json)

REQUEST_WAITS_S = 2.5
"""For the database in all, so that a request ends within three seconds whatever happens there."""
STUCK_S = 0.2
"""Nobody waits longer for a connection while none comes back."""
_MAKING_TAKES_S = 0.8
WORK_WAITS_S = 30.0
"""For one statement of work that nobody waits for."""
_STATEMENTS_KEPT = 128
"""On one connection; a node asks a few dozen over and over."""


class Connection(ScopedConnection):
    """A connection on which a statement that comes again finds its cursor.

    A new cursor would look for what writes each parameter and what reads each column anew, and hash the whole text to
    find the prepared statement.
    """

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self._kept: dict[str, tuple[psycopg.AsyncCursor[Any], bytes]] = {}

    async def rows(
        self,
        sql: str,
        values: Sequence[Any],
        *,
        setting: Setting | None = None,
        in_binary: bool = False,
        prepare: bool | None = None,
    ) -> list[Any]:
        """The rows of one statement, which is a transaction of its own unless one is open."""
        kept = self._kept.get(sql)
        if kept is None:
            if len(self._kept) >= _STATEMENTS_KEPT:
                self._kept.clear()
            # As bytes: their hash is remembered, and psycopg need not encode them.
            kept = self._kept[sql] = self.cursor(), sql.encode()
        cursor, text = kept
        self.setting = setting
        try:
            await cursor.execute(text, values, binary=in_binary, prepare=prepare)
        finally:
            self.setting = None
        found = await cursor.fetchall()
        # A cursor holds on to its answer until it is asked again, which for a long one is a waste.
        if len(found) > 1:
            del self._kept[sql]
        return found


class DeadlineOver(psycopg.OperationalError):
    """The database had its time; what was asked may have been done all the same."""


class _Waiting:
    """How long a request may still wait for the database; it has not begun before its first statement."""

    left_s: float | None = None


_WAITING: ContextVar[_Waiting | None] = ContextVar("waiting", default=None)


@contextmanager
def a_request() -> Iterator[None]:
    """All statements in this block together have the time of one request."""
    token = _WAITING.set(_Waiting())
    try:
        yield
    finally:
        _WAITING.reset(token)


class Connections:
    """The pool as statements use it."""

    def __init__(
        self,
        pool: "AsyncConnectionPool[Connection]",
        *,
        request_waits_s: float = REQUEST_WAITS_S,
        stuck_s: float = STUCK_S,
    ) -> None:
        self._pool = pool
        self._request_waits_s = request_waits_s
        self._stuck_s = stuck_s
        self._came_back_at = 0.0

    @asynccontextmanager
    async def lent(self, for_s: float | None = None) -> AsyncIterator[Connection]:
        """A connection until the block ends or time is over: `for_s`, or what is left of the request's."""
        waiting, loop = _WAITING.get(), asyncio.get_running_loop()
        began, left_s = loop.time(), self._left_s(waiting) if for_s is None else for_s
        try:
            connection = await self._taken(began + left_s)
            cut = _Cut(connection)
            timer = loop.call_at(began + left_s, cut)
            try:
                yield connection
                self._came_back_at = loop.time()
            except psycopg.OperationalError as error:
                if cut.is_done:
                    raise DeadlineOver(str(error)) from error
                raise
            except asyncio.CancelledError:
                await connection.close()
                raise
            finally:
                timer.cancel()
                # Cut off within a pipeline it may look idle, and what the next one writes on it would be lost.
                if connection.pgconn.pipeline_status:
                    await connection.close()
                await self._pool.putconn(connection)
        finally:
            if waiting is not None and for_s is None:
                waiting.left_s = left_s - (loop.time() - began)

    async def rows(
        self,
        sql: str,
        values: Sequence[Any],
        scope: Scope | None,
        *,
        may_repeat: bool,
        in_binary: bool = False,
        plans_once: bool = False,
    ) -> list[Any]:
        """The rows of one statement, which is its own transaction.

        One that `may_repeat` is asked again if its connection breaks. Nothing is asked of a connection once it is back.
        """
        setting = None if scope is None else Setting.of(scope, plans_once=plans_once)
        asked = partial(
            Connection.rows, sql=sql, values=values, setting=setting, in_binary=in_binary, prepare=plans_once or None
        )
        try:
            async with self.lent() as connection:
                return await asked(connection)
        except psycopg.OperationalError as error:
            if not may_repeat or cause_of(error) != "unreachable":
                raise
        async with self.lent() as connection:
            return await asked(connection)

    @asynccontextmanager
    async def waited(self) -> AsyncIterator[None]:
        """What is done in this block takes of the time of the request; `DeadlineOver` when there is none left."""
        waiting, now = _WAITING.get(), asyncio.get_running_loop().time
        began, left_s = now(), self._left_s(waiting)
        try:
            async with asyncio.timeout(left_s):
                yield
        except TimeoutError:
            raise DeadlineOver("no time is left") from None
        finally:
            if waiting is not None:
                waiting.left_s = left_s - (now() - began)

    def of_a_request(self) -> AbstractAsyncContextManager[Connection]:
        """For as long as a request may wait, whoever it is for."""
        return self.lent(self._request_waits_s)

    def _left_s(self, waiting: _Waiting | None) -> float:
        if waiting is None:
            return WORK_WAITS_S
        return self._request_waits_s if waiting.left_s is None else waiting.left_s

    async def _taken(self, until: float) -> Connection:
        now = asyncio.get_running_loop().time
        while True:
            asked_at = now()
            if asked_at >= until:
                raise DeadlineOver("no time is left")
            try:
                connection = await self._pool.getconn(timeout=min(self._stuck_s, until - asked_at))
            except PoolTimeout:
                # A queue that moves is waited in; one that stands still is not, unless it was we who stood still.
                stood_still = now() - asked_at > 2 * self._stuck_s
                if now() - self._came_back_at > self._stuck_s and not stood_still:
                    raise
                continue
            if _is_sound(connection):
                return connection
            # Another is being made in its place.
            self._came_back_at = now() + _MAKING_TAKES_S
            await connection.close()
            await self._pool.putconn(connection)


class _Cut:
    """Ends what a connection waits for by shutting its socket: whoever reads from it is told that it is over."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.is_done = False

    def __call__(self) -> None:
        self.is_done = True
        with suppress(OSError, psycopg.Error), socket.socket(fileno=os.dup(self._connection.pgconn.socket)) as line:
            line.shutdown(socket.SHUT_RDWR)


def _is_sound(connection: Connection) -> bool:
    """Whether nothing came on it while it lay idle: what comes then is its end."""
    try:
        waiting = select.poll()
        waiting.register(connection.pgconn.socket, select.POLLIN)
        return not waiting.poll(0)
    except (OSError, psycopg.Error):
        return False


def cause_of(error: psycopg.Error) -> str:
    """Why the database did not answer, in a word for the log."""
    if isinstance(error, DeadlineOver):
        return "deadline"
    if isinstance(error, (PoolTimeout, TooManyRequests)):
        return "pool_full"
    return _CAUSES.get(error.sqlstate or "", "unreachable" if error.sqlstate is None else "server")


_CAUSES = {
    "53100": "storage_full",
    "53300": "too_many_connections",
    "57014": "statement_timeout",
    "57P01": "unreachable",
    "57P02": "unreachable",
    "57P03": "unreachable",
}


def offered_connections(url: str) -> int:
    """How many connections the server gives to everybody who is no superuser, at most."""
    with psycopg.connect(url) as connection:
        row = connection.execute(
            "SELECT current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int"
        ).fetchone()
    return int(row[0]) if row else 0
