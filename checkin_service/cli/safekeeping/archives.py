"""The two archives of a backup, database and keys, made apart and brought back together only where they fit."""

import re
import shutil
import tarfile
import zlib
from gzip import BadGzipFile
from io import BytesIO
from pathlib import Path

from checkin_service import __version__
from checkin_service.assembly import Assembly
from checkin_service.cli.safekeeping import manifest
from checkin_service.cli.safekeeping.manifest import BASE, NAME, BackupRefused, Manifest
from checkin_service.host.cluster import dumps
from checkin_service.host.key_database import DatabaseKeyStore
from checkin_service.identity.service.keys import fingerprint_of
from checkin_service.kit.database import database_name
from checkin_service.kit.files import private_folder, write_once
from checkin_service.kit.key_wrap import LocalKeyWrap
from checkin_service.kit.keyring import DirectoryKeyStore, KeyName, KeyStore, Realm
from checkin_service.kit.sealing import NOBODY, SealBroken, Sealer
from checkin_service.kit.secrets import Secrets
from migrations.grants import grant

KEYS = "keys.tar"


def take(assembly: Assembly, url: str, out: Path, keys_out: Path) -> Manifest:
    """The database into one folder and the keys into another; neither alone tells anybody anything."""
    out, keys_out = out.absolute(), keys_out.absolute()
    if out == keys_out or out in keys_out.parents or keys_out in out.parents:
        raise BackupRefused(
            "Keys and database go into two folders, neither within the other: give them different places."
        )
    for folder in (out, keys_out):
        if folder.exists() and any(folder.iterdir()):
            raise BackupRefused(f"{folder} is not empty: an older backup stays as it is. Name another folder.")
        private_folder(folder)
    rows = dumps.dump(url, out / BASE)
    # After the database: a person's key is made before the row, so that none of the rows lacks its key.
    store = assembly.key_store()
    pack(store, keys_out / KEYS)
    fingerprint = fingerprint_of(Sealer(_wrap(assembly.secrets), store)).hex()
    store.close()
    made = Manifest(
        made_at=assembly.clock.now(),
        database=database_name(url),
        version=__version__,
        base_bytes=(out / BASE).stat().st_size,
        base_sha256=manifest.sha256_of(out / BASE),
        keys_fingerprint=fingerprint,
        rows=rows,
    )
    # Last, and whole or absent: a backup that was cut off has none.
    write_once(out / NAME, made.signed_by(assembly.signing.log).model_dump_json(indent=1).encode())
    return made


def give_back(
    secrets: Secrets, url: str, keys: Path, folder: Path, keys_folder: Path, *, store: DatabaseKeyStore | None = None
) -> Manifest:
    """Both into empty places, or nothing: keys that do not belong to the database are refused before it is touched.

    Where a database holds the keys, they go into it (`store`), and `keys` gets those of its epochs.
    """
    made = manifest.read(folder)
    if store is not None and next(store.names(), None) is not None:
        raise BackupRefused("The key database is not empty: keys are never mixed. Name another one.")
    if store is None and keys.exists() and any(keys.iterdir()):
        raise BackupRefused(f"{keys} is not empty: keys are never mixed. Move it away first.")
    if not dumps.is_empty(url):
        raise BackupRefused(f"The database {database_name(url)} is not empty: restore into a new one.")
    unpacked = keys.with_name(f".{keys.name}.restoring")
    shutil.rmtree(unpacked, ignore_errors=True)
    try:
        _unpack(keys_folder / KEYS, unpacked)
        require_belonging(secrets, unpacked, made)
        dumps.ensure_postgis(url)
        dumps.restore(url, folder / BASE)
        _require_rows(made, dumps.counts(url))
        if store is None:
            shutil.rmtree(keys, ignore_errors=True)
            unpacked.rename(keys)
        else:
            copy(DirectoryKeyStore(unpacked), store)
    finally:
        shutil.rmtree(unpacked, ignore_errors=True)
    grant(url)
    return made


def require_belonging(secrets: Secrets, keys: Path, made: Manifest) -> None:
    """These keys, under the secrets at hand, are those that the database was written with."""
    sealer = Sealer(_wrap(secrets), DirectoryKeyStore(keys))
    if not sealer.has_key(KeyName(Realm.LOOKUP, NOBODY)):
        raise BackupRefused("The archive of keys does not hold the service's own: it is not whole. Take another one.")
    try:
        found = fingerprint_of(sealer).hex()
    except SealBroken:
        raise BackupRefused(
            "The key encryption key in the settings does not open these keys: "
            "set CHECKIN_SECRET_KEY_ENCRYPTION_KEY to the one that was in use when they were backed up."
        ) from None
    if found != made.keys_fingerprint:
        raise BackupRefused("These keys belong to another database than this backup: find the keys that go with it.")


_ENTRY = re.compile(r"[a-z_-]+/[0-9a-f]{2}/[0-9a-f]{32}")
"""A key by realm and person, as `pack` writes it."""


def _require_rows(made: Manifest, found: dict[str, int]) -> None:
    for name, rows in made.rows.items():
        if found.get(name) != rows:
            raise BackupRefused(f"Table {name} came back with {found.get(name)} rows instead of {rows}.")


def _wrap(secrets: Secrets) -> LocalKeyWrap:
    return LocalKeyWrap(secrets.key_encryption_key, secrets.other_key_encryption_keys)


def copy(keys: KeyStore, into: KeyStore) -> int:
    """Every key as it is wrapped; how many. One that is there already must be the same."""
    count = 0
    for name in keys.names():
        wrapped = keys.load(name)
        if wrapped is None:
            continue
        if into.store_if_absent(name, wrapped) != wrapped:
            raise BackupRefused(f"Another key of {name.realm} {name.person} is there already: nothing more was copied.")
        count += 1
    return count


def pack(keys: KeyStore, archive: Path) -> None:
    """One small file for each key, wherever they are kept."""
    archive.touch(mode=0o600, exist_ok=False)
    # Not that it saves anything: what is cut off or changed in it does not unpack.
    with tarfile.open(archive, "w:gz") as tar:
        for name in keys.names():
            wrapped = keys.load(name)
            if wrapped is not None:
                person = name.person.hex
                entry = tarfile.TarInfo(f"{name.realm}/{person[-2:]}/{person}")
                entry.size, entry.mode = len(wrapped), 0o600
                tar.addfile(entry, BytesIO(wrapped))


def _unpack(archive: Path, into: Path) -> None:
    if not archive.is_file():
        raise BackupRefused(
            f"{archive} is missing: without the keys every name, number and position of the backup stays closed for "
            "ever, and the service refuses to start. Bring the archive of the keys."
        )
    try:
        with tarfile.open(archive) as tar:
            for entry in tar:
                _unpack_one(tar, entry, into)
    except (tarfile.TarError, EOFError, zlib.error, BadGzipFile) as error:
        raise BackupRefused(f"{archive} is no archive of keys, or is cut off: {error}") from error


def _unpack_one(tar: tarfile.TarFile, entry: tarfile.TarInfo, into: Path) -> None:
    """A key where its name says, and nothing that is named otherwise: a tar may hold links and paths to anywhere."""
    content = tar.extractfile(entry) if entry.isreg() else None
    if content is None or not _ENTRY.fullmatch(entry.name):
        raise BackupRefused(f"The archive of keys holds {entry.name!r}, which is no key: bring one as it was made.")
    place = into / entry.name
    private_folder(place.parent)
    place.touch(mode=0o600, exist_ok=False)
    place.write_bytes(content.read())
