"""Every table that says whose a row is has a wall, or is named with the reason why not."""

import psycopg

from checkin_service.all_tables import metadata
from tests.architecture.walls import TENANT_COLUMNS, WALLED, WITHOUT

_FORCED = """
    SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace
    AND relrowsecurity AND relforcerowsecurity AND EXISTS (SELECT FROM pg_policy WHERE polrelid = pg_class.oid)
"""


def test_every_table_with_a_tenant_has_a_wall_or_a_reason() -> None:
    owned = {name for name, table in metadata.tables.items() if TENANT_COLUMNS & {each.name for each in table.columns}}
    assert owned == WALLED | WITHOUT.keys()
    assert not WALLED & WITHOUT.keys()
    assert all(WITHOUT.values())


def test_the_database_has_just_these_walls_and_they_hold_for_the_owner(database_url: str) -> None:
    with psycopg.connect(database_url) as connection:
        assert {name for (name,) in connection.execute(_FORCED)} == WALLED
        (half,) = connection.execute("SELECT count(*) FROM pg_class WHERE relrowsecurity <> relforcerowsecurity")
        assert half == (0,)
