"""Migrations stand in one line, whoever wrote them at the same time."""

from alembic.script import ScriptDirectory

from checkin_service.migrate import configuration


def test_there_is_one_last_migration() -> None:
    assert len(ScriptDirectory.from_config(configuration("postgresql://")).get_heads()) == 1
