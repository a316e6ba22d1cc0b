"""Walls around tenants: row-level security, in the words of scopes (decision 0020).

What no policy lets through is not there, for the owner of the tables too. A scope is four settings of one transaction
(`checkin_service.kit.scope`); none of them is set at first, and then no row is seen.
"""

from alembic import op


def setting(name: str) -> str:
    """Called where it stands: a sub-select for each would cost a check-in more than all that its walls look at."""
    return f"nullif(current_setting('checkin.{name}', true), '')"


OF_WORK = f"{setting('work')} IS NOT NULL"
OF_ANY_PERSON = f"{setting('trainee')} IS NOT NULL"
OF_PERSON = f"trainee_id = {setting('trainee')}::uuid"
OF_INSTITUTION = f"institution_id = {setting('institution')}::uuid"
OF_CLASS = "sees_class(class_id)"
OF_ATTEMPT = "sees_attempt(trainee_id, attempt_id)"


def of_authority(column: str = "authority_code") -> str:
    """The authority's own, and those of places below it."""
    return f"{column} LIKE {setting('authority')}"


def wall(table: str, *ways: str) -> None:
    """Rows of `table` are touched in one of these ways, the first asked first, and by works that say what they are."""
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY tenant ON {table} USING ({' OR '.join((ways[0], OF_WORK, *ways[1:]))})")


def sight(name: str, parameters: str, found: str) -> None:
    """Whether staff see the row that something hangs on, which has a wall of its own."""
    op.execute(f"""
        CREATE OR REPLACE FUNCTION {name}({parameters}) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
        BEGIN
            RETURN coalesce(current_setting('checkin.trainee', true), '') = '' AND EXISTS ({found});
        END $$
    """)
