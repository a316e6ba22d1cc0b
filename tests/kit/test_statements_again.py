"""Statements that come again on their connections: each answers by its own values, whatever is remembered of it."""

from datetime import UTC, datetime
from typing import Any, NamedTuple
from uuid import UUID

import psycopg
import pytest
from sqlalchemy import ARRAY, DateTime, Integer, LargeBinary, Text, Uuid, bindparam, func, literal, select

from checkin_service.kit.database import Database, Statement
from checkin_service.kit.ids import new_id

NOW = datetime(2026, 3, 2, tzinfo=UTC)
_SAID = select(
    bindparam("number", type_=Integer).label("number"),
    bindparam("moment", type_=DateTime(timezone=True)).label("moment"),
    bindparam("bytes", type_=LargeBinary).label("bytes"),
    bindparam("id", type_=Uuid).label("id"),
    bindparam("list", type_=ARRAY(Text)).label("list"),
)


class Said(NamedTuple):
    number: int | None
    moment: datetime | None
    bytes: bytes | None
    id: UUID | None
    list: list[str] | None


@pytest.mark.parametrize("in_binary", [True, False])
async def test_a_statement_that_comes_again_answers_each_time_by_its_own_values(
    database_url: str, *, in_binary: bool
) -> None:
    """On connections that remember how the values before were sent and read."""
    asked = [
        Said(1, NOW, b"\x00\xff", new_id(), ["甲", ""]),
        Said(None, None, None, None, None),
        Said(2**31 - 1, NOW.replace(microsecond=1), b"", new_id(), []),
        Said(-70_000, None, b"2", None, ["乙"]),
    ]
    statement = Statement(_SAID, Said, in_binary=in_binary)
    async with Database.connected(database_url, connections=2) as other:
        answers = [await other.read_one(statement, **each._asdict()) for each in asked * 5]
    assert answers == asked * 5


async def test_a_statement_that_failed_answers_the_next_time(database_url: str) -> None:
    statement = Statement(select((literal(10) % bindparam("by", type_=Integer)).label("rest")), int)
    async with Database.connected(database_url, connections=2) as other:
        for _ in range(5):
            with pytest.raises(psycopg.errors.DivisionByZero):
                await other.read(statement, by=0)
            assert await other.read_one(statement, by=4) == 2


async def test_a_connection_keeps_no_long_answers_and_not_every_statement(database_url: str) -> None:
    long = Statement(select(func.generate_series(1, bindparam("to", type_=Integer))), Any)
    async with Database.connected(database_url, connections=2) as other:
        for number in range(300):
            await other.read(Statement(select(literal(number)), Any))
        assert len(await other.read(long, to=1000)) == 1000
        async with other._connections.lent() as connection:
            assert 0 < len(connection._kept) <= 128
            assert long.sql not in connection._kept
