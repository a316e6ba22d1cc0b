"""A cursor that says whose rows are wanted in the message that asks for them: one round trip, one transaction.

Whatever lies before the message "now answer" is one implicit transaction of the server's, and a scope is of its
transaction alone. psycopg's own pipeline would cost four times as much CPU, so this sends the two itself, by the parts
of psycopg's cursor that prepare and send; `tests/kit/test_scope.py` says what it must do, whatever psycopg's version.
"""

from typing import Any

import psycopg
from psycopg._preparing import Prepare
from psycopg._queries import PostgresQuery
from psycopg.abc import PQGen
from psycopg.generators import execute, fetch_many
from psycopg.pq import ExecStatus
from psycopg.pq.abc import PGresult

from checkin_service.kit.scope import SET, Scope

_NAME, _KEY = b"scope", (SET.encode(), ())
"""Of the statement that sets the scope, on every connection that has set one."""


class ScopedConnection(psycopg.AsyncConnection[Any]):
    """What its cursors ask of a connection."""

    scope: Scope | None = None
    """Of the statement that is being asked."""

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
        if not isinstance(connection, ScopedConnection) or connection.scope is None:
            yield from super()._maybe_prepare_gen(pgq, prepare=prepare, binary=binary)
            return
        prepared = connection._prepared  # noqa: SLF001 - as the method that this one stands for
        is_pooled = connection.prepare_threshold is None
        if not is_pooled:
            yield from self._prepare_scope(prepared)
        prep, name = self._get_prepared(pgq, prepare)
        if prep is Prepare.SHOULD:
            self._send_prepare(name, pgq)
            self._refuse((yield from execute(self._pgconn)))
        key = prepared.maybe_add_to_cache(pgq, prep, name)
        self._pgconn.enter_pipeline_mode()
        if is_pooled:
            # Behind a pooler the next message may come to a server that knows no name.
            self._pgconn.send_query_params(SET.encode(), connection.scope.values)
        else:
            self._pgconn.send_query_prepared(_NAME, connection.scope.values)
        if prep is Prepare.NO:
            self._execute_send(pgq, force_extended=True, binary=binary)
        else:
            self._send_query_prepared(name, pgq, binary=binary)
        self._pgconn.pipeline_sync()
        of_scope = yield from execute(self._pgconn)
        results = yield from fetch_many(self._pgconn)
        yield from fetch_many(self._pgconn)  # the end of what was sent
        self._pgconn.exit_pipeline_mode()
        self._refuse(of_scope)
        if key is not None:
            prepared.validate(key, prep, name, results)
        self._check_results(results)
        self._set_results(results)

    def _prepare_scope(self, prepared: Any) -> PQGen[None]:
        """Among psycopg's own names, which it forgets, and has the server forget, after every rollback."""
        names = prepared._names  # noqa: SLF001
        if _KEY not in names:
            self._pgconn.send_prepare(_NAME, SET.encode())
            self._refuse((yield from execute(self._pgconn)))
            names[_KEY] = _NAME
        names.move_to_end(_KEY)

    def _refuse(self, results: list[PGresult]) -> None:
        for each in results:
            if each.status == ExecStatus.FATAL_ERROR:
                raise psycopg.errors.error_from_result(each, encoding=self._encoding)
