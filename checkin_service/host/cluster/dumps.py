"""Dumps of one database and their return: PostgreSQL's own programs, and what is counted before and after."""

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

import psycopg
from psycopg.conninfo import make_conninfo
from psycopg.sql import SQL, Identifier

from checkin_service.host.cluster.binaries import find
from checkin_service.kit.misconfigured import Misconfigured

_WORK = "SET checkin.work = 'backup'"
"""All rows of all tenants (decision 0020)."""
_ENVIRONMENT = {"PATH": os.defpath, "LC_ALL": "C.UTF-8", "PGOPTIONS": "-c checkin.work=backup"}
"""Nothing of the caller's: the address says everything, and a stray PGOPTIONS would change what is dumped."""
_NOT_OURS = "--exclude-table-data=public.spatial_ref_sys"
"""What PostGIS brings along comes with it."""
_NO_KEYS = "--exclude-schema=checkin_keys"
"""A key database may be this one: keys are never in a copy of it."""
_EXTENSION = ("EXTENSION", "COMMENT - EXTENSION")


class DumpFailed(Misconfigured):
    """PostgreSQL's program said no; the message is its last lines."""


def dump(url: str, file: Path) -> dict[str, int]:
    """The whole database at one moment, as an archive for its owner alone, and how many rows each table had then.

    People go on meanwhile: what comes after the moment is in the next one.
    """
    file.touch(mode=0o600, exist_ok=False)
    with psycopg.connect(url) as connection:
        connection.execute(_WORK)
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        (snapshot,) = connection.execute("SELECT pg_export_snapshot()").fetchone() or ("",)
        counted = {name: _count(connection, name) for name in _tables(connection)}
        options = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}", _NOT_OURS, _NO_KEYS]
        # Without it the walls would end the dump; that every row is in it is counted.
        options.append("--enable-row-security")
        _run("pg_dump", [*options, f"--file={file}", f"--dbname={url}"])
    return counted


def restore(url: str, file: Path) -> None:
    """Everything or nothing, into an empty database that has PostGIS already."""
    listed = _run("pg_restore", ["--list", str(file)])
    wanted = file.with_suffix(".list")
    # The extension is there, made by somebody who may; its owner alone could say something about it.
    lines = [line for line in listed.splitlines() if not any(f" {each} " in line for each in _EXTENSION)]
    wanted.write_text("\n".join(lines), encoding="utf-8")
    try:
        options = ["--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error"]
        _run("pg_restore", [*options, f"--use-list={wanted}", f"--dbname={url}", str(file)])
    finally:
        wanted.unlink()


def is_empty(url: str) -> bool:
    """Whether there is nothing of ours yet."""
    with psycopg.connect(url) as connection:
        return not _tables(connection)


def counts(url: str) -> dict[str, int]:
    """How many rows each table has."""
    with psycopg.connect(url) as connection:
        connection.execute(_WORK)
        return {name: _count(connection, name) for name in _tables(connection)}


def ensure_postgis(url: str) -> None:
    """In an empty database; of a server where we may not, somebody who may has done it."""
    with psycopg.connect(url, autocommit=True) as connection:
        try:
            connection.execute("CREATE EXTENSION IF NOT EXISTS postgis")
        except psycopg.Error as error:
            raise DumpFailed(f"PostGIS is missing and cannot be made: {error}") from error


def may_create(url: str) -> bool:
    """Whether this account may make databases on the server, with PostGIS in them."""
    with psycopg.connect(url) as connection:
        asked = "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"
        return connection.execute(asked).fetchone() == (True,)


def recreate_beside(url: str, name: str) -> str:
    """An empty database with PostGIS on the server of another one, whatever was there, and its address."""
    drop_beside(url, name)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(SQL("CREATE DATABASE {}").format(Identifier(name)))
    beside = make_conninfo(url, dbname=name)
    ensure_postgis(beside)
    return beside


def drop_beside(url: str, name: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(name)))


def _tables(connection: psycopg.Connection) -> list[str]:
    asked = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'spatial_ref_sys' ORDER BY 1"
    return [name for (name,) in connection.execute(asked).fetchall()]


def _count(connection: psycopg.Connection, name: str) -> int:
    row = connection.execute(SQL("SELECT count(*) FROM {}").format(Identifier(name))).fetchone()
    return int(row[0]) if row else 0


def _run(program: str, options: Sequence[str]) -> str:
    command = [str(find().program(program)), *options]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=_ENVIRONMENT)
    if done.returncode:
        said = done.stderr.strip().splitlines() or [f"exit code {done.returncode}"]
        raise DumpFailed(f"{program}: {' '.join(said[-2:])}")
    return done.stdout
