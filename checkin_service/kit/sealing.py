"""Envelope encryption: what law wants erased is sealed under keys of the person's own, one per realm.

Destroying a person's key makes every payload sealed under it unreadable, in the database's backups too. Associated data
binds a ciphertext to person and purpose, so that swapped rows fail to open.
"""

import asyncio
import hmac
import os
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from hashlib import sha256
from typing import NamedTuple
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from checkin_service.kit.gathering import Gathering
from checkin_service.kit.key_wrap import KeyWrap, WrapBroken
from checkin_service.kit.keyring import KeyName, KeyStore, Realm

_ALGORITHM = b"\x01"  # AES-256-GCM; another byte will name another algorithm.
_NONCE_BYTES = 12
_READY_S = 1.0
_MOST_READY = 10_000
NOBODY = UUID(int=0)
"""Whose key the service's own secret is."""


class SealBroken(Exception):
    """The payload cannot be opened: its key was destroyed, or it belongs to another person or purpose."""


class Purpose(NamedTuple):
    """What a payload is for: the realm it is erased with, and its own name there."""

    realm: Realm
    what: str


class _Ready(NamedTuple):
    """A person's key, or that there is none, as it was a moment ago."""

    until: float
    key: bytes | None


class _Wanted(NamedTuple):
    """Keys to be at hand, made where there is none."""

    names: list[KeyName]
    make: bool


class Sealer:
    """Seals and opens payloads of a person for a stated purpose.

    Keys are read where one can wait for it: in a thread, or by `ready` before what is done on the event loop.
    """

    def __init__(self, wrap: KeyWrap, store: KeyStore) -> None:
        self._wrap = wrap
        self._store = store
        self._ready: dict[KeyName, _Ready] = {}
        self._looks: Gathering[_Wanted, None] = Gathering(self._look_alone, self._look_together)

    async def ready(self, realm: Realm, *people: UUID, make: bool = False) -> None:
        """Have these keys at hand for a second, all by one look at the store beside the event loop.

        Whoever goes on to seal says `make`: a key that is written has to reach the disk. A key that another process
        destroys is gone here within the second, one that is destroyed here at once.
        """
        names = [name for person in people if not self._is_ready(name := KeyName(realm, person), make=make)]
        if names:
            await self._looks.run(_Wanted(names, make))

    def seal(self, person: UUID, purpose: Purpose, payload: bytes) -> bytes:
        nonce = os.urandom(_NONCE_BYTES)
        name = KeyName(purpose.realm, person)
        key = AESGCM(self._key(name) or self._new_key(name))
        return _ALGORITHM + nonce + key.encrypt(nonce, payload, _context(person, purpose))

    def open(self, person: UUID, purpose: Purpose, sealed: bytes) -> bytes:
        return self.open_all(person, purpose, [sealed])[0]

    def open_all(self, person: UUID, purpose: Purpose, sealed: Iterable[bytes]) -> list[bytes]:
        """Several payloads of one person, whose key is fetched once."""
        key = self._key(KeyName(purpose.realm, person))
        if key is None:
            raise SealBroken
        cipher, context = AESGCM(key), _context(person, purpose)
        return [_opened(cipher, context, each) for each in sealed]

    def open_those_possible(self, person: UUID, purpose: Purpose, sealed: Iterable[bytes]) -> list[bytes]:
        """Several payloads with one look at the key store; what cannot be opened is left out."""
        key = self._key(KeyName(purpose.realm, person))
        opened: list[bytes] = []
        if key is not None:
            cipher, context = AESGCM(key), _context(person, purpose)
            for each in sealed:
                with suppress(SealBroken):
                    opened.append(_opened(cipher, context, each))
        return opened

    def has_key(self, name: KeyName) -> bool:
        """Whether there is a key, so that what does not open has been touched and not erased."""
        return self._store.load(name) is not None

    def destroy(self, person: UUID, *realms: Realm) -> None:
        """Make everything of the person in these realms unreadable, for every process, at once and for good."""
        for realm in realms:
            self._store.destroy(KeyName(realm, person))
            self._ready.pop(KeyName(realm, person), None)

    def secret(self, realm: Realm) -> bytes:
        """A secret of the service itself, made at first use; it survives the rotation of the wrapping key."""
        name = KeyName(realm, NOBODY)
        return self._key(name) or self._new_key(name)

    def close(self) -> None:
        self._store.close()

    def rewrap(self) -> int:
        """Bring every key under the present key-encryption key; return how many were not.

        Safe beside a running service that accepts both, and safe to repeat after a crash.
        """
        changed = 0
        for name in self._store.names():
            wrapped = self._store.load(name)
            if wrapped is None or self._wrap.is_present(wrapped):
                continue
            fresh = self._wrap.wrap(self._unwrapped(name, wrapped), _key_context(name))
            changed += self._store.exchange(name, old=wrapped, new=fresh)
        return changed

    def _is_ready(self, name: KeyName, *, make: bool) -> bool:
        held = self._ready.get(name)
        return held is not None and held.until > time.monotonic() and not (make and held.key is None)

    async def _look_alone(self, wanted: _Wanted) -> None:
        await asyncio.to_thread(self._fetch, wanted.names, make=wanted.make)

    async def _look_together(self, wanted: Sequence[_Wanted]) -> list[None]:
        for make in {each.make for each in wanted}:
            await asyncio.to_thread(
                self._fetch, [name for each in wanted if each.make == make for name in each.names], make=make
            )
        return [None] * len(wanted)

    def _fetch(self, names: list[KeyName], *, make: bool) -> None:
        until, found = time.monotonic() + _READY_S, self._store.load_all(names)
        if len(self._ready) + len(names) > _MOST_READY:
            self._ready = {}
        for name in names:
            wrapped = found.get(name)
            key = None if wrapped is None else self._unwrapped(name, wrapped)
            self._ready[name] = _Ready(until, self._new_key(name) if key is None and make else key)

    def _key(self, name: KeyName) -> bytes | None:
        held = self._ready.get(name)
        if held is not None and held.until > time.monotonic():
            return held.key
        # Otherwise read at each use, so that a destroyed key is gone for every process at once.
        wrapped = self._store.load(name)
        return None if wrapped is None else self._unwrapped(name, wrapped)

    def _new_key(self, name: KeyName) -> bytes:
        wrapped = self._wrap.wrap(AESGCM.generate_key(bit_length=256), _key_context(name))
        return self._unwrapped(name, self._store.store_if_absent(name, wrapped))

    def _unwrapped(self, name: KeyName, wrapped: bytes) -> bytes:
        try:
            return self._wrap.unwrap(wrapped, _key_context(name))
        except WrapBroken:
            raise SealBroken from None


def _opened(key: AESGCM, context: bytes, sealed: bytes) -> bytes:
    nonce, body = sealed[1 : 1 + _NONCE_BYTES], sealed[1 + _NONCE_BYTES :]
    if sealed[:1] != _ALGORITHM or len(nonce) < _NONCE_BYTES:
        raise SealBroken
    try:
        return key.decrypt(nonce, body, context)
    except InvalidTag:
        raise SealBroken from None


def _context(person: UUID, purpose: Purpose) -> bytes:
    return person.bytes + f"{purpose.realm}/{purpose.what}".encode()


def _key_context(name: KeyName) -> bytes:
    return name.person.bytes + f"{name.realm}/".encode()


class KeyedHash:
    """A look-up key for values that must not be readable: HMAC-SHA-256 under a server secret, one key per purpose."""

    def __init__(self, secret: bytes, purpose: str) -> None:
        self._key = hmac.digest(secret, purpose.encode(), sha256)

    def of(self, value: str | bytes) -> bytes:
        return hmac.digest(self._key, value.encode() if isinstance(value, str) else value, sha256)
