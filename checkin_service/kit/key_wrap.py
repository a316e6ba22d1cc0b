"""The key-encryption key behind a port: here held by the service, elsewhere by a key management system."""

import hmac
import os
from collections.abc import Sequence
from enum import StrEnum
from hashlib import sha256
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.ciphers.algorithms import SM4
from cryptography.hazmat.primitives.ciphers.modes import GCM

_TAG_BYTES = 16
_ID_BYTES = 8
_NONCE_BYTES = 12
_SM4_BYTES = 16


class WrapBroken(Exception):
    """The wrapped key cannot be unwrapped: by no key we hold, or not for this person and realm."""


class Algorithm(StrEnum):
    """What wraps keys; a wrapped key says in its first byte which it was."""

    AES = "aes-256-gcm"
    SM4 = "sm4-gcm"


_BYTE = {Algorithm.AES: b"\x01", Algorithm.SM4: b"\x02"}


class KeyWrap(Protocol):
    """Wraps keys and unwraps them again; `context` must be the same both times."""

    def wrap(self, key: bytes, context: bytes) -> bytes: ...

    def unwrap(self, wrapped: bytes, context: bytes) -> bytes: ...

    def is_present(self, wrapped: bytes) -> bool:
        """Whether it was wrapped by the key in use now, and not by an earlier one."""
        ...


class LocalKeyWrap:
    """Wraps under a key that the service was given; `others` are still, or already, accepted beside it."""

    def __init__(self, present: bytes, others: Sequence[bytes] = (), *, algorithm: Algorithm = Algorithm.AES) -> None:
        self._heading = _BYTE[algorithm] + _id_of(present)
        self._ciphers: dict[bytes, _Cipher] = {}
        for key in (present, *others):
            aes, sm4 = (hmac.digest(key, purpose, sha256) for purpose in (b"key wrap", b"key wrap by SM4"))
            self._ciphers[_BYTE[Algorithm.AES] + _id_of(key)] = AESGCM(aes)
            self._ciphers[_BYTE[Algorithm.SM4] + _id_of(key)] = _SM4GCM(sm4[:_SM4_BYTES])

    def wrap(self, key: bytes, context: bytes) -> bytes:
        nonce = os.urandom(_NONCE_BYTES)
        return self._heading + nonce + self._ciphers[self._heading].encrypt(nonce, key, self._heading + context)

    def unwrap(self, wrapped: bytes, context: bytes) -> bytes:
        heading, body = wrapped[: 1 + _ID_BYTES], wrapped[1 + _ID_BYTES :]
        wrapping = self._ciphers.get(heading)
        if wrapping is None or len(body) < _NONCE_BYTES:
            raise WrapBroken
        try:
            return wrapping.decrypt(body[:_NONCE_BYTES], body[_NONCE_BYTES:], heading + context)
        except InvalidTag:
            raise WrapBroken from None

    def is_present(self, wrapped: bytes) -> bool:
        return wrapped[: 1 + _ID_BYTES] == self._heading


class _Cipher(Protocol):
    def encrypt(self, nonce: bytes, data: bytes, associated_data: bytes | None) -> bytes: ...

    def decrypt(self, nonce: bytes, data: bytes, associated_data: bytes | None) -> bytes: ...


class _SM4GCM:
    """SM4 of GB/T 32907 in Galois counter mode, in the shape of `AESGCM`."""

    def __init__(self, key: bytes) -> None:
        self._key = SM4(key)

    def encrypt(self, nonce: bytes, data: bytes, associated_data: bytes | None) -> bytes:
        act = Cipher(self._key, GCM(nonce)).encryptor()
        act.authenticate_additional_data(associated_data or b"")
        return act.update(data) + act.finalize() + act.tag

    def decrypt(self, nonce: bytes, data: bytes, associated_data: bytes | None) -> bytes:
        if len(data) < _TAG_BYTES:
            raise InvalidTag
        act = Cipher(self._key, GCM(nonce, data[-_TAG_BYTES:])).decryptor()
        act.authenticate_additional_data(associated_data or b"")
        return act.update(data[:-_TAG_BYTES]) + act.finalize()


def _id_of(key: bytes) -> bytes:
    """Tells keys apart and tells nothing about them."""
    return hmac.digest(key, b"key id", sha256)[:_ID_BYTES]
