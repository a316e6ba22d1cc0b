"""Losses that a drill tries: parts of a backup, and the keys that a restored database is started with."""

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from checkin_service.assembly import Assembly, sealer_of
from checkin_service.cli.safekeeping.archives import KEYS, pack
from checkin_service.cli.safekeeping.manifest import BASE, NAME
from checkin_service.kit.keyring import DirectoryKeyStore, Realm
from checkin_service.kit.secrets import KEY_BYTES, Secrets


class Place(NamedTuple):
    """Where a drill works: an empty database, the folders of the two archives, and where the keys come back."""

    url: str
    base: Path
    keys: Path
    restored: Path


class Loss(NamedTuple):
    """A part of a backup that is lost; what it does says under which secrets the restoring is tried."""

    what: str
    lose: Callable[[Place, Assembly], Secrets]


class WrongStart(NamedTuple):
    """A key folder that does not belong to the database."""

    what: str
    prepare: Callable[[Path, Assembly], None]


def _without(*parts: str) -> Callable[[Place, Assembly], Secrets]:
    def lose(place: Place, assembly: Assembly) -> Secrets:
        _file(place, *parts).unlink()
        return assembly.secrets

    return lose


def _cut(*parts: str) -> Callable[[Place, Assembly], Secrets]:
    def lose(place: Place, assembly: Assembly) -> Secrets:
        file = _file(place, *parts)
        os.truncate(file, file.stat().st_size // 2)
        return assembly.secrets

    return lose


def _changed(*parts: str) -> Callable[[Place, Assembly], Secrets]:
    def lose(place: Place, assembly: Assembly) -> Secrets:
        file = _file(place, *parts)
        content = bytearray(file.read_bytes())
        content[len(content) // 2] ^= 1
        file.write_bytes(content)
        return assembly.secrets

    return lose


def _file(place: Place, archive: str, name: str) -> Path:
    return (place.base if archive == "database" else place.keys) / name


def _of_another(place: Place, assembly: Assembly) -> Secrets:
    """The keys of another installation, wrapped by the same key encryption key."""
    other = place.keys / "other"
    _foreign(other, assembly)
    (place.keys / KEYS).unlink()
    pack(DirectoryKeyStore(other), place.keys / KEYS)
    return assembly.secrets


def _other_wrapping(_: Place, assembly: Assembly) -> Secrets:
    return replace(assembly.secrets, key_encryption_key=os.urandom(KEY_BYTES), other_key_encryption_keys=())


LOSSES = (
    Loss("keys lost", _without("keys", KEYS)),
    Loss("keys cut off", _cut("keys", KEYS)),
    Loss("keys of another installation", _of_another),
    Loss("another key encryption key", _other_wrapping),
    Loss("database lost", _without("database", BASE)),
    Loss("database cut off", _cut("database", BASE)),
    Loss("database changed in one bit", _changed("database", BASE)),
    Loss("manifest lost", _without("database", NAME)),
    Loss("manifest changed in one bit", _changed("database", NAME)),
)


def _empty(keys: Path, _: Assembly) -> None:
    keys.mkdir()


def _foreign(keys: Path, assembly: Assembly) -> None:
    sealer_of(assembly.secrets, keys).secret(Realm.LOOKUP)


def _old(keys: Path, assembly: Assembly) -> None:
    """A generation that knows the service's own secret and none of the people."""
    ours, theirs = assembly.key_store(), DirectoryKeyStore(keys)
    for name in ours.names():
        if name.realm is Realm.LOOKUP and (wrapped := ours.load(name)) is not None:
            theirs.store_if_absent(name, wrapped)


WRONG_STARTS = (
    WrongStart("started without keys", _empty),
    WrongStart("started with keys of another installation", _foreign),
    WrongStart("started with keys of an earlier day", _old),
)
