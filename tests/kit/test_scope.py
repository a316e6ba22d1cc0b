"""Scopes: of one transaction, sent with the statement, and of nobody at first."""

from typing import Any

import psycopg
import pytest
from sqlalchemy import Integer, Text, bindparam, func, literal, select

from checkin_service.kit.database import Database, Statement
from checkin_service.kit.scope import SETTINGS, Scope, Work, act_for, acting_as, as_nobody
from tests.tools.reading import reading

_SETTINGS = reading(select(*(func.current_setting(name, True).label(name.partition(".")[2]) for name in SETTINGS)))


async def settings_of(database: Database) -> dict[str, str]:
    """What is set, by the short names of settings."""
    (row,) = await database.read(_SETTINGS)
    return {name: value for name, value in row._asdict().items() if value}


async def test_a_request_is_nobodys_until_its_token_says_whose(database_url: str) -> None:
    async with Database.connected(database_url, connections=2, work=Work.SERVER) as database:
        assert await settings_of(database) == {"work": "server"}
        with as_nobody():
            assert await settings_of(database) == {}
            act_for(Scope(institution="a"))
            assert await settings_of(database) == {"institution": "a"}
            with acting_as(Work.PUBLIC):
                assert await settings_of(database) == {"work": "public"}
            assert await settings_of(database) == {"institution": "a"}
        assert await settings_of(database) == {"work": "server"}


async def test_who_opens_a_database_without_a_name_is_nobody(database_url: str) -> None:
    async with Database.connected(database_url, connections=2) as database:
        assert await settings_of(database) == {}


async def test_nothing_of_a_scope_stays_on_the_connection(database_url: str) -> None:
    """A pooler in transaction mode may give it to anybody."""
    async with Database.connected(database_url, connections=2, work=Work.SERVER) as database:
        for _ in range(5):
            await settings_of(database)
        async with database._connections.lent() as connection:
            ((left,),) = await connection.rows("SELECT current_setting('checkin.work', true)", ())
            assert not left


@pytest.mark.parametrize("in_binary", [True, False])
async def test_a_statement_with_a_scope_fails_and_answers_as_one_without(database_url: str, *, in_binary: bool) -> None:
    divided = select((literal(10) / bindparam("by", type_=Integer)).label("part"))
    statement: Statement[Any] = Statement(divided, Any, in_binary=in_binary)
    async with Database.connected(database_url, connections=2, work=Work.SERVER) as database:
        for _ in range(6):
            with pytest.raises(psycopg.errors.DivisionByZero):
                await database.read(statement, by=0)
            (found,) = await database.read(statement, by=5)
            assert int(found) == 2
        long: Statement[Any] = Statement(select(func.generate_series(1, bindparam("to", type_=Integer))), Any)
        assert len(await database.read(long, to=3000)) == 3000


async def test_a_claim_and_a_write_with_patience_have_the_scope_too(database_url: str) -> None:
    asked = Statement(select(func.current_setting("checkin.work", True).cast(Text)), str)
    async with (
        Database.connected(database_url, connections=2, work=Work.WORKER) as database,
        database.claim(asked) as it,
    ):
        assert it.rows == ["worker"]


async def test_a_rollback_forgets_no_scope(database_url: str) -> None:
    """psycopg has the server forget all prepared statements then."""
    async with Database.connected(database_url, connections=2, work=Work.WORKER) as database:
        for _ in range(3):
            await settings_of(database)
            with pytest.raises(ZeroDivisionError):
                async with database.claim(_SETTINGS):
                    raise ZeroDivisionError
            assert await settings_of(database) == {"work": "worker"}


def test_a_scope_is_of_one_kind() -> None:
    with pytest.raises(ValueError, match="one kind"):
        Scope(trainee="a", institution="b")
