"""The migrations make exactly the tables of the code, carefully, and the tables are ready to be distributed."""

import logging
import re
from typing import Any

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, ForeignKeyConstraint, Index, Table, UniqueConstraint, event, text

from checkin_service import migrate
from checkin_service.all_tables import metadata
from checkin_service.migrate import configuration
from tests.migrations.catalog import described, tables_of_the_code

TABLES = sorted(metadata.tables.values(), key=lambda table: table.name)
ELSEWHERE = re.compile(r"[Dd]istributed by")
"""How a table comment says that a row lies by another key than the person's."""


def belongs_to_a_trainee(table: Table) -> bool:
    return "trainee_id" in table.c and not ELSEWHERE.search(table.comment or "")


OWNED = [table for table in TABLES if belongs_to_a_trainee(table)]


@pytest.fixture(autouse=True)
def _quiet_alembic() -> None:
    logging.getLogger("alembic").setLevel(logging.WARNING)


def test_migrations_make_the_tables_of_the_code(database_url: str) -> None:
    command.check(configuration(database_url))


def test_postgresql_tells_no_difference(database_url: str) -> None:
    """Alembic compares neither check constraints nor defaults; the catalogue does."""
    with tables_of_the_code(database_url, beside="declared") as connection:
        assert described(connection, "public") == described(connection, "declared")


def test_a_difference_is_noticed(database_url: str) -> None:
    with tables_of_the_code(database_url, beside="declared") as connection:
        connection.execute(text("ALTER TABLE declared.credit DROP CONSTRAINT credit_hour_positive_check"))
        (difference,) = described(connection, "public") - described(connection, "declared")
    assert difference == ("credit", "credit_hour_positive_check", "CHECK ((hour > 0))")


def test_there_is_one_latest_migration(database_url: str) -> None:
    assert len(ScriptDirectory.from_config(configuration(database_url)).get_heads()) == 1


def test_migrations_wait_neither_long_for_locks_nor_for_statements(database_url: str) -> None:
    limits = [
        re.fullmatch(r"SET (lock|statement)_timeout = '[1-9]\d*(s|min)'", said) for said in _said(database_url)[:2]
    ]
    assert [limit and limit[1] for limit in limits] == ["lock", "statement"]


def _said(database_url: str) -> list[str]:
    """What an upgrade says to the database, from the first word."""
    said: list[str] = []

    def listen(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        said.append(statement)

    event.listen(Engine, "before_cursor_execute", listen)
    try:
        migrate.upgrade(database_url)
    finally:
        event.remove(Engine, "before_cursor_execute", listen)
    return said


@pytest.mark.parametrize("table", TABLES, ids=str)
def test_every_table_says_what_it_holds(table: Table) -> None:
    assert table.comment


def test_trainee_owned_tables_are_found() -> None:
    names = {table.name for table in OWNED}
    assert {"registration", "attempt", "credit", "attendance", "voucher", "transfer", "device", "outbox"} <= names
    assert not names & {"voucher_code", "document_index", "device_index", "invitation", "audit_entry"}


@pytest.mark.parametrize("table", OWNED, ids=str)
def test_what_belongs_to_a_trainee_is_keyed_by_the_trainee(table: Table) -> None:
    assert next(iter(table.primary_key.columns)).name == "trainee_id"


@pytest.mark.parametrize("table", OWNED, ids=str)
def test_no_unique_key_crosses_trainees(table: Table) -> None:
    """A distributed database can only keep a unique key that holds the distribution column."""
    uniques = [each for each in table.constraints if isinstance(each, UniqueConstraint)]
    indexes = [each for each in table.indexes if isinstance(each, Index) and each.unique]
    keys: list[UniqueConstraint | Index] = [*uniques, *indexes]
    for key in keys:
        assert "trainee_id" in key.columns, key.name


@pytest.mark.parametrize("table", OWNED, ids=str)
def test_foreign_keys_stay_with_the_trainee_or_lead_to_reference_tables(table: Table) -> None:
    for key in (each for each in table.constraints if isinstance(each, ForeignKeyConstraint)):
        if belongs_to_a_trainee(key.referred_table):
            assert "trainee_id" in key.columns, key.name
        else:
            assert not ELSEWHERE.search(key.referred_table.comment or ""), key.name
