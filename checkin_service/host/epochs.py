"""The keys of epochs: one small file each, wrapped by the key-encryption key, in no database and in no copy of one.

What an epoch's key has closed is closed for ever once the file is gone, wherever it was copied to meanwhile.
"""

import os
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from checkin_service.kit.files import destroy, private_folder, replace, write_once
from checkin_service.kit.key_wrap import KeyWrap, WrapBroken
from checkin_service.kit.keyring import KeyName
from checkin_service.kit.misconfigured import Misconfigured

_NONCE_BYTES = 12


class EpochOver(Exception):
    """The key of this epoch has been destroyed."""


class EpochForeign(Misconfigured):
    """The key encryption key does not open the key of an epoch, or something was changed."""

    def __init__(self) -> None:
        super().__init__(
            "密钥数据库的时段密钥打不开：请核对 epochs/ 目录和 CHECKIN_SECRET_KEY_ENCRYPTION_KEY。 "
            "The key of an epoch does not open what the key database holds: compare the folder epochs/ and "
            "CHECKIN_SECRET_KEY_ENCRYPTION_KEY with those that were in use."
        )


class Epochs:
    """Epochs are numbered from 1; new keys are closed under the latest."""

    def __init__(self, folder: Path, wrap: KeyWrap) -> None:
        self._folder = folder
        self._wrap = wrap

    def present(self) -> int:
        """The latest; the first is made where there is none."""
        return max(self._numbers(), default=0) or self._made(1)

    def begin(self) -> int:
        """The next one."""
        return self._made(max(self._numbers(), default=0) + 1)

    def end_before(self, epoch: int) -> None:
        """Destroy the keys of all earlier ones."""
        for number in self._numbers():
            if number < epoch:
                destroy(self._path(number))

    def rewrap(self) -> None:
        """Bring the files under the present key-encryption key."""
        for number in self._numbers():
            wrapped = self._path(number).read_bytes()
            if not self._wrap.is_present(wrapped):
                replace(self._path(number), self._wrap.wrap(self._key(number), _of(number)))

    def closed(self, epoch: int, name: KeyName, wrapped: bytes) -> bytes:
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + AESGCM(self._key(epoch)).encrypt(nonce, wrapped, _context(name))

    def opened(self, epoch: int, name: KeyName, closed: bytes) -> bytes:
        try:
            return AESGCM(self._key(epoch)).decrypt(closed[:_NONCE_BYTES], closed[_NONCE_BYTES:], _context(name))
        except InvalidTag:
            raise EpochForeign from None

    def _made(self, number: int) -> int:
        private_folder(self._folder)
        write_once(self._path(number), self._wrap.wrap(AESGCM.generate_key(bit_length=256), _of(number)))
        return number

    def _key(self, number: int) -> bytes:
        try:
            return self._wrap.unwrap(self._path(number).read_bytes(), _of(number))
        except FileNotFoundError:
            raise EpochOver from None
        except WrapBroken:
            raise EpochForeign from None

    def _numbers(self) -> list[int]:
        return [int(path.name) for path in self._folder.glob("*") if path.name.isdigit()]

    def _path(self, number: int) -> Path:
        return self._folder / str(number)


def _of(number: int) -> bytes:
    return f"epoch {number}".encode()


def _context(name: KeyName) -> bytes:
    return name.person.bytes + f"{name.realm}/".encode()
