"""Storage of persons' wrapped keys, apart from the database and its backups, so that destroying a key erases."""

import fcntl
import os
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple, Protocol
from uuid import UUID

from checkin_service.kit.files import destroy, private_folder, replace, write_once

_LONGEST_KEY = 4096
"""Bytes: a wrapped key is one or two hundred."""


class Realm(StrEnum):
    """What is erased together: each person has a key of their own in every realm."""

    ACCOUNT = "account"
    """The authenticator app of a member of staff; destroyed when it is removed."""
    DRAFT = "draft"
    """People of plans: whoever plans makes the id, and forgetting a plan must not reach a person of the same one."""
    EVIDENCE = "evidence"
    """What check-ins measured."""
    FACE = "face"
    """References and everything else that tells a face; destroyed when the consent to the face is withdrawn."""
    IDENTITY = "identity"
    """Names, documents, invitations."""
    LOOKUP = "lookup"
    """The service's own secret for keyed hashes; it belongs to nobody."""


class KeyName(NamedTuple):
    """Which key: one person's in one realm."""

    realm: Realm
    person: UUID


class KeyStore(Protocol):
    """Holds wrapped keys. Never in the database nor in its backups: a destroyed key must be gone everywhere."""

    def load(self, name: KeyName) -> bytes | None: ...

    def load_all(self, names: Collection[KeyName]) -> Mapping[KeyName, bytes]:
        """Those of these that there are."""
        ...

    def store_if_absent(self, name: KeyName, wrapped: bytes) -> bytes:
        """Store the wrapped key unless there is one; return the one that is there now."""
        ...

    def exchange(self, name: KeyName, *, old: bytes, new: bytes) -> bool:
        """Put `new` in the place of `old`; false when something else or nothing is there by now."""
        ...

    def destroy(self, name: KeyName) -> None: ...

    def names(self) -> Iterator[KeyName]: ...

    def close(self) -> None:
        """Give back what it holds open."""
        ...


class DirectoryKeyStore:
    """One small file per key; suits one host or a shared file system. Other stores implement `KeyStore`."""

    def __init__(self, directory: Path) -> None:
        self._directory = private_folder(directory)
        self._root = str(self._directory)

    def load(self, name: KeyName) -> bytes | None:
        # By the system's own calls: every check-in comes here, and `Path` and `open` cost more than the reading.
        person = name.person.hex
        try:
            file = os.open(f"{self._root}/{name.realm}/{person[-2:]}/{person}", os.O_RDONLY)
        except FileNotFoundError:
            return None
        try:
            return os.read(file, _LONGEST_KEY)
        finally:
            os.close(file)

    def load_all(self, names: Collection[KeyName]) -> Mapping[KeyName, bytes]:
        return {name: wrapped for name in names if (wrapped := self.load(name)) is not None}

    def store_if_absent(self, name: KeyName, wrapped: bytes) -> bytes:
        path = self._path(name)
        for folder in (path.parent.parent, path.parent):
            private_folder(folder)
        return write_once(path, wrapped)

    def exchange(self, name: KeyName, *, old: bytes, new: bytes) -> bool:
        # Under the lock that `destroy` takes: rewrapping must not bring a destroyed key back.
        with self._locked():
            if self.load(name) != old:
                return False
            replace(self._path(name), new)
            return True

    def destroy(self, name: KeyName) -> None:
        path = self._path(name)
        with self._locked():
            if path.exists():
                destroy(path)

    def names(self) -> Iterator[KeyName]:
        for realm in Realm:
            for path in sorted((self._directory / realm).glob("??/*")):
                if not path.name.startswith("."):
                    yield KeyName(realm, UUID(hex=path.name))

    def close(self) -> None:
        """Nothing is open between two calls."""

    def _path(self, name: KeyName) -> Path:
        return self._directory / name.realm / name.person.hex[-2:] / name.person.hex

    @contextmanager
    def _locked(self) -> Iterator[None]:
        with (self._directory / ".lock").open("wb") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield
