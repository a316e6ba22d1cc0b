"""The demonstration's own database: empty at each run, and never anybody else's."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict
from sqlalchemy import MetaData, Table, create_engine
from sqlalchemy.exc import OperationalError

from checkin_service import migrate
from checkin_service.all_tables import metadata
from checkin_service.assembly import DEMO_SUFFIX, Assembly, NotAllowed
from checkin_service.host.cluster import Cluster

DEMO_DATABASE = "checkin_demo"


@contextmanager
def demo_database(given: str | None) -> Iterator[str]:
    """The URL of an empty, migrated database: the one given, or `checkin_demo` in the embedded cluster."""
    if given is not None:
        require_demo(given)
        _empty(given)
        _prepare(given)
        yield given
        return
    with Cluster.at().lease() as cluster:
        cluster.recreate(DEMO_DATABASE)
        url = cluster.url(DEMO_DATABASE)
        _prepare(url)
        yield url


def require_demo(url: str) -> None:
    """Refuse any database that may hold something worth keeping."""
    try:
        # libpq's own reading: a `dbname` among the parameters outranks the path.
        name = conninfo_to_dict(url).get("dbname")
    except ProgrammingError:
        name = None
    if not str(name or "").endswith(DEMO_SUFFIX):
        raise NotAllowed(
            f"The demo empties its database, so it only takes one whose name ends in {DEMO_SUFFIX}; "
            f"CHECKIN_DATABASE_URL names {name or 'none'}."
        )


def _empty(url: str) -> None:
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://", 1))
    try:
        with engine.begin() as connection:
            metadata.drop_all(connection)
            Table("alembic_version", MetaData()).drop(connection, checkfirst=True)
    except OperationalError as error:
        raise NotAllowed(f"The database of CHECKIN_DATABASE_URL does not answer: {_first_line(error)}") from error
    finally:
        engine.dispose()


def _prepare(url: str) -> None:
    migrate.upgrade(url)
    # The keys of people whom the last run invented.
    shutil.rmtree(Assembly.from_environment(url).keys, ignore_errors=True)


def _first_line(error: OperationalError) -> str:
    return str(error.orig).partition("\n")[0]
