"""PostgreSQL's own catalogue of the tables of a schema: columns, constraints and indexes, word for word."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, create_engine, text

from checkin_service.all_tables import metadata

_COLUMNS = text("""
    SELECT table_name, column_name, udt_name, is_nullable, column_default, is_identity FROM information_schema.columns
    WHERE table_schema = :schema
""")
_CONSTRAINTS = text("""
    SELECT relname, conname, pg_get_constraintdef(pg_constraint.oid)
    FROM pg_constraint JOIN pg_class ON pg_class.oid = conrelid
    WHERE connamespace = CAST(:schema AS regnamespace)
""")
_INDEXES = text("SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = :schema")
_COMMENTS = text("""
    SELECT relname, attname, description
    FROM pg_description
    JOIN pg_class ON pg_class.oid = objoid
    LEFT JOIN pg_attribute ON attrelid = objoid AND attnum = objsubid AND objsubid > 0
    WHERE relnamespace = CAST(:schema AS regnamespace)
""")


def described(connection: Connection, schema: str) -> set[tuple[str, ...]]:
    """Every fact about our tables in a schema, without the schema's name."""
    return {
        tuple(str(value).replace(f"{schema}.", "") for value in row)
        for question in (_COLUMNS, _CONSTRAINTS, _INDEXES, _COMMENTS)
        for row in connection.execute(question, {"schema": schema})
        if row[0] in {table.name for table in metadata.tables.values()}
    }


@contextmanager
def tables_of_the_code(database_url: str, *, beside: str) -> Iterator[Connection]:
    """The tables as the code declares them, in a schema of their own, gone afterwards."""
    engine = create_engine(database_url.replace("postgresql://", "postgresql+psycopg://", 1))
    with engine.connect() as connection, connection.begin() as transaction:
        connection.execute(text(f"CREATE SCHEMA {beside}"))
        connection.execute(text(f"SET LOCAL search_path = {beside}, public"))
        metadata.create_all(connection, checkfirst=False)
        yield connection
        transaction.rollback()
    engine.dispose()
