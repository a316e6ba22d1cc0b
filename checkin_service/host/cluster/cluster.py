"""The cluster as its users see it: lease it, then make and reach databases."""

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self
from urllib.parse import quote

import psycopg

from checkin_service.host.cluster import databases
from checkin_service.host.cluster.configuration import BOOTSTRAP_ROLE, OWNER_ROLE
from checkin_service.host.cluster.errors import ClusterError
from checkin_service.host.cluster.owners import Owners
from checkin_service.host.cluster.places import PORT, Places, default_home
from checkin_service.host.cluster.server import Server, Status


class Cluster:
    """A private PostgreSQL server and its data in one folder.

    The server runs while at least one process leases it; the last one out stops it. An owner that was killed
    leaves a running server behind, which the next one adopts; a killed server is started again.
    """

    def __init__(self, places: Places) -> None:
        self._places = places
        self._server = Server(places)
        self._owners = Owners(places.home)

    @classmethod
    def at(cls, home: Path | None = None) -> Self:
        """The cluster in `home`, by default the project's own; nothing is made before the first lease."""
        return cls(Places((home or default_home()).absolute()))

    @property
    def home(self) -> Path:
        return self._places.home

    @contextmanager
    def lease(self) -> Iterator[Self]:
        """Hold the running server; several processes, and several leases of one process, may hold it."""
        try:
            self._places.make_home()
        except OSError as error:
            raise ClusterError(f"{self.home} cannot be used: {error.strerror}.") from error
        with self._owners.turn():
            ownership = self._owners.join()
            try:
                self._start()
            except BaseException:
                self._leave(ownership)
                raise
        try:
            yield self
        finally:
            if self.home.exists():
                with self._owners.turn():
                    self._leave(ownership)

    def url(self, database: str, *, role: str = OWNER_ROLE) -> str:
        """How libpq and psycopg reach a database: through the socket, as the account of the process."""
        socket = quote(str(self._places.socket), safe="/")
        return f"postgresql://{role}@/{quote(database, safe='')}?host={socket}&port={PORT}"

    def exists(self, database: str) -> bool:
        with self._connect() as connection:
            return databases.exists(connection, database)

    def create(self, database: str, *, template: str = databases.POSTGIS_TEMPLATE) -> bool:
        """Make a database with PostGIS, or a copy of `template`; False if it was there before."""
        with self._connect() as connection:
            return databases.create(connection, database, template=template)

    def drop(self, database: str) -> None:
        with self._connect() as connection:
            databases.drop(connection, database)

    def recreate(self, database: str, template: str | None = None) -> None:
        """An empty database, or a fresh copy of `template`, whatever was there."""
        with self._connect() as connection:
            databases.drop(connection, database)
            databases.create(connection, database, template=template or databases.POSTGIS_TEMPLATE)

    def remove(self) -> None:
        """Stop the server and delete all data, unless somebody holds the cluster."""
        if not self.home.exists():
            return
        with self._owners.turn():
            if not self._owners.nobody_is_left():
                raise ClusterError("The database cluster is in use: stop the demo, the server and the tests first.")
            self._server.stop()
            shutil.rmtree(self._places.socket, ignore_errors=True)
            shutil.rmtree(self.home)

    def _start(self) -> None:
        with self._connect_at_last() as connection:
            databases.ensure_owner(connection)
            if databases.template_is_ready(connection):
                return
            databases.begin_template(connection)
            with self._connect(databases.POSTGIS_TEMPLATE) as template:
                template.execute("CREATE EXTENSION postgis")
            databases.finish_template(connection)

    def _leave(self, ownership: int) -> None:
        self._owners.leave(ownership)
        if self._owners.nobody_is_left():
            self._server.stop()

    def _connect_at_last(self) -> psycopg.Connection:
        """A killed server can look alive for a moment; then it is started once more."""
        while True:
            self._server.ensure_running()
            try:
                return self._connect()
            except psycopg.OperationalError as error:
                time.sleep(0.1)
                if self._server.status() is Status.READY:
                    raise ClusterError(f"PostgreSQL runs but refuses us: {error}") from error

    def _connect(self, database: str = "postgres") -> psycopg.Connection:
        return psycopg.connect(self.url(database, role=BOOTSTRAP_ROLE), autocommit=True)
