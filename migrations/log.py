"""Announcements to the log of facts: a trigger that tells the sealer of every new row of a table."""

from alembic import op


def announce(table: str, key: str, *, only: str = "true") -> None:
    """Let the sealer hear of rows of `table` that meet `only`; `key` names owner, object and ordinal of each."""
    op.execute(f"""
        CREATE OR REPLACE FUNCTION announce_{table}() RETURNS trigger LANGUAGE plpgsql SET search_path = public AS $$
        BEGIN
            INSERT INTO log_pending (kind, owner, object, ordinal)
            SELECT '{table}', {key} FROM added WHERE {only};
            RETURN NULL;
        END $$
    """)
    op.execute(f"""
        CREATE TRIGGER announce_to_log AFTER INSERT ON {table} REFERENCING NEW TABLE AS added
        FOR EACH STATEMENT EXECUTE FUNCTION announce_{table}()
    """)
