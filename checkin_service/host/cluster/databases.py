"""Making and dropping databases, each with PostGIS and owned by a role without special powers."""

from psycopg import Connection, errors
from psycopg.sql import SQL, Identifier

from checkin_service.host.cluster.configuration import APPLICATION_ROLE, OWNER_ROLE

POSTGIS_TEMPLATE = "template_postgis"
"""Copying it takes a tenth of the time of installing the extension."""


def ensure_owner(connection: Connection) -> None:
    """The role that owns the service's databases, and the lesser one that the service works as."""
    if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [OWNER_ROLE]).fetchone():
        connection.execute(SQL("CREATE ROLE {} LOGIN").format(Identifier(OWNER_ROLE)))
    if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [APPLICATION_ROLE]).fetchone():
        connection.execute(SQL("CREATE ROLE {} NOLOGIN").format(Identifier(APPLICATION_ROLE)))
        connection.execute(SQL("GRANT {} TO {}").format(Identifier(APPLICATION_ROLE), Identifier(OWNER_ROLE)))


def template_is_ready(connection: Connection) -> bool:
    query = "SELECT 1 FROM pg_database WHERE datname = %s AND datistemplate"
    return connection.execute(query, [POSTGIS_TEMPLATE]).fetchone() is not None


def begin_template(connection: Connection) -> None:
    drop(connection, POSTGIS_TEMPLATE)
    connection.execute(SQL("CREATE DATABASE {}").format(Identifier(POSTGIS_TEMPLATE)))


def finish_template(connection: Connection) -> None:
    """Closed to connections, because a template in use cannot be copied."""
    statement = SQL("ALTER DATABASE {} WITH IS_TEMPLATE true ALLOW_CONNECTIONS false")
    connection.execute(statement.format(Identifier(POSTGIS_TEMPLATE)))


def exists(connection: Connection, name: str) -> bool:
    return connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is not None


def create(connection: Connection, name: str, *, template: str) -> bool:
    """Whether it was made now; no means that it was there before."""
    statement = SQL("CREATE DATABASE {} OWNER {} TEMPLATE {}")
    names = (Identifier(name), Identifier(OWNER_ROLE), Identifier(template))
    try:
        connection.execute(statement.format(*names))
    except (errors.DuplicateDatabase, errors.UniqueViolation):
        return False
    return True


def drop(connection: Connection, name: str) -> None:
    """Gone afterwards, whoever was still connected."""
    connection.execute(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(name)))
