"""Company of reads and writes that come at once: a morning's check-ins leave together.

A single one is the plain statement. Everybody keeps the scope of their own: a wall that opened for all of a group would
be none within it (decision 0022).
"""

from collections.abc import Sequence
from functools import partial
from typing import Any

from checkin_service.kit.connections import Connections
from checkin_service.kit.gathering import Gathering
from checkin_service.kit.questions_of_many import OneOfMany, for_many, lists_of, rows_of_each
from checkin_service.kit.scope import FOR_MANY, Scope
from checkin_service.kit.scoped_cursor import Asked
from checkin_service.kit.statement import Statement

Rows = list[Sequence[Any]]


class Company:
    """Of one pool of connections."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections
        self._reads: dict[Statement[Any], Gathering[OneOfMany, Rows]] = {}
        self._writes: Gathering[Asked, None] = Gathering(self._write_alone, self._write_together)

    async def read(self, statement: Statement[Any], one: OneOfMany) -> Rows:
        gathering = self._reads.get(statement)
        if gathering is None:
            alone = partial(self._read_alone, statement)
            together = partial(self._read_together, statement, for_many(statement))
            gathering = self._reads[statement] = Gathering(alone, together)
        return await gathering.run(one, waited=self._connections.waited)

    async def write(self, sql: str, values: Sequence[Any], scope: Scope) -> None:
        """As one transaction with others; sent once more, alone, when that fails or its connection breaks."""
        await self._writes.run(Asked(sql, values, scope), waited=self._connections.waited)

    async def _read_alone(self, statement: Statement[Any], one: OneOfMany) -> Rows:
        return await self._connections.rows(
            statement.sql, one.values, one.scope, may_repeat=True, in_binary=statement.in_binary, plans_once=True
        )

    async def _read_together(self, statement: Statement[Any], sql: str, asked: Sequence[OneOfMany]) -> list[Rows]:
        async with self._connections.of_a_request() as connection:
            found = await connection.rows(
                sql, lists_of(asked), setting=FOR_MANY, in_binary=statement.in_binary, prepare=True
            )
        of_each = rows_of_each(found, len(asked))
        return [rows or await self._read_alone(statement, one) for one, rows in zip(asked, of_each, strict=True)]

    async def _write_alone(self, asked: Asked) -> None:
        await self._connections.rows(asked.sql, asked.values, asked.scope, may_repeat=True, plans_once=True)

    async def _write_together(self, asked: Sequence[Asked]) -> list[None]:
        async with self._connections.of_a_request() as connection:
            await connection.execute_each(asked)
        return [None] * len(asked)
