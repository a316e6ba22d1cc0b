"""Envelope encryption: what law wants erased is sealed under a key of the person's own, kept apart from the database.

Destroying a person's key makes every sealed payload of theirs unreadable, in backups too. Associated data binds a
ciphertext to person and purpose, so that swapped rows fail to open.
"""

import hmac
import os
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import Protocol
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from checkin_service.kit.files import private_folder, write_once

_ALGORITHM = b"\x01"  # AES-256-GCM; another byte will name another algorithm.
_NONCE_BYTES = 12


class SealBroken(Exception):
    """The payload cannot be opened: its key was destroyed, or it belongs to another person or purpose."""


class KeyStore(Protocol):
    """Where the wrapped per-person keys lie: never in the database nor in its backups."""

    def load(self, person: UUID) -> bytes | None: ...

    def store_if_absent(self, person: UUID, wrapped: bytes) -> bytes:
        """Store the wrapped key unless there is one; return the one that is there now."""
        ...

    def destroy(self, person: UUID) -> None: ...


class DirectoryKeyStore:
    """One small file per person; suits one host or a shared file system. Other stores implement `KeyStore`."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        private_folder(directory)

    def load(self, person: UUID) -> bytes | None:
        try:
            return self._path(person).read_bytes()
        except FileNotFoundError:
            return None

    def store_if_absent(self, person: UUID, wrapped: bytes) -> bytes:
        path = self._path(person)
        private_folder(path.parent)
        return write_once(path, wrapped)

    def destroy(self, person: UUID) -> None:
        path = self._path(person)
        if path.exists():
            with path.open("r+b") as file:
                file.write(os.urandom(path.stat().st_size))
                file.flush()
                os.fsync(file.fileno())
            path.unlink()

    def _path(self, person: UUID) -> Path:
        return self._directory / person.hex[-2:] / person.hex


class Sealer:
    """Seals and opens payloads of a person for a stated purpose."""

    def __init__(self, key_encryption_key: bytes, store: KeyStore) -> None:
        self._wrapping = AESGCM(key_encryption_key)
        self._store = store

    def seal(self, person: UUID, purpose: str, payload: bytes) -> bytes:
        nonce = os.urandom(_NONCE_BYTES)
        key = self._key(person) or self._new_key(person)
        return _ALGORITHM + nonce + key.encrypt(nonce, payload, _context(person, purpose))

    def open(self, person: UUID, purpose: str, sealed: bytes) -> bytes:
        return self.open_all(person, purpose, [sealed])[0]

    def open_all(self, person: UUID, purpose: str, sealed: Iterable[bytes]) -> list[bytes]:
        """Several payloads of one person, whose key is fetched once."""
        key = self._key(person)
        if key is None:
            raise SealBroken
        return [_opened(key, each, _context(person, purpose)) for each in sealed]

    def destroy_key(self, person: UUID) -> None:
        self._store.destroy(person)

    def _key(self, person: UUID) -> AESGCM | None:
        # Read at each use and never cached, so that a destroyed key is gone for every process at once.
        wrapped = self._store.load(person)
        return None if wrapped is None else self._unwrap(person, wrapped)

    def _new_key(self, person: UUID) -> AESGCM:
        nonce = os.urandom(_NONCE_BYTES)
        fresh = AESGCM.generate_key(bit_length=256)
        wrapped = _ALGORITHM + nonce + self._wrapping.encrypt(nonce, fresh, _context(person, "key"))
        return self._unwrap(person, self._store.store_if_absent(person, wrapped))

    def _unwrap(self, person: UUID, wrapped: bytes) -> AESGCM:
        nonce, body = wrapped[1 : 1 + _NONCE_BYTES], wrapped[1 + _NONCE_BYTES :]
        try:
            return AESGCM(self._wrapping.decrypt(nonce, body, _context(person, "key")))
        except (InvalidTag, ValueError):
            raise SealBroken from None


def _opened(key: AESGCM, sealed: bytes, context: bytes) -> bytes:
    if sealed[:1] != _ALGORITHM:
        raise SealBroken
    nonce, body = sealed[1 : 1 + _NONCE_BYTES], sealed[1 + _NONCE_BYTES :]
    try:
        return key.decrypt(nonce, body, context)
    except (InvalidTag, ValueError):  # A nonce cut short is not even tried.
        raise SealBroken from None


def _context(person: UUID, purpose: str) -> bytes:
    return person.bytes + purpose.encode()


class KeyedHash:
    """A look-up key for values that must not be readable: HMAC-SHA-256 under a server secret, one key per purpose."""

    def __init__(self, secret: bytes, purpose: str) -> None:
        self._key = hmac.digest(secret, purpose.encode(), sha256)

    def of(self, value: str | bytes) -> bytes:
        return hmac.digest(self._key, value.encode() if isinstance(value, str) else value, sha256)
