"""The key-encryption key behind a port: here held by the service, elsewhere by a key management system."""

import hmac
import os
from collections.abc import Sequence
from hashlib import sha256
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_ALGORITHM = b"\x01"  # AES-256-GCM; another byte will name another algorithm, such as SM4.
_ID_BYTES = 8
_NONCE_BYTES = 12


class WrapBroken(Exception):
    """The wrapped key cannot be unwrapped: by no key we hold, or not for this person and realm."""


class KeyWrap(Protocol):
    """Wraps keys and unwraps them again; `context` must be the same both times."""

    def wrap(self, key: bytes, context: bytes) -> bytes: ...

    def unwrap(self, wrapped: bytes, context: bytes) -> bytes: ...

    def is_present(self, wrapped: bytes) -> bool:
        """Whether it was wrapped by the key in use now, and not by an earlier one."""
        ...


class LocalKeyWrap:
    """AES-256-GCM under a key that the service was given; `others` are still, or already, accepted beside it."""

    def __init__(self, present: bytes, others: Sequence[bytes] = ()) -> None:
        self._present_id = _id_of(present)
        self._keys = {_id_of(key): AESGCM(hmac.digest(key, b"key wrap", sha256)) for key in (present, *others)}

    def wrap(self, key: bytes, context: bytes) -> bytes:
        nonce = os.urandom(_NONCE_BYTES)
        heading = _ALGORITHM + self._present_id
        return heading + nonce + self._keys[self._present_id].encrypt(nonce, key, heading + context)

    def unwrap(self, wrapped: bytes, context: bytes) -> bytes:
        heading, body = wrapped[: 1 + _ID_BYTES], wrapped[1 + _ID_BYTES :]
        wrapping = self._keys.get(heading[1:])
        if heading[:1] != _ALGORITHM or wrapping is None or len(body) < _NONCE_BYTES:
            raise WrapBroken
        try:
            return wrapping.decrypt(body[:_NONCE_BYTES], body[_NONCE_BYTES:], heading + context)
        except InvalidTag:
            raise WrapBroken from None

    def is_present(self, wrapped: bytes) -> bool:
        return wrapped[1 : 1 + _ID_BYTES] == self._present_id


def _id_of(key: bytes) -> bytes:
    """Tells keys apart and tells nothing about them."""
    return hmac.digest(key, b"key id", sha256)[:_ID_BYTES]
