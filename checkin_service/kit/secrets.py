"""The service's three keys: made at first start for development, given by settings in production."""

import base64
import binascii
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from checkin_service.kit.files import private_folder, replace, write_once
from checkin_service.kit.misconfigured import Misconfigured

KEY_BYTES = 32

_DEVELOPMENT = "dev1:"
"""Before every key that was made by `load_or_create`, so that it cannot slip into production unnoticed."""

_FEWEST_DISTINCT_BYTES = 16
"""32 random bytes hold fewer than this once in some 10^13 times; a typed or repeated key nearly always does."""


class SecretsError(Misconfigured):
    """A key cannot be used; the message names it and says why, and never quotes it."""


@dataclass(frozen=True, slots=True, repr=False)
class Secrets:
    """Three keys of at least 32 random bytes, all different."""

    token_key: bytes
    """Signs access tokens."""

    key_encryption_key: bytes
    """Seals the keys under which personal data lies."""

    code_key: bytes
    """Makes the rotating classroom codes."""

    other_key_encryption_keys: tuple[bytes, ...] = ()
    """Still, or already, accepted beside the present one while it is being rotated."""

    @classmethod
    def from_texts(
        cls, *, token_key: str, key_encryption_key: str, code_key: str, other_key_encryption_keys: Sequence[str] = ()
    ) -> Self:
        """Keys for production, base64url as `openssl rand -base64 32` or `token_urlsafe(32)` print them."""
        texts = {"token_key": token_key, "key_encryption_key": key_encryption_key, "code_key": code_key}
        texts |= {f"{_OTHER} {number}": text for number, text in enumerate(other_key_encryption_keys, start=1)}
        for name, text in texts.items():
            if text.strip().startswith(_DEVELOPMENT):
                raise SecretsError(f"{name} was made for development: make a new one for production.")
        keys = {name: _decoded(name, text) for name, text in texts.items()}
        others = tuple(key for name, key in keys.items() if name not in _NAMES)
        return cls(**{name: keys[name] for name in _NAMES}, other_key_encryption_keys=others)

    def __post_init__(self) -> None:
        keys = {name: getattr(self, name) for name in _NAMES}
        keys |= {f"{_OTHER} {number}": key for number, key in enumerate(self.other_key_encryption_keys, start=1)}
        for name, key in keys.items():
            if len(key) < KEY_BYTES:
                raise SecretsError(f"{name} has {len(key)} bytes, it needs {KEY_BYTES}.")
            if len(set(key)) < _FEWEST_DISTINCT_BYTES:
                raise SecretsError(f"{name} is not random.")
        if len(set(keys.values())) < len(keys):
            raise SecretsError("Two of the keys are equal: each needs its own.")

    def __repr__(self) -> str:
        return "Secrets(…)"


_NAMES = ("token_key", "key_encryption_key", "code_key")
_OTHER = "other key encryption key"
_ROTATED = "key_encryption_key"
_FORMER = "key_encryption_key.former"


def load_or_create(directory: Path) -> Secrets:
    """The development keys in `directory`; what is missing is made, once, whoever comes first."""
    private_folder(directory)
    keys = {name: _load_or_create_key(directory / name) for name in _NAMES}
    former = {_load_or_create_key(path) for path in directory.glob(_FORMER)}
    return Secrets(**keys, other_key_encryption_keys=tuple(former - {keys[_ROTATED]}))


def begin_rotation(directory: Path) -> None:
    """Make a new development key-encryption key and keep the former beside it; goes on where a crash left it."""
    present = (directory / _ROTATED).read_bytes()
    if write_once(directory / _FORMER, present) == present:
        replace(directory / _ROTATED, _fresh_key())


def end_rotation(directory: Path) -> None:
    """Forget the former development key-encryption key; what it alone had wrapped is lost."""
    (directory / _FORMER).unlink(missing_ok=True)


def _fresh_key() -> bytes:
    return f"{_DEVELOPMENT}{base64.urlsafe_b64encode(secrets.token_bytes(KEY_BYTES)).decode()}\n".encode()


def _load_or_create_key(path: Path) -> bytes:
    content = write_once(path, _fresh_key(), mode=0o600)
    if path.stat().st_mode & 0o077:
        raise SecretsError(f"{path} can be read by other accounts: run chmod 600 on it.")
    text = content.decode(errors="replace").strip()
    if not text.startswith(_DEVELOPMENT):
        raise SecretsError(f"{path} is not a key made for development: remove it, or give keys by settings.")
    return _decoded(str(path), text.removeprefix(_DEVELOPMENT))


def _decoded(name: str, text: str) -> bytes:
    """Both alphabets, with or without padding; anything else is refused, not skipped."""
    symbols = text.strip().rstrip("=").replace("+", "-").replace("/", "_")
    try:
        return base64.b64decode(symbols + "=" * (-len(symbols) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise SecretsError(f"{name} is not base64.") from error
