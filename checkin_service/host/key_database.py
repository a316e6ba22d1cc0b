"""A key store in PostgreSQL: wrapped keys in rows, closed once more by the key of an epoch that lies elsewhere.

A row that is deleted lives on in copies of the database. The key of the epoch does not: it is in none of them, and is
destroyed when all that is left has been brought under the next one (decision 0018).
"""

import threading
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg_pool import ConnectionPool, PoolTimeout

from checkin_service.host.epochs import EpochOver, Epochs
from checkin_service.kit.keyring import KeyName, Realm
from checkin_service.kit.problem import Problem, ProblemKind

_CONNECTIONS = 4
_WAITS_S = 2.0
_BATCH = 1_000
_SCHEMA = """
CREATE SCHEMA IF NOT EXISTS checkin_keys;
CREATE TABLE IF NOT EXISTS checkin_keys.personal_key (
    realm text NOT NULL, person uuid NOT NULL, epoch integer NOT NULL, closed bytea NOT NULL,
    PRIMARY KEY (person, realm)
);
COMMENT ON TABLE checkin_keys.personal_key IS 'Wrapped keys, each closed by the key of an epoch; in no backup';
CREATE INDEX IF NOT EXISTS personal_key_epoch_idx ON checkin_keys.personal_key (epoch);
"""
_LOCK = 7_018_018
"""Shared by whoever closes a key under the present epoch, exclusive for whoever begins or ends one."""


class DatabaseKeyStore:
    """Several nodes, one database for their keys; what is asked waits two seconds at most, in a thread."""

    def __init__(self, url: str, epochs: Epochs) -> None:
        self._epochs = epochs
        self._opening, self._is_open = threading.Lock(), False
        self._pool = ConnectionPool(
            url,
            min_size=0,
            max_size=_CONNECTIONS,
            timeout=_WAITS_S,
            open=False,
            kwargs={"connect_timeout": 2, "tcp_user_timeout": 2000, "options": "-c statement_timeout=2s"},
        )

    def close(self) -> None:
        self._pool.close()

    def load(self, name: KeyName) -> bytes | None:
        return self.load_all([name]).get(name)

    def load_all(self, names: Collection[KeyName]) -> Mapping[KeyName, bytes]:
        try:
            return self._loaded(names)
        except EpochOver:
            # It ended between our look at the rows and our look at its key: the rows are under the next one now.
            return self._loaded(names)

    def store_if_absent(self, name: KeyName, wrapped: bytes) -> bytes:
        with self._lent() as connection:
            connection.execute("SELECT pg_advisory_xact_lock_shared(%s)", [_LOCK])
            epoch = self._epochs.present()
            connection.execute(
                "INSERT INTO checkin_keys.personal_key (realm, person, epoch, closed) VALUES (%s, %s, %s, %s) "
                "ON CONFLICT DO NOTHING",
                [name.realm, name.person, epoch, self._epochs.closed(epoch, name, wrapped)],
            )
        kept = self.load(name)
        if kept is None:
            raise Problem(ProblemKind.BUSY, retry_after_s=1)
        return kept

    def exchange(self, name: KeyName, *, old: bytes, new: bytes) -> bool:
        with self._lent() as connection:
            connection.execute("SELECT pg_advisory_xact_lock_shared(%s)", [_LOCK])
            row = connection.execute(f"{_ROW} FOR UPDATE", [name.realm, name.person]).fetchone()
            if row is None or self._epochs.opened(row[0], name, row[1]) != old:
                return False
            epoch = self._epochs.present()
            closed = self._epochs.closed(epoch, name, new)
            connection.execute(_PUT, [epoch, closed, name.realm, name.person])
            return True

    def destroy(self, name: KeyName) -> None:
        with self._lent() as connection:
            connection.execute(
                "DELETE FROM checkin_keys.personal_key WHERE realm = %s AND person = %s", [name.realm, name.person]
            )

    def names(self) -> Iterator[KeyName]:
        with self._lent() as connection:
            rows = connection.execute("SELECT realm, person FROM checkin_keys.personal_key ORDER BY 1, 2").fetchall()
        yield from (KeyName(Realm(realm), person) for realm, person in rows)

    def begin_epoch(self) -> int:
        """Bring every key under a new epoch and destroy the earlier ones; how many keys there are.

        Safe beside a running service, and safe to repeat after a crash: an epoch ends when nothing is under it.
        """
        with self._lent() as connection:
            connection.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
            epoch = self._epochs.begin()
        moved = 0
        while batch := self._move(epoch):
            moved += batch
        with self._lent() as connection:
            connection.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
            (left,) = connection.execute(
                "SELECT count(*) FROM checkin_keys.personal_key WHERE epoch < %s", [epoch]
            ).fetchone() or (1,)
            if not left:
                self._epochs.end_before(epoch)
        return moved

    def _move(self, epoch: int) -> int:
        with self._lent() as connection:
            rows = connection.execute(
                "SELECT realm, person, epoch, closed FROM checkin_keys.personal_key WHERE epoch < %s "
                "ORDER BY person, realm LIMIT %s FOR UPDATE",
                [epoch, _BATCH],
            ).fetchall()
            changes = []
            for realm, person, earlier, closed in rows:
                name = KeyName(Realm(realm), person)
                wrapped = self._epochs.opened(earlier, name, closed)
                changes.append((epoch, self._epochs.closed(epoch, name, wrapped), realm, person))
            with connection.cursor() as cursor:
                cursor.executemany(_PUT, changes)
        return len(rows)

    def _loaded(self, names: Collection[KeyName]) -> Mapping[KeyName, bytes]:
        with self._lent() as connection:
            rows = connection.execute(
                "SELECT k.realm, k.person, k.epoch, k.closed FROM checkin_keys.personal_key k "
                "JOIN unnest(%s::text[], %s::uuid[]) AS asked (realm, person) USING (person, realm)",
                [[each.realm.value for each in names], [each.person for each in names]],
            ).fetchall()
        found = [(KeyName(Realm(realm), person), epoch, closed) for realm, person, epoch, closed in rows]
        return {name: self._epochs.opened(epoch, name, closed) for name, epoch, closed in found}

    @contextmanager
    def _lent(self) -> Iterator["psycopg.Connection[Any]"]:
        """A transaction; whoever cannot have one is told to come again."""
        try:
            self._open()
            with self._pool.connection() as connection:
                yield connection
        except (PoolTimeout, psycopg.OperationalError) as error:
            raise Problem(ProblemKind.BUSY, retry_after_s=2) from error

    def _open(self) -> None:
        with self._opening:
            if self._is_open:
                return
            self._pool.open()
            with self._pool.connection() as connection:
                # Two processes that begin at once make it once.
                connection.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
                connection.execute(_SCHEMA)
            self._is_open = True


_ROW = "SELECT epoch, closed FROM checkin_keys.personal_key WHERE realm = %s AND person = %s"
_PUT = "UPDATE checkin_keys.personal_key SET epoch = %s, closed = %s WHERE realm = %s AND person = %s"
