"""The environment of migrations: their connection with its timeouts, and the tables that they are compared with."""

from typing import Any

from alembic import context
from geoalchemy2 import alembic_helpers
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from checkin_service.all_tables import metadata

# Somebody else's long transaction must not stop the service behind our waiting lock.
LOCK_TIMEOUT = "3s"
STATEMENT_TIMEOUT = "10min"


def include_object(thing: Any, name: str | None, kind: str, reflected: bool, compare_to: Any) -> bool:
    """PostGIS brings tables of its own."""
    if kind == "table" and name == "spatial_ref_sys":
        return False
    return bool(alembic_helpers.include_object(thing, name, kind, reflected, compare_to))


def run() -> None:
    url = context.config.attributes["database_url"].replace("postgresql://", "postgresql+psycopg://", 1)
    engine = create_engine(url, poolclass=NullPool)
    with engine.connect() as connection:
        connection.execute(text(f"SET lock_timeout = '{LOCK_TIMEOUT}'"))
        connection.execute(text(f"SET statement_timeout = '{STATEMENT_TIMEOUT}'"))
        # The owner of tables stands before their walls as everybody does.
        connection.execute(text("SET checkin.work = 'migration'"))
        connection.commit()
        context.configure(
            connection=connection,
            target_metadata=metadata,
            include_object=include_object,
            render_item=alembic_helpers.render_item,
            process_revision_directives=alembic_helpers.writer,
            transaction_per_migration=True,
            compare_type=True,
        )
        with context.begin_transaction():
            context.run_migrations()


run()
