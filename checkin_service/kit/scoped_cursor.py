"""A cursor that says whose rows are wanted in the message that asks for them: one round trip, one transaction.

Whatever lies before the message "now answer" is one implicit transaction of the server's, and a scope is of its
transaction alone. psycopg's own pipeline would cost four times as much CPU, so this sends the two itself, by the parts
of psycopg's cursor that prepare and send; `tests/kit/test_scope.py` says what it must do, whatever psycopg's version.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import psycopg
from psycopg._preparing import Prepare
from psycopg._queries import PostgresQuery
from psycopg.abc import PQGen
from psycopg.generators import execute, fetch_many
from psycopg.pq import ExecStatus
from psycopg.pq.abc import PGresult

from checkin_service.kit.scope import SET, Scope, Setting


class Asked(NamedTuple):
    """One of several statements that leave together."""

    sql: str
    values: Sequence[Any]
    scope: Scope


class _Ready(NamedTuple):
    """A query of which the server knows what it needs."""

    query: PostgresQuery
    prep: Prepare
    name: bytes


class ScopedConnection(psycopg.AsyncConnection[Any]):
    """What its cursors ask of a connection."""

    setting: Setting | None = None
    """For the statement that is being asked."""

    async def execute_each(self, asked: Sequence[Asked]) -> None:
        """All of these statements, or none: one round trip, one transaction."""
        async with self.lock:
            await self.wait(Cursor(self).execute_each_gen(asked))

    async def set_scope(self, scope: Scope | None) -> None:
        """For the transaction that has just begun."""
        if scope is not None:
            await self.execute(SET, [each.decode() for each in scope.values])


class Cursor(psycopg.AsyncRawCursor[Any]):
    """Within a transaction of several statements it is set once, by a statement of its own."""

    def _maybe_prepare_gen(
        self, pgq: PostgresQuery, *, prepare: bool | None = None, binary: bool | None = None
    ) -> PQGen[None]:
        connection = self._conn
        if not isinstance(connection, ScopedConnection) or connection.setting is None:
            yield from super()._maybe_prepare_gen(pgq, prepare=prepare, binary=binary)
            return
        prepared = connection._prepared  # noqa: SLF001 - as the method that this one stands for
        yield from self._prepare_setting(connection.setting)
        ready = yield from self._ready(pgq, prepare=prepare)
        key = prepared.maybe_add_to_cache(*ready)
        self._pgconn.enter_pipeline_mode()
        self._send(connection.setting, ready, binary=binary)
        self._pgconn.pipeline_sync()
        of_setting = yield from execute(self._pgconn)
        results = yield from fetch_many(self._pgconn)
        yield from fetch_many(self._pgconn)  # the end of what was sent
        self._pgconn.exit_pipeline_mode()
        self._refuse(of_setting)
        if key is not None:
            prepared.validate(key, ready.prep, ready.name, results)
        self._check_results(results)
        self._set_results(results)

    def execute_each_gen(self, asked: Sequence[Asked]) -> PQGen[None]:
        """All in one transaction, each with its scope, by one message; what they answer is not wanted."""
        yield from self._start_query()
        prepared = self._conn._prepared  # noqa: SLF001
        all_ready: list[tuple[Setting, _Ready]] = []
        for each in asked:
            setting = Setting.of(each.scope, plans_once=True)
            yield from self._prepare_setting(setting)
            ready = yield from self._ready(self._convert_query(each.sql, each.values), prepare=True)
            prepared.maybe_add_to_cache(*ready)
            all_ready.append((setting, ready))
        self._pgconn.enter_pipeline_mode()
        for setting, ready in all_ready:
            self._send(setting, ready)
        self._pgconn.pipeline_sync()
        found = yield from execute(self._pgconn)
        for _ in range(2 * len(all_ready) - 1):
            found += yield from fetch_many(self._pgconn)
        yield from fetch_many(self._pgconn)  # the end of what was sent
        self._pgconn.exit_pipeline_mode()
        self._refuse(found)
        yield from prepared.maintain_gen(self._conn)

    def _ready(self, query: PostgresQuery, *, prepare: bool | None) -> PQGen[_Ready]:
        prep, name = self._get_prepared(query, prepare)
        if prep is Prepare.SHOULD:
            self._send_prepare(name, query)
            self._refuse((yield from execute(self._pgconn)))
        return _Ready(query, prep, name)

    def _send(self, setting: Setting, ready: _Ready, *, binary: bool | None = None) -> None:
        if self._conn.prepare_threshold is None:
            # Behind a pooler the next message may come to a server that knows no name.
            self._pgconn.send_query_params(setting.sql, setting.values)
        else:
            self._pgconn.send_query_prepared(setting.name, setting.values)
        if ready.prep is Prepare.NO:
            self._execute_send(ready.query, force_extended=True, binary=binary)
        else:
            self._send_query_prepared(ready.name, ready.query, binary=binary)

    def _prepare_setting(self, setting: Setting) -> PQGen[None]:
        """Among psycopg's own names, which it forgets, and has the server forget, after every rollback."""
        if self._conn.prepare_threshold is None:
            return
        names, key = self._conn._prepared._names, (setting.sql, ())  # noqa: SLF001
        if key not in names:
            self._pgconn.send_prepare(setting.name, setting.sql)
            self._refuse((yield from execute(self._pgconn)))
            names[key] = setting.name
        names.move_to_end(key)

    def _refuse(self, results: list[PGresult]) -> None:
        for each in results:
            if each.status == ExecStatus.FATAL_ERROR:
                raise psycopg.errors.error_from_result(each, encoding=self._encoding)
