"""A database is brought to the present schema, or left as it is where this version does not know it."""

import psycopg
import pytest
from alembic.script import ScriptDirectory

from checkin_service import migrate
from tests.conftest import a_database


def test_upgrading_again_changes_nothing(database_url: str) -> None:
    before = _schema(database_url)
    migrate.upgrade(database_url)
    assert _schema(database_url) == before


def test_a_database_of_another_version_is_refused_untouched() -> None:
    with a_database("other_version") as url:
        with psycopg.connect(url) as connection:
            connection.execute("CREATE TABLE alembic_version (version_num varchar(32) PRIMARY KEY)")
            connection.execute("INSERT INTO alembic_version VALUES ('0014')")
        before = _schema(url)
        with pytest.raises(migrate.SchemaUnknown, match=r"迁移 0014.*empty database.*or that version"):
            migrate.upgrade(url)
        assert _schema(url) == before


def test_databases_made_before_the_foundation_was_laid_go_on(database_url: str) -> None:
    known = ScriptDirectory.from_config(migrate.configuration(database_url)).walk_revisions()
    assert "proposals_of_institutions" in {each.revision for each in known}


def _schema(url: str) -> list[tuple[object, ...]]:
    with psycopg.connect(url) as connection:
        found = connection.execute(
            "SELECT oid, relname, relacl::text FROM pg_class WHERE relnamespace = 'public'::regnamespace ORDER BY oid"
        )
        return [*found.fetchall(), *connection.execute("SELECT version_num FROM alembic_version").fetchall()]
