"""The service's three keys: made at first start for development, given by settings in production."""

import base64
import binascii
import secrets
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Self

from checkin_service.kit.files import private_folder, write_once
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

    @classmethod
    def from_texts(cls, *, token_key: str, key_encryption_key: str, code_key: str) -> Self:
        """Keys for production, base64url as `openssl rand -base64 32` or `token_urlsafe(32)` print them."""
        texts = {"token_key": token_key, "key_encryption_key": key_encryption_key, "code_key": code_key}
        for name, text in texts.items():
            if text.strip().startswith(_DEVELOPMENT):
                raise SecretsError(f"{name} was made for development: make a new one for production.")
        return cls(**{name: _decoded(name, text) for name, text in texts.items()})

    def __post_init__(self) -> None:
        keys = {name: getattr(self, name) for name in _NAMES}
        for name, key in keys.items():
            if len(key) < KEY_BYTES:
                raise SecretsError(f"{name} has {len(key)} bytes, it needs {KEY_BYTES}.")
            if len(set(key)) < _FEWEST_DISTINCT_BYTES:
                raise SecretsError(f"{name} is not random.")
        if len(set(keys.values())) < len(keys):
            raise SecretsError("Two of the keys are equal: each needs its own.")

    def __repr__(self) -> str:
        return "Secrets(…)"


_NAMES = tuple(field.name for field in fields(Secrets))


def load_or_create(directory: Path) -> Secrets:
    """The development keys in `directory`; what is missing is made, once, whoever comes first."""
    private_folder(directory)
    return Secrets(**{name: _load_or_create_key(directory / name) for name in _NAMES})


def _load_or_create_key(path: Path) -> bytes:
    fresh = f"{_DEVELOPMENT}{base64.urlsafe_b64encode(secrets.token_bytes(KEY_BYTES)).decode()}\n"
    content = write_once(path, fresh.encode(), mode=0o600)
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
