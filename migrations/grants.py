"""The rights of the application: it appends facts, and neither changes nor removes them."""

import psycopg

APPLICATION_ROLE = "checkin_app"

_ENDING = ", ".join(
    f"('{table}', '{column}')"
    for table, column in (
        ("check_explanation", "words_sealed"),
        ("complaint", "contact_sealed"),
        ("complaint", "text_sealed"),
        ("evaluation", "words_sealed"),
        ("inspection_photo", "sealed"),
        ("lesson_recording", "link"),
        ("question_entry", "text_sealed"),
    )
)
"""Words whose time ends while the fact that there were some stays (docs/privacy.md)."""

# A table whose comment says "append-only" is one of facts: the word in the comment is what the database enforces.
# Evidence is sealed beside its fact and is purged when law says so; the fact itself stays as it was.
_GRANT = f"""
DO $$
DECLARE each record;
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{APPLICATION_ROLE}') THEN
        BEGIN
            CREATE ROLE {APPLICATION_ROLE} NOLOGIN;
            GRANT {APPLICATION_ROLE} TO CURRENT_USER;
        EXCEPTION WHEN insufficient_privilege THEN
            RETURN;
        END;
    END IF;
    GRANT USAGE ON SCHEMA public TO {APPLICATION_ROLE};
    FOR each IN
        SELECT relname, coalesce(obj_description(oid) ~ '\\mappend-only\\M', false) AS holds_facts FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
        AND pg_has_role(relowner, 'USAGE') AND relname <> 'alembic_version'
    LOOP
        IF each.holds_facts THEN
            EXECUTE format('REVOKE ALL ON %I FROM {APPLICATION_ROLE}', each.relname);
            EXECUTE format('GRANT SELECT, INSERT ON %I TO {APPLICATION_ROLE}', each.relname);
        ELSE
            EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO {APPLICATION_ROLE}', each.relname);
        END IF;
    END LOOP;
    FOR each IN
        SELECT table_name, column_name FROM information_schema.columns
        WHERE table_schema = 'public' AND (table_name, column_name) IN ({_ENDING})
        OR table_schema = 'public' AND column_name = 'evidence_sealed'
    LOOP
        EXECUTE format('GRANT UPDATE (%I) ON %I TO {APPLICATION_ROLE}', each.column_name, each.table_name);
    END LOOP;
    GRANT SELECT ON alembic_version TO {APPLICATION_ROLE};
END $$
"""


def grant(database_url: str) -> None:
    """Run after every migration, so that a new table never stays without its rights. Repeating it changes nothing.

    Where the login may not create roles and there is none, an administrator makes it once (docs/log.md).
    """
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute(_GRANT)
